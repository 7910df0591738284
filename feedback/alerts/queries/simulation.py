"""What a rule would have told in the past, and how often it would have been right."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from accounts.clients.models import Client, Segment
from accounts.contracts.models import Outcome, OutcomeKind
from accounts.events import kinds
from accounts.events.models import Event
from accounts.organizations.models import Touchpoint
from accounts.organizations.roles import LEADERSHIP
from feedback.alerts import rules
from feedback.alerts.models import AlertEvidence, AlertRule, Kind, Verdict
from feedback.alerts.queries.facts import PAST, known_of
from feedback.alerts.queries.groups import groups_known
from feedback.alerts.rules import Finding

TRUTH = timedelta(days=180)  # a contract that shrinks or is lost within that proves an alert right
STAYS = timedelta(days=14)  # further news within that are the same alert
CASE = timedelta(days=30)  # a case accepted or closed within that confirms it
CASE_KINDS = (kinds.CASE_ACCEPTED.name, kinds.CASE_CLOSED.name)
BATCH, SHOWN = 200, 30


@dataclass(frozen=True, slots=True)
class Would:
    """An alert that there would have been. Whether it was right: None is not known yet."""

    at: datetime
    client_id: uuid.UUID | None
    about: str
    is_right: bool | None


@dataclass(frozen=True, slots=True)
class Simulation:
    """How often the rule would have told in these days, and of how many that is known how many were right."""

    days: int
    told: int
    known: int
    right: int
    newest: tuple[Would, ...]

    @property
    def precision(self) -> int | None:
        """Return the share that was right, in percent of those of which it is known."""
        return round(100 * self.right / self.known) if self.known else None


def simulate(rule: AlertRule, *, days: int, now: datetime, role: str) -> Simulation:
    """Replay the rule over the last days, by what was known then and is known of it now, and compare with what came of it.

    Right is what a person has marked as useful, what became a case that was accepted or closed, and what a contract that
    shrank or was lost within 180 days proves; wrong is what was marked so, and what 180 days have not proven. Of what was
    confided nothing is replayed but for those who may read it.
    """
    since = now - timedelta(days=days)
    found = sorted(_would(rule, since=since, now=now, role=role), key=lambda one: (one.at, str(one.client_id)))
    known = [one for one in found if one.is_right is not None]
    right = sum(bool(one.is_right) for one in known)
    return Simulation(days, len(found), len(known), right, tuple(reversed(found[-SHOWN:])))


def _would(rule: AlertRule, *, since: datetime, now: datetime, role: str) -> Iterator[Would]:
    if rule.kind == Kind.TREND:
        yield from _of_groups(rule, since, now)
        return
    clients = Client.objects.filter(archived_at=None, merged_into=None).order_by("pk")
    if rule.segment_id:
        clients = clients.filter(segment=rule.segment_id)
    names = dict(clients.values_list("pk", "name"))
    ids = list(names)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        known, truth = known_of(batch, since=since - PAST, now=now), _truth(rule, batch)
        for client_id in batch:
            findings = rules.evaluate(rule.kind, known[client_id], numbers=rule.numbers, now=now)
            shown = [one for one in findings if one.at >= since and (not one.sealed or role in LEADERSHIP)]
            for one in _alerts(shown):
                is_right = truth.of(client_id, f"{one.key[:80]}@{client_id}", one.at, now)
                yield Would(one.at, client_id, names[client_id], is_right)


def _of_groups(rule: AlertRule, since: datetime, now: datetime) -> Iterator[Would]:
    for name, group, known in groups_known(since=since - PAST, now=now):
        if rule.segment_id in {None, group}:
            found = rules.evaluate(rule.kind, known, numbers=rule.numbers, now=now)
            model = Segment if name == "segment" else Touchpoint
            yield from (Would(one.at, None, str(model.objects.get(pk=group)), None) for one in found if one.at >= since)


def _alerts(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first of the findings that would have stood in one alert."""
    last: datetime | None = None
    for one in findings:
        if last is None or one.at - last > STAYS:
            yield one
        last = one.at


@dataclass(frozen=True, slots=True)
class _Truth:
    """What became of clients, and what people said of alerts."""

    verdicts: Mapping[str, bool]
    losses: Mapping[uuid.UUID, list[datetime]]
    cases: Mapping[uuid.UUID, list[datetime]]

    def of(self, client_id: uuid.UUID, key: str, at: datetime, now: datetime) -> bool | None:
        """Tell whether an alert of that moment was right; None while that is not known."""
        if key in self.verdicts:
            return self.verdicts[key]
        lost = any(timedelta(0) <= one - at <= TRUTH for one in self.losses.get(client_id, ()))
        if lost or any(timedelta(0) <= one - at <= CASE for one in self.cases.get(client_id, ())):
            return True
        return None if now - at < TRUTH else False


def _truth(rule: AlertRule, client_ids: Collection[uuid.UUID]) -> _Truth:
    judged = AlertEvidence.objects.filter(rule=rule, alert__client__in=client_ids).select_related("alert")
    verdicts = {
        one.key: one.alert.verdict != Verdict.FALSE for one in judged if one.alert.verdict or one.alert.is_confirmed
    }
    losses: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    bad = Outcome.objects.filter(client__in=client_ids, kind__in=[OutcomeKind.SHRANK, OutcomeKind.LOST])
    for client, day in bad.filter(removed_at=None).values_list("client", "day"):
        losses[client].append(datetime.combine(day, datetime.max.time(), tzinfo=UTC))
    cases: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    told = Event.objects.filter(kind__in=CASE_KINDS, client_id__in=client_ids)
    for client, at in told.values_list("client_id", "happened_at"):
        cases[client].append(at)
    return _Truth(verdicts, losses, cases)
