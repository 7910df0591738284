"""What each kind of rule watches for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from feedback.alerts.rules.evidence import NEAR, TALK, is_high, of_fact, of_reading, of_text, shown
from feedback.alerts.rules.shape import NUMBERS, Day, Evidence, Finding, Known, Numbers
from feedback.happiness_index.formula import silence


def evaluate(kind: str, known: Known, *, numbers: Numbers, now: datetime) -> list[Finding]:
    """Return what a rule of the kind finds in what is known until `now`, oldest first, each piece of news once."""
    read = {name: numbers.get(name, start) for name, (start, _least, _most) in NUMBERS[kind].items()}
    offered = (one for one in WATCH[kind](known, read, now) if one.until is None or one.at < one.until)
    found: dict[str, Finding] = {}
    for one in sorted(offered, key=lambda one: (one.at, one.key)):
        if one.at <= now:
            found.setdefault(one.key, one)
    return list(found.values())


def _drop(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    """The index is lower than its highest of the last days; once for each of those heights."""
    for sealed in (False, True):
        days = [(one.day, one.at, _value(one, sealed=sealed)) for one in known.days]
        curve = [(day, at, value) for day, at, value in days if value is not None]
        for number, (_day, at, value) in enumerate(curve):
            before = [one for one in curve[:number] if at - one[1] <= timedelta(days=numbers["days"])]
            if not before:
                continue
            peak, _at, highest = max(before, key=lambda one: (one[2], one[0]))
            if highest - value >= numbers["points"]:
                seen = Evidence("drop", at, {"from": round(highest), "to": round(value)})
                yield Finding(f"drop:{peak}:{'s' * sealed}", at, "mood", (seen,), sealed=sealed)


def _value(day: Day, *, sealed: bool) -> float | None:
    """The confided curve is looked at only where it differs: what everybody sees is everybody's news."""
    return day.sealed_value if sealed else day.value


def _low(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    for one in known.readings:
        low = {name: score for name, score in one.scores.items() if score <= numbers.get(name, -1)}
        if one.source == "answer" and low:
            yield of_reading("low", one, shown("score", one), known)


def _leaving(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    for one in known.texts:
        if one.signals:
            yield of_text("leaving", one, known, wakes_top=True)


def _silence(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    """A role that used to be heard has said nothing for twice its usual gap; once for each time it was heard last.

    Others may not know that a role has spoken to top management alone: where it did, its silence is sealed, too.
    """
    voices = [one for one in known.readings if one.source != "mark" and one.role]
    for role in sorted({one.role for one in voices}):
        moments = [one.at for one in voices if one.role == role]
        sealed = any(one.sealed for one in voices if one.role == role)
        for number in range(1, len(moments) + 1):
            until = moments[number] if number < len(moments) else None
            found = silence(moments[:number], now=until or now)
            if found:
                at = found.since + max(2 * found.usual, NEAR)
                seen = Evidence("silence", at, {"role": role, "days": (at - found.since).days})
                key = f"silence:{role}:{found.since.date()}"
                yield Finding(key, at, "mood", (seen,), sealed=sealed, until=until)


def _contradiction(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    """A high score with bitter words, roles that disagree, or one of us who feels otherwise than the client says."""
    scored = {one.response: one for one in known.readings if one.response}
    for text in known.texts:
        of = scored.get(text.response) if text.response else None
        if text.is_bitter and of and is_high(of.scores):
            found = of_text("contradiction", text, known, wakes_top=False)
            yield replace(found, evidence=(shown("score", of), *found.evidence))
    yield from _roles_apart(known, numbers["points"])
    yield from _felt_otherwise(known, numbers["points"])


def _roles_apart(known: Known, points: int) -> Iterator[Finding]:
    """Once for each stretch of days in which two roles are that far apart."""
    is_apart = False
    for one in known.days:
        low, high = (min(one.roles.values(), default=0.0), max(one.roles.values(), default=0.0))
        if high - low >= points and not is_apart:
            values: dict[str, str | int | float] = {
                "low": _role(one, low),
                "high": _role(one, high),
                "points": round(high - low),
            }
            yield Finding(f"roles:{one.day}", one.at, "mood", (Evidence("roles", one.at, values),))
        is_apart = high - low >= points


def _role(day: Day, value: float) -> str:
    return min(role for role, mood in day.roles.items() if mood == value)


def _felt_otherwise(known: Known, points: int) -> Iterator[Finding]:
    ours = [one for one in known.readings if one.source != "answer"]
    theirs = [one for one in known.readings if one.source == "answer"]
    for one, other in ((one, other) for one in ours for other in theirs):
        if one.value - other.value >= points and abs(one.at - other.at) <= TALK:
            last = max(one, other, key=lambda reading: (reading.at, reading.key))
            seen = (shown("felt", one), shown("answer", other))
            sealed = one.sealed or other.sealed
            yield Finding(f"felt:{one.key}:{other.key}", last.at, "mood", seen, sealed=sealed)


def _promise(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    for one in known.promises:
        yield of_fact("promise", replace(one, at=one.at + timedelta(days=numbers["days"])))


def _case(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    return (of_fact("case", one) for one in known.cases)


def _bounce(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    return (of_fact("bounce", one) for one in known.bounces)


def _ownerless(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    for one in known.ownerless:
        yield of_fact("ownerless", replace(one, at=one.at + timedelta(days=numbers["days"])))


def _trend(known: Known, numbers: Numbers, now: datetime) -> Iterator[Finding]:
    """A group's mood is lower than it was some days ago, and lower at each look since: once a month."""
    points = [(one.at, one.value) for one in known.days if one.value is not None]
    for number, (at, value) in enumerate(points):
        before = [one for one in points[:number] if at - one[0] <= timedelta(days=numbers["days"])]
        falls = all(later[1] <= earlier[1] for earlier, later in pairwise([*before, (at, value)]))
        if before and falls and before[0][1] - value >= numbers["points"]:
            seen = Evidence("trend", at, {"from": round(before[0][1]), "to": round(value)})
            yield Finding(f"trend:{at:%Y-%m}", at, "mood", (seen,))


WATCH: Mapping[str, Callable[[Known, Numbers, datetime], Iterator[Finding]]] = {
    "drop": _drop,
    "low": _low,
    "leaving": _leaving,
    "silence": _silence,
    "contradiction": _contradiction,
    "promise": _promise,
    "case": _case,
    "bounce": _bounce,
    "ownerless": _ownerless,
    "trend": _trend,
}
