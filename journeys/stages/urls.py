"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from journeys.stages import views

urlpatterns = [path("clients/<uuid:client_id>/journey/", views.journey, name="client-journey")]
