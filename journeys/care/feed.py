"""Occasions as iCalendar (RFC 5545): whole days, without a clock and so without a zone; the same occasion keeps its UID."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from journeys.care.queries import Occasion

PRODUCT = "-//happiness//care//EN"


def document(rows: Collection[Occasion], *, name: str, organization_id: str, now: datetime) -> bytes:
    """Return the occasions as a calendar: in UTF-8, its lines folded at 75 bytes."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    found.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    for one in rows:
        found.add_component(_event(one, organization_id, now))
    return bytes(found.to_ical())


def _event(one: Occasion, organization_id: str, now: datetime) -> Event:
    told = "|".join(str(part) for part in (organization_id, *one.identity, one.country))
    event = Event()
    event.add("uid", f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@happiness")
    event.add("dtstamp", now)
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", f"{one.title} ({one.client})" if one.contact else one.title)
    event.add("transp", "TRANSPARENT")  # nobody is busy because of a birthday
    return event
