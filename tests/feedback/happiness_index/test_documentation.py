"""docs/happiness-index.md works an example by hand: the formula comes to the same numbers."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from feedback.happiness_index.formula import CURRENT, Moment, Reading, index_of, waterfall
from feedback.responses import scores
from feedback.sentiment import weights

TEXT = (Path(__file__).parents[3] / "docs" / "happiness-index.md").read_text()
DAY = datetime(2026, 3, 31, 12, tzinfo=UTC)
ROLES = {"economic buyer": "economic", "technical buyer": "technical", "end user": "end_user"}


def readings() -> list[Reading]:
    """Return the readings of the example's table."""
    rows = re.findall(r"^\| ([A-D]) \| ([a-z ]+), (answer|talk) \| (\d+) \| (\d+) \| [\d.]+ \|$", TEXT, re.MULTILINE)
    return [
        Reading(
            id=uuid.UUID(int=ord(letter)),
            value=int(value),
            role=ROLES[who],
            happened_at=DAY - timedelta(days=int(days)),
            known_at=DAY - timedelta(days=int(days)),
            half_life_days=weights.ANSWER_DAYS if source == "answer" else weights.TALK_DAYS,
        )
        for letter, who, source, value, days in rows
    ]


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def test_example_comes_to_the_numbers_of_the_page():
    index = index_of(readings(), now=DAY, baseline=Decimal("60.0"), weights=CURRENT.weights, formula=CURRENT)

    value, low, high = re.search(r"\*\*([\d.]+), from ([\d.]+) to ([\d.]+), fairly sure\*\*", TEXT).groups()
    assert (index.value, index.low, index.high, index.confidence) == (*map(Decimal, (value, low, high)), "medium")
    moods = re.findall(r"^\| ([a-z ]+) \| \(0\.5 .* = \*\*([\d.]+)\*\* \|$", TEXT, re.MULTILINE)
    assert {ROLES[who]: Decimal(mood) for who, mood in moods} == {role: one.mood for role, one in index.roles.items()}
    points = re.findall(r"^\| ([A-D]) \| .* \| \*\*([+−][\d.]+)\*\* \|$", TEXT, re.MULTILINE)
    assert {uuid.UUID(int=ord(letter)): number(told) for letter, told in points} == {
        one.reading_id: one.points for one in index.contributions
    }
    assert len(points) == 4


def test_steps_of_the_example_are_those_of_the_page():
    start, end = (
        Moment(at=DAY - timedelta(days=days), baseline=Decimal("60.0"), weights=CURRENT.weights) for days in (30, 0)
    )

    found = waterfall(readings(), start=start, end=end, formula=CURRENT)

    begins, faded, said = re.search(
        r"on 1 March it was \*\*([\d.]+)\*\*.*?faded: \*\*(.[\d.]+)\*\*.*?D was said: \*\*(.[\d.]+)\*\*",
        TEXT,
        re.DOTALL,
    ).groups()
    assert (found.begins, [one.points for one in found.steps]) == (Decimal(begins), [number(faded), number(said)])


def test_scales_of_the_page_are_those_of_the_code():
    for scale in (scores.OF_NPS, scores.OF_CSAT.values(), scores.OF_CES.values()):
        assert " as " + ", ".join(map(str, scale)) in TEXT
