"""How answers are found: by what people wrote, by those who may read it."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.events.registry import Reader
from accounts.organizations.roles import Right, has_right
from accounts.search.registry import Hit, Source
from accounts.web import formats
from feedback.responses import queries
from feedback.responses.models import Confidentiality, Response
from feedback.responses.said import who
from feedback.surveys import queries as surveys
from feedback.surveys.document import OTHER, WRITTEN


def _texts(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Iterable[str]]:
    rows = Response.objects.filter(pk__in=ids, removed_at=None, has_words=True)
    return {pk: _words(version_id, said) for pk, version_id, said in rows.values_list("pk", "version_id", "answers")}


def _words(version_id: uuid.UUID, answers: Mapping[str, Any]) -> list[str]:
    """Return what a person wrote, in the order of the questions."""
    questions = surveys.document_of(version_id).questions
    names = [one.id if one.type in WRITTEN else f"{one.id}.{OTHER}" for one in questions]
    return [answers[name] for name in names if answers.get(name)]


def _readable(reader: Reader) -> QuerySet[Response]:
    """Return the answers that the reader may know of: others neither see nor count what is for top management only."""
    if not has_right(reader.role, Right.SEE_SURVEYS):
        return Response.objects.none()
    rows = Response.objects.filter(queries.readable(role=reader.role), removed_at=None, has_words=True)
    return rows.select_related("client", "contact").order_by("-happened_at", "-id")


def _hits(rows: Sequence[Response]) -> list[Hit]:
    return [
        Hit(
            pk=row.pk,
            title=" · ".join(filter(None, [who(row), row.client.name if row.client else ""])),
            # The day would tell who of those that were asked has wished to stay unnamed.
            note=formats.month(row.happened_at)
            if row.confidentiality == Confidentiality.ROLE
            else formats.day(row.happened_at),
            quote="\n".join(_words(row.version_id, row.answers)),
        )
        for row in rows
    ]


ANSWERS = Source(
    kind="response",
    title=_("Answers to surveys"),
    page="answer",
    model=Response,
    texts=_texts,
    readable=_readable,
    hits=_hits,
)
