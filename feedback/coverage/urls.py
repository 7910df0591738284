"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.coverage.views import gaps, targets

SEGMENT = "settings/coverage/segments/<uuid:segment_id>/"
CLIENT = "clients/<uuid:client_id>/coverage/"

urlpatterns = [
    path("coverage/", gaps.gaps, name="coverage"),
    path("settings/coverage/", targets.house, name="coverage-targets"),
    path(SEGMENT, targets.segment, name="coverage-of-segment"),
    path(SEGMENT + "removal/", targets.drop_of_segment, name="coverage-of-segment-removal"),
    path(CLIENT, targets.client, name="coverage-of-client"),
    path(CLIENT + "removal/", targets.drop_of_client, name="coverage-of-client-removal"),
]
