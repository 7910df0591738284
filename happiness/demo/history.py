"""Writing the demo's clients and talks by the actions that pages use, each at its own time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from operator import itemgetter

from accounts.clients import actions as registry
from accounts.clients.enums import Stage
from accounts.clients.models import Client, ClientFacts, Contact, Position, Segment
from accounts.contracts import actions as contracts
from accounts.contracts.actions import NextTerms
from accounts.contracts.models import Contract, Outcome, Period
from accounts.contracts.queries import running_contracts
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from feedback.interactions import actions as talks
from feedback.interactions.models import Interaction
from happiness.demo import clients as data
from happiness.demo import path
from journeys.stages import actions as stages

BEFORE_THE_FIRST = timedelta(days=1)  # people are known a day before anything is said with them


def load(clients: Sequence[data.Client], *, by: Employee, now: datetime) -> None:
    """Write these clients into the organization of the scope, with their people, stages and talks."""
    employees = {employee.email: employee for employee in Employee.objects.all()}
    segments: dict[str, Segment] = {}
    for one in clients:
        since = now - timedelta(days=max(days for _, days in one.stages)) - BEFORE_THE_FIRST
        if one.segment not in segments:
            segments[one.segment] = Segment(name=one.segment, owner=employees.get(one.manager), created_at=since)
            registry.save_segment(segment=segments[one.segment], by=by, now=since, before=None)
        manager = employees.get(one.manager)
        client = Client(name=one.name, domain=one.domain, segment=segments[one.segment], country=one.country)
        client.language, client.time_zone, client.manager = one.language, one.time_zone, manager
        registry.register_client(client=client, tags=one.tags, by=by, now=since, origin=Origin.DEMO)
        if one.deal:
            _sign(one, client, by=manager or by, since=since, now=now)
        people = [_person(person, client, one.domain, by=by, now=since) for person in one.people]
        # In the order of time, so that every talk knows where the client stood.
        for days, happened in sorted([*_stages(one), *_talks(one)], key=itemgetter(0), reverse=True):
            at = now - timedelta(days=days)
            if isinstance(happened, Stage):
                stages.enter(client=client, stage=happened, by=manager, now=at, origin=Origin.DEMO)
            else:
                _say(happened, client, people, by=manager or by, now=at)
        if one.is_archived:
            registry.archive_client(client=client, by=by, now=now - timedelta(days=one.ends[-1].days_ago - 1))


def _stages(one: data.Client) -> list[tuple[int, Stage | data.Talk]]:
    return [(days, stage) for stage, days in one.stages]


def _talks(one: data.Client) -> list[tuple[int, Stage | data.Talk]]:
    return [(talk.days_ago, talk) for talk in one.talks]


def _sign(told: data.Client, client: Client, *, by: Employee, since: datetime, now: datetime) -> None:
    """Write the contract down, and how its renewals came out; the last one is due in the future."""
    assert told.deal
    title, amount, days = told.deal
    renewals = [*(-one.days_ago for one in told.ends), days]
    days_of = [client.local_date(now + timedelta(days=one)) for one in renewals]
    contract = Contract(client=client, title=title, amount=Decimal(amount), currency="EUR", period=Period.YEAR)
    contract.starts_on, contract.renewal_on = client.local_date(since), days_of[0]
    contracts.add_contract(contract=contract, by=by, now=now, origin=Origin.DEMO)
    for one, day, next_day in zip(told.ends, days_of, days_of[1:], strict=False):
        running = running_contracts().get(client=client)
        terms = NextTerms(amount=None if one.to is None else Decimal(one.to), renewal_on=next_day)
        outcome = Outcome(client=client, contract=running, kind=one.kind, day=day, reason=one.reason, text=one.text)
        at = now - timedelta(days=one.days_ago)
        contracts.record_outcome(outcome=outcome, by=by, now=at, terms=terms, origin=Origin.DEMO)
    contracts.recount(client_ids=[client.pk], now=now)


def _person(person: data.Contact, client: Client, domain: str, *, by: Employee, now: datetime) -> Position:
    contact = Contact(
        name=person.name,
        language=client.language,
        time_zone=client.time_zone,
        country=client.country,
        salutation=person.salutation,
        talk_card=person.talk_card,
    )
    registry.register_contact(contact=contact, addresses=[f"{person.mailbox}@{domain}"], by=by, now=now)
    position = registry.place(
        contact=contact, client=client, job_title=person.job_title, by=by, now=now, origin=Origin.DEMO
    )
    registry.give_roles(
        position=position, roles=person.roles, by=by, now=now, today=client.local_date(now), origin=Origin.DEMO
    )
    return position


def _say(talk: data.Talk, client: Client, people: Sequence[Position], *, by: Employee, now: datetime) -> None:
    interaction = Interaction(client=client, channel=talk.channel, mood=talk.mood, happened_at=now)
    interaction.notes, interaction.quote = talk.notes, talk.quote
    stage = ClientFacts.objects.values_list("stage", flat=True).get(client=client)
    interaction.touchpoint = path.about(talk, stage)
    interaction.department = interaction.touchpoint.department if interaction.touchpoint else None
    what, days = talk.promise or ("", 0)
    said = talks.Said(
        need=talk.need,
        promise=what,
        promise_owner=by,
        promise_due=client.local_date(now + timedelta(days=days)) if what else None,
    )
    talks.log(
        interaction=interaction,
        people=[people[number].contact for number in talk.who],
        by=by,
        now=now,
        said=said,
        origin=Origin.DEMO,
    )
