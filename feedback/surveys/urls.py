"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.surveys.views import (
    builder,
    exchange,
    launching,
    library,
    listing,
    opening,
    questions,
    retyping,
    versions,
)

ONE = "surveys/<uuid:survey_id>/"
QUESTION = ONE + "edit/questions/<slug:question_id>/"

urlpatterns = [
    path("surveys/", listing.surveys, name="surveys"),
    path("surveys/new/", listing.new_survey, name="survey-new"),
    path("surveys/import/", exchange.import_survey, name="survey-import"),
    path("surveys/import/creation/", exchange.create_imported, name="survey-import-creation"),
    path(ONE + "export/", exchange.export_survey, name="survey-export"),
    path(ONE + "export/survey.json", exchange.export_file, name="survey-export-file"),
    path(ONE + "settings/", listing.settings, name="survey-settings"),
    path(ONE + "open-link/", opening.open_link, name="survey-open-link"),
    path(ONE + "open-link/removal/", opening.withhold, name="survey-open-link-removal"),
    path(ONE + "closing/", listing.close, name="survey-close"),
    path(ONE + "reopening/", listing.reopen, name="survey-reopen"),
    path(ONE + "archive/", listing.archive, name="survey-archive"),
    path(ONE + "restoring/", listing.restore, name="survey-restore"),
    path(ONE + "edit/", builder.builder, name="survey-edit"),
    path(ONE + "edit/texts/", builder.texts, name="survey-texts"),
    path(ONE + "edit/preview/", builder.preview, name="survey-draft-preview"),
    path(ONE + "edit/questions/", questions.add, name="survey-question-new"),
    path(ONE + "edit/library/", library.take, name="survey-library"),
    path(ONE + "edit/restored/", questions.restore, name="survey-question-restore"),
    path(QUESTION, questions.question, name="survey-question"),
    path(QUESTION + "type/", retyping.retype, name="survey-question-type"),
    path(QUESTION + "type/undone/", retyping.undo_type, name="survey-question-type-undone"),
    path(QUESTION + "rules/", questions.rules, name="survey-question-rules"),
    path(QUESTION + "place/", questions.move, name="survey-question-move"),
    path(QUESTION + "copy/", questions.duplicate, name="survey-question-copy"),
    path(QUESTION + "removal/", questions.remove, name="survey-question-removal"),
    path(ONE + "launch/", launching.launch, name="survey-launch"),
    path(ONE + "versions/", versions.versions, name="survey-versions"),
    path(ONE + "versions/<int:number>/", versions.version, name="survey-version"),
]
