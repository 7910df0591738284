"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from happiness.background import views

urlpatterns = [
    path("settings/background/", views.background, name="background"),
    path("settings/background/<uuid:job_id>/retry/", views.retry, name="background-retry"),
]
