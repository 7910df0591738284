"""Reading who is heard: for any number of clients with the same number of queries."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, Max, Prefetch, Q, QuerySet, Sum, When

from accounts.clients.enums import Asking, BuyerRole
from accounts.clients.models import Client, ClientFacts, ClientState, ContactRole, Position
from feedback.coverage import registry
from feedback.coverage.models import CoverageTarget
from feedback.coverage.rules import Coverage, Hearing, Person, Target, cover
from feedback.interactions.models import Interaction

QUARTER = timedelta(days=90)  # in which revenue counts as heard


def coverage_of(client_ids: Collection[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, Coverage]:
    """Return who is heard at each of these clients at `now`."""
    ids = list(client_ids)
    people, hearings, targets = _people(ids), _hearings(ids), targets_of(ids)
    return {one: cover(people[one], hearings[one], targets[one], now=now) for one in ids}


def talks(client_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Hearing]]:
    """Return when each person took part in a talk last, in the roles of that day; removed talks and drafts do not count."""
    rows = Interaction.objects.filter(client__in=list(client_ids), removed_at=None, draft=False).order_by()
    found: dict[uuid.UUID, list[Hearing]] = defaultdict(list)
    columns = ("client_id", "people__contact_id", "people__roles")
    for client_id, contact_id, roles, at in rows.values_list(*columns).annotate(at=Max("happened_at")):
        found[client_id].append(Hearing(contact_id, frozenset(roles or ()), at))
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

    @property
    def percent(self) -> int | None:
        """The share of the known revenue, rounded down; None while no revenue is known."""
        return None if not self.known or self.heard is None else self.heard * 100 // self.known


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
    )
    return RevenueHeard(**sums)


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
            )
        )
    return found


def _hearings(client_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Hearing]]:
    found: dict[uuid.UUID, list[Hearing]] = defaultdict(list)
    for source in registry.sources():
        for client_id, heard in source(client_ids).items():
            found[client_id] += heard
    return found
