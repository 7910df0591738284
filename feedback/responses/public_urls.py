from django.urls import path

from feedback.responses import public_views

urlpatterns = [
    path("", public_views.survey, name="survey"),
    path("done/", public_views.done, name="survey-done"),
    path("stop/", public_views.stop, name="survey-stop"),
    path("data/", public_views.data, name="survey-data"),
    path("colleague/", public_views.pass_on, name="survey-colleague"),
    path("again/", public_views.ask_again, name="survey-again"),
]
