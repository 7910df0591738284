"""The list of clients: filters, orders and pages over the facts, the same cost for a page however many clients there are."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.clients.models import ClientFacts, ClientState, ClientTag, Tag
from accounts.web import pagination
from accounts.web.text import beginning, sort_key

ORDERS = {
    "name": "sort_name",
    "mood": "mood",
    "renewal": "renewal_on",
    "heard": "last_heard_at",
    "revenue": "revenue",
}
UNHAPPY, UNKNOWN, NEVER, NOBODY, ONE_SIDED = "unhappy", "unknown", "never", "nobody", "one_sided"
UNHAPPY_BELOW = 55  # upset or tense
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFilter:
    """What a list is narrowed to. Empty values narrow nothing; `renewal` and `silence` are days."""

    text: str = ""
    stage: str = ""
    pace: str = ""
    mood: str = ""  # a band's number, UNHAPPY or UNKNOWN
    gap: str = ""  # a buyer role that nobody is heard in, or ONE_SIDED
    manager: str | uuid.UUID = ""  # an employee's id or NOBODY
    segment: uuid.UUID | None = None
    tag: uuid.UUID | None = None
    country: str = ""
    renewal: int | None = None
    silence: str = ""  # days, or NEVER
    is_archived: bool = False
    order: str = ""  # a key of ORDERS, with "-" for descending

    @property
    def own_order(self) -> str:
        """The order that was chosen, or the one in which this filter is most useful."""
        if self.order:
            return self.order
        if self.renewal is not None:
            return "renewal"
        if self.silence and self.silence != NEVER:
            return "heard"
        return "mood" if self.mood == UNHAPPY else "name"


def found_clients(wanted: ClientFilter, *, now: datetime, today: date) -> QuerySet[ClientFacts]:
    """Return the facts of every client that fits, in no order. `today` is the reader's day: renewals are counted from it.

    Somebody who was never heard is silent, however many days are asked for.
    """
    rows = _narrowed(wanted, today=today)
    silent = _silent_since(wanted, now)
    return rows.filter(Q(last_heard_at__lt=silent) | Q(last_heard_at=None)) if silent else rows


def client_page(
    wanted: ClientFilter, *, after: uuid.UUID | None, now: datetime, today: date, size: int = pagination.SIZE
) -> pagination.Page:
    """Return one page of facts with their clients, managers and segments, in the order of the filter; unknown values last."""
    order = wanted.own_order
    column = ORDERS[order.lstrip("-")]
    direction = "-" if order.startswith("-") else ""
    rows = found_clients(wanted, now=now, today=today).select_related("client__manager", "client__segment")
    if column == "sort_name" and wanted.tag:
        # The tag's own copy of the names is what its index is in the order of.
        rows = rows.annotate(tagged_name=F("client__tag_links__sort_name"))
        return pagination.page_of(rows, order=direction + "tagged_name", copied=column, after=after, size=size)
    if column == "sort_name":
        return pagination.page_of(rows, order=direction + column, after=after, size=size)
    blanks = rows.filter(**{column: None})
    silent = _silent_since(wanted, now)
    if silent and column == "last_heard_at":
        # "Before that day, or never" is no range of an index; each half is one.
        rows = _narrowed(wanted, today=today).select_related("client__manager", "client__segment")
        blanks, rows = rows.filter(last_heard_at=None), rows.filter(last_heard_at__lt=silent)
    return pagination.page_of(
        rows.exclude(**{column: None}), order=direction + column, after=after, size=size, blanks=blanks
    )


def ownerless_count() -> int:
    """Return how many clients nobody answers for; MOST_COUNTED stands for that many or more."""
    rows = ClientFacts.objects.filter(state=ClientState.CURRENT, manager_id=None)
    return rows.order_by()[:MOST_COUNTED].count()


def tags_by_client(client_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Tag]]:
    """Return the tags of each of these clients, by name."""
    # Two questions instead of a join, which would read every client of each tag.
    links = ClientTag.objects.filter(client__in=client_ids).values_list("client_id", "tag_id")
    worn: dict[uuid.UUID, set[uuid.UUID]] = {}
    for client_id, tag_id in links:
        worn.setdefault(tag_id, set()).add(client_id)
    found: dict[uuid.UUID, list[Tag]] = {}
    for tag in Tag.objects.filter(pk__in=worn).order_by("name"):
        for client_id in worn[tag.pk]:
            found.setdefault(client_id, []).append(tag)
    return found


def _narrowed(wanted: ClientFilter, *, today: date) -> QuerySet[ClientFacts]:
    rows = ClientFacts.objects.filter(state=ClientState.ARCHIVED if wanted.is_archived else ClientState.CURRENT)
    if start := sort_key(wanted.text):
        rows = rows.filter(**beginning("sort_name", start))
    equal: dict[str, Any] = {
        "stage": wanted.stage,
        "pace": wanted.pace,
        "segment_id": wanted.segment,
        "country": wanted.country,
    }
    rows = rows.filter(**{column: value for column, value in equal.items() if value})
    if wanted.mood:
        rows = rows.filter(_mood(wanted.mood))
    if wanted.gap:
        rows = rows.filter(**({"roles_heard": 1} if wanted.gap == ONE_SIDED else {f"lacks_{wanted.gap}": True}))
    if wanted.manager:
        rows = rows.filter(manager_id=None if wanted.manager == NOBODY else wanted.manager)
    if wanted.tag:
        rows = rows.filter(client__tag_links__tag=wanted.tag)
    if wanted.renewal is not None:
        rows = rows.filter(renewal_on__range=(today, today + timedelta(days=wanted.renewal)))
    return rows.filter(last_heard_at=None) if wanted.silence == NEVER else rows


def _mood(mood: str) -> Q:
    if mood == UNHAPPY:
        return Q(mood__lt=UNHAPPY_BELOW)
    return Q(band=0 if mood == UNKNOWN else int(mood))


def _silent_since(wanted: ClientFilter, now: datetime) -> datetime | None:
    return now - timedelta(days=int(wanted.silence)) if wanted.silence not in {"", NEVER} else None
