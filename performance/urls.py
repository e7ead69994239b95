from django.urls import path
from django.views.generic import RedirectView

from performance.views import building, entry, imports, register, scorecards

urlpatterns = [
    path("indicators/", register.indicators, name="indicators"),
    path("indicators.csv", register.indicators_csv, name="indicators_csv"),
    path("indicators.xlsx", register.indicators_xlsx, name="indicators_xlsx"),
    path("indicators/<slug:slug>/", register.indicator, name="indicator"),
    path("indicators/<slug:slug>/result/", entry.enter_result, name="enter_result"),
    path("due/", register.results_due, name="results_due"),
    path("scorecards/", scorecards.scorecards, name="scorecards"),
    path("scorecards/mine/", scorecards.my_scorecard, name="my_scorecard"),
    path("scorecards/new/", building.scorecard_new, name="scorecard_new"),
    path("scorecards/<slug:slug>/", scorecards.scorecard, name="scorecard"),
    path("scorecards/<slug:slug>/scorecard.<str:extension>", scorecards.scorecard_export, name="scorecard_export"),
    path("scorecards/<slug:slug>/edit/", building.scorecard_edit, name="scorecard_edit"),
    path("scorecards/<slug:slug>/arrange/", building.scorecard_arrange, name="scorecard_arrange"),
    path("import/", imports.import_results, name="import_results"),
    path("import/blank.csv", imports.import_blank, name="import_blank"),
    path("import/<int:pk>/", imports.import_preview, name="import_preview"),
    path("import/<int:pk>/outcome.csv", imports.import_outcome_csv, name="import_outcome_csv"),
    path("import/<int:pk>/confirm/", imports.confirm_import, name="confirm_import"),
    path("import/<int:pk>/discard/", imports.discard_import, name="discard_import"),
    path("", RedirectView.as_view(pattern_name="indicators"), name="performance"),
]
