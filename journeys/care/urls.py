"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from journeys.care.views import gestures, months, settings

CLIENT = "clients/<uuid:client_id>/care/"
GESTURE = "care/gestures/<uuid:gesture_id>/"

urlpatterns = [
    path("care/", months.care, name="care"),
    path("care/feed/", settings.feed, name="care-feed"),
    path("care/gestures/", gestures.gestures, name="gestures"),
    path("care/gestures/approval/", gestures.approve_many, name="gestures-approval"),
    path("care/gestures/new/", gestures.new_gesture, name="gesture-new"),
    path(GESTURE, gestures.gesture, name="gesture"),
    path(GESTURE + "decision/", gestures.decide, name="gesture-decision"),
    path("care/moments/<uuid:moment_id>/end/", settings.end_hard_moment, name="hard-moment-end"),
    path(CLIENT, settings.client_care, name="client-care"),
    path(CLIENT + "gifts/", settings.client_gifts, name="client-gifts"),
    path(CLIENT + "moments/new/", settings.new_hard_moment, name="hard-moment-new"),
    path("people/<uuid:contact_id>/care/", settings.person_care, name="contact-care"),
    path("settings/care/", settings.rules, name="care-rules"),
]
