from django.urls import path

from journeys.decisions import public_views

urlpatterns = [path("d/<str:token>/", public_views.decide, name="decide")]
