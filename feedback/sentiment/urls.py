"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.sentiment.views import marks

urlpatterns = [
    path("clients/<uuid:client_id>/mood/new/", marks.new_mark, name="mood-mark-new"),
    path("moods/<uuid:reading_id>/removal/", marks.take_back, name="mood-mark-removal"),
]
