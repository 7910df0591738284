"""From one number to another by the steps between them: what a score is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext

from accounts.web import formats
from accounts.web.charts import rows as drawn
from accounts.web.charts.figure import Figure, Number, Table
from accounts.web.charts.rounding import rounded, rounded_to

ROOM = Decimal("1.12")  # at the end of the axis, so that no joining line crosses the numbers
UP, DOWN, WHOLE = ("--m5", "--t5"), ("--m1", "--t1"), ("--ink-2", "--ink-2")


@dataclass(frozen=True, slots=True)
class Part:
    """A named amount: where the figure starts, a step up or down, where it ends."""

    label: str
    value: Number


def waterfall(*, sentence: str, start: Part, steps: Sequence[Part], end: Part, places: int = 0) -> Figure:
    """Return a figure of the steps from start to end, whose shown numbers add up to the last digit.

    What the steps leave open is one more step, "Other". Bars begin at zero; a step begins where the one before it ended.
    """
    exact = [Decimal(str(step.value)) for step in steps]
    first, last = (rounded(Decimal(str(part.value)), places=places) for part in (start, end))
    open_rest = Decimal(str(end.value)) - Decimal(str(start.value)) - sum(exact)
    labels = [step.label for step in steps]
    if rounded(open_rest, places=places) or (first != last and not exact):
        labels, exact = [*labels, gettext("Other")], [*exact, open_rest]
    amounts = rounded_to(last - first, exact, places=places)
    reached = list(accumulate(amounts, initial=first))
    shown = [
        _whole(start.label, first, places),
        *(_step(*step, places) for step in zip(labels, reached, amounts, strict=False)),
        _whole(end.label, last, places),
    ]
    axis = drawn.axis(reached, top=max(reached) * ROOM)
    return Figure(
        sentence=sentence,
        table=Table(head=(gettext("What"), gettext("Points")), rows=tuple((row.label, row.said) for row in shown)),
        data=drawn.traces(shown, axis),
        layout=drawn.layout(shown, axis) | {"shapes": [_join(number, end) for number, end in enumerate(reached)]},
        height=drawn.HEIGHT * len(shown),
    )


def _whole(label: str, value: Decimal, places: int) -> drawn.Row:
    return drawn.Row(label, formats.number(value, places), 0, value, *WHOLE)


def _step(label: str, before: Decimal, amount: Decimal, places: int) -> drawn.Row:
    return drawn.Row(label, formats.signed(amount, places), before, before + amount, *(UP if amount > 0 else DOWN))


def _join(number: int, value: Decimal) -> dict[str, object]:
    """Return the thin line that carries a bar's end down to the next bar."""
    ends = {"x0": float(value), "x1": float(value), "y0": number + drawn.BAR, "y1": number + 1 + drawn.BAR}
    return {"type": "line", **ends, "line": {"color": "--control", "width": 1}, "layer": "below"}
