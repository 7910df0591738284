"""The addresses that tools call."""

from django.urls import path

from accounts.inbound import public_views

urlpatterns = [path("hooks/<str:token>/", public_views.receive, name="inbound-hook-call")]
