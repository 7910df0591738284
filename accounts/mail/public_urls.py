"""The reader's own page, outside of every organization."""

from django.urls import path

from accounts.mail import public_views

urlpatterns = [path("u/<str:token>/", public_views.unsubscribe, name="unsubscribe")]
