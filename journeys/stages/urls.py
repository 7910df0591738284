"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from journeys.stages.views import client

ONE = "clients/<uuid:client_id>/journey/"

urlpatterns = [
    path(ONE, client.journey, name="client-journey"),
    path(ONE + "people/<uuid:contact_id>/", client.person, name="person-journey"),
    path(ONE + "expectations/new/", client.new_expectation, name="expectation-new"),
    path("expectations/<uuid:expectation_id>/", client.comparison, name="expectation"),
    path("expectations/<uuid:expectation_id>/removal/", client.remove_expectation, name="expectation-removal"),
]
