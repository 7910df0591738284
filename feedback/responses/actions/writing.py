"""What every way of writing an answer down has in common: its columns, and what is told of it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.kinds import Kind
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.search.queries import QUEUE
from feedback.responses.models import Confidentiality, Response
from feedback.surveys.document import OTHER, WRITTEN, Document, Type
from feedback.surveys.runner import score_of

SCORES = ("nps", "csat", "ces")


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


def index(*, ids: Sequence[uuid.UUID], now: datetime) -> None:
    """Have the words of new answers indexed for the search; of changes and removals the table's triggers see to it."""
    worded = Response.objects.filter(pk__in=ids, has_words=True).values_list("pk", flat=True)
    jobs.enqueue_many(queue=QUEUE, subject_ids=list(worded), now=now)


def told_key(response_id: uuid.UUID, revision: int = 1) -> str:
    """Return under which key it is told, once, that somebody answered, or has changed the answer."""
    return f"response.submitted:{response_id}" if revision == 1 else f"response.amended:{response_id}:{revision}"


def kind_and_payload(
    *,
    response_id: uuid.UUID,
    survey_id: uuid.UUID | str,
    confidentiality: str,
    role: str,
    stage: str,
    scores: Mapping[str, int | None],
    revision: int = 1,
) -> tuple[Kind, dict[str, Any]]:
    """Return what is told of an answer: of one for top management only that there is one, and nothing of it."""
    ids = {"response_id": response_id, "survey_id": survey_id}
    if confidentiality == Confidentiality.LEADERSHIP:
        return kinds.RESPONSE_CONFIDED, ids
    payload: dict[str, Any] = {**ids, "role": role, "stage": stage, **{name: scores[name] for name in SCORES}}
    kind = kinds.RESPONSE_SUBMITTED if revision == 1 else kinds.RESPONSE_AMENDED
    return kind, {name: value for name, value in payload.items() if value not in (None, "")}


def fact_of(response: Response, *, survey_id: uuid.UUID, by: Employee | None, now: datetime) -> events.Fact:
    """Return that the response was given, or says something else now, to be published.

    Whoever answered without their name, or for top management only, is not the event's contact.
    """
    kind, payload = kind_and_payload(
        response_id=response.pk,
        survey_id=survey_id,
        confidentiality=response.confidentiality,
        role=response.role,
        stage=response.stage,
        scores={name: getattr(response, name) for name in SCORES},
        revision=response.revision,
    )
    return events.Fact(
        kind=kind,
        client_id=response.client_id,
        contact_id=response.contact_id if response.confidentiality == Confidentiality.NAMED else None,
        actor_id=by.pk if by else None,
        happened_at=response.amended_at or response.happened_at,
        origin=Origin(response.origin),
        payload=payload,
        dedupe_key=told_key(response.pk, response.revision),
    )
