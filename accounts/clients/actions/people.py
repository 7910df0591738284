"""The people at clients: who they are, where they work, and as whom they are heard."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.actions.addresses import add_email, set_emails
from accounts.clients.enums import BuyerRole
from accounts.clients.models import Client, Contact, ContactRole, Position
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee


@transaction.atomic
def register_contact(*, contact: Contact, addresses: Sequence[str] = (), by: Employee, now: datetime) -> None:
    """Save a new person with their e-mail addresses, the first one as the primary. Raises AddressTaken."""
    contact.created_at = now
    saving.save_new(contact, action="contact.created", by=by, now=now)
    for address in addresses:
        add_email(contact=contact, address=address, by=by, now=now)


@transaction.atomic
def save_person(
    *, contact: Contact, addresses: Sequence[str], by: Employee, now: datetime, before: dict[str, Any]
) -> None:
    """Save what a form has changed about a person, addresses too; a change of consent gets its date. Raises AddressTaken."""
    if contact.consent != before["consent"]:
        contact.consent_at = now
    saving.save_changes(contact, action="contact.changed", by=by, now=now, before=before)
    if contact.name != before["name"]:
        contact.save(update_fields=["sort_name"])
    set_emails(contact=contact, addresses=addresses, by=by, now=now)


@transaction.atomic
def place(
    *,
    contact: Contact,
    client: Client,
    by: Employee,
    now: datetime,
    job_title: str = "",
    origin: Origin = Origin.LIVE,
) -> Position:
    """Let the person work at the client, and publish contact.created. One who works there already keeps their place."""
    position, is_new = Position.objects.get_or_create(
        contact=contact, client=client, defaults={"job_title": job_title, "created_at": now}
    )
    if is_new:
        audit.record(action="position.created", subject=position, by=by, now=now, before=audit.NEW)
        _tell(kinds.CONTACT_CREATED, position, by=by, now=now, origin=origin, key=f"contact.created:{position.pk}")
    return position


@transaction.atomic
def save_position(
    *,
    position: Position,
    roles: Collection[BuyerRole | str],
    by: Employee,
    now: datetime,
    today: date,
    before: dict[str, Any],
) -> None:
    """Save what a form has changed about a person's place at a client, and the roles there."""
    saving.save_changes(position, action="position.changed", by=by, now=now, before=before)
    give_roles(position=position, roles=roles, by=by, now=now, today=today)


@transaction.atomic
def give_roles(
    *,
    position: Position,
    roles: Collection[BuyerRole | str],
    by: Employee,
    now: datetime,
    today: date,
    origin: Origin = Origin.LIVE,
) -> None:
    """Make these the buyer roles of the person at the client from today on; others end today, history stays.

    `today` is the day in the client's time zone. The same roles again change nothing.
    """
    position = Position.objects.select_for_update().get(pk=position.pk)
    current = {row.role: row for row in ContactRole.objects.filter(position=position, valid_until=None)}
    for role in sorted(set(roles) - current.keys()):
        row = ContactRole.objects.create(position=position, role=role, valid_from=today)
        audit.record(action="role.started", subject=row, by=by, now=now, before=audit.NEW)
        _tell(kinds.ROLE_STARTED, position, by=by, now=now, payload={"role": str(role)}, origin=origin)
    for role in sorted(current.keys() - set(roles)):
        row = current[role]
        before = audit.snapshot(row)
        row.valid_until = max(today, row.valid_from)
        row.save(update_fields=["valid_until"])
        audit.record(action="role.ended", subject=row, by=by, now=now, before=before)
        _tell(kinds.ROLE_ENDED, position, by=by, now=now, payload={"role": role}, origin=origin)


@transaction.atomic
def mark_left(
    *, position: Position, successor: Contact | None = None, by: Employee, now: datetime, today: date
) -> None:
    """Note that the person has left the client. Roles move to the successor, so that coverage continues; history stays.

    Twice is once. Raises ValueError when the person is named as their own successor.
    """
    if successor and successor.pk == position.contact_id:
        raise ValueError("nobody succeeds themselves")
    position = Position.objects.select_for_update().select_related("client").get(pk=position.pk)
    if position.left_on:
        return
    roles = list(ContactRole.objects.filter(position=position, valid_until=None).values_list("role", flat=True))
    give_roles(position=position, roles=(), by=by, now=now, today=today)
    before = audit.snapshot(position)
    position.left_on, position.successor = today, successor
    position.save(update_fields=["left_on", "successor"])
    audit.record(action="position.left", subject=position, by=by, now=now, before=before)
    _tell(kinds.CONTACT_LEFT, position, by=by, now=now, payload={"successor_id": successor and successor.pk})
    if successor:
        heir = place(contact=successor, client=position.client, by=by, now=now, job_title=position.job_title)
        mark_returned(position=heir, by=by, now=now)
        held = set(ContactRole.objects.filter(position=heir, valid_until=None).values_list("role", flat=True))
        give_roles(position=heir, roles=held | set(roles), by=by, now=now, today=today)


@transaction.atomic
def mark_returned(*, position: Position, by: Employee, now: datetime) -> None:
    """Note that the person works at the client again; their roles are to be given anew. Twice is once."""
    position = Position.objects.select_for_update().get(pk=position.pk)
    if position.left_on is None:
        return
    before = audit.snapshot(position)
    position.left_on, position.successor = None, None
    position.save(update_fields=["left_on", "successor"])
    audit.record(action="position.returned", subject=position, by=by, now=now, before=before)
    _tell(kinds.CONTACT_RETURNED, position, by=by, now=now)


def _tell(
    kind: kinds.Kind,
    position: Position,
    *,
    by: Employee,
    now: datetime,
    payload: dict[str, Any] | None = None,
    origin: Origin = Origin.LIVE,
    key: str = "",
) -> None:
    fact = events.Fact(
        kind=kind,
        client_id=position.client_id,
        contact_id=position.contact_id,
        actor_id=by.pk,
        happened_at=now,
        origin=origin,
        payload={"position_id": position.pk} | (payload or {}),
        dedupe_key=key,
    )
    events.publish(fact, now=now)
