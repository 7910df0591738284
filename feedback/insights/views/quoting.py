"""Quotes behind a theme: what somebody said, as far as they let it be known who they are."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from accounts.organizations.access import OrganizationRequest
from accounts.web import formats
from feedback.insights.queries import Said, documents_of
from feedback.insights.views.showing import is_named, name_of, when, words_of
from feedback.interactions import queries as talks
from feedback.responses import queries as responses
from feedback.responses.models import Response


@dataclass(frozen=True, slots=True)
class Quote:
    """Some words with whose they are; `score` is the mood of what they say about the topic."""

    name: str
    client: Any
    contact_id: uuid.UUID | None
    role: str
    when: str
    words: Sequence[str]
    language: str
    score: float | None
    url: str


def quotes(request: OrganizationRequest, rows: Sequence[Said], *, aspect: str) -> list[Quote]:
    """Return the words of these answers and talks, by three statements."""
    of_answers = _answers(request, [one.id for one in rows if one.is_answer])
    of_talks = talks.by_id(
        [one.id for one in rows if not one.is_answer], role=request.seat.role, employee_id=request.employee.pk
    )
    documents = documents_of({row.version_id for row in of_answers.values()})
    language = get_language() or ""
    found = []
    for one in rows:
        score = one.score if not aspect else _on_moods(one.aspects.get(aspect))
        if one.id in of_answers:
            row = of_answers[one.id]
            words = [one.text for one in words_of(row, documents[row.version_id], language=language)]
            found.append(_of_answer(request, row, words, score))
        elif one.id in of_talks:
            found.append(_of_talk(request, of_talks[one.id], score))
    return found


def _answers(request: OrganizationRequest, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Response]:
    rows = Response.objects.filter(responses.readable(role=request.seat.role), pk__in=ids, removed_at=None)
    return {row.pk: row for row in rows.select_related("client", "contact")}


def _of_answer(request: OrganizationRequest, row: Response, words: Sequence[str], score: float | None) -> Quote:
    return Quote(
        name=name_of(row),
        client=row.client,
        contact_id=row.contact_id if is_named(row) else None,
        role=row.role,
        when=when(row),
        words=words,
        language=row.language,
        score=score,
        url=reverse("answer", kwargs={"slug": request.seat.slug, "response_id": row.pk}),
    )


def _of_talk(request: OrganizationRequest, row: Any, score: float | None) -> Quote:
    people = [one.contact for one in row.people.all()]
    return Quote(
        name=", ".join(str(one) for one in people),
        client=row.client,
        contact_id=people[0].pk if len(people) == 1 and not people[0].erased_at else None,
        role="",
        when=formats.day(row.happened_at),
        words=[text for text in (row.quote, row.notes) if text],
        language="",
        score=score,
        url=reverse("interaction", kwargs={"slug": request.seat.slug, "interaction_id": row.pk}),
    )


def _on_moods(score: float | None) -> float | None:
    return None if score is None else 50 + 50 * score
