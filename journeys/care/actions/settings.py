"""Setting how care is taken: in the house, at a client, for a person; and hard moments."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from journeys.care.actions.bringing import bring
from journeys.care.models import CareRules, ClientCare, Form, Gesture, HardMoment, Kind, PersonCare, State
from journeys.care.words import draft


@transaction.atomic
def save_rules(*, rules: CareRules, by: Employee, now: datetime, before: dict[str, Any] | None) -> None:
    """Save the organization's rules of care; `before` is the audit snapshot, None while there were none."""
    rules.save()
    audit.record(action="care_rules.set", subject=rules, by=by, now=now, before=before or audit.NEW)


@transaction.atomic
def save_client_care(*, care: ClientCare, by: Employee, now: datetime, before: dict[str, Any] | None) -> None:
    """Save what a client's rules allow; `before` as above."""
    care.save()
    audit.record(action="client_care.set", subject=care, by=by, now=now, before=before or audit.NEW)


@transaction.atomic
def save_person_care(*, care: PersonCare, by: Employee, now: datetime, before: dict[str, Any] | None) -> None:
    """Save how a person wants to be thought of; `before` as above. Greetings that wait are looked at again when they leave."""
    care.save()
    audit.record(action="person_care.set", subject=care, by=by, now=now, before=before)


@transaction.atomic
def flag_hard_moment(
    *, client: Client, contact: Contact | None, note: str, since: date, by: Employee, now: datetime
) -> HardMoment:
    """Congratulate nobody there (or not this person) until it is ended, and let the manager say a kind word today.

    A moment that goes on already is returned as it is.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    found: HardMoment | None = HardMoment.objects.filter(client=client, contact=contact, ended_at=None).first()
    if found:
        return found
    row = HardMoment.objects.create(client=client, contact=contact, note=note, since=since, by=by, created_at=now)
    audit.record(action="hard_moment.flagged", subject=row, by=by, now=now, before=audit.NEW)
    _think_of_them(row, by, now)
    return row


@transaction.atomic
def end_hard_moment(*, moment: HardMoment, by: Employee, now: datetime) -> None:
    """Note that congratulations are welcome again. Twice is once."""
    row = HardMoment.objects.select_for_update().get(pk=moment.pk)
    if row.ended_at is None:
        before = audit.snapshot(row)
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        audit.record(action="hard_moment.ended", subject=row, by=by, now=now, before=before)


def _think_of_them(moment: HardMoment, by: Employee, now: datetime) -> None:
    """Propose a kind word, as a call: whoever does it decides how."""
    manager = moment.client.manager
    owner = manager if manager and not manager.left_at else by
    language = moment.contact.language if moment.contact else moment.client.language
    words = draft(kind=Kind.HARD, key="", tone="warm", language=language)
    gesture = Gesture(
        client=moment.client, contact=moment.contact, kind=Kind.HARD, key=str(moment.pk),
        on=moment.client.local_date(now), form=Form.CALL, subject=words.subject, text=words.text, language=language,
        owner=owner, proposed_by=by, state=State.APPROVED, decided_at=now, created_at=now,
    )  # fmt: skip
    gesture.save()
    audit.record(action="gesture.planned", subject=gesture, by=by, now=now, before=audit.NEW)
    bring([gesture], now=now)
