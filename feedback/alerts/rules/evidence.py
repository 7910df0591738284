"""What a finding rests on, and whether words alone are enough."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from feedback.alerts.rules.shape import NUMBERS, Evidence, Fact, Finding, Known, Reading, Text

SURE = 0.6
NEAR = timedelta(days=30)  # within which one piece of evidence stands beside another


def is_bitter(*, label: str, confidence: float, corrected: bool) -> bool:
    """Tell whether words sound bad: as one of us says, or as the machine says when it is sure enough."""
    return label == "negative" and (corrected or confidence >= SURE)


def _is_low(reading: Reading) -> bool:
    """Tell whether a score was low. The mood does not count: the words themselves are in it."""
    return any(score <= NUMBERS["low"][name][0] for name, score in reading.scores.items())


def _beside(at: datetime, known: Known, *, besides: str, sealed: bool) -> Iterator[Evidence]:
    """What stands beside a text: a low score, words of leaving, or a second bad text, within 30 days before it.

    What was confided stands beside what was confided alone.
    """
    for one in known.readings:
        if timedelta(0) <= at - one.at <= NEAR and one.source == "answer" and _is_low(one) and one.sealed <= sealed:
            yield shown("score", one)
    bad = [one for one in known.texts if (one.is_bitter or one.signals) and one.key != besides and one.sealed <= sealed]
    yield from (_words(one) for one in bad if timedelta(0) <= at - one.at <= NEAR)


def _words(text: Text) -> Evidence:
    what = "leaving" if text.signals else "words"
    places: dict[str, Any] = {"response": text.response, "interaction": text.interaction, "contact": text.contact}
    return Evidence(what, text.at, {"signals": ",".join(text.signals)}, **places)


def shown(what: str, one: Reading) -> Evidence:
    values: dict[str, str | int | float] = {**one.scores, "mood": one.value, "role": one.role}
    places: dict[str, Any] = {"response": one.response, "interaction": one.interaction, "contact": one.contact}
    return Evidence(what, one.at, values, **places)


def of_reading(name: str, one: Reading, seen: Evidence, known: Known) -> Finding:
    beside = (_words(text) for text in known.texts if text.response == one.response and one.response)
    return Finding(f"{name}:{one.key}", one.at, "mood", (seen, *beside), sealed=one.sealed)


def of_text(name: str, text: Text, known: Known, *, wakes_top: bool) -> Finding:
    beside = tuple(_beside(text.at, known, besides=text.key, sealed=text.sealed))
    is_proven = wakes_top or bool(text.signals) or bool(beside)
    key = f"{name}:{text.key}"
    return Finding(key, text.at, "mood", (_words(text), *beside), sealed=text.sealed, wakes_top=is_proven)


def of_fact(name: str, one: Fact) -> Finding:
    places: dict[str, Any] = {"contact": one.contact, "promise": one.promise, "interaction": one.interaction}
    seen = Evidence(name, one.at, one.values, **places)
    return Finding(one.key, one.at, one.topic, (seen,), sealed=one.sealed, until=one.until)
