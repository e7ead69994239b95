"""A file of risks is taken whole or not at all, and a second time changes nothing; the matrix likewise."""

import json

import pytest
from django.conf import settings

from common.intake import FileRefused
from common.models import LedgerEntry
from common.verdict import Refused
from risks.exports import register_csv
from risks.imports import RisksRefused, load_risks
from risks.matrix import current_matrix, load_matrix
from risks.models import Risk, RiskReview
from risks.standing import describe
from tests.council.factories import DirectorateFactory, PostFactory, ServiceAreaFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]
DEMO = settings.BASE_DIR / "fixtures"


@pytest.fixture
def css(db):
    return ServiceAreaFactory(prefix="CSS")


@pytest.fixture
def load(tmp_path):
    def load(text):
        path = tmp_path / "risks.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_risks(path)

    return load


WHOLE = """Ref,Event,Level,Escalation,Cause,Consequence,Likelihood,Impact,Target date,Owner,Mitigation,Review date,Service,Rating
KCR 3,Partnerships not fit,corporate,,,,,,,Head of Fostering,watch them; meet,,,A
CSS-R1,Too few homes,service,directorate,pay,distance,4,4,31.3.20,All Heads,recruit,04/09/2019,css,
"""


def test_a_file_of_risks_goes_on_the_register(load, css):
    owner = PostFactory(title="Head of Fostering", directorate=DirectorateFactory())
    loaded = load(WHOLE)
    assert (loaded.new, loaded.changed, loaded.unchanged) == (2, 0, 0)
    kcr, homes = Risk.objects.get(slug="kcr-3"), Risk.objects.get(slug="css-r1")
    assert (kcr.rating, kcr.owner_post, kcr.level, kcr.escalation) == ("amber", owner, "corporate", "corporate")
    # A corporate risk is found under its owner's directorate.
    assert kcr.directorate == owner.directorate
    assert (homes.service, homes.directorate, homes.owner_text) == (css, css.directorate, "All Heads")
    assert (homes.level, homes.escalation, homes.likelihood) == ("service", "directorate", 4)
    assert (homes.target_words, str(homes.target_date)) == ("31 March 2020", "2020-03-31")
    assert [review.rating for review in homes.reviews.all()] == ["red"]
    rows = json.loads(LedgerEntry.objects.get().after)["rows"]
    assert [(row["reference"], row["outcome"]) for row in rows] == [("KCR 3", "new"), ("CSS-R1", "new")]


def test_the_same_file_again_changes_nothing(load, css):
    load(WHOLE)
    again = load(WHOLE)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert (LedgerEntry.objects.count(), RiskReview.objects.count()) == (1, 2)


def test_what_the_register_exports_comes_back_unchanged(load, css):
    load(WHOLE)
    again = load(register_csv(describe(Risk.objects.for_register())))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


def test_a_changed_score_is_a_change_with_a_new_rating(load, css):
    load(WHOLE)
    changed = load(WHOLE.replace("CSS-R1,", "css-r1,").replace("distance,4,4", "distance,2,4"))
    assert (changed.new, changed.changed, changed.unchanged) == (0, 1, 1)
    risk = Risk.objects.get(slug="css-r1")
    assert (risk.reference, risk.counter) == ("CSS-R1", 2)
    assert [review.rating for review in risk.reviews.all()] == ["amber", "red"]


def test_a_column_that_the_file_lacks_is_left_as_it_is(load, css):
    load(WHOLE)
    load("Reference,Risk,Level,Mitigation\nCSS-R1,Too few homes,service,\n")
    risk = Risk.objects.get(slug="css-r1")
    assert (risk.mitigation, risk.cause, risk.likelihood, risk.service) == ("", "pay", 4, css)


def test_rows_without_a_reference_are_given_one_once(load, css):
    text = "Risk,Level,Service\nFirst,service,CSS\nSecond,service,CSS\n"
    assert load(text).new == 2
    assert load(text).unchanged == 2
    assert list(Risk.objects.values_list("reference", "event")) == [("CSS-R1", "First"), ("CSS-R2", "Second")]


@pytest.mark.parametrize(
    ("row", "column", "code", "words"),
    [
        ("X 1,,service,,,,,,", "Risk", "missing-value", "Enter what might happen."),
        ("X 1,Event,galactic,,,,,,", "Level", "unreadable-value", "service, directorate or corporate"),
        ("X 1,Event,service,four,4,,,,", "Likelihood", "unreadable-value", "whole number"),
        ("X 1,Event,service,٤,4,,,,", "Likelihood", "unreadable-value", "whole number"),
        ("X 1,Event,service,4,4,Green,,,", "Rating", "scores-and-rating", "so the rating cannot be green"),
        ("X 1,Event,service,4,9,,,,", "Rating", "scores-and-rating", "impact 1 to 5"),
        ("X 1,Event,service,,,Pink,,,", "Rating", "unreadable-value", "red, amber or green"),
        ("X 1,Event,service,,,,soon,,", "Review date", "unreadable-date", "31 October 2019"),
        ("X 1,Event,service,,,,,ZZZ,", "Service", "unknown-service", "No service has this prefix"),
        ("X 1,Event,service,,,,,,perhaps", "Confidential", "unreadable-value", "yes or no"),
        (",Event,service,,,,,,", "Reference", "missing-value", "Enter a reference"),
    ],
)
def test_a_bad_row_refuses_the_file_and_says_where(load, css, row, column, code, words):
    header = "Reference,Risk,Level,Likelihood,Impact,Rating,Review date,Service,Confidential\n"
    with pytest.raises(RisksRefused) as refused:
        load(f"{header}Good 1,Fine,service,,,,,,\n{row}\n")
    refusal = next(one for one in refused.value.refusals if one.code == code)
    assert (refusal.row, refusal.column) == (3, column)
    assert words in refusal.message
    assert not Risk.objects.exists()


def test_the_same_reference_twice_refuses_the_file(load, css):
    with pytest.raises(RisksRefused, match="Row 2 has the same reference"):
        load("Reference,Risk,Level\nKCR 3,One,service\nkcr3,Two,service\n")


def test_a_file_without_the_columns_is_refused_whole(load):
    with pytest.raises(FileRefused, match="Level"):
        load("Reference,Risk\nKCR 3,One\n")


def test_the_demonstrations_risks_and_matrix_can_be_loaded():
    for prefix in ["CSS", "EDS", "LAT", "COM", "FIN", "CUS", "TRH", "WAP", "CLI", "ASC", "HOU", "PHE"]:
        ServiceAreaFactory(prefix=prefix)
    assert load_matrix(DEMO / "reference" / "risk_matrix.yaml") is True
    assert load_matrix(DEMO / "reference" / "risk_matrix.yaml") is False
    assert load_risks(DEMO / "councils" / "york-2019" / "risks.csv").new >= 16
    standings = {standing.reference: standing for standing in describe(Risk.objects.all())}
    kcr = standings["KCR 3"]
    assert (kcr.rating, kcr.score, kcr.has_target, kcr.escalation) == ("amber", None, False, "Corporate")
    assert "red" in {standing.rating for standing in standings.values()}
    assert all(standing.rating != "none" for standing in standings.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("likelihood: [", "no risk matrix"),
        ("a: b", "no risk matrix"),
        (
            "likelihood: [{score: 1, name: a}, {score: 2, name: b}]\n"
            "impact: [{score: 1, name: a}, {score: 2, name: b}]\nlevels: {1: [red, red]}",
            "2 rows of 2 levels",
        ),
    ],
)
def test_a_bad_matrix_is_refused_and_the_old_one_stays(tmp_path, text, words):
    path = tmp_path / "matrix.yaml"
    path.write_text(text)
    before = current_matrix()
    with pytest.raises(Refused, match=words):
        load_matrix(path)
    assert current_matrix() == before
