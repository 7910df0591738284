"""Rules that wait for a day: every so often, and before a date of the client. A day that is looked at twice acts once."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from accounts import clock
from accounts.clients.models import ClientFacts, ClientState
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.worktime import Place
from feedback.invitations import queries as invitations
from feedback.triggers import cadence, queries
from feedback.triggers.actions.firing import fire
from feedback.triggers.models import TriggerRule
from feedback.triggers.rules import Happening, Rule

CALENDAR = "rule_days"  # the queue: one job of an organization a day
CATCH_UP = timedelta(days=7)  # a day that nobody looked at is still acted upon for so long
BATCH = 200  # clients
CADENCE, BEFORE = "calendar.cadence", "calendar.before"


def request_days(*, now: datetime) -> None:
    """Let every active organization look at its calendar rules: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=CALENDAR, subject_id=organization_id, now=now)


def look_at_day(_subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Let the calendar rules of the organization act upon its today. The ledger of work calls this."""
    own = now + clock.offset()
    zone = Organization.objects.values_list("time_zone", flat=True).get(pk=current_organization_id())
    today = Place(zone).today(own)
    for row, rule in queries.calendar_rules():
        for batch in _batches(occurrences(row, rule, today=today, now=own)):
            fire(row, rule, batch)


def occurrences(row: TriggerRule, rule: Rule, *, today: date, now: datetime) -> Iterator[Happening]:
    """Return what is due today, or was within the last week, whether it was acted upon or not."""
    clients = ClientFacts.objects.filter(state=ClientState.CURRENT).order_by("client")
    if rule.when.before:
        last = today + timedelta(days=rule.when.days)
        due = clients.filter(renewal_on__range=(last - CATCH_UP, last))
        for client, day in due.values_list("client", "renewal_on").iterator():
            key = f"{rule.when.before}:{client}:{day.isoformat()}"
            yield Happening(key=key, kind=BEFORE, client_id=client, at=now, payload={"day": day.isoformat()})
        return
    since = Place().today(row.active_since or now)
    period = cadence.period_of(today, since=since, every_days=rule.when.every_days)
    last_key, ids = uuid.UUID(int=0), list[uuid.UUID]()
    while ids := list(clients.filter(client__gt=last_key).values_list("client", flat=True)[:BATCH]):
        last_key = ids[-1]
        yield from _due_people(rule, ids, since=since, today=today, period=period, now=now)


def _due_people(
    rule: Rule, client_ids: Sequence[uuid.UUID], *, since: date, today: date, period: int, now: datetime
) -> Iterator[Happening]:
    """Return one happening for each person of these clients whose slot has come."""
    empty = [Happening(key="", kind=CADENCE, client_id=client, at=now) for client in client_ids]
    standing = {
        (one.contact_id, happening.client_id)
        for happening, people in zip(empty, queries.people_of(empty, with_heard=False), strict=True)
        for one in people
        if one.role in rule.whom.roles
    }
    asked = defaultdict(list)
    for person, touched in invitations.touches({person for person, _client in standing}).items():
        asked[person] = [one.at for one in touched if one.touch != invitations.Touch.REMINDER]
    zones = queries.places_of(standing)
    due = cadence.slots(
        [person for person, _client in sorted(standing)],
        last_asked={person: Place().today(max(moments)) for person, moments in asked.items() if moments},
        since=since,
        every_days=rule.when.every_days,
    )
    for person, client in sorted(standing):
        if (person, client) in zones and due[person] <= today:
            key = f"every:{rule.when.every_days}:{person}:{client}:{since.isoformat()}:{period}"
            yield Happening(key=key, kind=CADENCE, client_id=client, contact_id=person, at=now)


def _batches(happenings: Iterator[Happening]) -> Iterator[list[Happening]]:
    while batch := list(islice(happenings, BATCH)):
        yield batch
