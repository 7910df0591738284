"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from accounts.api_tokens import views

urlpatterns = [
    path("settings/api-tokens/", views.api_tokens, name="api-tokens"),
    path("settings/api-tokens/new/", views.new_token, name="api-token-new"),
    path("settings/api-tokens/<uuid:token_id>/revocation/", views.revoke_token, name="api-token-revocation"),
]
