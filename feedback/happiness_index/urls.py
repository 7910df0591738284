"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.happiness_index.views import counting, weights

SEGMENT = "settings/index/segments/<uuid:segment_id>/"

urlpatterns = [
    path("index/", counting.how_we_count, name="index-formula"),
    path("settings/index/", weights.house, name="index-weights"),
    path("settings/index/removal/", weights.drop_of_house, name="index-weights-removal"),
    path(SEGMENT, weights.segment, name="index-weights-of-segment"),
    path(SEGMENT + "removal/", weights.drop_of_segment, name="index-weights-of-segment-removal"),
]
