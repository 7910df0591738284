from django.urls import path

from journeys.cases import public_views

urlpatterns = [
    path("unit/<str:token>/", public_views.unit, name="case-unit"),
    path("<str:token>/", public_views.confirmation, name="case-link"),
]
