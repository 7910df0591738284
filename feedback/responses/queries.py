"""Reading answers: whoever reads gets only what the person let them read."""

import uuid
from collections.abc import Collection

from django.db.models import Q

from accounts.organizations.roles import LEADERSHIP
from feedback.responses.models import Confidentiality, Response


def readable(*, role: str) -> Q:
    """Return which answers a colleague of this role may know of; the name beside one of `Confidentiality.ROLE` is nobody's."""
    return Q() if role in LEADERSHIP else ~Q(confidentiality=Confidentiality.LEADERSHIP)


def clients_of_answers(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return at which client these answers were given: for the audit trail, which names no person."""
    rows = Response.objects.filter(pk__in=ids).values_list("pk", "client__name")
    return {pk: name or "" for pk, name in rows}
