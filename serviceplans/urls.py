from django.urls import path

from serviceplans.views import actions, calendar, overview, parts, registers, remarks, rolling, signoff, updates

PLAN = "<slug:prefix>/<slug:cycle>/"
PART = f"{PLAN}edit/<slug:key>/"

urlpatterns = [
    path("", overview.plans, name="plans"),
    path("calendar/", calendar.calendar, name="plan_calendar"),
    path("calendar/remind/", calendar.remind, name="remind_planners"),
    path("calendar/plans.csv", calendar.calendar_file, {"form": "csv"}, name="plan_calendar_csv"),
    path("calendar/plans.xlsx", calendar.calendar_file, {"form": "xlsx"}, name="plan_calendar_xlsx"),
    path("roll-forward/<slug:cycle>/", rolling.roll_forward, name="roll_forward"),
    path("actions/<slug:reference>/", updates.action, name="action"),
    path("actions/<slug:reference>/update/", updates.update, name="action_update"),
    path(PLAN, overview.plan, name="plan"),
    path(f"{PLAN}begin/", rolling.begin, name="plan_begin"),
    path(f"{PLAN}read/", overview.read, name="plan_read"),
    path(f"{PLAN}check/", overview.check, name="plan_check"),
    path(f"{PLAN}plan.<plan_format:extension>", overview.export, name="plan_export"),
    path(f"{PLAN}submit/", signoff.submit, name="plan_submit"),
    path(f"{PLAN}withdraw/", signoff.withdraw, name="plan_withdraw"),
    path(f"{PLAN}review/", signoff.review, name="plan_review"),
    path(f"{PLAN}review/comment/", signoff.comment, name="plan_comment"),
    path(f"{PLAN}publish/", signoff.publish, name="plan_publish"),
    path(f"{PLAN}contributors/", remarks.contributors, name="plan_contributors"),
    path(f"{PLAN}dismiss/", remarks.dismiss, name="plan_dismiss"),
    path(f"{PLAN}comments/<int:pk>/answer/", remarks.answer, name="plan_answer"),
    path(PART, parts.part, name="plan_part"),
    path(f"{PART}reviewed/", parts.reviewed, name="plan_part_reviewed"),
    path(f"{PART}autosave/", parts.autosave, name="plan_part_autosave"),
    path(f"{PART}objective/new/", actions.objective, name="plan_objective_new"),
    path(f"{PART}objective/<int:pk>/", actions.objective, name="plan_objective"),
    path(f"{PART}objective/<int:pk>/remove/", actions.objective_remove, name="plan_objective_remove"),
    path(f"{PART}action/new/", actions.action, name="plan_action_new"),
    path(f"{PART}action/<slug:reference>/", actions.action, name="plan_action"),
    path(f"{PART}action/<slug:reference>/remove/", actions.action_remove, name="plan_action_remove"),
    path(f"{PART}link/", registers.link, name="plan_link"),
    path(f"{PART}unlink/", registers.unlink, name="plan_unlink"),
    path(f"{PART}risk/new/", registers.risk, name="plan_risk_new"),
    path(f"{PART}risk/<slug:slug>/", registers.risk, name="plan_risk"),
    path(f"{PART}indicator/new/", registers.indicator, name="plan_indicator_new"),
    path(f"{PART}equality/new/", registers.equality, name="plan_equality_new"),
    path(f"{PART}equality/<int:pk>/", registers.equality, name="plan_equality"),
]
