"""The column Scorecards of a file of indicators names real scorecards: read, put on, taken off, and written again."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from council.choices import Role
from performance.exports import write_table
from performance.models import Indicator, Scorecard
from performance.rules.layout import Section, home
from performance.scorecards.layouts import layout_of, write_layout
from performance.scorecards.named import ScorecardNames
from performance.transitions import Details, create_scorecard, import_now
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory
from tests.performance.files import csv_file

pytestmark = pytest.mark.django_db
HEAD = "Reference,Indicator,Scorecards"


@pytest.fixture(autouse=True)
def cards():
    """A directorate's, one marked as a draft with York 2008's groups, and one whose title another has too."""
    for title, style, draft in (("CMT strategic", "directorate", False), ("Transport", "balanced", True)):
        create_scorecard(Details(title, "cmt", style=style, draft=draft), by=None)


def rows(*lines, head=HEAD):
    return import_now("indicators", csv_file(head, *lines), "i.csv").evaluation.rows


def on(reference):
    return Indicator.objects.get(reference=reference).scorecard_keys


def standing(title):
    """Which indicators stand in which group of a scorecard."""
    names = dict(Indicator.objects.values_list("pk", "reference"))
    layout = layout_of(Scorecard.objects.get(title=title))
    return {section.name: [names[pk] for pk in section.members] for section in layout if section.members}


@pytest.mark.parametrize(
    "typed", ["CMT strategic", " cmt  STRATEGIC ", "cmt-strategic", "CMTstrategic", "CMT strategic;cmt-strategic"]
)
def test_a_title_or_key_in_any_spelling_puts_it_on(typed):
    (row,) = rows(f"CSC07,Carers,{typed}")
    assert (row.outcome, row.after["Scorecards"]) == ("new", "CMT strategic")
    assert on("CSC07") == ("cmt-strategic",)


@pytest.mark.parametrize("typed", ["Transport", "transport (draft)"])
def test_a_draft_is_found_with_and_without_its_mark(typed):
    rows(f"CSC07,Carers,{typed}")
    assert on("CSC07") == ("transport",)


def test_it_stands_at_the_end_of_the_group_like_its_own():
    head = "Reference,Indicator,Group,Scorecards"
    both = "CMT strategic; Transport"
    rows("A1,One,Workforce,CMT strategic", f"A2,Two,Finance,{both}", f"A3,Three,Workforce,{both}", head=head)
    rows(f"A4,Four,Customers,{both}", f"A5,Five,,{both}", head=head)
    assert standing("CMT strategic") == {
        "Directorate": ["A5"],
        "Workforce": ["A1", "A3"],
        "Finance": ["A2"],
        "Customers": ["A4"],
    }
    assert standing("Transport") == {"Customer": ["A4"], "Process": ["A5"], "Resource": ["A2", "A3"]}


def test_a_layout_without_such_a_group_takes_it_at_its_end():
    assert home((Section("First"), Section("Last")), "Workforce") == "Last"
    assert home((Section("WORKFORCE"), Section("Last")), "Workforce") == "WORKFORCE"
    assert home((), "Workforce") == ""


def test_one_that_is_no_longer_named_is_taken_off_and_the_preview_says_so():
    rows("CSC07,Carers,CMT strategic;Transport", "CSC08,Others,Transport")
    counters = dict(Scorecard.objects.values_list("key", "counter"))
    (row,) = rows("CSC07,Carers,CMT strategic")
    assert (row.before, row.after) == ({"Scorecards": "CMT strategic; Transport"}, {"Scorecards": "CMT strategic"})
    assert (on("CSC07"), standing("Transport")) == (("cmt-strategic",), {"Process": ["CSC08"]})
    moved = {key for key, counter in Scorecard.objects.values_list("key", "counter") if counter != counters[key]}
    assert moved == {"transport"}, "whoever has it open is told that it changed"


def test_a_blank_leaves_it_where_it_is():
    rows("CSC07,Carers,Transport")
    (row,) = rows("CSC07,Carers of children,")
    assert row.after.keys() == {"Indicator"} and on("CSC07") == ("transport",)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("CMT strategy", "There is no scorecard “CMT strategy”. Did you mean CMT strategic?"),
        ("Transport;Gossip", "There is no scorecard “Gossip”. There are: CMT strategic; Transport."),
    ],
)
def test_an_unknown_name_is_refused_and_the_nearest_suggested(typed, said):
    (row,) = rows(f"CSC07,Carers,{typed}")
    assert (row.outcome, row.column, row.code, row.message) == ("refused", "Scorecards", "unknown-scorecard", said)
    assert not Indicator.objects.exists()


def test_the_title_of_several_needs_a_key():
    create_scorecard(Details("Transport", "board", style="plain"), by=None)
    (row,) = rows("CSC07,Carers,Transport (DRAFT)")
    assert row.outcome == "new" and on("CSC07") == ("transport",), "only one is a draft"
    (row,) = rows("CSC08,Others,transport")
    assert row.outcome == "new" and on("CSC08") == ("transport",), "a key is never in doubt"
    (row,) = rows("CSC09,More,TRANS-PORT")
    assert row.outcome == "new"


def test_two_that_share_a_title_are_told_apart_by_key():
    names = ScorecardNames([Scorecard(key="a", title="Roads; and paths"), Scorecard(key="b", title="Pay")])
    assert (names.name("a"), names.name("b")) == ("a", "Pay")
    same = ScorecardNames([Scorecard(key="one", title="Pay"), Scorecard(key="two", title="pay")])
    assert (same.name("one"), same.find("two").key) == ("one", "two")
    with pytest.raises(ValueError, match="title of several scorecards. Give a key: one; two"):
        same.find("PAY")


def exported(form="csv", reference=""):
    return write_table("indicators", form, reference)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_written_names_where_it_really_is_and_reads_back_unchanged(form):
    rows("CSC07,Carers,Transport", "CSC08,Others,", "CSC09,More,")
    card, pk = Scorecard.objects.get(key="cmt-strategic"), Indicator.objects.get(reference="CSC07").pk
    write_layout(card, (Section("Finance", (pk,)), Section("=1+1", (Indicator.objects.get(reference="CSC09").pk,))))
    said = {row["Reference"]: row["Scorecards"] for row in json.loads(exported("json"))}
    assert said == {"CSC07": "CMT strategic;Transport", "CSC08": "", "CSC09": "CMT strategic"}
    again = import_now("indicators", exported(form), f"i.{form}").evaluation
    assert again.counts["unchanged"] == 3, again.rows


def test_writing_takes_as_many_queries_for_many():
    def queries():
        with CaptureQueriesContext(connection) as found:
            exported()
        return len(found)

    rows("CSC07,Carers,Transport;CMT strategic")
    few = queries()
    rows(*(f"CSC1{number},Carers,Transport;CMT strategic" for number in range(9)))
    assert queries() == few


def test_the_register_is_narrowed_by_the_same_truth(client):
    rows("CSC07,Carers,Transport", "CSC08,Others,CMT strategic")
    client.force_login(person(Role.STAFF))
    page = client.get(reverse("indicators"), {"scorecard": "transport"}).content.decode()
    assert "CSC07" in page and "CSC08" not in page


def test_the_words_that_were_kept_before_become_rows():
    migration = import_module("performance.migrations.0007_scorecards_are_named_by_their_rows")

    class Old:
        """The models as they were: an indicator had words for its scorecards."""

        def __init__(self, indicators):
            self.indicators = indicators

        def get_model(self, app, name):
            return self if name == "Indicator" else apps.get_model(app, name)

        objects = property(lambda self: self)
        exclude = order_by = lambda self, *_, **__: self

        def __iter__(self):
            return iter(self.indicators)

    found = [IndicatorFactory(reference=name, group=group) for name, group in (("A", "finance"), ("B", "finance"))]
    found.append(IndicatorFactory(reference="C", group="customers"))
    for indicator, words in zip(found, ("CMT strategic;Transport", "transport; Gossip", "CMT Strategic"), strict=True):
        indicator.scorecards = words
    migration.put_on_scorecards(Old(found), None)
    migration.put_on_scorecards(Old(found), None)
    assert standing("CMT strategic") == {"Finance": ["A"], "Customers": ["C"]}
    assert standing("Transport") == {"Resource": ["A", "B"]}
