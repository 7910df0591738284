from django.urls import path

from feedback.alerts import public_views

urlpatterns = [
    path("", public_views.link, name="alert-link"),
]
