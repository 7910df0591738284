"""Reading the mood of texts: of what people write in answers, and of what is noted of talks."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Q

from accounts import clock
from accounts.jobs import actions as jobs
from feedback.interactions.models import Interaction, Visibility
from feedback.responses.models import Confidentiality, Response
from feedback.sentiment import queries
from feedback.sentiment.models import LexiconEntry, Precedence, TextMood
from feedback.sentiment.remote import LONGEST
from feedback.sentiment.text_mood import OrganizationWord, analyze
from feedback.surveys import document as documents
from feedback.surveys.document import OTHER, WRITTEN
from feedback.surveys.models import SurveyVersion

BATCH = 1000
REMOTE = "remote_moods"  # the queue of what another service may read
Key = tuple[uuid.UUID | None, uuid.UUID | None, str, str]  # answer, talk, part, digest


@dataclass(frozen=True, slots=True)
class Text:
    """Some words as they stand now."""

    response_id: uuid.UUID | None
    interaction_id: uuid.UUID | None
    part: str
    text: str
    language: str
    is_confidential: bool
    is_open: bool  # said under a name, to everybody who works with clients, by the client
    recorded_at: datetime

    @property
    def key(self) -> Key:
        return self.response_id, self.interaction_id, self.part, queries.digest_of(self.text)


def read_texts(*, client_ids: Collection[uuid.UUID], now: datetime) -> int:
    """Read the texts of these clients that the present engine has not read yet, and return how many.

    Moods of words that somebody has amended or taken back go, in every version; those of the erased stay without words. The
    organization's own words are a part of the version. A constant number of statements; the same again writes nothing.
    """
    entries = LexiconEntry.objects.order_by("pk").values_list("pattern", "valence", "aspect", "language")
    own = [
        (language, OrganizationWord(pattern, float(valence), aspect)) for pattern, valence, aspect, language in entries
    ]
    version = _version(own)
    texts = {one.key: one for one in (*_of_answers(client_ids), *_of_talks(client_ids))}
    known = TextMood.objects.filter(Q(response__client__in=client_ids) | Q(interaction__client__in=client_ids))
    gone, read, asked = [], set(), set()
    columns = ("pk", "response_id", "interaction_id", "part", "digest", "version", "confidential", "result")
    turned = []
    for pk, *place, its_version, confidential, result in known.values_list(*columns):
        key: Key = (place[0], place[1], place[2], place[3])
        if key not in texts:
            gone += [pk] if result else []
        elif texts[key].is_confidential and not confidential:
            turned.append(pk)
        if its_version == version:
            read.add(key)
        if its_version == queries.remote_version():
            asked.add(key)
    TextMood.objects.filter(pk__in=gone).delete()
    TextMood.objects.filter(pk__in=turned).update(confidential=True)
    found = [_read(one, key, own, version, now) for key, one in texts.items() if key not in read]
    TextMood.objects.bulk_create(found, batch_size=BATCH, ignore_conflicts=True)
    _ask_for([row for row in found if _key(row) not in asked], texts, now)
    return len(found)


def _ask_for(found: Collection[TextMood], texts: Mapping[Key, Text], now: datetime) -> None:
    """Let the other service read, too, what it may: where the organization agrees, and only what was said since."""
    consent = queries.remote_consent()
    if consent is None:
        return
    wanted = []
    for row in found:
        one = texts[_key(row)]
        is_due = one.is_open and one.recorded_at >= consent.given_at and len(one.text) <= LONGEST
        if is_due and row.precedence == Precedence.OURS:
            wanted.append(row.pk)
    jobs.enqueue_many(queue=REMOTE, subject_ids=wanted, now=now - clock.offset())


def _key(row: TextMood) -> Key:
    return row.response_id, row.interaction_id, row.part, row.digest


def _version(own: list[tuple[str, OrganizationWord]]) -> str:
    engine = analyze("").version
    return f"{engine}+{sha256(repr(own).encode()).hexdigest()[:8]}" if own else engine


def _of_answers(client_ids: Collection[uuid.UUID]) -> Iterator[Text]:
    rows = list(Response.objects.filter(client__in=client_ids, removed_at=None, has_words=True))
    versions = SurveyVersion.objects.filter(pk__in={row.version_id for row in rows}).values_list("pk", "content")
    parts = {pk: _written(documents.read(content)) for pk, content in versions}
    for row in rows:
        is_confidential = row.confidentiality == Confidentiality.LEADERSHIP
        is_open = row.confidentiality == Confidentiality.NAMED
        for part in parts[row.version_id]:
            text = row.answers.get(part)
            if isinstance(text, str) and text.strip():
                yield Text(row.pk, None, part, text, row.language, is_confidential, is_open, row.recorded_at)


def _written(document: documents.Document) -> list[str]:
    """Return under which keys people write words of their own."""
    written = [one.id for one in document.questions if one.type in WRITTEN]
    return written + [f"{one.id}.{OTHER}" for one in document.questions if one.has_other]


def _of_talks(client_ids: Collection[uuid.UUID]) -> Iterator[Text]:
    rows = Interaction.objects.filter(client__in=client_ids, draft=False, removed_at=None).exclude(quote="", notes="")
    for row in rows.select_related("client"):
        for part in ("quote", "notes"):
            if text := getattr(row, part).strip():
                is_confidential, language = row.visibility == Visibility.LEADERSHIP, ""
                if part == "quote":
                    language = row.client.language
                is_open = part == "quote" and row.visibility == Visibility.TEAM
                yield Text(None, row.pk, part, text, language, is_confidential, is_open, row.created_at)


def _read(one: Text, key: Key, own: list[tuple[str, OrganizationWord]], version: str, now: datetime) -> TextMood:
    words = [word for language, word in own if language in {"", one.language}]
    result = analyze(one.text, hint=one.language or None, words=words)
    return TextMood(
        response_id=one.response_id,
        interaction_id=one.interaction_id,
        part=one.part,
        digest=key[3],
        language=result.language if result.language in {"uk", "ru", "en"} else "",
        label=result.label,
        version=version,
        score=result.score,
        confidence=result.confidence,
        result=result.as_json(),
        confidential=one.is_confidential,
        precedence=Precedence.OWN_WORDS if any(hit.rule.startswith("own") for hit in result.hits) else Precedence.OURS,
        created_at=now,
    )
