"""The whole permission table: each app's part of it, put together. A test walks it against every address."""

from common.access import ANYONE, SIGNED_IN, Access
from council.permissions import ACCESS as COUNCIL
from equalities.permissions import ACCESS as EQUALITIES
from performance.permissions import ACCESS as PERFORMANCE
from reporting.permissions import ACCESS as REPORTING
from risks.permissions import ACCESS as RISKS
from serviceplans.changing import ACCESS as CHANGES
from serviceplans.permissions import ACCESS as SERVICEPLANS

# The pages of the house itself, and those of django-allauth that signing in needs.
HOUSE = {
    "home": Access(get=ANYONE),
    "about": Access(get=ANYONE),
    "accessibility": Access(get=ANYONE),
    "healthz": Access(get=ANYONE),
    "account_login": Access(get=ANYONE, post=ANYONE),
    "account_logout": Access(get=ANYONE, post=ANYONE),
    "account_signup": Access(get=ANYONE, post=ANYONE),
    "account_reset_password": Access(get=ANYONE, post=ANYONE),
    "account_reset_password_done": Access(get=ANYONE),
    "account_reset_password_from_key": Access(get=ANYONE, post=ANYONE),
    "account_reset_password_from_key_done": Access(get=ANYONE),
    "account_change_password": Access(get=SIGNED_IN, post=SIGNED_IN),
    "account_set_password": Access(get=SIGNED_IN, post=SIGNED_IN),
    "account_inactive": Access(get=ANYONE),
}

TABLE: dict[str, Access] = {
    **HOUSE,
    **COUNCIL,
    **PERFORMANCE,
    **RISKS,
    **EQUALITIES,
    **SERVICEPLANS,
    **CHANGES,
    **REPORTING,
}
