"""Taking what other systems tell: each event is checked by itself, and those that are good are recorded together."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction

from accounts.clients.models import Client, Contact
from accounts.events import actions as events
from accounts.events import queries as event_queries
from accounts.events.models import Origin
from accounts.events.payload import BadPayload, FieldType, clean
from accounts.inbound import faults, queries
from accounts.inbound.told import Answer, Fault, Reference, Status, Told
from accounts.organizations.models import Employee
from accounts.web.forms import EARLIEST

MOST_AT_ONCE = 1000
CLOCK_SKEW = timedelta(minutes=15)  # how far another system's clock may be ahead


@transaction.atomic
def take(tolds: Sequence[Told], *, by: Employee | None, now: datetime) -> list[Answer]:
    """Record the events that are good, refuse the others, and return what became of each, in their order.

    A constant number of queries, however many there are. The same key of a kind is one event for ever.
    """
    checked = _Check(tolds, by=by, now=now)
    return checked.answers(events.publish_each(checked.facts, now=now), is_done=True)


def rehearse(
    tolds: Sequence[Told], *, by: Employee | None, now: datetime, language: str
) -> tuple[list[Answer], list[str]]:
    """Return what would become of each, and in sentences what would follow. Nothing is written."""
    checked = _Check(tolds, by=by, now=now)
    published, sentences = events.rehearse(checked.facts, now=now, language=language)
    return checked.answers(published, is_done=False), sentences


class _Check:
    """A batch held against the organization's kinds, clients and people: `facts` are what can be published of it."""

    def __init__(self, tolds: Sequence[Told], *, by: Employee | None, now: datetime) -> None:
        self.by, self.now = by, now
        kinds = event_queries.custom_kinds().filter(name__in={one.kind for one in tolds})
        self.fields = {
            kind.name: {name: FieldType(field_type) for name, field_type in kind.fields.items()} for kind in kinds
        }
        self.directory = queries.directory(
            clients={one.client for one in tolds if one.client}, contacts={one.contact for one in tolds if one.contact}
        )
        self.verdicts = [self._look_at(told) for told in tolds]
        self.facts = [one for one in self.verdicts if isinstance(one, events.Fact)]

    def answers(self, published: Sequence[events.Published], *, is_done: bool) -> list[Answer]:
        """Return the answer to each event that was told; of what does not stay nobody gets an id."""
        passing = set() if is_done else {one.event.pk for one in published if one.is_new}
        left, answers = iter(published), []
        for verdict in self.verdicts:
            if isinstance(verdict, events.Fact):
                one = next(left)
                event_id = None if one.event.pk in passing else one.event.pk
                answers.append(Answer(Status.CREATED if one.is_new else Status.DUPLICATE, event_id))
            else:
                answers.append(Answer(Status.REFUSED, faults=tuple(verdict)))
        return answers

    def _look_at(self, told: Told) -> events.Fact | list[Fault]:
        """Return the fact, or everything that is wrong with it at once."""
        wrong: list[Fault] = []
        payload = self._payload(told, wrong)
        happened_at = self._moment(told, wrong)
        contact = self._contact(told.contact, wrong)
        client = self._client(told.client, contact, wrong)
        if wrong:
            return wrong
        return events.Fact(
            kind=told.kind,
            happened_at=happened_at,
            payload=payload,
            client_id=client.pk if client else None,
            contact_id=contact.pk if contact else None,
            actor_id=self.by.pk if self.by else None,
            origin=Origin.HISTORY if told.is_history else Origin.LIVE,
            dedupe_key=events.own_key(kind=told.kind, key=told.key) if told.key else "",
        )

    def _payload(self, told: Told, wrong: list[Fault]) -> Mapping[str, Any]:
        if told.kind not in self.fields:
            wrong.append(Fault("kind", "unknown_kind"))
            return {}
        try:
            return clean(told.payload, self.fields[told.kind])
        except BadPayload as bad:
            wrong += faults.of_payload(bad.faults)
            return {}

    def _moment(self, told: Told, wrong: list[Fault]) -> datetime:
        """Return when it happened; a clock that is a little ahead is taken for ours."""
        at = told.happened_at or self.now
        if at > self.now + CLOCK_SKEW:
            wrong.append(Fault("happened_at", "to_come"))
        elif at < datetime.combine(EARLIEST, time(), UTC):
            wrong.append(Fault("happened_at", "before_all"))
        elif not told.is_history and at < self.now - timedelta(days=faults.LIVE_DAYS):
            wrong.append(Fault("happened_at", "too_old", str(faults.LIVE_DAYS)))
        return min(at, self.now)

    def _contact(self, named: Reference | None, wrong: list[Fault]) -> Contact | None:
        if named is None:
            return None
        found = self.directory.contacts.get(named, [])
        if len(found) != 1:
            wrong.append(_not_one("contact", found))
            return None
        contact: Contact = found[0]
        return contact

    def _client(self, named: Reference | None, contact: Contact | None, wrong: list[Fault]) -> Client | None:
        """Return the client that is named, or the only one at which the person works."""
        if named is None:
            return self.directory.homes.get(contact.pk) if contact else None
        found = self.directory.clients.get(named, [])
        if len(found) != 1:
            wrong.append(_not_one("client", found))
            return None
        client: Client = found[0]
        if client.archived_at:
            wrong.append(Fault("client", "archived_client", faults.shown(client.name)))
        if contact and client.pk not in self.directory.places[contact.pk]:
            wrong.append(Fault("contact", "elsewhere"))
        return client


def _not_one(field: str, found: Sequence[Any]) -> Fault:
    if not found:
        return Fault(field, f"unknown_{field}")
    # Reasons are kept: they name clients, and never people.
    names = [faults.shown(one.name) for one in found[:3]] if field == "client" else []
    return Fault(field, f"ambiguous_{field}", ", ".join(names))
