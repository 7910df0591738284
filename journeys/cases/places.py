"""What cases hold of people."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.clients.people_data import OWN, Person, Place, register_places, struck
from journeys.cases import queries
from journeys.cases.models import Case, CaseSignal, CaseStep, Compensation, UnitRequest


def _readable(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    return rows if role == OWN else rows.filter(queries.readable(role=role, employee_id=employee_id))


def _of_readable(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    return rows.filter(case__in=_readable(Case.objects.all(), role, employee_id))


def _not_own(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    """Keep our own notes and questions to ourselves when the person themselves asks."""
    return rows.none() if role == OWN else _of_readable(rows, role, employee_id)


def _steps(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    if role == OWN:
        return rows.filter(is_by_client=True)
    return _of_readable(rows, role, employee_id).filter(is_quiet=False)


def _strike(model: type[Any], *columns: str) -> Any:
    """Return how a person's names are struck out of the texts of all cases of the clients that they know."""

    def erase(person: Person, _now: datetime) -> None:
        for row in model.objects.filter(case__client__in=person.client_ids):
            texts = {name: struck(getattr(row, name), person.words) for name in columns}
            if any(getattr(row, name) != text for name, text in texts.items()):
                model.objects.filter(pk=row.pk).update(**texts)

    return erase


PLACES = (
    Place(
        model=Case,
        title=_("Cases"),
        of="contact",
        emptied=("said",),
        struck=("title", "done", "whys"),
        harmless=("topic", "role", "visibility", "sort", "state", "end", "pause", "nonce", "token_digest"),
        readable=_readable,
        titles={"client": _("client"), "role": _("buyer role")},
        words={"owner": lambda row: row.owner.name},
    ),
    Place(
        model=CaseSignal,
        title=_("What opened cases"),
        of="case__contact",
        emptied=("quote",),
        harmless=("origin", "language"),
        readable=_of_readable,
    ),
    Place(
        model=CaseStep,
        title=_("Steps of cases"),
        of="case__contact",
        harmless=("kind", "text"),
        erase=_strike(CaseStep, "text"),
        readable=_steps,
        titles={"kind": _("what happened"), "at": _("when"), "text": _("note")},
    ),
    Place(
        model=UnitRequest,
        title=_("Questions to departments"),
        of="case__contact",
        harmless=("question", "answer", "nonce", "token_digest"),
        erase=_strike(UnitRequest, "question", "answer"),
        readable=_not_own,
    ),
    Place(
        model=Compensation,
        title=_("Compensations"),
        of="case__contact",
        harmless=("what", "currency"),
        erase=_strike(Compensation, "what"),
        readable=_not_own,
    ),
)


def register() -> None:
    """Let what cases hold of people be erased and handed out."""
    register_places(*PLACES)
