"""Erasing a person, and handing out what we hold of them: asked for on a page, done by the ledger step by step."""

import io
import json
import uuid
import zipfile
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.audit import actions as audit
from accounts.clients import people_data
from accounts.clients.models import Contact, ContactEmail, PersonRequest, Position
from accounts.clients.people_data import Person, Place
from accounts.events import actions as events
from accounts.events import kinds
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee, Membership
from accounts.tenancy.uuid7 import uuid7

QUEUE = "people_data"
KEPT = timedelta(days=7)
SECRET = {"nonce", "token_digest", "context"}  # of links, and of letters, which hold links


@transaction.atomic
def request_erasure(*, contact: Contact, by: Employee, now: datetime) -> PersonRequest:
    """Take the person out of every page at once, and let the ledger empty what is held of them. Twice is once.

    What is counted stays: times, roles, moods. Published as contact.erased at each client.
    """
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    values = {"by": by, "requested_at": now, "total": len(people_data.places())}
    request, is_new = PersonRequest.objects.get_or_create(
        contact=contact, kind=PersonRequest.Kind.ERASURE, defaults=values
    )
    if is_new:
        before = audit.snapshot(contact)
        contact.erased_at = now
        contact.save(update_fields=["erased_at"])
        Contact.objects.filter(merged_into=contact).update(erased_at=now)
        audit.record(action="contact.erased", subject=contact, by=by, now=now, before=before)
        _tell_erased(contact, by=by, now=now)
        jobs.enqueue(queue=QUEUE, subject_id=request.pk, now=now)
    return request


@transaction.atomic
def request_export(*, contact: Contact, by: Employee, now: datetime) -> PersonRequest:
    """Let the ledger put together what we hold of the person, as far as `by` may read it; kept for seven days."""
    request: PersonRequest = PersonRequest.objects.create(
        contact=contact, kind=PersonRequest.Kind.EXPORT, by=by, requested_at=now, total=1
    )
    audit.record(action="contact.exported", subject=contact, by=by, now=now)
    jobs.enqueue(queue=QUEUE, subject_id=request.pk, now=now)
    jobs.enqueue(queue=QUEUE, subject_id=uuid7(), now=now, run_at=now + KEPT)  # any subject: files that are over go
    return request


def work(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Do the next step of each request; the rest in a transaction of its own. The ledger calls this."""
    _forget_files(now)
    for request in PersonRequest.objects.select_for_update().filter(pk__in=subject_ids, finished_at=None):
        if request.kind == PersonRequest.Kind.ERASURE:
            people_data.erase(people_data.places()[request.done], person_of(request.contact_id), now)
        else:
            role = Membership.objects.filter(employee=request.by_id).values_list("role", flat=True).first() or ""
            content = _archive(request.contact, role=role, reader_id=request.by_id, now=now)
            name = f"{request.organization_id}/people/{uuid7()}.zip"
            request.path = str(default_storage.save(name, ContentFile(content)))
        request.done += 1
        request.finished_at = now if request.done >= request.total else None
        request.save(update_fields=["done", "finished_at", "path"])
        if request.finished_at is None:
            jobs.enqueue(queue=QUEUE, subject_id=request.pk, now=now)


def person_of(contact_id: uuid.UUID) -> Person:
    """Return whom it is about: with the entries that became this one, and every word that names them."""
    rows = Contact.objects.filter(Q(pk=contact_id) | Q(merged_into=contact_id))
    addresses = frozenset(ContactEmail.objects.filter(contact__in=rows).values_list("address", flat=True))
    words = {word for row in rows for word in (row.name, row.phone) if len(word) >= people_data.SHORTEST} | addresses
    return Person(
        ids=frozenset(row.pk for row in rows),
        words=tuple(sorted(words, key=len, reverse=True)),
        addresses=addresses,
        client_ids=frozenset(Position.objects.filter(contact__in=rows).values_list("client", flat=True)),
    )


def _tell_erased(contact: Contact, *, by: Employee, now: datetime) -> None:
    clients = Position.objects.filter(contact=contact).values_list("client", flat=True)
    facts = [
        events.Fact(
            kind=kinds.CONTACT_ERASED, client_id=client_id, contact_id=contact.pk, actor_id=by.pk, happened_at=now
        )
        for client_id in (clients or [None])
    ]
    events.publish_many(facts, now=now)


# --- What is handed out ---


@transaction.atomic
def own_archive(*, contact: Contact, now: datetime) -> bytes:
    """Return what we hold of the person, as a ZIP file for the person themselves; nothing of it is kept here."""
    audit.record(action="contact.own_export", subject=contact, by=None, now=now)
    return _archive(contact, role=people_data.OWN, reader_id=contact.pk, now=now)


def _archive(contact: Contact, *, role: str, reader_id: uuid.UUID, now: datetime) -> bytes:
    """Return one archive with the same twice, for machines and for people."""
    with translation.override(contact.language), timezone.override(contact.time_zone):
        found, left_out = _collected(contact.pk, role, reader_id)
        said = [(place.title, [people_data.lines(place, row) for row in rows]) for place, rows in found]
        context = {"name": contact.name, "made_at": now, "left_out": left_out, "sections": said}
        is_own = role == people_data.OWN
        page = render_to_string("accounts/clients/person/export.html", context | {"is_own": is_own})
        sections = [
            {"title": str(place.title), "kind": place.model._meta.label, "rows": [_told(place, row) for row in rows]}
            for place, rows in found
        ]
    plain = json.dumps(context | {"sections": sections}, ensure_ascii=False, indent=2, default=str)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", plain)
        archive.writestr("person.html", page)
    return content.getvalue()


def _collected(contact_id: uuid.UUID, role: str, reader_id: uuid.UUID) -> tuple[list[tuple[Place, list[Any]]], int]:
    """Return the rows of each place that the reader may have, and how many are left out because they may not."""
    person = person_of(contact_id)
    found, left_out = [], 0
    for place in people_data.places():
        if not place.title or not place.of or (place.is_own and role != people_data.OWN):
            continue
        rows = place.rows(person)
        readable = place.readable(rows, role, reader_id) if place.readable else rows
        told = list(readable.select_related().order_by("pk"))
        left_out += rows.count() - len(told)
        if told:
            found.append((place, told))
    return found, left_out


def _told(place: Place, row: Any) -> dict[str, Any]:
    names = [one.name for one in place.model._meta.concrete_fields if one.name not in SECRET | {"organization"}]
    values = {name: getattr(row, place.model._meta.get_field(name).attname) for name in names}
    plain = {name: str(value) if isinstance(value, FieldFile) else value for name, value in values.items()}
    # What is kept encrypted is told in words here too.
    plain |= {name: place.words[name](row) for name in place.words if isinstance(values.get(name), (bytes, memoryview))}
    return {name: value for name, value in plain.items() if value not in (None, "", [], {})}


def _forget_files(now: datetime) -> None:
    """Delete the files that are older than seven days."""
    over = PersonRequest.objects.filter(finished_at__lt=now - KEPT).exclude(path="")
    for request in over:
        default_storage.delete(request.path)
    over.update(path="")


def fetched(*, request: PersonRequest, by: Employee, now: datetime) -> None:
    """Note who has downloaded the file."""
    audit.record(action="contact.export_fetched", subject=request.contact, by=by, now=now)
