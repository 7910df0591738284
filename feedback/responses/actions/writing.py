"""What every way of writing an answer down has in common: its columns, and what is told of it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.events import actions as events
from accounts.events import kinds
from accounts.organizations.models import Employee
from feedback.responses.models import Confidentiality, Response
from feedback.surveys.document import OTHER, WRITTEN, Document, Type
from feedback.surveys.runner import score_of


def columns_of(document: Document, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a response that follow from its answers: the scores (each its first question's), and words."""
    written = [one.id for one in document.questions if one.type in WRITTEN]
    written += [f"{one.id}.{OTHER}" for one in document.questions if one.has_other]
    return {
        "nps": score_of(document, answers, Type.NPS),
        "csat": score_of(document, answers, Type.CSAT),
        "ces": score_of(document, answers, Type.CES),
        "has_words": any(answers.get(name) for name in written),
    }


def told_key(response_id: uuid.UUID) -> str:
    """Return under which key it is told, once, that somebody answered."""
    return f"response.submitted:{response_id}"


def fact_of(response: Response, *, survey_id: uuid.UUID, by: Employee | None, now: datetime) -> events.Fact:
    """Return that the response was given, to be published.

    Of an answer for top management only it tells nothing but that there is one; who gave one without a name is nobody.
    """
    is_private = response.confidentiality == Confidentiality.LEADERSHIP
    is_named = response.confidentiality == Confidentiality.NAMED
    payload: dict[str, Any] = {"response_id": response.pk, "survey_id": survey_id}
    if not is_private:
        scores = {name: getattr(response, name) for name in ("nps", "csat", "ces")}
        payload |= {"role": response.role, "stage": response.stage, **scores}
    return events.Fact(
        kind=kinds.RESPONSE_CONFIDED if is_private else kinds.RESPONSE_SUBMITTED,
        client_id=response.client_id,
        contact_id=response.contact_id if is_named else None,
        actor_id=by.pk if by else None,
        happened_at=response.happened_at,
        origin=response.origin,
        payload={name: value for name, value in payload.items() if value not in (None, "")},
        dedupe_key=told_key(response.pk),
    )
