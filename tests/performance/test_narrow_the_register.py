"""Anybody signed in narrows the register by whatever it holds, turns its order round, and takes away what is shown."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from council.choices import Role
from council.models import CouncilPlan, Theme
from performance.models import Scorecard
from performance.standing import refresh
from tests.council.factories import PostFactory, ServiceAreaFactory, person
from tests.performance.factories import IndicatorFactory, result, target
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]


@pytest.fixture
def register():
    """Two indicators that differ in everything the register can be narrowed by."""
    service = ServiceAreaFactory(prefix="CSS")
    foster = PostFactory(title="Head of Fostering")
    one = IndicatorFactory(reference="AAA1", service=service, owner_post=foster, polarity="up-is-bad")
    two = IndicatorFactory(reference="BBB2", frequency="annual", withheld="Too few people", within_control=False)
    plan = CouncilPlan.objects.create(name="Plan", starts="2019-04-01", ends="2023-03-31")
    two.shared_services.add(ServiceAreaFactory(prefix="EDS"), service)
    one.shared_services.add(ServiceAreaFactory(prefix="HHS"))
    one.themes.add(Theme.objects.create(council_plan=plan, code="GHW", name="Good health", position=1))
    card = Scorecard.objects.create(key="cmt", title="CMT strategic", kind="cmt")
    card.rows.create(group=card.groups.create(name="All", position=1), indicator=two, position=1)
    result(one, "Q1 2019/20", "84")
    target(one, "Q1 2019/20", "80")
    refresh([one.pk, two.pk])
    return one, two


@pytest.fixture
def signed_in(client):
    client.force_login(person(Role.STAFF))
    return client


def shown(client, query):
    text = client.get(f"{reverse('indicators_csv')}?{query}").content.decode()
    return {name for name in ("AAA1", "BBB2") if name in text}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("service=CSS", {"AAA1", "BBB2"}),
        ("service=HHS", {"AAA1"}),
        ("service=EDS", {"BBB2"}),
        ("theme=GHW", {"AAA1"}),
        ("scorecard=cmt", {"BBB2"}),
        ("frequency=annual", {"BBB2"}),
        ("polarity=up-is-bad", {"AAA1"}),
        ("owner=fostering", {"AAA1"}),
        ("rating=red", {"AAA1"}),
        ("rating=none", {"BBB2"}),
        ("show=withheld", {"BBB2"}),
        ("show=beyond", {"BBB2"}),
        ("show=unowned", {"BBB2"}),
        ("show=overdue", {"BBB2"}),
        ("service=HHS&scorecard=cmt", set()),
        ("service=XX&theme=%00&scorecard=none&frequency=daily&polarity=odd", {"AAA1", "BBB2"}),
    ],
)
def test_each_filter(register, signed_in, query, expected):
    assert shown(signed_in, query) == expected


def test_the_file_names_every_service_the_main_one_first(register, signed_in):
    assert ",CSS; HHS," in signed_in.get(reverse("indicators_csv")).content.decode()


def test_an_order_is_turned_round_by_asking_again(register, signed_in):
    page = signed_in.get(reverse("indicators") + "?sort=name").content.decode()
    assert 'aria-sort="ascending"' in page and "sort=-name" in page
    turned = signed_in.get(reverse("indicators") + "?sort=-name").content.decode()
    assert turned.index(">BBB2<") < turned.index(">AAA1<") and 'aria-sort="descending"' in turned
    csv = signed_in.get(reverse("indicators_csv") + "?sort=-name").content.decode()
    assert csv.index("BBB2") < csv.index("AAA1")


def test_the_workbook_holds_exactly_what_is_shown(register, signed_in):
    answer = signed_in.get(reverse("indicators_xlsx") + "?rating=red")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Reference", "AAA1"] and ".xlsx" in answer["Content-Disposition"]


def test_a_withheld_figure_is_a_word_and_not_a_blank(register, signed_in):
    result(register[1], "2018/19", "12.3")
    page = signed_in.get(reverse("indicators")).content.decode()
    assert "Withheld" in page and "12.3" not in page
    assert "12.3" not in signed_in.get(reverse("indicators_csv")).content.decode()


def test_with_states_stored_the_register_runs_the_queries_on_record(register, signed_in):
    assert_query_count(signed_in, reverse("indicators"), "performance: register with stored states")


def test_a_retired_indicator_is_shown_only_where_it_is_asked_for(signed_in, register):
    IndicatorFactory(reference="OLD1", retired=True)
    page = signed_in.get(reverse("indicators")).content.decode()
    assert "OLD1" not in page and "2 indicators" in page
    page = signed_in.get(reverse("indicators"), {"show": "retired"}).content.decode()
    assert "OLD1" in page and "AAA1" not in page
    assert signed_in.get(reverse("indicator", args=["old1"])).status_code == 200


def test_the_page_and_its_files_show_the_same_indicators_in_the_same_order(signed_in, register):
    for number in range(60):
        IndicatorFactory(reference=f"CCC{number:02}", name=f"Name {number % 7}")
    query = "q=name&sort=-name"
    rows = signed_in.get(f"{reverse('indicators_csv')}?{query}").content.decode().splitlines()[1:]
    references = [row.split(",")[0] for row in rows]
    seen = []
    for page in (1, 2):
        text = signed_in.get(f"{reverse('indicators')}?{query}&page={page}").content.decode()
        seen += re.findall(r">(CCC\d\d)</a>", text)
    assert seen == references and len(seen) == 60
    book = openpyxl.load_workbook(BytesIO(signed_in.get(f"{reverse('indicators_xlsx')}?{query}").content))
    cells = [row[0] for row in book.active.iter_rows(values_only=True)]
    assert [cell for cell in cells if str(cell).startswith("CCC")] == references
