"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
