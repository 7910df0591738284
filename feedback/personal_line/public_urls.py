from django.urls import path

from feedback.personal_line import public_views

urlpatterns = [
    path("", public_views.home, name="line"),
    path("write/", public_views.write, name="line-write"),
    path("said/", public_views.said, name="line-said"),
    path("talk/", public_views.talk, name="line-talk"),
    path("asking/", public_views.asking, name="line-asking"),
    path("letters/", public_views.letters, name="line-letters"),
    path("colleague/", public_views.colleague, name="line-colleague"),
    path("data/", public_views.data, name="line-data"),
    path("data/file/", public_views.data_file, name="line-data-file"),
]
