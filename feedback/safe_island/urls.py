"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.safe_island import views

LETTER = "island/<uuid:thread_id>/"

urlpatterns = [
    path("island/", views.letters, name="island"),
    path("island/readers/", views.readers, name="island-readers"),
    path(LETTER, views.letter, name="island-thread"),
    path(LETTER + "answer/", views.answer, name="island-answer"),
    path(LETTER + "longer/", views.prolong, name="island-longer"),
    path(LETTER + "case/", views.tell, name="island-case"),
]
