"""Writing, answering and deleting what is confided. None of it is in an event, the audit trail or a job that others see."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.audit import actions as audit
from accounts.clients import queries as clients
from accounts.clients.models import Client, Contact
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.mail import actions as mail
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.tokens import Kind
from feedback.safe_island import queries, registry, vault
from feedback.safe_island.models import (
    ConfidentialAccess,
    ConfidentialMessage,
    ConfidentialReader,
    ConfidentialThread,
)

QUEUE = "tidy_letters"
WAITS, CHANGED = "message_waits", "readers_changed"
KEPT, WARNED_BEFORE = timedelta(days=365), timedelta(days=30)
SAME_LOOK = timedelta(minutes=10)  # a page that is loaded again within it was opened once
Act = ConfidentialAccess.Act


class Closed(RuntimeError):
    """Nothing can be confided: nobody reads it, or there is no key to keep it by."""


class NotAllowed(RuntimeError):
    """The writer has not allowed it, or has taken it back; or it was done already."""


@transaction.atomic
def write_letter(
    *,
    words: str,
    contact: Contact | None,
    client: Client | None,
    language: str,
    key: str,
    now: datetime,
    origin: Origin = Origin.LIVE,
) -> ConfidentialThread:
    """Keep a new letter and tell its readers that something waits. The same `key` again returns the letter that is there.

    Without a contact nothing is kept of who wrote. Of a demo's letter nobody is told. Raises Closed.
    """
    if not queries.is_open(now=now):
        raise Closed
    thread = ConfidentialThread(
        contact=contact, client=client, key=key, language=language, written_at=now, last_at=now, delete_on=_end(now)
    )
    thread.stamp()
    thread.renew_token(Kind.ISLAND)
    ConfidentialThread.objects.bulk_create([thread], ignore_conflicts=True)
    stored: ConfidentialThread = ConfidentialThread.objects.get(key=key)
    if stored.pk == thread.pk:
        _add(stored, words, author=None, key=key, now=now, origin=origin)
    return stored


@transaction.atomic
def answer(
    *,
    thread: ConfidentialThread,
    words: str,
    author: Employee | None,
    key: str,
    now: datetime,
    origin: Origin = Origin.LIVE,
) -> None:
    """Keep what the writer (None) or a reader says next, and tell the other side that something waits.

    The same `key` twice is once. A letter on which something is said is kept for a year from then.
    """
    thread = _lock(thread)
    if ConfidentialMessage.objects.filter(thread=thread, key=key).exists():
        return
    thread.last_at, thread.delete_on, thread.warned_at = now, _end(now), None
    thread.save(update_fields=["last_at", "delete_on", "warned_at"])
    _add(thread, words, author=author, key=key, now=now, origin=origin)
    if author:
        _note(thread, author, Act.ANSWERED, now)


@transaction.atomic
def open_letter(*, thread: ConfidentialThread, by: Employee, now: datetime) -> None:
    """Note that a reader has opened the letter: before its words are shown, so that nothing is read unseen."""
    just_now = ConfidentialAccess.objects.filter(
        thread=thread, employee=by, act=Act.OPENED, happened_at__gt=now - SAME_LOOK
    )
    if not just_now.exists():
        _note(thread, by, Act.OPENED, now)


@transaction.atomic
def prolong(*, thread: ConfidentialThread, by: Employee | None, now: datetime) -> None:
    """Keep the letter for a year from now; `by` None is its writer."""
    thread = _lock(thread)
    thread.delete_on, thread.warned_at = _end(now), None
    thread.save(update_fields=["delete_on", "warned_at"])
    if by:
        _note(thread, by, Act.PROLONGED, now)


@transaction.atomic
def delete_letter(*, thread: ConfidentialThread) -> None:
    """Delete the letter with all that was said on it, as its writer wishes. Nothing brings it back."""
    _lock(thread).delete()


@transaction.atomic
def allow_telling(*, thread: ConfidentialThread, words: str, now: datetime) -> None:
    """Keep what the writer lets us tell those who can help; "" takes it back. What was told already stays told.

    Raises NotAllowed after it was told, and for a letter that names no client.
    """
    thread = _lock(thread)
    if thread.told_at or thread.client_id is None:
        raise NotAllowed
    thread.sealed_case = vault.seal(words, owner=thread.pk) if words else None
    thread.consented_at = now if words else None
    thread.save(update_fields=["sealed_case", "consented_at"])


@transaction.atomic
def tell(*, thread: ConfidentialThread, by: Employee, now: datetime) -> None:
    """Bring what the writer allows, in their words and not in ours, to those who can help. Raises NotAllowed."""
    thread = _lock(thread)
    words = thread.case_words()
    if thread.told_at or not words or thread.client is None:
        raise NotAllowed
    registry.open_case(key=thread.pk, words=words, client=thread.client, contact=thread.contact, by=by, now=now)
    thread.told_at = now
    thread.save(update_fields=["told_at"])
    _note(thread, by, Act.TOLD, now)


@transaction.atomic
def name_readers(*, people: Collection[Employee], by: Employee, now: datetime) -> None:
    """Let these of top management read what is confided, and nobody else; tell everybody who reads now or did before.

    Raises ValueError for nobody, and for whoever does not belong to top management.
    """
    leaders = {one.pk for one in organizations.top_management(now=now)}
    if not people or not {one.pk for one in people} <= leaders:
        raise ValueError("somebody of top management reads")
    before = {one.pk: one for one in queries.readers(now=now)}
    rows = {row.employee_id: row for row in ConfidentialReader.objects.select_for_update().filter(ended_at=None)}
    wanted = {one.pk: one for one in people}
    for employee_id in rows.keys() - wanted.keys():
        row, was = rows[employee_id], audit.snapshot(rows[employee_id])
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        audit.record(action="confidential_reader.ended", subject=row, by=by, now=now, before=was)
    for employee_id in wanted.keys() - rows.keys():
        row = ConfidentialReader.objects.create(employee=wanted[employee_id], named_at=now)
        audit.record(action="confidential_reader.named", subject=row, by=by, now=now, before=audit.NEW)
    if before.keys() != wanted.keys():
        _tell_of_readers({**before, **wanted}.values(), by=by, now=now)


# --- Every day ---


def request_tidying(*, now: datetime) -> None:
    """Ask for it in every active organization, whether anything was ever confided there or not: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue_many(queue=QUEUE, subject_ids=[organization_id], now=now, is_quiet=True)


def tidy(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Delete letters whose time is over, warn both sides a month before, and encrypt anew what an older key holds."""
    today = now.date()
    ConfidentialThread.objects.filter(delete_on__lte=today, warned_at__lte=now - WARNED_BEFORE).delete()
    ending = ConfidentialThread.objects.select_for_update().filter(delete_on__lte=today + WARNED_BEFORE, warned_at=None)
    for thread in ending.order_by("id"):
        thread.warned_at = now
        thread.delete_on = max(thread.delete_on, today + WARNED_BEFORE)
        thread.save(update_fields=["warned_at", "delete_on"])
        _tell_readers(thread, cause=f"ends:{thread.delete_on}", now=now)
        _tell_writer(thread, cause=f"ends:{thread.delete_on}", now=now)
    if vault.is_ready():
        _renew_seals()


def _renew_seals() -> None:
    for model, column in ((ConfidentialMessage, "sealed"), (ConfidentialThread, "sealed_case")):
        for pk, kept in model.objects.filter(**{f"{column}__isnull": False}).values_list("pk", column):
            sealed = bytes(kept)
            if vault.is_current(sealed, owner=pk):
                continue
            try:
                renewed = vault.seal(vault.open_sealed(sealed, owner=pk), owner=pk)
            except vault.Unreadable:  # its page says so, and the key may come back
                continue
            # Only while it is what we have seen: the writer may be changing it right now.
            model.objects.filter(pk=pk, **{column: sealed}).update(**{column: renewed})


# --- Parts ---


def _end(now: datetime) -> date:
    return (now + KEPT).date()


def _lock(thread: ConfidentialThread) -> ConfidentialThread:
    locked: ConfidentialThread = ConfidentialThread.objects.select_for_update().get(pk=thread.pk)
    return locked


def _add(
    thread: ConfidentialThread, words: str, *, author: Employee | None, key: str, now: datetime, origin: Origin
) -> None:
    row = ConfidentialMessage(thread=thread, author=author, key=key, written_at=now)
    row.sealed = vault.seal(words, owner=row.pk)
    row.save()
    if origin == Origin.LIVE:
        tell_them = _tell_readers if author is None else _tell_writer
        tell_them(thread, cause=str(row.pk), now=now)


def _note(thread: ConfidentialThread, employee: Employee, act: Act, now: datetime) -> None:
    ConfidentialAccess.objects.create(thread=thread, employee=employee, act=act, happened_at=now)


def _tell_readers(thread: ConfidentialThread, *, cause: str, now: datetime) -> None:
    url = settings.BASE_URL + reverse("island", args=[thread.organization.slug])
    for reader in queries.readers_about(client_id=thread.client_id, now=now):
        _tell(reader.email, reader.language, url, thread, key=f"{WAITS}:{cause}:{reader.pk}", now=now)


def _tell_writer(thread: ConfidentialThread, *, cause: str, now: datetime) -> None:
    """Tell whoever wrote under their name. The letter belongs to nobody in our books: else their page would show it."""
    contact = thread.contact
    if contact is None or contact.erased_at:
        return
    address = clients.addresses(contact_id=contact.pk).order_by("-is_primary", "id").first()
    if address:
        url = settings.BASE_URL + thread.url
        _tell(address.address, thread.language, url, thread, key=f"{WAITS}:{cause}:writer", now=now)


def _tell(to: str, language: str, url: str, thread: ConfidentialThread, *, key: str, now: datetime) -> None:
    context = {"url": url, "organization": {"name": thread.organization.name}}
    mail.send(WAITS, to=to, language=language, context=context, dedupe_key=key, now=now)


def _tell_of_readers(people: Iterable[Employee], *, by: Employee, now: datetime) -> None:
    names = ", ".join(one.name for one in queries.readers(now=now))
    for one in people:
        url = settings.BASE_URL + reverse("island", args=[by.organization.slug])
        context = {"by": by.name, "names": names, "url": url, "organization": {"name": by.organization.name}}
        mail.send(CHANGED, to=one.email, language=one.language, context=context, employee_id=one.pk, now=now)
