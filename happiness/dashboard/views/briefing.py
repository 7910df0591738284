"""Before you call: one page about a client, or about one person there, to be read in a minute or printed."""

import uuid
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients import queries, story
from accounts.clients.models import Client, Contact, Position
from accounts.events import queries as events
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.parts import attempt
from feedback.happiness_index import queries as indices
from feedback.interactions import queries as talks
from happiness.dashboard.views.mood import glance
from journeys.care import queries as care
from journeys.care import words
from journeys.care.models import Kind
from journeys.care.queries import Occasion, Scope
from journeys.cases import queries as cases
from journeys.cases.models import Case, Sort

TEMPLATE = "happiness/dashboard/briefing.html"
MOST_CASES, MOST_MISTAKES = 5, 3
QUOTES, LOOKED_AT = 3, 60  # last words, and events among which they are looked for
AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Next:
    """What is congratulated on next, and what speaks against it at present ("" for nothing)."""

    occasion: Occasion
    why_not: str


@in_organization(Right.SEE_CLIENTS)
@require_safe
def of_client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """What to know before talking to somebody at the client."""
    client = get_object_or_404(queries.clients().select_related("manager", "segment"), pk=client_id)
    return _page(request, client, position=None)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def of_person(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """What to know before talking to this person, at the client where they work now; without one, their page says all."""
    contact = get_object_or_404(queries.contacts(), pk=contact_id)
    places = queries.positions_of(contact_id=contact.pk)
    wanted = request.GET.get("client", "")
    here = [one for one in places if not one.left_on and not one.client.archived_at]
    position = next((one for one in here if str(one.client_id) == wanted), here[0] if here else None)
    if position is None:
        return redirect("contact", slug=request.seat.slug, contact_id=contact.pk)
    position.contact = contact
    return _page(request, position.client, position=position)


def _page(request: OrganizationRequest, client: Client, *, position: Position | None) -> HttpResponse:
    now = clock.now()
    contact = position.contact if position else None
    people: list[Any] = list(queries.positions(client_id=client.pk))
    moods = indices.of_people(client.pk, now=now)
    for one in people:
        one.mood = moods.get(one.contact_id)
    country = (contact.country if contact else "") or client.country
    context = {
        "client": client,
        "contact": contact,
        "position": next((one for one in people if contact and one.contact_id == contact.pk), None),
        "people": [one for one in people if not contact or one.contact_id != contact.pk],
        "wishes": care.care_of_person(contact.pk) if contact else None,
        "moments": [
            one for one in care.hard_moments(client_ids=[client.pk])
            if one.contact_id is None or contact is None or one.contact_id == contact.pk
        ],
        "there": _local(contact.time_zone if contact else client.time_zone, now),
        "facts": queries.facts(client_id=client.pk),
        "glance": attempt(lambda: glance(request, client, now=now), part="briefing mood"),
        "quotes": attempt(lambda: _last_words(request, client, contact, now), part="briefing words"),
        "next": _next(client, contact, now),
        "card": queries.culture_card(country),
        "cases": _open_cases(request, client),
        "mistakes": _mistakes(request, country),
        "today": client.local_date(now),
        **_owed(request, client, contact),
    }  # fmt: skip
    return render(request, TEMPLATE, context)


def _local(zone: str, now: datetime) -> datetime:
    return now.astimezone(zoneinfo.ZoneInfo(zone))


def _owed(request: OrganizationRequest, client: Client, contact: Contact | None) -> dict[str, Any]:
    """Return what was promised to the client and what it needs, as far as the reader may know; to the person first."""
    reader: Any = {"role": request.seat.role, "employee_id": request.employee.pk}
    promises = list(talks.still_open(talks.promises_of_reader(**reader)).filter(client=client))
    needs = list(talks.still_open(talks.needs_of_reader(**reader)).filter(client=client))
    own = contact.pk if contact else None
    return {
        "promises": sorted(promises, key=lambda row: row.contact_id != own) if own else promises,
        "needs": sorted(needs, key=lambda row: row.contact_id != own) if own else needs,
    }


def _open_cases(request: OrganizationRequest, client: Client) -> list[tuple[Case, str]]:
    """Return the open cases of the client that the reader may know of, with what they are called."""
    rows = cases.cases(role=request.seat.role, employee_id=request.employee.pk)
    found = cases.of_client(rows, client_id=client.pk).filter(closed_at=None, sort=Sort.COMPLAINT)
    return [(row, cases.heading(row)) for row in found.order_by("opened_at", "id")[:MOST_CASES]]


def _mistakes(request: OrganizationRequest, country: str) -> list[tuple[str, int]]:
    """Return what went wrong most often with clients of the country, from own cases that the reader may know of."""
    if not country:
        return []
    rows = cases.cases(role=request.seat.role, employee_id=request.employee.pk)
    named = rows.filter(client__country=country, sort=Sort.COMPLAINT, cause__isnull=False).order_by()
    counted = named.values("cause__name").annotate(number=Count("pk")).order_by("-number", "cause__name")
    return [(row["cause__name"], row["number"]) for row in counted[:MOST_MISTAKES]]


def _last_words(
    request: OrganizationRequest, client: Client, contact: Contact | None, now: datetime
) -> Sequence[dict[str, Any]]:
    """Return the last things that were said, in the words of whoever said them, as far as the reader may know."""
    rows = events.timeline(client_id=client.pk)
    rows = rows.filter(contact_id=contact.pk) if contact else rows
    latest = list(rows.order_by("-happened_at", "-id")[:LOOKED_AT])
    return [one for one in story.items(request, latest, now=now) if one["quote"]][:QUOTES]


def _next(client: Client, contact: Contact | None, now: datetime) -> Next | None:
    """Return the next occasion of the person, or of the client as a whole."""
    today = client.local_date(now)
    if contact:
        found = care.next_of_person(contact, today=today)
    else:
        kinds = (Kind.TOGETHER, Kind.CONTRACT, Kind.PROMISED)
        found = care.occasions(first=today, last=today + AHEAD, scope=Scope(client_ids=[client.pk]), kinds=kinds)
    if not found:
        return None
    standing = care.standing(client_ids=[client.pk], rules=care.rules())
    one = found[0]
    code = standing.why_not(kind=one.kind, client_id=client.pk, contact_id=contact.pk if contact else None)
    return Next(one, words.reason(code))
