"""Internal audit asks what was altered and by whom, finds it, reads it in words, takes it away, and checks that it is whole."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from common.ledger import record
from common.ledger.triggers import lift_triggers, make_triggers
from common.models import LedgerCheck, LedgerEntry
from common.today import pretend
from council.choices import Role
from reporting.audit.differences import Words, changes, in_text
from reporting.audit.subjects import subject
from reporting.audit.wording import verb_in_words
from tests.council.factories import PostFactory, ThemeFactory, UserFactory, person
from tests.performance.factories import IndicatorFactory
from tests.query_counts import assert_query_count

pytestmark = pytest.mark.django_db
URL = "/audit/"
PLAIN = Words(str.capitalize, lambda field, value: str(value))


@pytest.fixture
def auditor(client):
    auditor = person(Role.AUDITOR, title="Internal auditor")
    client.force_login(auditor)
    return auditor


@pytest.fixture
def trail():
    """Three things that happened, by two people and a schedule."""
    orla = UserFactory(name="Orla Penhallick", email="orla@council.example")
    marisol = UserFactory(name="Marisol Hartgrave")
    with pretend(datetime(2019, 7, 1, 9, tzinfo=UTC)):
        record("plan.submit", "plan CSS 2019/20 v1", actor_id=orla.pk, post="Assistant Director",
               before={"status": "draft"}, after={"status": "dmt-review", "comment": "Ready for “the” DMT."})  # fmt: skip
    with pretend(datetime(2019, 7, 15, 9, tzinfo=UTC)):
        record("risk.changed", "risk KCR 3", actor_id=marisol.pk, post="Director",
               before={"mitigation": "Hold a contingency of £1m", "impact": 4},
               after={"mitigation": "Hold a contingency of £2m", "impact": 4})  # fmt: skip
    with pretend(datetime(2019, 8, 1, 9, tzinfo=UTC)):
        record(
            "owners.reminded", "reminders", post="Command line", after=[{"to": "orla@council.example", "about": ["x"]}]
        )
    return orla, marisol


def text_of(answer):
    return " ".join(answer.content.decode().split())


def shown(client, **asked):
    return [line.entry.pk for line in client.get(URL, asked).context["audit"].lines]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_nobody_but_internal_audit_reads_it(client, role, trail):
    client.force_login(person(role))
    for url in (URL, reverse("audit_entry", args=[1]), reverse("audit_export", args=["csv"])):
        assert client.get(url).status_code == 403
    assert client.post(reverse("audit_verify")).status_code == 403
    assert "Audit trail" not in text_of(client.get("/council/"))


def test_each_entry_says_who_for_which_post_what_and_what_changed(client, auditor, trail):
    page = text_of(client.get(URL))
    for words in (
        "Orla Penhallick", "for Assistant Director", "Submitted to DMT", 'href="/plans/css/2019-20/"',
        "Draft", "In DMT review", "The system", "Owners reminded", "15 July 2019, 10:00",
    ):  # fmt: skip
        assert words in page
    assert "dmt-review" not in page and "{&quot;" not in page


def test_only_the_words_that_changed_are_marked(client, auditor, trail):
    page = text_of(client.get(reverse("audit_entry", args=[2])))
    assert "Hold a contingency of " in page and "£1m" in page and "£2m" in page
    assert page.count("<del>") == page.count("<ins>") == 1
    assert "Impact" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "penhallick"}, [1]),
        ({"who": "orla@council.example"}, [1]),
        ({"who": "The system"}, [3]),
        ({"who": "nobody of that name"}, []),
        ({"post": "director"}, [2, 1]),
        ({"post": "assistant"}, [1]),
        ({"about": "plan CSS 2019/20"}, [1]),
        ({"about": "risk kcr 3"}, [2]),
        ({"about": "risk KCR"}, [2]),
        ({"about": "risk K"}, []),
        ({"what": "risk.changed"}, [2]),
        ({"since": "15 July 2019"}, [3, 2]),
        ({"until": "15 July 2019"}, [2, 1]),
        ({"since": "2 July 2019", "until": "31/07/2019"}, [2]),
        ({"q": "contingency £2m"}, [2]),
        ({"q": "“the”"}, [1]),
        ({"q": "kcr"}, [2]),
        ({"q": "contingency draft"}, []),
    ],
)
def test_it_is_searched(client, auditor, trail, asked, found):
    assert shown(client, **asked) == found


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "soon"}, {"until": "31/02/2019"}, {"what": "nothing.such"}, {"q": "\x00"}, {"q": "%_'\"\\"},
        {"page": "x"}, {"page": "-1"}, {"about": "a" * 300}, {"who": "' OR 1=1 --"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_answered_all_the_same(client, auditor, trail, asked):
    assert client.get(URL, asked).status_code == 200
    assert client.get(reverse("audit_export", args=["csv"]), asked).status_code == 200


def test_a_date_that_is_none_is_said(client, auditor, trail):
    assert "“soon” is not a date." in client.get(URL, {"since": "soon"}).content.decode()


def test_an_entry_that_there_is_not_is_not_found(client, auditor):
    assert client.get("/audit/99/").status_code == 404
    assert client.get(f"/audit/{2**70}/").status_code == 404


def test_an_empty_trail_says_what_belongs_there(client, auditor):
    assert "The audit trail is empty." in text_of(client.get(URL))


def test_rows_that_are_named_by_number_are_said_by_name(client, auditor):
    theme, indicator, post = ThemeFactory(code="GHW"), IndicatorFactory(reference="BPI108"), PostFactory(title="Chief")
    after = {
        "themes": [theme.pk],
        "indicators": [indicator.pk],
        "owner_post_id": post.pk,
        "risk_id": 999,
        "agreed": True,
    }
    record("action.save", "action CSS001", after=after)
    page = text_of(client.get(reverse("audit_entry", args=[1])))
    for words in ("GHW", "BPI108", "Chief", "999, which is there no longer", "yes"):
        assert words in page


def test_what_somebody_altered_beyond_reading_is_shown_as_it_is(client, auditor, trail):
    lift_triggers()
    LedgerEntry.objects.filter(pk=1).update(after="{not json")
    make_triggers()
    assert "{not json" in text_of(client.get(reverse("audit_entry", args=[1])))
    assert client.get(URL).status_code == 200


def test_script_in_a_text_is_text(client, auditor):
    record("plan.comment", "plan <script>alert(1)</script>", after={"text": "<script>alert(2)</script>"})
    for url in (URL, reverse("audit_entry", args=[1])):
        assert "<script>alert" not in client.get(url).content.decode()


def test_a_long_entry_is_cut_in_the_list_and_whole_on_its_page(client, auditor):
    record(
        "results.imported", "import 1", after={"rows": [{"reference": f"I{n}", "value": "x" * 50} for n in range(900)]}
    )
    page = text_of(client.get(URL))
    assert 'Entry 1</a><span class="los-muted">, which is long</span>' in page
    whole = text_of(client.get(reverse("audit_entry", args=[1])))
    assert "I100 – Value" in whole and "more are in the entry, too many for a page." in whole


def test_the_trail_is_taken_away_as_it_was_narrowed(client, auditor, trail):
    content = client.get(reverse("audit_export", args=["csv"]), {"about": "risk KCR 3"}).content.decode("utf-8-sig")
    header, *rows = content.strip().split("\r\n")
    assert header.startswith("Entry,When,Who,For the post,What was done,About,Before,After")
    assert len(rows) >= 1 and content.count("risk KCR 3") == 1
    assert "Mitigation: Hold a contingency of £2m" in content and "CSS" not in content


def test_a_workbook_holds_the_same_entries(client, auditor, trail):
    book = load_workbook(BytesIO(client.get(reverse("audit_export", args=["xlsx"])).content))
    rows = list(book.active.values)
    assert [row[0] for row in rows[1:]] == [3, 2, 1]
    assert rows[3][2] == "Orla Penhallick"


def test_no_text_becomes_a_formula(client, auditor):
    record("plan.comment", "=HYPERLINK(1)", post="+SUM(1)", after="@cmd")
    content = client.get(reverse("audit_export", args=["csv"])).content.decode("utf-8-sig")
    assert ",'=HYPERLINK(1)," in content and ",'+SUM(1)," in content
    book = load_workbook(BytesIO(client.get(reverse("audit_export", args=["xlsx"])).content))
    assert all(cell.data_type != "f" for row in book.active.rows for cell in row)


def test_an_entry_too_long_for_a_cell_is_cut_and_says_so(client, auditor):
    record("results.imported", "import 1", after={"text": "x" * 40_000})
    book = load_workbook(BytesIO(client.get(reverse("audit_export", args=["xlsx"])).content))
    assert "cut here: entry 1 has the whole of it" in list(book.active.values)[1][7]


def test_the_button_verifies_and_the_page_says_when(client, auditor, trail):
    assert "Not verified yet" in text_of(client.get(URL))
    answer = client.post(reverse("audit_verify"), follow=True)
    page = text_of(answer)
    assert "3 entries verified." in page and "each as it was written" in page
    assert LedgerCheck.objects.get().actor_id == auditor.pk


def test_an_alteration_is_said_on_the_page_and_at_home(client, auditor, trail):
    lift_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET post = 'Somebody else' WHERE id = 2")
    client.post(reverse("audit_verify"))
    make_triggers()
    for url in (URL, "/"):
        page = text_of(client.get(url))
        assert "Altered" in page and "entry 2 is altered (risk.changed, risk KCR 3)" in page
        assert "missing: ledger_entry_no_delete" in page


def test_the_auditors_home_answers_what_was_altered_and_by_whom(client, auditor, trail):
    page = text_of(client.get("/"))
    for words in (
        "What was altered, and by whom?",
        "Verify now",
        "Orla Penhallick",
        "Submitted to DMT",
        "Search the audit trail",
    ):
        assert words in page


def test_who_came_in_does_not_crowd_out_what_was_altered(client, auditor, trail):
    record("account.signed-in", "account orla@council.example")
    assert "Signed in" not in text_of(client.get("/")).replace("Signed in as", "")
    assert shown(client) == [4, 3, 2, 1]


@pytest.mark.parametrize("entries", [3, 60])
def test_the_page_costs_the_same_however_long_the_trail(client, auditor, entries):
    theme, indicator = ThemeFactory(), IndicatorFactory()
    people = [UserFactory().pk for _ in range(5)]
    for n in range(entries):
        record("action.save", f"action CSS{n:03}", actor_id=people[n % 5], before={"themes": []},
               after={"themes": [theme.pk], "indicators": [indicator.pk]})  # fmt: skip
    assert_query_count(client, URL, "reporting: audit trail")
    assert_query_count(client, f"{URL}?q=themes&who=person", "reporting: audit trail narrowed")
    assert_query_count(client, reverse("audit_entry", args=[2]), "reporting: audit entry")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("plan CSS 2019/20 v1", "/plans/css/2019-20/"), ("risk KCR 3", "/risks/kcr-3/"),
        ("action CSS001", "/plans/actions/CSS001/"),
        ("indicator BPI108", "/performance/indicators/bpi108/"), ("import 3", "/performance/import/3/"), ("import x", ""),
        ("post Director, Place", "/council/people/?q=Director%2C+Place"), ("cycle 2019/20", "/council/cycles/2019-20/"),
        ("meeting CEC 2019-08-06", "/meetings/cec/2019-08-06/"), ("meeting CEC 2019-99-99", ""), ("action !!", ""),
        ("plan", ""), ("council york-2019", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_thing_leads_to_its_page_where_it_has_one(text, url):
    assert subject(text).url == url


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("plan.submit", "Submitted to DMT"), ("part.key-achievements", "Part saved: key achievements"),
        ("clinic.called", "Clinic: called"), ("odd", "Odd"), ("", ""),
    ],
)  # fmt: skip
def test_what_was_done_is_said_in_words(verb, words):
    assert verb_in_words(verb) == words


def test_differences_are_field_by_field():
    before = {"rows": [{"reference": "A1", "due": "May"}, {"reference": "A2", "due": "May"}], "names": ["Ann", "Bob"]}
    after = {"rows": [{"reference": "A1", "due": "June"}, {"reference": "A2", "due": "May"}], "names": ["Ann", "Cid"]}
    found = dict(changes(before, after, PLAIN))
    assert set(found) == {"Names", "Rows – A1 – Due"}
    assert found["Rows – A1 – Due"] == [("May", "removed"), ("June", "added")]


def test_what_is_new_or_gone_is_said_whole():
    assert changes(None, {"a": "x", "b": ""}, PLAIN) == [("A", [("x", "")])]
    assert changes({"a": "x"}, None, PLAIN) == [("A", [("x", "removed")])]
    assert changes(None, None, PLAIN) == []
    assert in_text({"a": "x", "b": ["y", "z"]}, PLAIN) == "A: x\nB: y\nz"
