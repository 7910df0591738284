from django.urls import path

from happiness.dashboard.views import board, briefing, client, evidence, first_steps, home, mood, signals

CLIENT = "clients/<uuid:client_id>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("first-steps/", first_steps.first_steps, name="first-steps"),
    path("board/", board.board, name="board"),
    path("board/promises/", evidence.promises, name="board-promises"),
    path("board/waits/", evidence.waits, name="board-waits"),
    path("board/said/", evidence.said, name="board-said"),
    path("board/owed/", evidence.owed, name="board-owed"),
    path("signals/", signals.signals, name="signals"),
    path(CLIENT, client.overview, name="client"),
    path(CLIENT + "timeline/", client.timeline, name="client-timeline"),
    path(CLIENT + "mood/", mood.mood, name="client-mood"),
    path(CLIENT + "briefing/", briefing.of_client, name="client-briefing"),
    path("people/<uuid:contact_id>/briefing/", briefing.of_person, name="contact-briefing"),
]
