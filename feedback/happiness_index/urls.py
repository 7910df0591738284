"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.happiness_index.views import counting, versions, weights

SEGMENT = "settings/index/segments/<uuid:segment_id>/"
VERSION = "settings/index-versions/<uuid:version_id>/"

urlpatterns = [
    path("index/", counting.how_we_count, name="index-formula"),
    path("settings/index/", weights.house, name="index-weights"),
    path("settings/index/removal/", weights.drop_of_house, name="index-weights-removal"),
    path(SEGMENT, weights.segment, name="index-weights-of-segment"),
    path(SEGMENT + "removal/", weights.drop_of_segment, name="index-weights-of-segment-removal"),
    path("settings/index-versions/", versions.versions, name="index-versions"),
    path("settings/index-versions/new/", versions.new_version, name="index-version-new"),
    path(VERSION, versions.version, name="index-version"),
    path(VERSION + "stop/", versions.stop, name="index-version-stop"),
    path(VERSION + "switch/", versions.switch, name="index-version-switch"),
    path(VERSION + "clients/<uuid:client_id>/", versions.compared, name="index-version-client"),
]
