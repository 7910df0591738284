"""Replaying a rule on own history, some thousand events at a time: it survives a kill, tells how far it is, can be stopped."""

import json
import uuid
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts import clock
from accounts.audit import actions as audit
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.worktime import NOWHERE
from feedback.invitations import queries as invitations
from feedback.invitations.actions import PATIENCE
from feedback.invitations.fatigue import Calm
from feedback.surveys.models import Purpose, Survey
from feedback.triggers import queries
from feedback.triggers.actions import daily, firing
from feedback.triggers.actions.carrying import Fired, wishes_of
from feedback.triggers.backtest import Done, Memory, Replay, read_memory, write_memory
from feedback.triggers.models import Backtest, BacktestAsk, BacktestState, Outcome, TriggerRule
from feedback.triggers.rules import BadRule, Happening, Pair, Rule

BACKTESTS = "backtests"  # the queue
TURN, BATCH = 5000, 500  # events of one transaction, and of one look at the facts
DAYS = 10  # of a calendar rule in one transaction
MOST_MONTHS = 24


class AlreadyRunning(RuntimeError):
    """A replay of this rule is under way."""


class NothingToReplay(RuntimeError):
    """The time is not past."""


@transaction.atomic
def begin_replay(*, rule: TriggerRule, since: datetime, until: datetime, by: Employee, now: datetime) -> Backtest:
    """Begin to replay a rule, as it is written now, on everything that happened from `since` until before `until`.

    Raises BadRule, AlreadyRunning and NothingToReplay.
    """
    row = TriggerRule.objects.select_for_update().get(pk=rule.pk)
    read = queries.read_rule(row.content)
    if not since < until <= now:
        raise NothingToReplay
    if Backtest.objects.filter(rule=row, state=BacktestState.RUNNING).exists():
        raise AlreadyRunning
    test = Backtest(rule=row, content=row.content, since=since, until=until, created_at=now, created_by=by)
    test.total = _events(read, test).count() if read.when.kind else (until - since).days + 1
    test.save()
    audit.record(action="rule.replayed", subject=row, by=by, now=now)
    jobs.enqueue(queue=BACKTESTS, subject_id=test.pk, now=clock.real_now())
    return test


@transaction.atomic
def stop_replay(*, test: Backtest, now: datetime) -> bool:
    """Stop a replay; what it has found so far stays to be read. False when it is over already."""
    ended = {"state": BacktestState.STOPPED, "finished_at": now, "memory": b""}
    return bool(Backtest.objects.filter(pk=test.pk, state=BacktestState.RUNNING).update(**ended))


def go_on(backtest_ids: list[uuid.UUID], now: datetime) -> None:
    """Replay the next part of each of these. The ledger of work calls this; a part is whole or not there."""
    own = now + clock.offset()
    for test in Backtest.objects.select_for_update().filter(pk__in=backtest_ids, state=BacktestState.RUNNING):
        try:
            rule = queries.read_rule(test.content)
        except BadRule:  # a kind or a field that it asks for is gone: what was found so far stays
            stop_replay(test=test, now=own)
            continue
        walk = _Walk(test, rule, now=own)
        if walk.is_over():
            test.state, test.finished_at, test.memory = BacktestState.DONE, own, b""
        else:
            jobs.enqueue(queue=BACKTESTS, subject_id=test.pk, now=clock.real_now())
        test.save()


class _Walk:
    """One part of a replay: it goes on from the memory of the part before, and leaves its own."""

    def __init__(self, test: Backtest, rule: Rule, *, now: datetime) -> None:
        self.test, self.rule, self.now = test, rule, now
        self.memory: Memory = read_memory(json.loads(zlib.decompress(bytes(test.memory))) if test.memory else {})
        self.people = invitations.known_of_many([], now=now)
        self.segments: dict[uuid.UUID, uuid.UUID | None] = {}
        self.limits = invitations.calm_rules()
        survey = Survey.objects.filter(pk=rule.what.survey_id).first()
        self.replay = Replay(
            self.memory,
            is_relation=survey is not None and survey.purpose == Purpose.RELATION,
            limits=rule.limits,
            heads_up_days=rule.delay.heads_up_days,
            patience=PATIENCE,
            window=rule.window,
            person_of=self.people.__getitem__,
            calm_of=self._calm_of,
        )
        self.counts = _Counts(test.result)
        self.asks: list[BacktestAsk] = []  # found, and not written yet

    def is_over(self) -> bool:
        """Walk the next part, write down where it has come to, and tell whether that was the last one."""
        happenings = self._events() if self.rule.when.kind else self._days()
        number = 0
        while batch := list(islice(happenings, BATCH)):
            number += len(batch)
            self._look_at(batch)
            self._write_down()
        is_last = number < TURN if self.rule.when.kind else self.test.done >= self.test.total
        if self.rule.when.kind:
            self.test.done += number
        if is_last:
            self._know({one.pair for one in self.memory.waiting if one.due < self.test.until.timestamp()})
            self._note(self.replay.until(self.test.until - timedelta(microseconds=1)))
        self._write_down()
        self.test.result = self.counts.as_json(waiting=self.replay.finish())
        kept = write_memory(self.memory)
        self.memory.waiting.clear()  # they may be very many, and are written down now
        self.test.memory = zlib.compress(json.dumps(kept).encode(), 1)
        return is_last

    def _events(self) -> Iterator[Happening]:
        rows = _events(self.rule, self.test).order_by("happened_at", "id")
        if self.test.cursor:
            at, last = datetime.fromisoformat(self.test.cursor[0]), self.test.cursor[1]
            rows = rows.filter(Q(happened_at__gt=at) | Q(happened_at=at, pk__gt=last))
        for event in rows[:TURN].iterator(chunk_size=BATCH):
            self.test.cursor = [event.happened_at.isoformat(), str(event.pk)]
            yield Happening(
                key=str(event.pk),
                kind=event.kind,
                client_id=event.client_id,
                contact_id=event.contact_id,
                at=event.happened_at,
                payload=event.payload,
            )

    def _days(self) -> Iterator[Happening]:
        row = TriggerRule(active_since=self.test.since)
        for _day in range(DAYS):
            if self.test.done >= self.test.total:
                return
            at = self.test.since + timedelta(days=self.test.done)
            self._know({one.pair for one in self.memory.waiting if one.due <= at.timestamp()})
            self._note(self.replay.until(at))
            due = daily.occurrences(row, self.rule, today=NOWHERE.today(at), now=at, last_asked=self._last_asked)
            yield from [one for one in due if self.counts.is_new(one)]
            self.test.done += 1

    def _last_asked(self, people: Collection[uuid.UUID]) -> Mapping[uuid.UUID, date]:
        last = {person: at for person in people if (at := self.memory.asked_at(person))}
        return {person: NOWHERE.today(at) for person, at in last.items()}

    def _look_at(self, batch: list[Happening]) -> None:
        found = firing.holding(self.rule, batch)
        pairs = {(one.contact_id, happening.client_id) for happening, crowd in found for one in crowd}
        places, last = queries.places_of(pairs), batch[-1].at.timestamp()
        self._know(pairs | {one.pair for one in self.memory.waiting if one.due <= last})
        for fired in firing.settle(self.rule, found, last_at=self.memory.fired, asked_at=self._asked_at):
            self._note(self.replay.until(fired.happening.at))
            wishes = wishes_of(self.rule, fired, places=places, source_id=None, prefix="replay")
            asks = [
                ((wish.contact_id, wish.client_id), wish.role, wish.wanted_at, wish.give_up_at or wish.wanted_at)
                for wish in wishes
            ]
            self.counts.fired(fired, len(asks))
            self._note(self.replay.want(asks, now=fired.happening.at))

    def _asked_at(self, contact_id: uuid.UUID, at: datetime) -> datetime | None:
        """Return when the replay has asked somebody last by then, or life before it had."""
        self._note(self.replay.until(at))
        return self.memory.asked_at(contact_id)

    def _know(self, pairs: Collection[Pair]) -> None:
        """Load who is not known yet: as they are today, and as if nothing held them back."""
        missing = sorted(set(pairs) - set(self.people))
        for start in range(0, len(missing), BATCH):
            part = missing[start : start + BATCH]
            for pair, person in invitations.known_of_many(part, now=self.now).items():
                self.people[pair] = replace(person, is_held=False)
                if pair[0] not in self.memory.last:
                    self.memory.last[pair[0]] = {
                        one.touch: one.at.timestamp()
                        for one in sorted(person.touched, key=lambda one: one.at)
                        if one.at < self.test.since
                    }
            self.segments |= invitations.segments_of({client for _person, client in part})

    def _write_down(self) -> None:
        BacktestAsk.objects.bulk_create(self.asks, batch_size=1000)
        self.asks.clear()

    def _calm_of(self, pair: Pair, role: str) -> Calm:
        person = self.people[pair]
        return invitations.calm_for(
            self.limits, role=role, segment_id=self.segments.get(pair[1]), country=person.place.country
        )

    def _note(self, done: Iterable[Done]) -> None:
        for one in done:
            self.counts.done(one)
            if not one.reason:
                row = BacktestAsk(
                    backtest=self.test, contact_id=one.pair[0], client_id=one.pair[1], role=one.role, at=one.at
                )
                row.stamp()
                self.asks.append(row)


class _Counts:
    """What a replay has found so far, as the report shows it."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.wanted = known.get("wanted", 0)
        self.firings = Counter(known.get("firings", {}))
        self.reasons = Counter(known.get("reasons", {}))
        self.days = Counter(known.get("days", {}))
        self.roles = {role: set(people) for role, people in known.get("people", {}).items()}
        self.heard = {role: set(clients) for role, clients in known.get("clients", {}).items()}
        self.touched = set(known.get("touched", []))
        self.seen = set(known.get("seen", []))

    def is_new(self, happening: Happening) -> bool:
        """Tell whether a day's occurrence was not looked at on a day before."""
        if happening.key in self.seen:
            return False
        self.seen.add(happening.key)
        return True

    def fired(self, fired: Fired, people: int) -> None:
        self.firings[str(fired.outcome)] += 1
        self.wanted += people
        if fired.outcome != Outcome.QUIET:
            self.touched.add(str(fired.happening.client_id))

    def done(self, one: Done) -> None:
        self.reasons[one.reason or "sent"] += 1
        if not one.reason:
            self.days[one.at.date().isoformat()] += 1
            self.roles.setdefault(one.role, set()).add(str(one.pair[0]))
            self.heard.setdefault(one.role, set()).add(str(one.pair[1]))

    def as_json(self, *, waiting: int) -> dict[str, Any]:
        return {
            "wanted": self.wanted,
            "waiting": waiting,
            "firings": dict(self.firings),
            "reasons": dict(self.reasons),
            "days": dict(sorted(self.days.items())),
            "people": {role: sorted(people) for role, people in self.roles.items()},
            "clients": {role: sorted(clients) for role, clients in self.heard.items()},
            "touched": sorted(self.touched),
            "seen": sorted(self.seen),
        }


def _events(rule: Rule, test: Backtest) -> Any:
    rows = Event.objects.filter(kind=rule.when.kind, client_id__isnull=False)
    return rows.filter(happened_at__gte=test.since, happened_at__lt=test.until)
