"""Whom the demo organizations will ask, whom not and why: calm limits, planned questions, a hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.clients.enums import BuyerRole
from accounts.organizations.models import Employee
from feedback.invitations import actions
from feedback.invitations.actions import Wanted
from feedback.invitations.models import CalmRule, Source
from feedback.surveys.models import Survey
from happiness.demo.answers import AGROLAN, DOCKSIDE, FJORD, NORDWERK, POLIMER, STEPLOG
from happiness.demo.listening import House
from happiness.demo.surveys import ACT, RELATION, SURVEYS


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody who is wanted to be asked in so many days; `stopped` says why they are not after all."""

    client: str
    who: int
    survey: str
    in_days: int
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Nobody of a client is asked for so many days."""

    client: str
    note: str
    days: int


PLANNED = {
    "pivnich-soft": (
        Planned(NORDWERK, 0, ACT, 2),
        Planned(NORDWERK, 1, ACT, 4),
        Planned(AGROLAN, 1, ACT, 6),
        Planned(AGROLAN, 0, RELATION, 9),
        Planned(DOCKSIDE, 0, ACT, 12),
        Planned(POLIMER, 0, ACT, 3),  # asked yesterday: it waits
        Planned(DOCKSIDE, 1, RELATION, 1),  # asked the day before yesterday: it would come too late
        Planned(STEPLOG, 0, RELATION, 5),  # held
        Planned(POLIMER, 1, RELATION, 3, "Тарас чекає на акт: спершу закриваємо це, потім запитуємо."),
    ),
    "harbor-instruments": (Planned(FJORD, 0, RELATION, 3), Planned(FJORD, 1, RELATION, 8)),
}
HELD = {
    "pivnich-soft": (Held(STEPLOG, "Авария на складе: до её разбора ни о чём не спрашиваем.", 10),),
    "harbor-instruments": (),
}


def load(slug: str, *, by: Employee, now: datetime) -> None:
    """Set calm limits for everybody and for those who decide about money, hold a client, and plan questions."""
    for rule in (CalmRule(reminders=2), CalmRule(role=BuyerRole.ECONOMIC, gap_days=45, relation_gap_days=120)):
        actions.save_calm(rule=rule, by=by, now=now, before=None)
    house = House(slug)
    surveys = {one.key: Survey.objects.get(name=one.name) for one in SURVEYS[slug]}
    for held in HELD[slug]:
        client = house.clients[held.client]
        until = now + timedelta(days=held.days)
        actions.hold(
            client=client, cause=actions.cause_of(client), by=client.manager, note=held.note, until=until, now=now
        )
    asks = actions.plan([_wanted(one, house, surveys[one.survey], now=now) for one in PLANNED[slug]], now=now)
    for one, ask in zip(PLANNED[slug], asks, strict=True):
        if one.stopped:
            actions.stop([ask], by=by, note=one.stopped, now=now)


def _wanted(one: Planned, house: House, survey: Survey, *, now: datetime) -> Wanted:
    client = house.clients[one.client]
    return Wanted(
        contact_id=house.contact(one.client, one.who).pk,
        client_id=client.pk,
        survey_id=survey.pk,
        role=house.role(one.client, one.who),
        occurrence=f"demo:{one.survey}:{one.in_days}",
        source=Source.HAND,
        wanted_at=now + timedelta(days=one.in_days),
        asked_by_id=client.manager_id,
    )
