"""The site map: includes only."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from happiness.health import livez, metrics, readyz

handler400 = "happiness.errors.bad_request"
handler403 = "happiness.errors.forbidden"
handler404 = "happiness.errors.not_found"
handler429 = "happiness.errors.too_many_requests"  # allauth's rate limits
handler500 = "happiness.errors.server_error"

urlpatterns = [
    path("", include("accounts.organizations.public_urls")),
    path("", include("accounts.mail.public_urls")),
    path("", include("happiness.public")),  # served by its middleware; here so that addresses are made of it
    path("account/", include("allauth.urls")),
    path("language/", set_language, name="set-language"),
    path("o/<slug:slug>/", include("happiness.dashboard.urls")),
    path("o/<slug:slug>/", include("happiness.digest.urls")),
    path("o/<slug:slug>/", include("happiness.demo.urls")),
    path("o/<slug:slug>/", include("happiness.background.urls")),
    path("o/<slug:slug>/", include("accounts.organizations.urls")),
    path("o/<slug:slug>/", include("accounts.clients.urls")),
    path("api/v1/", include("happiness.api.urls")),
    path("o/<slug:slug>/", include("accounts.search.urls")),
    path("o/<slug:slug>/", include("accounts.contracts.urls")),
    path("o/<slug:slug>/", include("accounts.api_tokens.urls")),
    path("o/<slug:slug>/", include("accounts.webhooks.urls")),
    path("o/<slug:slug>/", include("feedback.interactions.urls")),
    path("o/<slug:slug>/", include("feedback.coverage.urls")),
    path("o/<slug:slug>/", include("feedback.happiness_index.urls")),
    path("o/<slug:slug>/", include("feedback.invitations.urls")),
    path("o/<slug:slug>/", include("feedback.insights.urls")),
    path("o/<slug:slug>/", include("feedback.responses.urls")),
    path("o/<slug:slug>/", include("feedback.safe_island.urls")),
    path("o/<slug:slug>/", include("feedback.sentiment.urls")),
    path("o/<slug:slug>/", include("feedback.surveys.urls")),
    path("o/<slug:slug>/", include("feedback.alerts.urls")),
    path("o/<slug:slug>/", include("feedback.triggers.urls")),
    path("o/<slug:slug>/", include("journeys.stages.urls")),
    path("o/<slug:slug>/", include("journeys.playbooks.urls")),
    path("o/<slug:slug>/", include("journeys.cases.urls")),
    path("o/<slug:slug>/", include("journeys.care.urls")),
    path("o/<slug:slug>/", include("journeys.initiatives.urls")),
    path("o/<slug:slug>/", include("journeys.decisions.urls")),
    path("o/<slug:slug>/", include("accounts.exchange.urls")),
    path("o/<slug:slug>/", include("accounts.event_kinds.urls")),
    path("o/<slug:slug>/", include("accounts.inbound.urls")),
    path("", include("accounts.inbound.public_urls")),
    path("mail/", include("accounts.mail.hook_urls")),
    path("", include("happiness.gallery.urls")),  # answers 404 in production
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
if settings.MAILBOX_DIR:
    urlpatterns.append(path("dev/mail/", include("happiness.local.urls")))
