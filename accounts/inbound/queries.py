"""Finding the clients and people that other systems name, for a whole batch at once; and the addresses of tools."""

import hmac
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts import tokens
from accounts.clients.models import Client, Contact, ContactEmail, Position
from accounts.inbound.models import HookCall, HookSample, InboundHook
from accounts.inbound.told import Reference
from accounts.web.text import as_id

SHOWN_CALLS = 50
Found = dict[Reference, list[Any]]


@dataclass(slots=True)
class Directory:
    """Who is meant by each reference, and who works or has worked where (True: still does)."""

    clients: Found
    contacts: Found
    places: dict[uuid.UUID, dict[uuid.UUID, bool]] = field(default_factory=lambda: defaultdict(dict))
    homes: dict[uuid.UUID, Client] = field(default_factory=dict)  # of people who work at one client only


def directory(*, clients: Collection[Reference], contacts: Collection[Reference]) -> Directory:
    """Look all of them up with a constant number of queries. Entries that were merged lead to what they are now."""
    found = Directory(_clients(clients), _contacts(contacts))
    people = {person.pk for rows in found.contacts.values() for person in rows}
    at: dict[uuid.UUID, list[Client]] = defaultdict(list)
    if people:
        for place in Position.objects.filter(contact__in=people).select_related("client"):
            found.places[place.contact_id][place.client_id] = place.left_on is None
            if place.left_on is None and place.client.archived_at is None:
                at[place.contact_id].append(place.client)
    found.homes = {contact_id: rows[0] for contact_id, rows in at.items() if len(rows) == 1}
    return found


def _clients(wanted: Collection[Reference]) -> Found:
    if not wanted:
        return {}
    asked = Q(pk__in=_ids(wanted)) | Q(external_id__in=_of(wanted, "external_id")) | Q(domain__in=_of(wanted, "domain"))
    rows = list(Client.objects.filter(asked).select_related("merged_into").order_by("sort_name", "id"))
    return _found(rows, ("external_id", "domain"))


def _contacts(wanted: Collection[Reference]) -> Found:
    if not wanted:
        return {}
    asked = Q(pk__in=_ids(wanted)) | Q(external_id__in=_of(wanted, "external_id"))
    people = Contact.objects.filter(asked, erased_at=None).select_related("merged_into").order_by("sort_name", "id")
    found = _found(list(people), ("external_id",))
    emails = ContactEmail.objects.filter(address__in=_of(wanted, "email"), contact__erased_at=None)
    for row in emails.select_related("contact__merged_into"):
        found[Reference("email", row.address)] = [row.contact.merged_into or row.contact]
    return found


def _found(rows: Iterable[Any], columns: Collection[str]) -> Found:
    """Return the rows by their ids and by these columns; whoever still has a number or domain goes before what was merged."""
    found: Found = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.merged_into_id is not None):
        now = row.merged_into or row
        found[Reference("id", str(row.pk))] = [now]
        for column in columns:
            fitting = found[Reference(column, value)] if (value := getattr(row, column)) else []
            if row.merged_into_id is None or not fitting:
                fitting.append(now)
    return found


def _of(wanted: Collection[Reference], by: str) -> set[str]:
    return {one.value for one in wanted if one.by == by and one.value}


def _ids(wanted: Collection[Reference]) -> set[uuid.UUID]:
    return {found for value in _of(wanted, "id") if (found := as_id(value))}


# --- Addresses of tools ---


def hooks() -> QuerySet[InboundHook]:
    """Return the addresses that were not revoked, by name, each with its kind and the time and end of its last call."""
    last = HookCall.objects.filter(hook=OuterRef("pk")).order_by("-received_at", "-id")
    rows: QuerySet[InboundHook] = InboundHook.objects.filter(revoked_at=None).annotate(
        last_call_at=Subquery(last.values("received_at")[:1]), last_status=Subquery(last.values("status")[:1])
    )
    return rows.select_related("kind", "organization").order_by("title", "id")


def hook_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these addresses, revoked ones too: for the audit trail."""
    return dict(InboundHook.objects.filter(pk__in=ids).values_list("pk", "title"))


def valid_hook(claim: tokens.Claim) -> InboundHook | None:
    """Return the address that the claim names, if it was not revoked and its organization is active."""
    rows = InboundHook.objects.filter(pk=claim.row_id, revoked_at=None, organization__is_active=True)
    hook: InboundHook | None = rows.select_related("kind", "organization").first()
    if hook is None or not hmac.compare_digest(bytes(hook.token_digest or b""), claim.digest):
        return None
    return hook


def samples(*, hook: InboundHook) -> QuerySet[HookSample]:
    """Return the bodies that were captured, the newest first."""
    return HookSample.objects.filter(hook=hook).order_by("-received_at", "-id")


def last_calls(*, hook: InboundHook) -> QuerySet[HookCall]:
    """Return the calls of the last days, the newest first, as many as a page shows."""
    return HookCall.objects.filter(hook=hook).order_by("-received_at", "-id")[:SHOWN_CALLS]
