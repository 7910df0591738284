"""The door of calendar programs: everything here is under /k/<token>/."""

from django.urls import path

from journeys.care import public_views

urlpatterns = [path("", public_views.calendar, name="care-feed-document")]
