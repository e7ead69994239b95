from datetime import date

from django.urls import path, register_converter

from reporting.exports import FORMATS
from reporting.views import audit, clinics, meetings, published, publishing, reports


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


class DayConverter:
    """A day: 2019-08-20. Any other text is not found."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class TableFormatConverter:
    """The endings that a table can be exported with."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TableFormatConverter, "table_format")
register_converter(ReportFormatConverter, "report_format")
register_converter(QuarterConverter, "quarter")
register_converter(DayConverter, "day")

QUARTER = "reports/<slug:cycle>/<quarter:quarter>/"
PLAN = "public/plans/<slug:prefix>/<slug:cycle>/"
MEETING = "meetings/<slug:directorate>/<day:day>/"

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/publish/", publishing.performance_publish, name="performance_publish"),
    path(QUARTER, reports.report, name="report"),
    path(f"{QUARTER}report.<report_format:extension>", reports.report_export, name="report_export"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/actions/<int:pk>/done/", meetings.meeting_action_done, name="meeting_action_done"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}edit/", meetings.meeting_edit, name="meeting_edit"),
    path(f"{MEETING}record/", meetings.meeting_record, name="meeting_record"),
    path(f"{MEETING}business/", meetings.meeting_business, name="meeting_business"),
    path(f"{MEETING}business/<int:pk>/remove/", meetings.meeting_business_remove, name="meeting_business_remove"),
    path(f"{MEETING}close/", meetings.meeting_close, name="meeting_close"),
    path(f"{MEETING}reopen/", meetings.meeting_reopen, name="meeting_reopen"),
    path(f"{MEETING}call-off/", meetings.meeting_call_off, name="meeting_call_off"),
    path(f"{MEETING}<slug:kind>.<plan_format:extension>", meetings.meeting_export, name="meeting_export"),
    path("clinics/", clinics.clinics, name="clinics"),
    path("clinics/new/", clinics.clinic_new, name="clinic_new"),
    path("clinics/<int:pk>/", clinics.clinic, name="clinic"),
    path("clinics/<int:pk>/hold/", clinics.clinic_hold, name="clinic_hold"),
    path("clinics/<int:pk>/call-off/", clinics.clinic_cancel, name="clinic_cancel"),
    path("audit/", audit.audit, name="audit"),
    path("audit/trail.<table_format:form>", audit.audit_export, name="audit_export"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
    path("audit/<int:pk>/", audit.audit_entry, name="audit_entry"),
    path("public/performance/", published.public_performance, name="public_performance"),
    path("public/performance.csv", published.public_performance_csv, name="public_performance_csv"),
    path("public/breakdowns.csv", published.public_breakdowns_csv, name="public_breakdowns_csv"),
    path("public/performance/<slug:slug>/", published.public_indicator, name="public_indicator"),
    path("public/", reports.public_plans, name="public_plans"),
    path(PLAN, reports.public_plan, name="public_plan"),
    path(f"{PLAN}plan.<plan_format:extension>", reports.public_plan_export, name="public_plan_export"),
]
