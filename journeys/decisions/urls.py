"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from journeys.decisions import views

DECISION = "decisions/<uuid:decision_id>/"

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/new/", views.new, name="decision-new"),
    path("initiatives/<uuid:initiative_id>/decision/", views.approval, name="initiative-decision"),
    path("decisions/limit/", views.limit, name="decision-limit"),
    path(DECISION, views.decision, name="decision"),
    path(DECISION + "withdrawal/", views.withdraw, name="decision-withdrawal"),
]
