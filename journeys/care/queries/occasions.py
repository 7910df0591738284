"""The occasions of a time, read from what is known now: a birthday that was corrected has moved, an erased one is gone."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.clients.models import Contact, Position
from accounts.contracts.models import Contract
from accounts.organizations.models import Employee
from journeys.care import calendar
from journeys.care.models import Form, Gesture, HardMoment, Kind, State
from journeys.care.words import heading

PEOPLE_COLUMNS = (
    "contact", "contact__name", "contact__country", "contact__birth_month", "contact__birth_day",
    "client", "client__name", "client__country", "contact__care__feasts",
)  # fmt: skip


def identity(
    kind: str, key: str, on: date, *, contact_id: uuid.UUID | None, client_id: uuid.UUID | None
) -> tuple[Any, ...]:
    """Return what makes two occasions one: a person's own is theirs at every client, an anniversary is the client's."""
    whose = client_id if kind in {Kind.TOGETHER, Kind.CONTRACT} else contact_id or client_id
    return (whose, kind, key, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A day on which somebody is thought of. `people` counts those of a holiday, which a house's calendar names once."""

    on: date
    kind: str
    key: str = ""
    client_id: uuid.UUID | None = None
    client: str = ""
    contact_id: uuid.UUID | None = None
    contact: str = ""
    country: str = ""
    years: int | None = None
    people: int = 0
    what: str = ""

    @property
    def identity(self) -> tuple[Any, ...]:
        """Return what makes it the same as a gesture's occasion."""
        return identity(self.kind, self.key, self.on, contact_id=self.contact_id, client_id=self.client_id)

    @property
    def title(self) -> str:
        """Return it in one line with whose it is, in the language of the page."""
        return self._heading(self.contact or self.client)

    @property
    def label(self) -> str:
        """Return what it is, without whose."""
        return self._heading("")

    def _heading(self, who: str) -> str:
        return heading(kind=self.kind, key=self.key, who=who, years=self.years, country=self.country, what=self.what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose occasions: of everybody, of a manager's clients, of some clients, of one person."""

    manager: Employee | None = None
    client_ids: Collection[uuid.UUID] | None = None
    contact: Contact | None = None

    def of(self, rows: QuerySet[Any], *, client: str = "client") -> QuerySet[Any]:
        """Leave the rows of current clients that belong to the scope; `client` is the column that names the client."""
        rows = rows.filter(**{f"{client}__archived_at": None, f"{client}__merged_into": None})
        if self.manager:
            rows = rows.filter(**{f"{client}__manager": self.manager})
        if self.client_ids is not None:
            rows = rows.filter(**{f"{client}__in": self.client_ids})
        return rows.filter(contact=self.contact) if self.contact else rows


EVERYBODY = Scope()


def occasions(
    *, first: date, last: date, scope: Scope = EVERYBODY, kinds: Collection[str] = tuple(Kind)
) -> list[Occasion]:
    """Return every occasion between two days, both included, each person's holidays one by one. A constant number of queries.

    Who never wants to be congratulated has none, and birthdays are only of those who agreed to it.
    """
    found = _of_people(first, last, scope, kinds, each=True)
    return _sorted([*found, *_of_clients(first, last, scope, kinds)])


def month(*, first: date, last: date, scope: Scope = EVERYBODY) -> list[Occasion]:
    """Return the occasions of a calendar: as `occasions`, each holiday once, with how many people keep it."""
    found = _of_people(first, last, scope, tuple(Kind), each=False)
    return _sorted([*found, *_of_clients(first, last, scope, tuple(Kind))])


def next_of_person(contact: Contact, *, today: date, days: int = 366) -> list[Occasion]:
    """Return the person's own occasions of the year to come: birthday, holidays, promised gestures."""
    last = date.fromordinal(today.toordinal() + days)
    seen: set[tuple[Any, ...]] = set()
    rows = [one for one in occasions(first=today, last=last, scope=Scope(contact=contact)) if one.contact_id]
    return [one for one in rows if not (one.identity in seen or seen.add(one.identity))]  # type: ignore[func-returns-value]


@dataclass(slots=True)
class _Feasts:
    """Holidays of one time, looked up once for each country and choice."""

    first: date
    last: date
    known: dict[Any, list[tuple[date, str]]] = field(default_factory=dict)

    def of(self, country: str, chosen: Sequence[str] | None) -> list[tuple[date, str]]:
        wanted = country if chosen is None else tuple(sorted(chosen))
        if wanted not in self.known:
            span = {"first": self.first, "last": self.last}
            self.known[wanted] = (
                calendar.feasts_of(country, **span) if chosen is None else calendar.feasts_chosen(chosen, **span)
            )
        return self.known[wanted]


def _of_people(first: date, last: date, scope: Scope, kinds: Collection[str], *, each: bool) -> list[Occasion]:
    rows = Position.objects.filter(left_on=None, contact__erased_at=None, contact__merged_into=None)
    rows = scope.of(rows).exclude(contact__care__is_never=True)
    found: list[Occasion] = []
    if Kind.BIRTHDAY in kinds:
        found += _birthdays(rows, first, last)
    if Kind.FEAST in kinds:
        feasts = _Feasts(first, last)
        found += _feasts_each(rows, feasts) if each else _feasts_counted(rows, feasts)
    return found


def _birthdays(rows: QuerySet[Any], first: date, last: date) -> list[Occasion]:
    months = {(first.year * 12 + first.month - 1 + step) % 12 + 1 for step in range(_months(first, last) + 1)}
    known = rows.filter(contact__care__greets_birthday=True, contact__birth_month__in=months)
    return [
        Occasion(
            on=day, kind=Kind.BIRTHDAY, client_id=row["client"], client=row["client__name"],
            contact_id=row["contact"], contact=row["contact__name"],
            country=row["contact__country"] or row["client__country"],
        )
        for row in known.values(*PEOPLE_COLUMNS)
        for day in calendar.every_year(row["contact__birth_month"], row["contact__birth_day"], first=first, last=last)
    ]  # fmt: skip


def _feasts_each(rows: QuerySet[Any], feasts: _Feasts) -> list[Occasion]:
    return [
        Occasion(
            on=day, kind=Kind.FEAST, key=key, client_id=row["client"], client=row["client__name"],
            contact_id=row["contact"], contact=row["contact__name"], country=country,
        )
        for row in rows.values(*PEOPLE_COLUMNS)
        for country in [row["contact__country"] or row["client__country"]]
        for day, key in feasts.of(country, row["contact__care__feasts"])
    ]  # fmt: skip


def _feasts_counted(rows: QuerySet[Any], feasts: _Feasts) -> list[Occasion]:
    """Count people by country, and those with holidays of their own choice one by one: they are few."""
    counted: Counter[tuple[date, str, str]] = Counter()
    columns = ("contact__country", "client__country")
    usual = rows.filter(contact__care__feasts__isnull=True).order_by().values_list(*columns, "contact").distinct()
    of_country = Counter(person or client for person, client, _contact in usual)
    for country, people in of_country.items():
        for day, key in feasts.of(country, None):
            counted[day, key, country if key == "national" else ""] += people
    chosen = rows.filter(contact__care__feasts__isnull=False).order_by().values_list("contact", "contact__care__feasts")
    for own in dict(chosen).values():
        for day, key in feasts.of("", own):
            counted[day, key, ""] += 1
    return [
        Occasion(on=day, kind=Kind.FEAST, key=key, country=country, people=people)
        for (day, key, country), people in counted.items()
    ]


def _of_clients(first: date, last: date, scope: Scope, kinds: Collection[str]) -> list[Occasion]:
    found: list[Occasion] = []
    if not scope.contact and {Kind.TOGETHER, Kind.CONTRACT} & set(kinds):
        found += [one for one in _anniversaries(first, last, scope) if one.kind in kinds]
    if Kind.PROMISED in kinds:
        found += _promised(first, last, scope)
    if Kind.HARD in kinds:
        found += _hard_moments(first, last, scope)
    return found


def _anniversaries(first: date, last: date, scope: Scope) -> list[Occasion]:
    """Return anniversaries of the first contract, and of every contract that runs and is not the first."""
    rows = scope.of(Contract.objects.filter(removed_at=None)).order_by("client", "starts_on", "id")
    columns = ("pk", "client", "client__name", "client__country", "title", "starts_on", "ended_with")
    found, begun = [], set()
    for pk, client_id, client, country, title, starts_on, ended in rows.values_list(*columns):
        is_first = client_id not in begun
        begun.add(client_id)
        if ended and not is_first:
            continue
        kind, key = (Kind.TOGETHER, "") if is_first else (Kind.CONTRACT, str(pk))
        for day, years in calendar.anniversaries(starts_on, first=first, last=last):
            one = Occasion(
                on=day, kind=kind, key=key, client_id=client_id, client=client, country=country, years=years, what=title
            )
            found.append(one)
    return found


def _promised(first: date, last: date, scope: Scope) -> list[Occasion]:
    rows = Gesture.objects.filter(kind=Kind.PROMISED, on__range=(first, last))
    rows = scope.of(rows.exclude(state__in=[State.DECLINED, State.MISSED])).select_related("client", "contact")
    return [
        Occasion(
            on=row.on, kind=row.kind, key=row.key, client_id=row.client_id, client=row.client.name,
            contact_id=row.contact_id, contact=str(row.contact) if row.contact else "",
            what=row.title or str(Form(row.form).label),
        )
        for row in rows
    ]  # fmt: skip


def _hard_moments(first: date, last: date, scope: Scope) -> list[Occasion]:
    rows = scope.of(HardMoment.objects.filter(ended_at=None, since__range=(first, last)))
    return [
        Occasion(
            on=row.since, kind=Kind.HARD, key=str(row.pk), client_id=row.client_id, client=row.client.name,
            contact_id=row.contact_id, contact=str(row.contact) if row.contact else "",
        )
        for row in rows.select_related("client", "contact")
    ]  # fmt: skip


def _months(first: date, last: date) -> int:
    return min((last.year - first.year) * 12 + last.month - first.month, 11)


def _sorted(rows: Iterable[Occasion]) -> list[Occasion]:
    return sorted(rows, key=lambda one: (one.on, one.kind, one.contact or one.client, one.key, str(one.client_id)))


def gestures_of(rows: Sequence[Occasion], *, first: date, last: date) -> dict[tuple[Any, ...], Gesture]:
    """Return the gesture of each occasion that has one, by the occasion's identity."""
    ids = {one.contact_id for one in rows} | {one.client_id for one in rows}
    named = Q(contact__in=ids - {None}) | Q(client__in=ids - {None})
    found = Gesture.objects.filter(named, on__range=(first, last)) if ids - {None} else Gesture.objects.none()
    return {
        identity(row.kind, row.key, row.on, contact_id=row.contact_id, client_id=row.client_id): row for row in found
    }
