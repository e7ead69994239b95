"""Every address × everyone of the demonstration's cast × GET and POST, against the one permission table."""

import io
from datetime import date

import docx
import pytest
from django.urls import get_resolver

from common.access import may_use
from common.models import LedgerEntry
from common.today import now
from config.access import TABLE
from council.choices import Role
from council.models import Appointment, Notification, User
from council.permissions import authority
from equalities.models import EqualityArea
from performance.imports import preview
from serviceplans.bulk import evaluate
from serviceplans.models import Comment, Commitment, ObjectiveVersion, PlanUpload, VersionEqualityObjective
from serviceplans.transitions import keep_rows

CAST = [
    "holder", "contributor", "head", "director", "phdirector", "member", "chief", "cmt", "performance", "equalities",
    "auditor", "scrutiny", "chair", "admin", "staff",
]  # fmt: skip
# What stands in an address for a plan, a part, a row: rows of the demonstration council that exist.
WORDS = {
    "prefix": "css", "cycle": "2019-20", "key": "actions", "reference": "CSS001", "quarter": 1,
    "slug": "kcr-3", "uidb36": "1", "number": 1, "table": "results", "form": "csv", "directorate": "cec",
    "day": date(2019, 8, 20), "kind": "pack", "before": 1, "after": 2, "row": "CSS001",
    "template": "york-2019", "section": "about", "part": "overview",
}  # fmt: skip
SLUGS = {"indicator": "bpi108", "scorecard": "cmt-strategic"}
KEYS = {
    "plan_part": "description", "plan_part_autosave": "description", "plan_risk": "risks", "plan_risk_new": "risks",
    "plan_link": "risks", "plan_unlink": "risks", "plan_indicator_new": "indicators", "plan_equality": "equalities",
    "plan_equality_new": "equalities", "plan_change": "actions", "plan_commitment": "indicators",
}  # fmt: skip
FORMATS = {"report_export": "xlsx", "scorecard_export": "csv"}


def patterns(resolver=None, prefix=""):
    """Every named or nameless address of the site, includes followed."""
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry, prefix)
        else:
            yield entry


@pytest.fixture
def council(demo):
    """The demonstration council, with one row of each kind that an address can name."""
    holder = User.objects.get(email="holder@york.example")
    version = holder.appointments.get().post.holds.get().plans.get().versions.get()
    area = version.plan.service.equality_objectives.create(area=EqualityArea.objects.get(number=1), text="An objective")
    VersionEqualityObjective.objects.create(version=version, objective=area)
    comment = Comment.objects.create(version=version, part_key="description", text="Say more", author=holder, at=now())
    notice = Notification.objects.create(person=holder, kind="plan", about="decision 1", link="/", at=now())
    upload = PlanUpload.objects.create(version=version, filename="plan.docx", data=a_word_file(), uploaded_at=now())
    objectives = b"Plan,Objective\nCSS 2019/20,Another\n"
    rows = keep_rows(evaluate("objectives", objectives, "o.csv", user=holder), objectives, by=holder)
    batch = preview(b"Reference,Period,Result\nBPI108,2018/19,943\n", "results.csv", holder)
    return {
        "plan_comment_resolve": comment.pk,
        "plan_equality": area.pk,
        "plan_word_": upload.pk,
        "plan_rows": rows.pk,
        "commitment": Commitment.objects.get(target__isnull=False).pk,
        "plan_commitment": Commitment.objects.get(target__isnull=False).pk,
        "plan_objective": ObjectiveVersion.objects.filter(version=version).first().pk,
        "notification": notice.pk,
        "demo_sign_in": User.objects.get(email="staff@york.example").pk,
        "end_appointment": Appointment.objects.order_by("pk").first().pk,
        "batch": batch.pk,
    }


def a_word_file():
    """A Word file in which nothing of a plan stands."""
    made = io.BytesIO()
    docx.Document().save(made)
    return made.getvalue()


def address(entry, rows):
    """An address of this pattern that names rows which exist."""
    from django.urls import reverse

    arguments = {}
    for name in entry.pattern.converters or entry.pattern.regex.groupindex:
        if name == "slug":
            arguments[name] = SLUGS.get(entry.name.split("_")[0], WORDS["slug"])
        elif name == "key" and entry.name in KEYS:
            arguments[name] = KEYS[entry.name]
        elif name == "extension":
            arguments[name] = FORMATS.get(entry.name, "docx")
        elif name in ("pk", "batch_id", "id", "batch"):
            known = next((rows[key] for key in rows if entry.name.startswith(key)), rows["batch"])
            arguments[name] = known
        else:
            arguments[name] = WORDS.get(name, "x")
    return reverse(entry.name, kwargs=arguments)


def test_every_address_is_in_the_table_and_every_row_of_the_table_is_an_address():
    names = [entry.name for entry in patterns()]
    assert None not in names, "an address without a name cannot be in the table"
    assert set(names) == set(TABLE)


def test_the_table_names_only_roles_that_exist():
    known = {role.value for role in Role} | {"anyone", "signed-in"}
    assert {role for access in TABLE.values() for role in access.get | access.post} <= known


@pytest.mark.parametrize("who", ["nobody", *CAST])
def test_each_person_at_each_address(council, client, who):
    """What the table refuses is refused and changes nothing; what it allows is answered, and never with a fault."""
    user = User.objects.get(email=f"{who}@york.example") if who != "nobody" else None
    roles = authority(user).roles if user else frozenset()
    wrong = []
    for entry in patterns():
        access, url = TABLE[entry.name], address(entry, council)
        for method in ("GET", "POST"):
            if client.session.get("_auth_user_id") != (str(user.pk) if user else None):
                sign_in(client, user)
            before = LedgerEntry.objects.count()
            answer = client.generic(method, url)
            wrong += judge(answer, access, method, roles, user, LedgerEntry.objects.count() - before, url)
    assert not wrong, "\n".join(wrong)


def sign_in(client, user):
    if user:
        client.force_login(user)
    else:
        client.logout()


def judge(answer, access, method, roles, user, written, url):
    """What is wrong with an answer, as lines; nothing when it is as the table says."""
    said = f"{method} {url} answered {answer.status_code}"
    if answer.status_code >= 500:
        return [f"{said}: a fault"]
    if answer.get("Content-Type", "").startswith("text/html") and b'href=""' in answer.content:
        return [f"{said}: a link that leads nowhere"]
    if not access.roles_for(method):
        return [] if answer.status_code == 405 else [f"{said}: the table has no {method} there"]
    if may_use(access, method, roles, signed_in=user is not None):
        return [f"{said}: the table allows it"] if answer.status_code == 405 else []
    refused = answer.status_code == 403 or (user is None and method == "GET" and answer.status_code == 302)
    lines = [] if refused else [f"{said}: the table refuses it"]
    return lines + ([f"{said}: refused, and yet something was written"] if written else [])


@pytest.mark.django_db
def test_an_address_that_no_table_lists_is_refused_to_all(client, settings, monkeypatch):
    monkeypatch.delitem(TABLE, "about")
    answer = client.get("/about/")
    assert answer.status_code == 403
    assert "in no permission table" in answer.content.decode()
