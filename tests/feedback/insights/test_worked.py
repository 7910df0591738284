"""The examples of docs/insights.md, computed."""

import uuid
from decimal import Decimal
from pathlib import Path

import pytest

from feedback.insights import culture, drivers, money, validation

TEXT = (Path(__file__).parents[3] / "docs/insights.md").read_text(encoding="utf-8")


def section(title):
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def table(title):
    """Return the rows of the section's table; "–" is None, what looks like a number is one."""
    lines = [line.strip("|").split("|") for line in section(title).splitlines() if line.startswith("|")]
    head = [cell.strip() for cell in lines[0]]
    return [dict(zip(head, map(read, line), strict=True)) for line in lines[2:]]


def read(cell):
    cell = cell.strip()
    try:
        return None if cell == "–" else float(cell)
    except ValueError:
        return cell


@pytest.fixture(scope="module")
def at_risk():
    return money.revenue_at_risk(standing(row) for row in table("Revenue at risk"))


@pytest.fixture(scope="module")
def past():
    rows = table("How likely a loss is")
    return [one for row in rows for one in outcomes(row)]


def standing(row):
    revenue = row["revenue"]
    return money.Standing(
        client_id=uuid.uuid4(),
        revenue=None if revenue is None else Decimal(int(revenue)),
        index=row["index"],
        silent_days=row["silent days"],
        rhythm_days=row["usual gap"],
        roles_heard=row["roles"],
        renewal_in=row["renewal in"],
    )


def outcomes(row):
    for number in range(int(row["outcomes"])):
        is_lost = number < row["lost"]
        change = -1.0 if is_lost else row["change of the kept"]
        yield money.Past(money.Level(row["level"]), row["index"], is_lost, change)


def test_drivers():
    matrix, part = drivers.shrunken([[1, 0.6, 0.4], [0.6, 1, 0.5], [0.4, 0.5, 1]], 100)
    gains = drivers.contributions(matrix)

    assert f"λ = 0.01695 / 0.77 = {part:.4f}" in section("Drivers: what counts most")
    assert f"make up the {sum(gains):.4f}" in section("Drivers: what counts most")
    for row, gain in zip(table("Drivers: what counts most"), gains, strict=True):
        assert row["adds"] == pytest.approx(gain, abs=5e-5)
        assert row["share"] == pytest.approx(gain / sum(gains), abs=5e-4)


def test_revenue_at_risk(at_risk):
    text = section("Revenue at risk")

    for row in table("Revenue at risk"):
        found = standing(row)
        assert (found.causes[0] if found.causes else None, found.level) == (row["cause"], row["level"])
    assert f"Of {at_risk.known} known, {at_risk.total.amount} are at risk" in text
    assert [at_risk.causes[one].amount for one in money.Cause] == [154000, 38000, 14000, 52000]
    high, middle, low = (at_risk.levels[one].amount for one in (money.Level.HIGH, money.Level.MIDDLE, money.Level.LOW))
    assert f"High {high}, middle {middle}, low {low}." in text


def test_chances(past, at_risk):
    found = money.chances(past)
    loss = money.expected_loss(at_risk, found)

    for row in table("How likely a loss is"):
        chance = found[row["level"]]
        assert [round(one, 3) for one in (chance.value, chance.low, chance.high)] == [
            row["chance"],
            row["from"],
            row["to"],
        ]
    assert f"= {loss.value} may be lost, between {loss.low} and {loss.high}" in section("How likely a loss is")


def test_worth_of_a_point(past, at_risk):
    found = money.worth_of_a_point(past, revenue=at_risk.known)

    assert f"160 / 9000 = {found.slope:.5f}" in section("The worth of a point")
    assert f"is {found.money.value} a year" in section("The worth of a point")
    assert found.is_told_from_nothing


def test_validation():
    endings = [
        validation.Ending(uuid.uuid4(), row["ending"] == "bad", row["index"])
        for row in table("Did the index foretell it?")
    ]

    found = validation.foretold(endings)

    assert (found.n, found.unknown, found.refusal) == (12, 1, None)
    assert (found.precision.value, found.precision.n) == (3 / 4, 4)
    assert (found.recall.value, found.recall.n) == (3 / 4, 4)
    assert f"{found.order:.4f}" in section("Did the index foretell it?")


def test_culture():
    rows = table("How scales are used")
    found = culture.habits({row["country"]: scores(row) for row in rows})

    assert set(found) == {"DE", "UA"}
    for row in rows[:2]:
        habit = found[row["country"]]
        assert (round(habit.mean, 2), round(habit.deviation, 2)) == (row["taken mean"], row["taken spread"])
        assert round(habit.calibrated(70), 1) == row["a 70 reads as"]


def scores(row):
    n, mean, spread = int(row["scores"]), row["mean"], row["spread"]
    return culture.Scores(n, n * mean, (n - 1) * spread**2 + n * mean**2)
