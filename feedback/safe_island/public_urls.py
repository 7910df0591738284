from django.urls import path

from accounts.tokens import Kind
from feedback.safe_island import public_views

urlpatterns = [
    path("p/<str:token>/leaders/", public_views.write, {"kind": Kind.PERSONAL}, name="line-leaders"),
    path("s/<str:token>/leaders/", public_views.write, {"kind": Kind.SURVEY}, name="survey-leaders"),
    path("s/open/<str:token>/leaders/", public_views.write, {"kind": Kind.OPEN_SURVEY}, name="open-survey-leaders"),
    path("i/<str:token>/", public_views.letter, name="island-letter"),
]
