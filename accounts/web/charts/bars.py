"""Bars: amounts side by side, always from zero."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from accounts.web import formats
from accounts.web.charts import rows as drawn
from accounts.web.charts.figure import Figure, Number, Table, is_too_early, too_early
from accounts.web.mood import mood_of


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount; `answers` only where it is a statistic over people."""

    label: str
    value: Number
    answers: int | None = None


def bars(
    *,
    sentence: str,
    rows: Sequence[Bar],
    say: Callable[[Number], str] = formats.number,
    top: Number = 0,
    is_mood: bool = False,
) -> Figure:
    """Return a figure of one bar per row, in the order given, from zero to `top` or to the largest value.

    `say` writes a value in words; `is_mood` gives a score the color of its mood. On fewer than five answers a bar is hatched
    and says how many there are.
    """
    known = [row.value for row in rows if not is_too_early(row.answers)]
    axis = drawn.axis(known, top)
    shown = [_row(row, say=say, is_mood=is_mood) for row in rows]
    with_answers = any(row.answers is not None for row in rows)
    return Figure(
        sentence=sentence,
        table=Table(
            head=(gettext("What"), gettext("Value"), *([gettext("Answers")] if with_answers else [])),
            rows=tuple(
                (row.label, bar.said, *([_count(row.answers)] if with_answers else []))
                for row, bar in zip(rows, shown, strict=True)
            ),
        ),
        data=drawn.traces(shown, axis) if known else [],
        layout=drawn.layout(shown, axis),
        height=drawn.HEIGHT * len(rows),
    )


def _row(row: Bar, *, say: Callable[[Number], str], is_mood: bool) -> drawn.Row:
    if is_too_early(row.answers):
        return drawn.Row(row.label, too_early(row.answers), 0, 0, is_hatched=True)
    if not is_mood:
        return drawn.Row(row.label, say(row.value), 0, row.value, color="--ink-2")
    mood = mood_of(row.value)
    return drawn.Row(row.label, say(row.value), 0, row.value, color=f"--m{mood}", edge=f"--t{mood}")


def _count(answers: int | None) -> str:
    return "" if answers is None else formats.number(answers)
