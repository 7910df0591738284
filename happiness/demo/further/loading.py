"""Writing the other clients of a demo down as imports do: a few statements for all of them, each at its own time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.clients import actions as registry
from accounts.clients.enums import Stage
from accounts.clients.models import Client
from accounts.events.models import Origin
from accounts.exchange.drafts import digest
from accounts.exchange.registry import Setting, Source, importer_of
from accounts.organizations.models import Employee, Touchpoint
from feedback.interactions import actions as talks
from feedback.interactions.actions import PastTalk
from feedback.interactions.models import Channel
from feedback.responses import actions as responses
from feedback.surveys.models import SurveyVersion
from happiness.demo import listening
from happiness.demo.clients import Talk
from happiness.demo.further.making import Told
from happiness.demo.listening import House
from happiness.demo.path import LONG, ON, PRE, RE
from happiness.demo.surveys import RELATION, SURVEYS
from journeys.stages import actions as stages
from journeys.stages.actions import PastStay

WAVE = 60  # days: lists of new clients were imported every two months
DAY = timedelta(days=1)
Row = Mapping[str, str]
# What a talk was about, by where the client stood, when nothing else is said; the second is for calls and messages.
PLACES = {
    "harbor-instruments": {
        PRE: ("Contract talk",) * 2,
        ON: ("Delivery", "Kick-off"),
        LONG: ("Monthly report", "Service call"),
        RE: ("Contract talk",) * 2,
    },
    "pivnich-soft": {
        PRE: ("Перша зустріч",) * 2,
        ON: ("Запуск", "Демонстрація результату"),
        LONG: ("Квартальна розмова", "Звернення до підтримки"),
        RE: ("Перша зустріч",) * 2,
    },
}  # fmt: skip


def load(slug: str, others: Sequence[Told], *, by: Employee, now: datetime) -> None:
    """Write the clients, their people, stays, contracts, how those went on, and what was talked about."""
    waves: dict[int, list[Told]] = {}
    for one in others:
        came = max(days for _stage, days in one.client.stages)
        waves.setdefault(-(-came // WAVE) * WAVE, []).append(one)
    for days, some in sorted(waves.items(), reverse=True):
        _run("clients", [row for one in some for row in _people(one)], by=by, now=now - timedelta(days=days))
    house = House(slug, [one.client for one in others])
    stays = [
        PastStay(client_id=house.clients[one.client.domain].pk, stage=stage, entered_at=now - timedelta(days=days))
        for one in others
        for stage, days in one.client.stages
    ]
    stages.record_past(stays, by=by, now=now, origin=Origin.DEMO)
    _run("contracts", [row for one in others for row in _contracts(one, now=now)], by=by, now=now)
    _run("outcomes", [row for one in others for row in _outcomes(one, now=now)], by=by, now=now)
    for one in others:
        if one.fate.left:
            at = now - timedelta(days=one.fate.left - 1)
            registry.archive_client(client=house.clients[one.client.domain], by=by, now=at)
    _talk(slug, others, house, by=by, now=now)


def answer(slug: str, others: Sequence[Told], *, by: Employee, now: datetime) -> None:
    """Write what their people have answered, as an import of past answers does."""
    house = House(slug, [one.client for one in others])
    name = next(one.name for one in SURVEYS[slug] if one.key == RELATION)
    published = SurveyVersion.objects.filter(survey__name=name).order_by("number")
    # A day less: what was answered on the morning of that day was still the former version.
    versions = [((now - one.published_at).days - 1, one) for one in published if one.published_at]
    hours = _Hours(now, f"{slug} answers")
    rows = [
        listening.past(answer, voice, versions, house, now=hours.moment())
        for one in others
        for voice in one.voices
        for answer in voice.answers
    ]
    responses.record_past(rows, by=by, now=now, origin=Origin.DEMO)


class _Hours:
    """Moments of a working day, so that not everything happens at the minute of the loading."""

    def __init__(self, now: datetime, seed: str) -> None:
        self.now, self.dice = now, Random(seed)  # noqa: S311 no secret  # nosec B311

    def moment(self) -> datetime:
        """Return some working hour of today, or of yesterday where that is still to come."""
        at = self.now.replace(hour=self.dice.randrange(7, 15), minute=self.dice.randrange(60))
        return at if at <= self.now else at - DAY


def _run(what: str, rows: Iterable[Row], *, by: Employee, now: datetime) -> None:
    """Import the rows; a row that cannot be imported is an error in the story."""
    sources = [Source(number, row) for number, row in enumerate(rows, start=1)]
    plans = importer_of(what).run(sources, Setting(by=by, now=now, title="demo"))
    if faults := [fault for plan in plans for fault in plan.faults]:
        raise ValueError(f"{what}: {faults}")


def _people(told: Told) -> Iterable[Row]:
    one = told.client
    client = {
        "client.name": one.name, "client.domain": one.domain, "client.segment": one.segment, "client.country": one.country,
        "client.language": one.language, "client.time_zone": one.time_zone, "client.manager": one.manager,
    }  # fmt: skip
    for person in one.people:
        yield client | {
            "person.name": person.name, "person.emails": f"{person.mailbox}@{one.domain}",
            "person.job_title": person.job_title, "person.roles": ", ".join(person.roles),
            "person.salutation": person.salutation, "person.language": one.language, "person.country": one.country,
            "person.time_zone": one.time_zone,
        }  # fmt: skip


def _contracts(told: Told, *, now: datetime) -> Iterable[Row]:
    """Return the contract, and where it grew the one that follows."""
    if not told.client.deal:
        return
    title, amount, due = told.client.deal
    since = told.signed
    grew = next((end for end in told.client.ends if end.to), None)
    row = {"client.domain": told.client.domain, "contract.title": title, "contract.period": "year"}
    ends = {"contract.ends_on": _day(now, told.fate.left)} if told.fate.left else {}
    renewal = {} if told.fate.left else {"contract.renewal_on": _day(now, -due)}
    before = {"contract.ends_on": _day(now, grew.days_ago)} if grew else {**ends, **renewal}
    yield row | {"contract.amount": f"{amount} EUR", "contract.starts_on": _day(now, since)} | before
    if grew:
        yield row | {"contract.amount": f"{grew.to} EUR", "contract.starts_on": _day(now, grew.days_ago - 1)} | renewal


def _outcomes(told: Told, *, now: datetime) -> Iterable[Row]:
    for end in told.client.ends:
        row = {"client.domain": told.client.domain, "outcome.kind": end.kind, "outcome.day": _day(now, end.days_ago)}
        yield row | {f"outcome.{key}": text for key, text in (("reason", end.reason), ("text", end.text)) if text}


def _day(now: datetime, ago: int) -> str:
    return (now - timedelta(days=ago)).date().isoformat()


def _talk(slug: str, others: Sequence[Told], house: House, *, by: Employee, now: datetime) -> None:
    places = {one.name: one for one in Touchpoint.objects.select_related("department")}
    hours = _Hours(now, f"{slug} talks")
    rows = [
        _past(
            talk, one, house.clients[one.client.domain], house, at=hours.moment() - timedelta(days=talk.days_ago), by=by
        )
        | {"touchpoint": places.get(_place(slug, talk, one, house))}
        for one in others
        for talk in one.client.talks
    ]
    talks.record_past([PastTalk(**row) for row in rows], by=by, now=now, origin=Origin.DEMO)


def _past(talk: Talk, told: Told, client: Client, house: House, *, at: datetime, by: Employee) -> dict[str, Any]:
    domain = told.client.domain
    return {
        "key": digest("demo", domain, str(talk.days_ago)),
        "client_id": client.pk,
        "channel": talk.channel,
        "happened_at": at,
        "people": {house.contact(domain, who).pk: list(told.client.people[who].roles) for who in talk.who},
        "by": client.manager or by,
        "mood": talk.mood,
        "quote": talk.quote,
        "notes": talk.notes,
        "stage": house.stage(domain, talk.days_ago),
    }


def _place(slug: str, talk: Talk, told: Told, house: House) -> str:
    """Return the touchpoint of the client's trouble while it lasted, else what such talks are usually about."""
    trouble, worst = told.fate.trouble, told.fate.worst
    if trouble and worst - 20 <= talk.days_ago <= worst + 70:
        return trouble.place
    usual = PLACES[slug][Stage(house.stage(told.client.domain, talk.days_ago) or LONG)]
    return usual[talk.channel in {Channel.CALL, Channel.MESSENGER}]
