"""Pages outside of every organization: the front door, founding, joining, a person's own sign-in."""

from django.urls import path
from django.views.generic import RedirectView

from accounts.organizations import public_views
from accounts.organizations.views import preferences

urlpatterns = [
    path("", public_views.front_door, name="front-door"),
    path("organizations/", public_views.choose_organization, name="organizations"),
    path("organizations/new/", public_views.new_organization, name="new-organization"),
    path("account/", public_views.security, name="security"),
    path("account/preferences/", preferences.preferences, name="preferences"),
    path("account/2fa/", RedirectView.as_view(pattern_name="security")),  # allauth returns here; one overview is enough
    path("join/<str:token>/", public_views.join, name="join"),
]
