"""What each kind of rule watches for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from feedback.alerts.rules.evidence import NEAR, of_fact, of_reading, of_text, shown
from feedback.alerts.rules.shape import NUMBERS, Day, Evidence, Finding, Known, Numbers, Reading
from feedback.happiness_index import contradictions
from feedback.happiness_index.contradictions import Said
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
    """What pages show as a contradiction, where it is bad news: a good score with bitter words, one of us who felt better about
    it than the client says, and roles that are apart; of the last two those that are that many points apart."""
    rows = {one.key: one for one in known.readings}
    open_ = [_said(one) for one in known.readings if not one.sealed]
    everything = [_said(one) for one in known.readings]
    pairs = [(False, pair) for pair in contradictions.of_readings(open_)]
    pairs += [(True, pair) for pair in contradictions.of_readings(everything)] if len(everything) > len(open_) else []
    for is_sealed, pair in pairs:
        better, worse = rows[str(pair.better.id)], rows[str(pair.worse.id)]
        if is_sealed and not (better.sealed or worse.sealed):
            continue  # everybody's news
        if better is worse:
            yield from _bitter(better, known)
        elif pair.better.is_ours and pair.points >= numbers["points"]:
            last = max(better, worse, key=lambda one: (one.at, one.key))
            seen = (shown("felt", better), shown("answer", worse))
            key = f"felt:{better.key}:{worse.key}"
            yield Finding(key, last.at, "mood", seen, sealed=better.sealed or worse.sealed)
    yield from _roles_apart(known, open_, numbers["points"])


def _bitter(one: Reading, known: Known) -> Iterator[Finding]:
    """Yield the bitter words beside a good score; kind words beside a bad one are no alarm."""
    place = (one.response, one.interaction)
    for text in known.texts:
        if text.is_bitter and (text.response, text.interaction) == place:
            found = of_text("contradiction", text, known, wakes_top=False)
            yield replace(found, evidence=(shown("score", one), *found.evidence))


def _roles_apart(known: Known, said: Sequence[Said], points: int) -> Iterator[Finding]:
    """Once for each stretch of days in which two roles are that far apart."""
    was_apart = False
    for one in known.days:
        lately = [row for row in said if one.at - contradictions.LATELY < row.happened_at <= one.at]
        pair = contradictions.between(lately, one.apart) if one.apart else None
        is_apart = pair is not None and pair.points >= points
        if one.apart and is_apart and not was_apart:
            values: dict[str, str | int | float] = {
                "low": one.apart.unhappiest,
                "high": one.apart.happiest,
                "points": round(one.apart.points),
            }
            yield Finding(f"roles:{one.day}", one.at, "mood", (Evidence("roles", one.at, values),))
        was_apart = is_apart


def _said(one: Reading) -> Said:
    return Said(
        id=one.key,
        source=one.response or one.interaction,
        value=one.value,
        role=one.role,
        contact_id=one.contact,
        happened_at=one.at,
        score=one.score,
        text=one.text,
        is_ours=one.source == "mark",
        is_noted=one.source == "talk",
    )


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
