"""Everything here is under /api/v1/; the middleware opens the organization's scope."""

from django.urls import path
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView

from happiness.api.answers import Answers
from happiness.api.cases import Cases
from happiness.api.clients import Clients
from happiness.api.contacts import Contacts
from happiness.api.contracts import Contracts
from happiness.api.events import Events
from happiness.api.interactions import Interactions
from happiness.api.stages import Stages
from happiness.api.surveys import Surveys

ALL, ONE = {"get": "list", "post": "create"}, {"get": "retrieve", "patch": "partial_update"}


class BearerScheme(OpenApiAuthenticationExtension):
    """How the schema calls our tokens."""

    target_class = "happiness.api.resources.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]), name="api-schema"),
    path("answers/", Answers.as_view(ALL), name="api-answers"),
    path("answers/<uuid:response_id>/", Answers.as_view({"get": "retrieve"}), name="api-answer"),
    path("cases/", Cases.as_view({"get": "list"}), name="api-cases"),
    path("cases/<uuid:case_id>/", Cases.as_view({"get": "retrieve"}), name="api-case"),
    path("clients/", Clients.as_view(ALL), name="api-clients"),
    path("clients/<uuid:client_id>/", Clients.as_view(ONE), name="api-client"),
    path("contacts/", Contacts.as_view(ALL), name="api-contacts"),
    path("contacts/<uuid:contact_id>/", Contacts.as_view(ONE), name="api-contact"),
    path("contracts/", Contracts.as_view(ALL), name="api-contracts"),
    path("contracts/<uuid:contract_id>/", Contracts.as_view(ONE), name="api-contract"),
    path("events/", Events.as_view(ALL), name="api-events"),
    path("events/batch/", Events.as_view({"post": "batch"}), name="api-event-batch"),
    path("events/<uuid:event_id>/", Events.as_view({"get": "retrieve"}), name="api-event"),
    path("interactions/", Interactions.as_view(ALL), name="api-interactions"),
    path("interactions/<uuid:interaction_id>/", Interactions.as_view(ONE), name="api-interaction"),
    path("stages/", Stages.as_view({"get": "list"}), name="api-stages"),
    path("stages/<uuid:visit_id>/", Stages.as_view({"get": "retrieve"}), name="api-stage"),
    path("surveys/", Surveys.as_view({"get": "list"}), name="api-surveys"),
    path("surveys/<uuid:survey_id>/", Surveys.as_view({"get": "retrieve"}), name="api-survey"),
    path("surveys/<uuid:survey_id>/questions/", Surveys.as_view({"get": "questions"}), name="api-survey-questions"),
]
