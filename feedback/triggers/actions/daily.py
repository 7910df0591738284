"""Rules that wait for a day: every so often, and before a date of the client. A day that is looked at twice acts once."""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from accounts import clock
from accounts.clients.models import ClientFacts, ClientState
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.worktime import NOWHERE, Place
from feedback.invitations import queries as invitations
from feedback.invitations.fatigue import ASKS
from feedback.triggers import cadence, queries
from feedback.triggers.actions.firing import fire
from feedback.triggers.models import TriggerRule
from feedback.triggers.rules import Happening, Rule

CALENDAR = "rule_days"  # the queue: one job of an organization a day
CATCH_UP = timedelta(days=7)  # a day that nobody looked at is still acted upon for so long
BATCH = 200  # clients
LastAsked = Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, date]]
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


def asked_by_letter(people: Collection[uuid.UUID]) -> dict[uuid.UUID, date]:
    """Return on which day each of these people was asked last; who never was is not in it."""
    found = {}
    for person, touched in invitations.touches(people).items():
        moments = [one.at for one in touched if one.touch in ASKS]
        if moments:
            found[person] = NOWHERE.today(max(moments))
    return found


def occurrences(
    row: TriggerRule, rule: Rule, *, today: date, now: datetime, last_asked: LastAsked = asked_by_letter
) -> Iterator[Happening]:
    """Return what is due today, or was within the last week, whether it was acted upon or not."""
    clients = ClientFacts.objects.filter(state=ClientState.CURRENT).order_by("client")
    if rule.when.before:
        last = today + timedelta(days=rule.when.days)
        due = clients.filter(renewal_on__range=(last - CATCH_UP, last))
        for client, day in due.values_list("client", "renewal_on").iterator():
            key = f"{rule.when.before}:{client}:{day.isoformat()}"
            yield Happening(key=key, kind=BEFORE, client_id=client, at=now, payload={"day": day.isoformat()})
        return
    since = NOWHERE.today(row.active_since or now)
    period = cadence.period_of(today, since=since, every_days=rule.when.every_days)
    last_key, ids = uuid.UUID(int=0), list[uuid.UUID]()
    while ids := list(clients.filter(client__gt=last_key).values_list("client", flat=True)[:BATCH]):
        last_key = ids[-1]
        for person, client in _due_people(rule, ids, since=since, today=today, now=now, last_asked=last_asked):
            key = f"every:{rule.when.every_days}:{person}:{client}:{since.isoformat()}:{period}"
            yield Happening(key=key, kind=CADENCE, client_id=client, contact_id=person, at=now)


def _due_people(
    rule: Rule, client_ids: Sequence[uuid.UUID], *, since: date, today: date, now: datetime, last_asked: LastAsked
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return whose slot has come: people of these clients in the rule's roles, each with their client."""
    empty = [Happening(key="", kind=CADENCE, client_id=client, at=now) for client in client_ids]
    standing = {
        (one.contact_id, happening.client_id)
        for happening, people in zip(
            empty, queries.people_of(empty, with_heard=False, named=rule.whom.contacts), strict=True
        )
        for one in people
        if (one.contact_id in rule.whom.contacts if rule.whom.contacts else one.role in rule.whom.roles)
    }
    people = sorted({person for person, _client in standing})
    due = cadence.slots(people, last_asked=last_asked(people), since=since, every_days=rule.when.every_days)
    return sorted((person, client) for person, client in standing if due[person] <= today)


def _batches(happenings: Iterator[Happening]) -> Iterator[list[Happening]]:
    while batch := list(islice(happenings, BATCH)):
        yield batch
