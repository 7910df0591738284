"""What is worth an alert, by tables: plain calculations."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from feedback.alerts.rules import NUMBERS, Day, Fact, Known, Reading, Text, evaluate, is_bitter
from feedback.happiness_index.formula import Disagreement

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANSWER = uuid.UUID(int=1)


def ago(days):
    return NOW - timedelta(days=days)


def reading(value=80, *, days=0, source="answer", role="technical", response=None, **more):
    key = f"{source}:{days}:{role}:{value}"
    return Reading(key=key, at=ago(days), value=value, source=source, role=role, response=response, **more)


def day(value, days, **more):
    return Day(ago(days).date(), ago(days), value, **more)


BITTER = Text("t", ago(0), is_bitter=True, response=ANSWER)
OTHER = Text("u", ago(20), is_bitter=True, response=uuid.UUID(int=2))
HIGH = reading(60, response=ANSWER, scores={"nps": 9}, score=85, text=-0.8)
APART = Disagreement("economic", "technical", Decimal(35), is_clear=True)
TWO = [reading(80, days=3, role="economic"), reading(45, days=2)]


@pytest.mark.parametrize(
    ("kind", "known", "found"),
    [
        ("low", Known(readings=[reading(scores={"nps": 6})]), [(True, False)]),
        ("low", Known(readings=[reading(scores={"nps": 7})]), []),
        ("low", Known(readings=[reading(scores={"csat": 2}, sealed=True)]), [(True, True)]),
        ("low", Known(readings=[reading(20, source="talk")]), []),
        ("drop", Known(days=[day(72, 20), day(62, 0)]), [(True, False)]),
        ("drop", Known(days=[day(72, 20), day(63, 0)]), []),
        ("drop", Known(days=[day(72, 31), day(50, 0)]), []),
        ("drop", Known(days=[day(None, 20), day(50, 0)]), []),
        ("drop", Known(days=[day(72, 20, sealed_value=72), day(71, 0, sealed_value=40)]), [(True, True)]),
        ("leaving", Known(texts=[Text("t", ago(0), is_bitter=False, signals=("leaving",))]), [(True, False)]),
        ("leaving", Known(texts=[BITTER]), []),
        ("contradiction", Known(readings=[HIGH], texts=[BITTER]), [(False, False)]),
        ("contradiction", Known(readings=[HIGH], texts=[OTHER, BITTER]), [(True, False)]),
        (
            "contradiction",
            Known(readings=[reading(20, days=5, scores={"nps": 2}), HIGH], texts=[BITTER]),
            [(True, False)],
        ),
        ("contradiction", Known(readings=[replace(HIGH, score=70)], texts=[BITTER]), []),
        ("contradiction", Known(readings=TWO, days=[day(60, 1, apart=APART)]), [(True, False)]),
        ("contradiction", Known(readings=TWO, days=[day(60, 1, apart=replace(APART, points=Decimal(29)))]), []),
        ("contradiction", Known(readings=TWO[:1], days=[day(60, 1, apart=APART)]), []),
        ("contradiction", Known(readings=TWO, days=[day(60, 1), day(60, 0)]), []),
        ("contradiction", Known(readings=[reading(85, source="mark", days=3), reading(40)]), [(True, False)]),
        ("contradiction", Known(readings=[reading(60, source="mark", days=3), reading(30)]), []),
        ("contradiction", Known(readings=[reading(40, source="mark", days=3), reading(85)]), []),
        (
            "contradiction",
            Known(readings=[reading(85, source="mark", days=3), reading(40, sealed=True)]),
            [(True, True)],
        ),
        (
            "contradiction",
            Known(readings=[reading(85, source="mark", days=3), reading(40, days=2), reading(30, sealed=True)]),
            [(True, False), (True, True)],
        ),
        ("silence", Known(readings=[reading(days=100 + 30 * n) for n in (3, 2, 1, 0)]), [(True, False)]),
        ("silence", Known(readings=[reading(days=100 + 30 * n) for n in (2, 1, 0)]), []),
        ("promise", Known(promises=[Fact("p", ago(2), "delivery")]), [(True, False)]),
        ("promise", Known(promises=[Fact("p", ago(2), "delivery", until=ago(1.5))]), []),
        ("promise", Known(promises=[Fact("p", ago(0.5), "delivery")]), []),
        ("ownerless", Known(ownerless=[Fact("o", ago(2), "ownership")]), [(True, False)]),
        ("bounce", Known(bounces=[Fact("b", ago(0), "contact:1")]), [(True, False)]),
        ("case", Known(cases=[Fact("c", ago(0), "case:1")]), [(True, False)]),
        ("trend", Known(days=[day(70, 59), day(66, 30), day(64, 0)]), [(True, False)]),
        ("trend", Known(days=[day(70, 59), day(72, 30), day(64, 0)]), []),
    ],
)
def test_rule_finds(kind, known, found):
    assert [(one.wakes_top, one.sealed) for one in evaluate(kind, known, numbers={}, now=NOW)] == found


@pytest.mark.parametrize("kind", NUMBERS)
def test_nothing_known_is_no_news(kind):
    assert evaluate(kind, Known(), numbers={}, now=NOW) == []


def test_news_are_known_by_their_keys_and_come_in_their_order():
    days = [day(80, 9), day(60, 8), day(50, 7), day(75, 6), day(40, 5)]

    found = evaluate("drop", Known(days=days), numbers={}, now=NOW)

    assert [one.at for one in found] == sorted(one.at for one in found)
    assert len({one.key for one in found}) == len(found) == 1  # one height was fallen from
    assert evaluate("drop", Known(days=days), numbers={"points": 60}, now=NOW) == []


@pytest.mark.parametrize(
    ("label", "confidence", "corrected", "bitter"),
    [
        ("negative", 0.6, False, True),
        ("negative", 0.59, False, False),
        ("negative", 0, True, True),
        ("neutral", 1, True, False),
    ],
)
def test_words_count_from_a_confidence_on_or_when_one_of_us_says_so(label, confidence, corrected, bitter):
    assert is_bitter(label=label, confidence=confidence, corrected=corrected) is bitter
