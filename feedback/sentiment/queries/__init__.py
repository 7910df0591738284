"""Reading moods: whoever reads gets only what the person let them read."""

import uuid
from collections.abc import Collection
from hashlib import sha256

from django.db.models import Q, QuerySet

from accounts.organizations.roles import LEADERSHIP
from feedback.sentiment.models import LexiconEntry, MoodCorrection, MoodReading, Source
from feedback.sentiment.queries.consent import (
    covers,
    hosts_of,
    remote_consent,
    remote_consents,
    remote_host,
    remote_version,
)
from feedback.sentiment.text_mood import MoodResult, OrganizationWord, analyze

__all__ = [
    "BY_PRECEDENCE",
    "clients_of_corrections",
    "clients_of_readings",
    "covers",
    "digest_of",
    "hosts_of",
    "marks",
    "own_words",
    "readable",
    "readings",
    "remote_consent",
    "remote_consents",
    "remote_host",
    "remote_version",
    "spoken",
    "words_of",
]


def readable(*, role: str) -> Q:
    """Return which readings (or moods of texts) a colleague of this role may know of."""
    return Q() if role in LEADERSHIP else Q(confidential=False)


def readings(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, MoodReading]:
    """Return these readings with the person, the answer and the talk behind them, by their id."""
    return MoodReading.objects.select_related("contact", "response", "interaction", "by").in_bulk(ids)


def marks() -> QuerySet[MoodReading]:
    """Return the moods that were set by hand."""
    return MoodReading.objects.filter(source=Source.MARK)


def clients_of_readings(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return of which client these readings are: for the audit trail, which names no person."""
    return dict(MoodReading.objects.filter(pk__in=ids).values_list("pk", "client__name"))


def clients_of_corrections(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return of which client the corrected texts are."""
    rows = MoodCorrection.objects.filter(pk__in=ids)
    found = rows.values_list("pk", "response__client__name", "interaction__client__name")
    return {pk: of_answer or of_talk or "" for pk, of_answer, of_talk in found}


def own_words() -> QuerySet[LexiconEntry]:
    """Return the organization's own words, in the order of their letters."""
    return LexiconEntry.objects.select_related("by").order_by("pattern", "language")


def spoken(text: str) -> MoodResult:
    """Return how the text sounds here, with the organization's own words of every language."""
    words = [OrganizationWord(one.pattern, float(one.valence), one.aspect) for one in own_words()]
    return analyze(text, words=words)


def words_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the organization's own words by the id of their entry."""
    return dict(LexiconEntry.objects.filter(pk__in=ids).values_list("pk", "pattern"))


# How results of one text are sorted: whichever counts comes last.
BY_PRECEDENCE = ("precedence", "created_at", "pk")


def digest_of(text: str) -> str:
    """Return by what the very words are known."""
    return sha256(text.encode()).hexdigest()
