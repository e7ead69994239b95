from django.urls import path, register_converter

from reporting import views
from reporting.exports import FORMATS


class ReportFormatConverter:
    """The endings that a report can be exported with; any other address is not found."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class QuarterConverter:
    """A quarter of a planning year: q1 to q4."""

    regex = "q[1-4]"

    def to_python(self, value: str) -> int:
        return int(value[1:])

    def to_url(self, value: int) -> str:
        return f"q{value}"


register_converter(ReportFormatConverter, "report_format")
register_converter(QuarterConverter, "quarter")

QUARTER = "reports/<slug:cycle>/<quarter:quarter>/"
PLAN = "public/plans/<slug:prefix>/<slug:cycle>/"

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path(QUARTER, views.report, name="report"),
    path(f"{QUARTER}report.<report_format:extension>", views.report_export, name="report_export"),
    path("public/", views.public_plans, name="public_plans"),
    path(PLAN, views.public_plan, name="public_plan"),
    path(f"{PLAN}plan.<plan_format:extension>", views.public_plan_export, name="public_plan_export"),
]
