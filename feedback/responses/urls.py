"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.responses.views import phone, preview

urlpatterns = [
    path("surveys/<uuid:survey_id>/preview/", preview.survey_preview, name="survey-preview"),
    path("surveys/<uuid:survey_id>/sample/", preview.send_to_myself, name="survey-sample"),
    path("people/<uuid:contact_id>/call/", phone.call, name="call"),
    path("invitations/<uuid:invitation_id>/answers/", phone.call_answers, name="call-answers"),
]
