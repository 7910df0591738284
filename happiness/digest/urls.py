"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from happiness.digest import views

urlpatterns = [
    path("digests/", views.digests, name="digests"),
    path("digests/settings/", views.settings, name="digest-settings"),
    path("digests/preview/", views.preview, name="digest-preview"),
    path("digests/sample/", views.sample, name="digest-sample"),
    path("digests/<uuid:issue_id>/", views.digest, name="digest"),
]
