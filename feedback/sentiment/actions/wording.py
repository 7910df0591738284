"""An organization's own words: what sounds otherwise here than elsewhere."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.tenancy.context import current_organization_id
from feedback.sentiment.models import LexiconEntry

MOST_WORDS = 500
READING = "mood_words"


class WordTaken(ValueError):
    """There is the same word in this language already."""


class TooManyWords(ValueError):
    """The organization has as many own words as it may."""


@transaction.atomic
def add_word(*, word: LexiconEntry, by: Employee, now: datetime) -> None:
    """Add the word, and have everything read and counted anew. Raises WordTaken and TooManyWords."""
    if LexiconEntry.objects.count() >= MOST_WORDS:
        raise TooManyWords
    word.by, word.created_at = by, now
    _save(word)
    audit.record(action="lexicon.added", subject=word, by=by, now=now, before=audit.NEW)
    _read_anew(now)


@transaction.atomic
def save_word(*, word: LexiconEntry, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Keep the changed word, and have everything read and counted anew; without a change nothing happens. Raises WordTaken."""
    if audit.snapshot(word) == before:
        return
    _save(word)
    audit.record(action="lexicon.changed", subject=word, by=by, now=now, before=before)
    _read_anew(now)


@transaction.atomic
def remove_word(*, word: LexiconEntry, by: Employee, now: datetime) -> None:
    """Let the word sound here as it does elsewhere, and have everything read and counted anew."""
    audit.record(action="lexicon.removed", subject=word, by=by, now=now, before=audit.snapshot(word))
    word.delete()
    _read_anew(now)


def _save(word: LexiconEntry) -> None:
    try:
        with transaction.atomic():
            word.save()
    except IntegrityError as error:
        raise WordTaken from error


def _read_anew(now: datetime) -> None:
    """Ask once for all clients: a worker goes through them in batches."""
    jobs.enqueue(queue=READING, subject_id=current_organization_id(), now=now - clock.offset())
