"""What answers hold of people: their words go, scores and choices stay."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.clients.people_data import OWN, Person, Place, register_places
from feedback.responses import queries
from feedback.responses.models import PartialResponse, Response, ResponseRevision
from feedback.surveys import queries as surveys
from feedback.surveys.document import CHOSEN, SCORED, Type
from feedback.surveys.wording import said

COUNTED = SCORED | CHOSEN | {Type.YES_NO, Type.CONSENT, Type.NUMBER}


def _erase(person: Person, now: datetime) -> None:
    rows = list(Response.objects.filter(contact__in=person.ids).only("answers", "version_id"))
    for row in rows:
        row.answers = _counted(row.version_id, row.answers)
        row.has_words = False
    Response.objects.bulk_update(rows, ["answers", "has_words"], batch_size=500)
    before = list(
        ResponseRevision.objects.filter(response__contact__in=person.ids)
        .select_related("response")
        .only("answers", "response")
    )
    for one in before:
        one.answers = _counted(one.response.version_id, one.answers)
    ResponseRevision.objects.bulk_update(before, ["answers"], batch_size=500)


def _counted(version_id: uuid.UUID, answers: Mapping[str, Any]) -> dict[str, Any]:
    kept = {one.id for one in surveys.document_of(version_id).questions if one.type in COUNTED}
    return {name: value for name, value in answers.items() if name in kept}


def _answers(version_id: uuid.UUID, answers: Mapping[str, Any]) -> str:
    """Return the answers in words, each under its question, in the language of the page."""
    told = said(surveys.document_of(version_id), answers, language=get_language() or "")
    return "\n".join(f"{title} – {'; '.join(lines)}" for _question, title, lines in told)


def _readable(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    return rows if role == OWN else rows.filter(queries.readable(role=role))


def _readable_revisions(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    return rows.filter(response__in=_readable(Response.objects.all(), role, employee_id))


def register() -> None:
    """Let what answers hold of people be erased and handed out."""
    register_places(
        Place(
            model=Response,
            title=_("Answers to surveys"),
            of="contact",
            harmless=("answers", "import_key"),  # erased by type of question
            erase=_erase,
            readable=_readable,
            titles={"client": _("client"), "answers": _("answers"), "happened_at": _("when"), "source": _("how")},
            words={"answers": lambda row: _answers(row.version_id, row.answers)},
        ),
        Place(
            model=ResponseRevision,
            title=_("Earlier answers to surveys"),
            of="response__contact",
            harmless=("answers",),
            readable=_readable_revisions,
            titles={"answers": _("answers"), "said_at": _("when")},
            words={"answers": lambda row: _answers(row.response.version_id, row.answers)},
        ),
        Place(
            model=PartialResponse,
            title=_("Unfinished answers"),
            of="invitation__contact",
            harmless=("answers",),
            is_deleted=True,
            titles={"answers": _("answers"), "saved_at": _("when")},
            words={"answers": lambda row: _answers(row.invitation.version_id, row.answers)},
        ),
    )
