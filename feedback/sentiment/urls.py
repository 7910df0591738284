"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.sentiment.views import marks, remote, words

urlpatterns = [
    path("clients/<uuid:client_id>/mood/new/", marks.new_mark, name="mood-mark-new"),
    path("moods/<uuid:reading_id>/removal/", marks.take_back, name="mood-mark-removal"),
    path("settings/text-mood/", remote.remote, name="remote-mood"),
    path("settings/mood-words/", words.words, name="mood-words"),
    path("settings/mood-words/new/", words.new_word, name="mood-word-new"),
    path("settings/mood-words/<uuid:word_id>/", words.edit_word, name="mood-word"),
    path("settings/mood-words/<uuid:word_id>/removal/", words.remove_word, name="mood-word-removal"),
]
