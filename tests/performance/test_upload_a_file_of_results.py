"""A performance officer uploads a file, reads what it would do, and confirms or discards it in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from council.choices import Role
from performance.models import ImportBatch, Result
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, result
from tests.performance.files import csv_file
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
HEAD = "Reference,Period,Result"


@pytest.fixture
def officer(client):
    IndicatorFactory(reference="CSC07")
    client.force_login(person(Role.PERFORMANCE_OFFICER))
    return client


def upload(client, *lines, name="q1.csv", data=None):
    file = SimpleUploadedFile(name, csv_file(*lines) if data is None else data)
    return client.post(reverse("import_results"), {"file": file})


def test_upload_read_confirm(officer):
    answer = upload(officer, HEAD, "CSC07,Q1 2019/20,83")
    page = officer.get(answer.url).content.decode()
    assert "What q1.csv would do" in page and "Import 1 result<" in page and "refused row" not in page
    assert not Result.objects.exists()
    batch = ImportBatch.objects.get()
    done = officer.post(reverse("confirm_import", args=[batch.pk]), follow=True)
    page = done.content.decode()
    assert "Imported: q1.csv" in page and "Discard" not in page
    assert Result.objects.get().batch == batch
    second = officer.post(reverse("confirm_import", args=[batch.pk]))
    assert second.status_code == 409 and "is already imported. Nothing was changed." in second.content.decode()


def test_refused_rows_come_first_and_leaving_them_is_a_choice(officer):
    result(IndicatorFactory(reference="CSC08"), "Q1 2019/20", "70")
    upload(officer, HEAD, "CSC07,Q1 2019/20,83", "CSC08,Q1 2019/20,71", "CSX07,Q1 2019/20,<b>9</b>")
    batch = ImportBatch.objects.get()
    page = officer.get(reverse("import_preview", args=[batch.pk])).content.decode()
    assert page.index("Refused: 1 row") < page.index("Changed: 1 row") < page.index("New: 1 row")
    assert "Did you mean CSC0" in page and "70% → <strong>71%</strong>" in page
    assert "Import the 2 good rows and leave 1" in page and "Import 2 results" not in page
    url = reverse("confirm_import", args=[batch.pk])
    assert officer.post(url).status_code == 409
    assert Result.objects.count() == 1
    assert officer.post(url, {"accept": "yes"}).status_code == 302
    assert Result.objects.count() == 2


def test_what_changed_in_between_is_shown_anew(officer):
    upload(officer, HEAD, "CSC07,Q1 2019/20,83")
    batch = ImportBatch.objects.get()
    result(Result(indicator=IndicatorFactory()).indicator, "Q1 2019/20", "1")
    from performance.models import Indicator

    result(Indicator.objects.get(reference="CSC07"), "Q1 2019/20", "79")
    answer = officer.post(reverse("confirm_import", args=[batch.pk]))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Something was changed since this preview" in page and "79% → <strong>83%</strong>" in page


def test_discard(officer):
    upload(officer, HEAD, "CSC07,Q1 2019/20,83")
    batch = ImportBatch.objects.get()
    page = officer.post(reverse("discard_import", args=[batch.pk]), follow=True).content.decode()
    assert "is discarded. Nothing was imported." in page
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"Refrence,Period,Result\nCSC07,Q1 2019/20,5\n", "q1.csv", "Did you mean"),
        (b"", "q1.csv", "is empty"),
        (b"<html><body>no", "q1.xls", "web page"),
        (b"PK\x03\x04broken", "q1.xlsx", "damaged"),
    ],
)
def test_a_useless_file_is_explained(officer, data, name, said):
    answer = upload(officer, name=name, data=data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_no_file_at_all(officer):
    answer = officer.post(reverse("import_results"), {})
    assert answer.status_code == 422 and "Choose the file" in answer.content.decode()


def test_a_file_that_is_too_large(officer, settings):
    settings.UPLOAD_MAX_BYTES = 50_000
    answer = upload(officer, data=b"x" * 70_000)
    assert answer.status_code == 413 and "the most is" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_the_empty_file_has_every_column_and_can_be_uploaded(officer):
    blank = officer.get(reverse("import_blank")).content
    heads = blank.decode("utf-8-sig").strip()
    assert heads == "Reference,Period,Result,Numerator,Denominator,Status,Forecast,Commentary,Target"
    answer = upload(officer, data=blank + b"CSC07,Q1 2019/20,83,,,,,,\r\n")
    assert answer.status_code == 302


def test_a_long_preview_is_cut_and_says_so(officer):
    lines = [f"CSC07,Q{n % 4 + 1} {1950 + n // 4}/{(1951 + n // 4) % 100:02},{n}" for n in range(250)]
    answer = upload(officer, HEAD, *lines)
    page = officer.get(answer.url).content.decode()
    assert "The first 200 of 250 are shown" in page


@pytest.mark.parametrize("role", [Role.STAFF, Role.DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_nobody_else_gets_in(officer, client, role):
    upload(officer, HEAD, "CSC07,Q1 2019/20,83")
    pk = ImportBatch.objects.get().pk
    client.force_login(person(role))
    assert client.get(reverse("import_results")).status_code == 403
    assert client.get(reverse("import_preview", args=[pk])).status_code == 403
    assert client.get(reverse("import_outcome", args=[pk, "csv"])).status_code == 403
    for name in ("confirm_import", "discard_import"):
        assert client.post(reverse(name, args=[pk])).status_code == 403
    assert ImportBatch.objects.get().state == "waiting"


def test_confirming_by_a_link_does_nothing(officer):
    upload(officer, HEAD, "CSC07,Q1 2019/20,83")
    for name in ("confirm_import", "discard_import"):
        assert officer.get(reverse(name, args=[ImportBatch.objects.get().pk])).status_code == 405


def test_the_preview_runs_the_queries_on_record(officer):
    upload(officer, HEAD, "CSC07,Q1 2019/20,83")
    assert_query_count(
        officer, reverse("import_preview", args=[ImportBatch.objects.get().pk]), "performance: import preview"
    )
    assert_query_count(officer, reverse("import_results"), "performance: import")


@pytest.mark.parametrize("table", ["results", "targets", "indicators", "benchmarks", "breakdowns"])
def test_every_table_can_be_taken_out_and_its_empty_file_uploaded(officer, table):
    for ending in ("csv", "xlsx", "json"):
        answer = officer.get(reverse("export_table", args=[table, ending]))
        assert answer.status_code == 200 and f"{table}.{ending}" in answer["Content-Disposition"]
    blank = officer.get(reverse("import_blank"), {"table": table}).content
    file = SimpleUploadedFile(f"{table}.csv", blank)
    assert officer.post(reverse("import_results"), {"file": file, "table": table}).status_code == 302
    assert ImportBatch.objects.get().table == table


def test_a_table_or_a_kind_of_file_that_there_is_not(officer):
    assert officer.get(reverse("export_table", args=["people", "csv"])).status_code == 404
    assert officer.get(reverse("export_table", args=["results", "exe"])).status_code == 404
    assert officer.get(reverse("import_blank"), {"table": "people"}).status_code == 404
