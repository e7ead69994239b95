"""Who may use which address of this room. What a report shows of a plan is what the person may read of it."""

from common.access import ANYONE, SIGNED_IN, Access

ACCESS = {
    "reports": Access(get=SIGNED_IN),
    "report": Access(get=SIGNED_IN),
    "report_export": Access(get=SIGNED_IN),
    "public_plans": Access(get=ANYONE),
    "public_plan": Access(get=ANYONE),
    "public_plan_export": Access(get=ANYONE),
}
