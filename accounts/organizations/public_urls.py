"""Pages outside of every organization: the front door, founding, joining."""

from django.urls import path

from accounts.organizations import public_views

urlpatterns = [
    path("", public_views.front_door, name="front-door"),
    path("organizations/", public_views.choose_organization, name="organizations"),
    path("organizations/new/", public_views.new_organization, name="new-organization"),
    path("join/<str:token>/", public_views.join, name="join"),
]
