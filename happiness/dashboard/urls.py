from django.urls import path

from happiness.dashboard.views import briefing, client, first_steps, home, mood, signals

CLIENT = "clients/<uuid:client_id>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("first-steps/", first_steps.first_steps, name="first-steps"),
    path("signals/", signals.signals, name="signals"),
    path(CLIENT, client.overview, name="client"),
    path(CLIENT + "timeline/", client.timeline, name="client-timeline"),
    path(CLIENT + "mood/", mood.mood, name="client-mood"),
    path(CLIENT + "briefing/", briefing.of_client, name="client-briefing"),
    path("people/<uuid:contact_id>/briefing/", briefing.of_person, name="contact-briefing"),
]
