"""Reading who is heard: for any number of clients with the same number of queries."""

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Case, Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, When

from accounts.clients.enums import Asking, BuyerRole
from accounts.clients.models import Client, ClientFacts, ClientState, ContactRole, Position
from accounts.clients.queries import ClientFilter, found_clients
from accounts.tenancy.context import current_organization_id
from accounts.web import pagination
from feedback.coverage import registry
from feedback.coverage.models import CoverageTarget
from feedback.coverage.rules import Coverage, Hearing, Person, Target, cover
from feedback.interactions.models import Interaction
from feedback.invitations import queries as invitations
from feedback.responses.models import Response
from feedback.surveys.models import Purpose, Survey

# Hops through an index from one person and their roles to the next: a step for each, however many talks there were.
LAST_TALKS = """
WITH RECURSIVE last AS (
  SELECT one.client_id, talk.* FROM unnest(%(clients)s::uuid[]) AS one(client_id) CROSS JOIN LATERAL (
    SELECT contact_id, as_whom, happened_at FROM feedback_interactioncontact AS talk
    WHERE organization_id = %(organization)s AND talk.client_id = one.client_id AND is_heard
    ORDER BY contact_id, as_whom, happened_at DESC LIMIT 1) AS talk
  UNION ALL
  SELECT last.client_id, following.* FROM last CROSS JOIN LATERAL (
    SELECT contact_id, as_whom, happened_at FROM feedback_interactioncontact AS talk
    WHERE organization_id = %(organization)s AND talk.client_id = last.client_id AND is_heard
      AND (talk.contact_id, talk.as_whom) > (last.contact_id, last.as_whom)
    ORDER BY contact_id, as_whom, happened_at DESC LIMIT 1) AS following)
SELECT client_id, contact_id, as_whom, happened_at FROM last
"""
QUARTER = timedelta(days=90)  # in which revenue counts as heard


def coverage_of(client_ids: Collection[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, Coverage]:
    """Return who is heard at each of these clients at `now`."""
    ids = list(client_ids)
    people, hearings, targets = _people(ids), _hearings(ids), targets_of(ids)
    return {one: cover(people[one], hearings[one], targets[one], now=now) for one in ids}


def last_heard(client_id: uuid.UUID, now: datetime) -> dict[uuid.UUID, datetime]:
    """Return when each person at the client was heard last, in whatever role."""
    found: dict[uuid.UUID, datetime] = {}
    for one in _hearings([client_id])[client_id]:
        if one.contact_id and one.at <= now:
            found[one.contact_id] = max(one.at, found.get(one.contact_id, one.at))
    return found


def talks(client_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Hearing]]:
    """Return the last talk of each client, and of each person there in each set of roles that they had on its day.

    However many talks there were, these alone are read. Removed talks and drafts do not count.
    """
    found: dict[uuid.UUID, list[Hearing]] = defaultdict(list)
    newest = Interaction.objects.filter(client=OuterRef("pk"), removed_at=None, draft=False).order_by("-happened_at")
    rows = Client.objects.filter(pk__in=list(client_ids)).annotate(at=Subquery(newest.values("happened_at")[:1]))
    for client_id, at in rows.exclude(at=None).values_list("pk", "at"):
        found[client_id].append(Hearing(None, frozenset(), at))
    with connection.cursor() as cursor:
        cursor.execute(LAST_TALKS, {"clients": list(client_ids), "organization": current_organization_id()})
        for client_id, contact_id, as_whom, at in cursor:
            found[client_id].append(Hearing(contact_id, frozenset(json.loads(as_whom)), at))
    return found


def answers(client_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Hearing]]:
    """Return when each person answered a survey last, as whom they were asked; answers that were taken back do not count."""
    rows = Response.objects.filter(client__in=list(client_ids), removed_at=None).order_by()
    found: dict[uuid.UUID, list[Hearing]] = defaultdict(list)
    columns = ("client_id", "contact_id", "role")
    for client_id, contact_id, role, at in rows.values_list(*columns).annotate(at=Max("happened_at")):
        found[client_id].append(Hearing(contact_id, frozenset([role] if role else ()), at))
    return found


def targets_of(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Target]]:
    """Return the targets that hold at each client: its own before its segment's before those of the whole house."""
    segments = dict(Client.objects.filter(pk__in=list(client_ids)).values_list("pk", "segment_id"))
    wanted = (
        Q(client__in=list(client_ids)) | Q(segment__in={*segments.values()} - {None}) | Q(client=None, segment=None)
    )
    by_scope: dict[uuid.UUID | None, dict[str, Target]] = defaultdict(dict)
    for row in CoverageTarget.objects.filter(wanted):
        by_scope[row.client_id or row.segment_id][row.role] = Target(people=row.people, days=row.days)
    return {one: by_scope[None] | by_scope[segments.get(one)] | by_scope[one] for one in client_ids}


def targets_in(*, segment_id: uuid.UUID | None = None, client_id: uuid.UUID | None = None) -> dict[str, Target]:
    """Return the targets that were set for a segment, for a client, or for the whole house; there those of everybody's too."""
    rows = CoverageTarget.objects.filter(segment=segment_id, client=client_id)
    own = {row.role: Target(people=row.people, days=row.days) for row in rows}
    is_house = segment_id is None and client_id is None
    return {role: own.get(role, Target()) for role in BuyerRole.values} if is_house else own


def exceptions() -> QuerySet[CoverageTarget]:
    """Return the targets of segments and clients, segments first, by name."""
    rows = CoverageTarget.objects.exclude(client=None, segment=None).exclude(segment__archived_at__isnull=False)
    named = rows.exclude(client__archived_at__isnull=False).exclude(client__merged_into__isnull=False)
    return named.select_related("client", "segment").order_by(
        F("segment__name").asc(nulls_last=True), "client__sort_name", "client_id", "role"
    )


def scope_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose targets these are, "" for those of the whole house: for the audit trail."""
    rows = CoverageTarget.objects.filter(pk__in=ids).values_list("pk", "client__name", "segment__name")
    return {pk: client or segment or "" for pk, client, segment in rows}


@dataclass(frozen=True, slots=True)
class RevenueHeard:
    """Whose money speaks: revenue of clients that were heard within the quarter, of all that is known. None is unknown."""

    heard: int | None
    known: int | None
    clients: int
    clients_unknown: int  # clients whose revenue nobody has entered
    economic: int | None = None  # of those at which this role is heard as its target wants
    technical: int | None = None
    end_user: int | None = None

    @property
    def share(self) -> Decimal | None:
        """The heard part of the known revenue, rounded down to a hundredth; None while no revenue is known."""
        return self._share(self.heard)

    @property
    def roles(self) -> list[tuple[str, Decimal | None]]:
        """The part of the known revenue at whose clients each buyer role is heard."""
        return [(role, self._share(getattr(self, role))) for role in BuyerRole.values]

    def _share(self, part: int | None) -> Decimal | None:
        return None if not self.known or part is None else Decimal(part * 100 // self.known) / 100


def revenue_heard(*, now: datetime) -> RevenueHeard:
    """Return how much of the revenue of the current clients belongs to those that were heard within 90 days.

    Clients without a known revenue are counted apart: unknown is never zero.
    """
    since = now - QUARTER
    sums = ClientFacts.objects.filter(state=ClientState.CURRENT).aggregate(
        clients=Count("pk"),
        clients_unknown=Count(Case(When(revenue=None, then=1))),
        known=Sum("revenue"),
        heard=Sum(Case(When(last_heard_at__gte=since, then="revenue"), When(revenue__isnull=False, then=0))),
        **{
            role: Sum(Case(When(**{f"lacks_{role}": False}, then="revenue"), When(revenue__isnull=False, then=0)))
            for role in BuyerRole.values
        },
    )
    return RevenueHeard(**sums)


def survey_to_ask() -> Survey | None:
    """Return what the next person is asked by one click: the newest survey of the whole relation that can be asked now."""
    return invitations.askable_surveys().filter(purpose=Purpose.RELATION).order_by("-created_at", "-pk").first()


def gap_page(
    wanted: ClientFilter,
    *,
    after: uuid.UUID | None,
    by_money: bool,
    now: datetime,
    today: date,
    size: int = pagination.SIZE,
) -> pagination.Page:
    """Return one page of the facts of clients at which a role is not heard, with clients, managers and segments.

    The largest revenue comes first; of clients whose revenue is unknown those that were never heard, by name, then those
    heard longest ago. Without `by_money` revenue orders nothing.
    """
    rows = found_clients(wanted, now=now, today=today).filter(roles_heard__lt=len(BuyerRole))
    rows = rows.select_related("client__manager", "client__segment")
    rest = rows.filter(revenue=None) if by_money else rows
    # Each part is a range of an index of its own, which the three together are not.
    parts = [
        (rows.exclude(revenue=None) if by_money else rows.none(), "-revenue"),
        (rest.filter(last_heard_at=None), "sort_name"),
        (rest.exclude(last_heard_at=None), "last_heard_at"),
    ]
    anchor = ClientFacts.objects.filter(pk=after).first() if after else None
    start = _part_of(anchor, by_money=by_money) if anchor else 0
    found: list[ClientFacts] = []
    for number, (part, order) in enumerate(parts[start:], start):
        behind = after if anchor and number == start else None
        found += pagination.page_of(part, order=order, after=behind, size=size + 1 - len(found)).rows
        if len(found) > size:
            break
    has_more = len(found) > size
    return pagination.Page(rows=found[:size], after=found[size - 1].pk if has_more else None, is_first=anchor is None)


def _part_of(row: ClientFacts, *, by_money: bool) -> int:
    if by_money and row.revenue is not None:
        return 0
    return 1 if row.last_heard_at is None else 2


def _people(client_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Person]]:
    rows = Position.objects.filter(client__in=client_ids, left_on=None, contact__erased_at=None)
    present = Prefetch("roles", queryset=ContactRole.objects.filter(valid_until=None), to_attr="present_roles")
    found: dict[uuid.UUID, list[Person]] = defaultdict(list)
    for row in rows.select_related("contact").prefetch_related(present):
        found[row.client_id].append(
            Person(
                contact_id=row.contact_id,
                name=row.contact.name,
                roles=frozenset(role.role for role in row.present_roles),
                influence=row.influence,
                may_be_asked=row.contact.asking != Asking.NEVER,
                position_id=row.pk,
            )
        )
    return found


def _hearings(client_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Hearing]]:
    found: dict[uuid.UUID, list[Hearing]] = defaultdict(list)
    for source in registry.sources():
        for client_id, heard in source(client_ids).items():
            found[client_id] += heard
    return found
