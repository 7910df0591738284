"""How the demo's clients are thought of: birthdays with consent, rules on gifts, a promise, a hard moment, what was done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.audit import actions as audit
from accounts.clients import actions as registry
from accounts.clients import queries as clients
from accounts.clients.models import Client, Contact
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from journeys.care import actions
from journeys.care.models import ClientCare, Form, Gesture, Gifts, Kind, PersonCare


@dataclass(frozen=True, slots=True)
class Birthday:
    """Who has a birthday in so many days; a negative number has passed, and a card was sent then."""

    name: str
    days: int
    source: str


BIRTHDAYS = {
    "pivnich-soft": (
        Birthday("Олена Рибчук", 6, "Сказала на запуску лінії"),
        Birthday("Anke Vogt", 4, "Told us over lunch, likes to be greeted"),
        Birthday("Віктор Коломієць", -20, "Запросив на свято"),
    ),
    "harbor-instruments": (Birthday("Ingrid Dahl", 5, "Said so at the renewal talk"),),
}
GIFTS = {
    "pivnich-soft": (
        ("Nordwerk GmbH", Gifts.LIMITED, Decimal(25), "Verhaltenskodex, S. 4"),
        ("Dockside Retail", Gifts.FORBIDDEN, None, "Gift register, since the Bribery Act"),
    ),
    "harbor-instruments": (),
}
PROMISED = {
    "pivnich-soft": ("Віктор Коломієць", 12, "Книжка про ґрунти, про яку ми говорили"),
    "harbor-instruments": None,
}
HARD = {"pivnich-soft": ("Галина Сич", "Просить поки писати, а не дзвонити"), "harbor-instruments": None}


def load(slug: str, *, by: Employee, now: datetime) -> None:
    """Note wishes and rules, plan what was promised, and draft what comes up, as every day does."""
    for one in BIRTHDAYS[slug]:
        _note_birthday(one, by=by, now=now)
    for name, gifts, limit, note in GIFTS[slug]:
        care = ClientCare(client=Client.objects.get(name=name), gifts=gifts, gift_limit=limit, note=note)
        actions.save_client_care(care=care, by=by, now=now - timedelta(days=60), before=None)
    if promised := PROMISED[slug]:
        name, days, title = promised
        _propose(name, now + timedelta(days=days), title=title, kind=Kind.PROMISED, by=by, now=now - timedelta(days=15))
    if hard := HARD[slug]:
        name, note = hard
        person, client = _who(name)
        actions.flag_hard_moment(
            client=client, contact=person, note=note, since=client.local_date(now - timedelta(days=3)), by=by, now=now
        )
    actions.plan_clients(list(clients.clients().values_list("pk", flat=True)), now=now)


def _note_birthday(one: Birthday, *, by: Employee, now: datetime) -> None:
    person, client = _who(one.name)
    day = client.local_date(now + timedelta(days=one.days))
    before = audit.snapshot(person)
    person.birth_day, person.birth_month, person.birthday_source = day.day, day.month, one.source
    addresses = list(clients.addresses(contact_id=person.pk).values_list("address", flat=True))
    noted = now - timedelta(days=90)
    registry.save_person(contact=person, addresses=addresses, by=by, now=noted, before=before)
    wishes = PersonCare(contact=person, greets_birthday=True, consent_source=one.source)
    actions.save_person_care(care=wishes, by=by, now=noted, before=None)
    if one.days < 0:
        at = now + timedelta(days=one.days)
        _propose(one.name, at, title="", kind=Kind.BIRTHDAY, by=by, now=at, is_done=True)


def _propose(
    name: str, on: datetime, *, title: str, kind: Kind, by: Employee, now: datetime, is_done: bool = False
) -> None:
    person, client = _who(name)
    gesture = Gesture(
        client=client, contact=person, kind=kind, on=client.local_date(on), form=Form.CARD, title=title,
        language=person.language, owner=client.manager or by,
    )  # fmt: skip
    actions.propose(gesture=gesture, by=client.manager or by, now=now, is_done=is_done, origin=Origin.DEMO)


def _who(name: str) -> tuple[Contact, Client]:
    person = Contact.objects.get(name=name)
    return person, Client.objects.select_related("manager").get(positions__contact=person)
