"""The nine questions of a dashboard, as the product would ask them: through the manager, without a thought of tenancy."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Avg, Count, QuerySet
from django.db.models.functions import TruncMonth, TruncWeek

from accounts.tenancy.context import tenant_context
from tests.tenancy_model.models import Client, Contact, Invitation, Response


@dataclass(frozen=True, slots=True)
class Case:
    """Whose dashboard, when, and which client and answer are looked at."""

    organization_id: uuid.UUID
    now: datetime
    client_id: uuid.UUID
    response_id: uuid.UUID

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)


def case(organization_id: uuid.UUID, now: datetime) -> Case:
    with tenant_context(organization_id):
        response = Response.objects.order_by("pk").first()
    return Case(organization_id, now, response.client_id, response.pk)


def _mood_by_week(case: Case) -> QuerySet:
    rows = Response.objects.filter(submitted_at__gte=case.ago(84)).annotate(week=TruncWeek("submitted_at"))
    return rows.values("week", "segment").annotate(mean=Avg("score"), n=Count("pk")).order_by("week", "segment")


def _latest_answers(case: Case) -> QuerySet:
    return Response.objects.select_related("client", "contact").order_by("-submitted_at")[:50]


def _worst_clients(case: Case) -> QuerySet:
    rows = Client.objects.filter(responses__submitted_at__gte=case.ago(90))
    return rows.annotate(mean=Avg("responses__score")).order_by("mean")[:10]


def _contacts_by_role(case: Case) -> QuerySet:
    return Contact.objects.values("segment").annotate(n=Count("pk")).order_by("segment")


def _pending_invitations(case: Case) -> QuerySet:
    rows = Invitation.objects.filter(answered_at=None, sent_at__gte=case.ago(30))
    return rows.values("survey").annotate(n=Count("pk")).order_by("survey")


def _search_by_name(case: Case) -> QuerySet:
    return Client.objects.filter(name__icontains="nt 1").order_by("name")[:20]


def _mood_of_a_client(case: Case) -> QuerySet:
    rows = Response.objects.filter(client_id=case.client_id).annotate(month=TruncMonth("submitted_at"))
    return rows.values("month").annotate(mean=Avg("score")).order_by("month")


def _surveys_by_client(case: Case) -> QuerySet:
    rows = Response.objects.filter(contact__segment="economic", submitted_at__gte=case.ago(180))
    return rows.values("survey__title", "client__name").annotate(mean=Avg("score"), n=Count("pk")).order_by("mean")[:50]


def _one_answer(case: Case) -> QuerySet:
    return Response.objects.filter(pk=case.response_id)


QUESTIONS: dict[str, Callable[[Case], QuerySet]] = {
    "mood by week and role": _mood_by_week,
    "latest 50 answers with client and contact": _latest_answers,
    "worst 10 clients": _worst_clients,
    "contacts by role": _contacts_by_role,
    "pending invitations by survey": _pending_invitations,
    "search by name": _search_by_name,
    "mood of one client by month": _mood_of_a_client,
    "surveys by client, over four tables": _surveys_by_client,
    "one answer by its id": _one_answer,
}


def sql_of(question: str, case: Case) -> str:
    """Return the statement with its values in it, the organization among them: the manager's literal filter."""
    with tenant_context(case.organization_id), connection.cursor() as cursor:
        statement, parameters = QUESTIONS[question](case).query.sql_with_params()
        return cursor.mogrify(statement, parameters).decode()
