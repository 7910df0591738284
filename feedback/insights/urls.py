"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.insights.views import (
    answers,
    correcting,
    export,
    importance,
    money,
    results,
    single,
    themes,
    validation,
    weighting,
)

SURVEY = "surveys/<uuid:survey_id>/"

urlpatterns = [
    path("insights/", importance.drivers, name="insights"),
    path("insights/themes/", themes.themes, name="insights-themes"),
    path("insights/money/", money.money, name="insights-money"),
    path("insights/money/clients/", money.clients, name="insights-money-clients"),
    path("insights/validation/", validation.validation, name="insights-validation"),
    path("insights/weights/", weighting.weights, name="insights-weights"),
    path(SURVEY + "results/", results.results, name="survey-results"),
    path(SURVEY + "answers/", answers.answers, name="survey-answers"),
    path(SURVEY + "answers/export.csv", export.export_csv, name="survey-answers-csv"),
    path(SURVEY + "answers/export.xlsx", export.export_xlsx, name="survey-answers-xlsx"),
    path(SURVEY + "answers/export.json", export.export_json, name="survey-answers-json"),
    path("answers/<uuid:response_id>/", single.answer, name="answer"),
    path("texts/<uuid:text_id>/", correcting.correct, name="text-mood"),
]
