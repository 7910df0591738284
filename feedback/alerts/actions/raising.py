"""Looking at what is known, and raising alerts: each piece of news once, one open alert of a rule and client."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.clients.models import Client, Segment
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee, Touchpoint
from feedback.alerts import queries, rules
from feedback.alerts.actions.telling import tell, told_by_event, wind
from feedback.alerts.models import Alert, AlertEvidence, AlertRule, AlertSettings, Escalation, Kind, Rung, Severity
from feedback.alerts.rules import Finding

FRESH = timedelta(days=7)  # what happened before is history, except what still is so:
# For how long it is still news. That nobody answers for a client is news as long as it is so.
LASTING = {Kind.SILENCE: timedelta(days=30), Kind.PROMISE: timedelta(days=30), Kind.OWNERLESS: timedelta.max}
MOST_SHOWN = 20  # pieces of evidence of one finding


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A finding of a rule about a client, a segment or a touchpoint."""

    rule: AlertRule
    finding: Finding
    client: Client | None = None
    segment_id: uuid.UUID | None = None
    touchpoint_id: uuid.UUID | None = None

    @property
    def subject(self) -> tuple[uuid.UUID | None, ...]:
        return (self.rule.pk, self.client.pk if self.client else None, self.segment_id, self.touchpoint_id)


@transaction.atomic
def evaluate(*, client_ids: Collection[uuid.UUID], now: datetime, origin: Origin = Origin.LIVE) -> list[Alert]:
    """Let the rules that are on look at these clients; return the alerts that came to be. The same again raises nothing.

    Of a demo's alerts nobody is told. A constant number of statements while there is no news.
    """
    running = [rule for rule in queries.running_rules() if rule.kind != Kind.TREND]
    rows = Client.objects.filter(pk__in=client_ids, archived_at=None, merged_into=None).select_related(
        "manager__organization", "organization"
    )
    clients = {row.pk: row for row in rows} if running else {}
    if not clients:
        return []
    known = queries.known_of(clients, since=now - queries.PAST, now=now)
    news = [
        News(rule=rule, finding=finding, client=client)
        for rule in running
        for client in clients.values()
        if rule.segment_id in {None, client.segment_id}
        for finding in rules.evaluate(rule.kind, known[client.pk], numbers=rule.numbers, now=now)
        if is_news(rule.kind, finding, now=now)
    ]
    return _raise_all(news, now=now, origin=origin)


@transaction.atomic
def evaluate_groups(*, now: datetime) -> list[Alert]:
    """Let the rules about segments and touchpoints look at their months."""
    running = [rule for rule in queries.running_rules() if rule.kind == Kind.TREND]
    if not running:
        return []
    news = [
        News(
            rule=rule,
            finding=finding,
            segment_id=group if name == "segment" else None,
            touchpoint_id=group if name == "touchpoint" else None,
        )
        for name, group, known in queries.groups_known(since=now - queries.PAST, now=now)
        for rule in running
        if not (rule.segment_id and (name, group) != ("segment", rule.segment_id))
        for finding in rules.evaluate(rule.kind, known, numbers=rule.numbers, now=now)
        if is_news(rule.kind, finding, now=now)
    ]
    return _raise_all(news, now=now)


def is_news(kind: str, finding: Finding, *, now: datetime) -> bool:
    """Tell whether the finding is of these days, or is still so."""
    return finding.until is None and now - finding.at <= LASTING.get(Kind(kind), FRESH)


def _raise_all(news: Sequence[News], *, now: datetime, origin: Origin = Origin.LIVE) -> list[Alert]:
    """Write the alerts and what they rest on; whoever looks at the same time waits at the organization's settings."""
    if not _unknown(news):
        return []
    settings, _is_new = AlertSettings.objects.get_or_create()
    settings = AlertSettings.objects.select_for_update().get(pk=settings.pk)
    raised: list[Alert] = []
    grown: list[Alert] = []
    groups: dict[tuple[uuid.UUID | bool | None, ...], list[News]] = defaultdict(list)
    for one in _unknown(news):
        groups[(*one.subject, one.finding.sealed)].append(one)
    for same in groups.values():
        alert = _open(same[0])
        if alert is None:
            alert = _new(same, settings, now=now)
            raised.append(alert)
        elif any(one.finding.wakes_top for one in same) and not alert.wakes_top:
            grown.append(alert)
        _show(alert, same)
    settings.save(update_fields=["last_number", "last_sealed_number"])
    for alert in grown:
        _wake(alert, now=now)
    if origin == Origin.LIVE:
        tell(raised, step=0, now=now)
    for alert in raised:
        told_by_event(kinds.ALERT_RAISED, alert, now=now, origin=origin)
    return raised


def _unknown(news: Iterable[News]) -> list[News]:
    """Return the news that have raised nothing yet."""
    rows = list(news)
    known = AlertEvidence.objects.filter(key__in={_key(one) for one in rows})
    seen = set(known.values_list("rule", "key")) if rows else set()
    return [one for one in rows if (one.rule.pk, _key(one)) not in seen]


def _key(one: News) -> str:
    """What a finding is known by, in the whole house: not all say of which client or group they are."""
    of = one.client.pk if one.client else one.segment_id or one.touchpoint_id
    return f"{one.finding.key[:80]}@{of}"


def _open(one: News) -> Alert | None:
    rule, client, segment, touchpoint = one.subject
    rows = Alert.objects.filter(rule=rule, client=client, segment=segment, touchpoint=touchpoint, ended_at=None)
    found: Alert | None = rows.filter(sealed=one.finding.sealed).select_related("rule", "client", "owner").first()
    return found


def _new(same: Sequence[News], settings: AlertSettings, *, now: datetime) -> Alert:
    first = same[0]
    sealed, client = first.finding.sealed, first.client
    alert = Alert(
        number=settings.last_sealed_number + 1 if sealed else settings.last_number + 1,
        sealed=sealed,
        rule=first.rule,
        client=client,
        segment_id=first.segment_id,
        touchpoint_id=first.touchpoint_id,
        topic=first.finding.topic[:60],
        severity=first.rule.severity,
        wakes_top=any(one.finding.wakes_top for one in same),
        owner=_owner(first),
        raised_at=now,
    )
    if sealed:
        settings.last_sealed_number = alert.number
    else:
        settings.last_number = alert.number
    if client and not sealed:
        alert.case_id = queries.open_case(client_id=client.pk, topic=alert.topic)
    alert.rung = _first_rung(alert)
    alert.due_at = queries.due_after(settings.acknowledge_hours, of=alert, since=now)
    alert.save()
    wind(alert, now=now)
    return alert


def _owner(one: News) -> Employee | None:
    """Who answers for the client, the segment or the touchpoint; what was confided is nobody's but the top's."""
    if one.finding.sealed:
        return None
    if one.client:
        found = one.client.manager
    elif one.segment_id:
        found = Segment.objects.select_related("owner").get(pk=one.segment_id).owner
    else:
        found = Touchpoint.objects.select_related("owner").get(pk=one.touchpoint_id).owner
    return found if found and found.left_at is None else None


def _first_rung(alert: Alert) -> Rung:
    if alert.sealed or queries.is_serious(alert):
        return Rung.TOP
    return Rung.OWNER


def _show(alert: Alert, same: Sequence[News]) -> None:
    """Write down what the alert rests on: each row once, however many findings it stands in."""
    rows = [
        AlertEvidence(
            alert=alert,
            rule=one.rule,
            key=_key(one) if number == 0 else f"{_key(one)}+{number}"[:120],
            what=seen.what,
            happened_at=seen.at,
            values=dict(seen.values),
            contact_id=seen.contact,
            response_id=seen.response,
            interaction_id=seen.interaction,
            promise_id=seen.promise,
        )
        for one in same
        for number, seen in enumerate(one.finding.evidence[:MOST_SHOWN])
    ]
    AlertEvidence.objects.bulk_create(rows, ignore_conflicts=True)


def _wake(alert: Alert, *, now: datetime) -> None:
    """What rested on one text has further evidence: it may climb to the top, and does so at once where it is serious."""
    alert.wakes_top = True
    alert.save(update_fields=["wakes_top"])
    if alert.severity == Severity.SERIOUS and alert.rung < Rung.TOP and not queries.is_acknowledged(alert):
        number = alert.escalations.count() + 1
        Escalation.objects.create(alert=alert, number=number, rung=Rung.TOP, reason=Escalation.Reason.PROVEN, at=now)
        alert.rung = Rung.TOP
        alert.save(update_fields=["rung"])
        tell([alert], step=number, now=now)
        told_by_event(kinds.ALERT_ESCALATED, alert, now=now, rung=int(alert.rung))
