"""Reading moods: whoever reads gets only what the person let them read."""

import uuid
from collections.abc import Collection
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.organizations.roles import LEADERSHIP
from feedback.sentiment.models import LexiconEntry, MoodCorrection, MoodReading, RemoteConsent, Source
from feedback.sentiment.text_mood import MoodResult, OrganizationWord, analyze


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


def remote_host() -> str:
    """Return which host the operator has set up to read texts; "" for none."""
    return urlsplit(settings.TEXT_MOOD["url"]).hostname or ""


def covers(consent: RemoteConsent) -> bool:
    """Tell whether the consent is to the service that is set up now."""
    return (consent.host, consent.model) == (remote_host(), settings.TEXT_MOOD["model"])


def remote_version() -> str:
    """Return by which version results of the service are known."""
    return f"remote:{settings.TEXT_MOOD['model']}"


def remote_consent() -> RemoteConsent | None:
    """Return the consent in force to the service that is set up, or None; no query where there is no service."""
    if not remote_host():
        return None
    row = RemoteConsent.objects.filter(withdrawn_at=None).first()
    return row if row and covers(row) else None


def remote_consents() -> QuerySet[RemoteConsent]:
    """Return who agreed and who withdrew, the newest first."""
    return RemoteConsent.objects.select_related("by", "withdrawn_by").order_by("-given_at", "-pk")


def hosts_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return to which service these consents are: for the audit trail."""
    return dict(RemoteConsent.objects.filter(pk__in=ids).values_list("pk", "host"))


def digest_of(text: str) -> str:
    """Return by what the very words are known."""
    return sha256(text.encode()).hexdigest()
