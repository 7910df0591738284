"""What colleagues say of how a text sounds: it wins over the engine, and is kept as a label."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients import looks
from accounts.organizations.models import Employee
from feedback.sentiment.models import Label, MoodCorrection, TextMood


class BadLabel(ValueError):
    """A text is negative, neutral or positive; nobody corrects it to unknown."""


@transaction.atomic
def correct(*, text: TextMood, label: str, by: Employee, now: datetime) -> None:
    """Let these very words sound like that, whatever the engine says, and have the client counted anew.

    The former correction is withdrawn and kept. The same label again changes nothing. Raises BadLabel.
    """
    if label not in Label.values or label == Label.UNKNOWN:
        raise BadLabel
    former = _active(text)
    if former and former.label == label:
        return
    if former:
        _end(former, now)
    kept = ("response_id", "interaction_id", "part", "digest", "language")
    values = {name: getattr(text, name) for name in kept}
    row = MoodCorrection.objects.create(**values, label=label, was=text.label, by=by, created_at=now)
    audit.record(action="text_mood.corrected", subject=row, by=by, now=now, before=audit.NEW)
    _count_anew(text, now)


@transaction.atomic
def withdraw(*, text: TextMood, by: Employee, now: datetime) -> None:
    """Let the engine say again how these words sound, and have the client counted anew. Twice is once."""
    former = _active(text)
    if former is None:
        return
    before = audit.snapshot(former)
    _end(former, now)
    audit.record(action="text_mood.restored", subject=former, by=by, now=now, before=before)
    _count_anew(text, now)


def _active(text: TextMood) -> MoodCorrection | None:
    TextMood.objects.select_for_update(of=("self",)).get(
        pk=text.pk
    )  # who comes second finds what the first has written
    place = {name: getattr(text, name) for name in ("response_id", "interaction_id", "part", "digest")}
    return MoodCorrection.objects.filter(withdrawn_at=None, **place).first()


def _end(row: MoodCorrection, now: datetime) -> None:
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])


def _count_anew(text: TextMood, now: datetime) -> None:
    source = text.response or text.interaction
    if source and source.client_id:
        looks.look_again(client_ids=[source.client_id], now=now)
