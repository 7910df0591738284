from django.urls import path

from feedback.responses import public_views

urlpatterns = [
    path("", public_views.open_survey, name="open-survey"),
    path("done/", public_views.opened_done, name="open-survey-done"),
]
