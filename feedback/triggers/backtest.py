"""A rule replayed on history: what it would have asked, whom, when, and why not. Plain Python, and changes nothing.

It decides as living rules do (feedback.invitations.rules.decide), at the same moments, with a memory of its own instead of the
ledger. What nobody keeps the history of (consent, addresses, segments) is as it is today; reminders are not replayed.
"""

import heapq
import uuid
from array import array
from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from accounts.worktime import Window
from feedback.invitations.fatigue import ASKS, Calm, Touch, Touched
from feedback.invitations.rules import Asked, Decision, Reason, Verdict, Wish, announced_for, decide
from feedback.triggers.rules import ROLES as BUYERS
from feedback.triggers.rules import Limits, Pair, over_limit

ROLES = ("", *BUYERS)
# What a waiting question is kept as between two parts: numbers side by side, since there may be very many.
COLUMNS = (("due", "d"), ("wanted", "d"), ("give_up", "d"), ("number", "q"), ("pair", "l"), ("role", "b"))


class Pending(NamedTuple):
    """A question that waits: times are seconds since 1970, so that a heap of very many stays small."""

    due: float
    wanted: float
    number: int
    pair: Pair
    role: str
    give_up: float


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one question of the replay."""

    pair: Pair
    role: str
    at: datetime
    reason: str  # "" when it would have left


@dataclass(slots=True)
class Memory:
    """What the replay remembers: for each person the last question of each kind, what waits, and what was asked of a topic."""

    last: dict[uuid.UUID, dict[Touch, float]] = field(default_factory=lambda: defaultdict(dict))
    waiting: list[Pending] = field(default_factory=list)
    said: dict[Pair, float] = field(default_factory=dict)  # when the topic was asked last
    planned: Counter[Pair] = field(default_factory=Counter)  # how many questions of the topic wait
    sent: list[float] = field(default_factory=list)  # when questions left, where the rule has a limit of those
    number: int = 0
    fired: dict[uuid.UUID, datetime] = field(default_factory=dict)  # when the rule fired last for each client
    known: dict[Pair, Pair] = field(
        default_factory=dict
    )  # each pair once, so that very many questions of them stay small
    told: dict[uuid.UUID, float] = field(default_factory=dict)  # for when somebody's first question was announced

    def asked_at(self, person: uuid.UUID) -> datetime | None:
        """Return when the person was asked last; None where that was never."""
        asks = [at for touch, at in self.last.get(person, {}).items() if touch in ASKS]
        return datetime.fromtimestamp(max(asks), UTC) if asks else None


class Replay:
    """Walks through history in the order of time: `want` at each firing, `until` in between, `finish` at the end."""

    def __init__(
        self,
        memory: Memory,
        *,
        is_relation: bool,
        limits: Limits,
        heads_up_days: int,
        patience: timedelta,
        window: Window | None,
        person_of: Callable[[Pair], Asked],
        calm_of: Callable[[Pair, str], Calm],
    ) -> None:
        self.memory = memory
        self.touch = Touch.RELATION if is_relation else Touch.EVENT
        self.limits, self.patience, self.heads_up_days, self.window = limits, patience, heads_up_days, window
        self.person_of, self.calm_of = person_of, calm_of

    def want(self, asks: Sequence[tuple[Pair, str, datetime, datetime]], *, now: datetime) -> Iterator[Done]:
        """Plan questions (person at a client, role, wanted at, given up at), and return those that will never leave."""
        memory = self.memory
        over = self._over_limit([pair for pair, _role, _wanted, _give_up in asks], now=now)
        for is_over, (new, role, wanted, give_up) in zip(over, asks, strict=True):
            memory.number += 1
            pair = memory.known.setdefault(new, new)
            one = Pending(wanted.timestamp(), wanted.timestamp(), memory.number, pair, role, give_up.timestamp())
            if is_over:
                yield Done(pair, role, now, str(Reason.LIMIT))
                continue
            if self._is_said(pair, wanted):
                yield Done(pair, role, now, str(Reason.TOPIC))
                continue
            decision = self._decide(one, now=now)
            if decision.verdict == Verdict.REFUSE:
                yield _refused(one, decision, now)
                continue
            due = decision.until if decision.verdict == Verdict.WAIT else max(wanted, now)
            self._wait(one, due or now)

    def until(self, now: datetime) -> Iterator[Done]:
        """Decide about everything that is due by then, each at its own moment, and return what is decided for good."""
        memory = self.memory
        while memory.waiting and memory.waiting[0].due <= now.timestamp():
            one = heapq.heappop(memory.waiting)
            memory.planned[one.pair] -= 1
            at = datetime.fromtimestamp(one.due, UTC)
            decision = self._decide(one, now=at)
            if decision.verdict == Verdict.WAIT and decision.until:
                self._wait(one, decision.until)
            elif decision.verdict == Verdict.REFUSE:
                yield _refused(one, decision, at)
            elif later := self._announce(one, now=at):
                self._wait(
                    one._replace(wanted=later.timestamp(), give_up=one.give_up + (later - at).total_seconds()), later
                )
            else:
                memory.last[one.pair[0]][self.touch] = one.due
                memory.said[one.pair] = one.due
                if self.limits.most:
                    memory.sent.append(one.due)
                yield Done(one.pair, one.role, at, "")

    def finish(self) -> int:
        """Return how many questions still wait at the end of history."""
        return len(self.memory.waiting)

    def _announce(self, one: Pending, *, now: datetime) -> datetime | None:
        """Return for when a question is announced that would be the first of this person; None where it may leave."""
        person, told = one.pair[0], self.memory.told.get(one.pair[0])
        if not self.heads_up_days or self.memory.asked_at(person):
            return None
        told_for = datetime.fromtimestamp(told, UTC) if told else None
        asked = replace(self.person_of(one.pair), touched=())
        later = announced_for(asked, heads_up_days=self.heads_up_days, told_for=told_for, now=now)
        if later:
            self.memory.told[person] = later.timestamp()
        return later

    def _wait(self, one: Pending, due: datetime) -> None:
        self.memory.planned[one.pair] += 1
        heapq.heappush(self.memory.waiting, one._replace(due=due.timestamp()))

    def _over_limit(self, wanted: Sequence[Pair], *, now: datetime) -> list[bool]:
        memory, limits = self.memory, self.limits
        begins = now.timestamp()
        since = begins - timedelta(days=limits.person_days).total_seconds()
        lately = {pair for pair in wanted if memory.planned[pair] or memory.said.get(pair, since) > since}
        after = begins - timedelta(days=limits.most_days).total_seconds()
        memory.sent = [at for at in memory.sent if at > after]
        return over_limit(limits, wanted, lately=lately, number=len(memory.waiting) + len(memory.sent))

    def _is_said(self, pair: Pair, wanted: datetime) -> bool:
        if not self.limits.topic:
            return False
        last = self.memory.said.get(pair)
        lately = last is not None and last > (wanted - self.patience).timestamp()
        return lately or self.memory.planned[pair] > 0

    def _decide(self, one: Pending, *, now: datetime) -> Decision:
        touched = tuple(
            Touched(datetime.fromtimestamp(at, UTC), touch) for touch, at in self.memory.last[one.pair[0]].items()
        )
        wish = Wish(
            wanted_at=datetime.fromtimestamp(one.wanted, UTC),
            give_up_at=datetime.fromtimestamp(one.give_up, UTC),
            is_relation=self.touch == Touch.RELATION,
            window=self.window,
        )
        person = replace(self.person_of(one.pair), touched=touched)
        return decide(person, wish, calm=self.calm_of(one.pair, one.role), now=now)


def write_memory(memory: Memory) -> dict[str, Any]:
    """Return the memory as JSON, so that a replay goes on where it was interrupted."""
    places = {pair: number for number, pair in enumerate(dict.fromkeys(one.pair for one in memory.waiting))}

    def waiting() -> Iterator[tuple[float, ...]]:
        for one in memory.waiting:
            yield one.due, one.wanted, one.give_up, one.number, places[one.pair], ROLES.index(one.role)

    return {
        "last": {str(person): {str(touch): at for touch, at in last.items()} for person, last in memory.last.items()},
        "pairs": [list(map(str, pair)) for pair in places],
        "waiting": {
            name: _packed(kind, (row[column] for row in waiting())) for column, (name, kind) in enumerate(COLUMNS)
        },
        "said": [[str(person), str(client), at] for (person, client), at in memory.said.items()],
        "sent": memory.sent,
        "number": memory.number,
        "fired": {str(client): at.isoformat() for client, at in memory.fired.items()},
        "told": {str(person): at for person, at in memory.told.items()},
    }


def read_memory(data: Mapping[str, Any]) -> Memory:
    """Return the memory of its JSON; an empty one of an empty object."""
    memory = Memory(number=data.get("number", 0), sent=data.get("sent", []))
    for person, last in data.get("last", {}).items():
        memory.last[uuid.UUID(person)] = {Touch(touch): at for touch, at in last.items()}
    pairs = [(uuid.UUID(person), uuid.UUID(client)) for person, client in data.get("pairs", [])]
    memory.known = {pair: pair for pair in pairs}
    columns = [_unpacked(kind, data["waiting"][name]) for name, kind in COLUMNS] if pairs else []
    for due, wanted, give_up, number, place, role in zip(*columns, strict=True):
        memory.waiting.append(Pending(due, wanted, number, pairs[place], ROLES[role], give_up))
        memory.planned[pairs[place]] += 1
    heapq.heapify(memory.waiting)
    memory.said = {(uuid.UUID(person), uuid.UUID(client)): at for person, client, at in data.get("said", [])}
    memory.fired = {uuid.UUID(client): datetime.fromisoformat(at) for client, at in data.get("fired", {}).items()}
    memory.told = {uuid.UUID(person): at for person, at in data.get("told", {}).items()}
    return memory


def _packed(kind: str, values: Iterable[float]) -> str:
    return b64encode(array(kind, values).tobytes()).decode()


def _unpacked(kind: str, text: str) -> "array[Any]":
    values: array[Any] = array(kind)
    values.frombytes(b64decode(text))
    return values


def _refused(one: Pending, decision: Decision, at: datetime) -> Done:
    return Done(one.pair, one.role, at, str(decision.reason))
