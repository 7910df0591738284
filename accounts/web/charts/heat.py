"""The heat map: a table that reads as a table, each cell a mood, a number and the answers behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from accounts.web.charts.figure import Number, is_too_early
from accounts.web.mood import Mood, mood_of


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and the name it shares with its neighbors when columns are grouped."""

    name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The mood at a crossing, where it leads, and whether it is below what was promised.

    A cell that `is_kept` back would give another one away; one that `is_early` rests on too few for another reason than its
    answers.
    """

    score: Number
    answers: int
    url: str = ""
    is_below_standard: bool = False
    is_kept: bool = False
    is_early: bool = False

    @property
    def is_small(self) -> bool:
        """Tell whether too few answers are behind it."""
        return self.is_early or is_too_early(self.answers)

    @property
    def is_too_early(self) -> bool:
        """Tell whether the cell is hatched and keeps its number to itself."""
        return self.is_kept or self.is_small

    @property
    def mood(self) -> Mood:
        """Return the mood that colors the cell."""
        return mood_of(self.score)


@dataclass(frozen=True, slots=True)
class Heat:
    """Rows of cells under columns, None where a row has nothing to do with a column. Raises ValueError for ragged rows."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[tuple[str, Sequence[Cell | None]]]

    def __post_init__(self) -> None:
        if ragged := [name for name, cells in self.rows if len(cells) != len(self.columns)]:
            raise ValueError(f"rows with another number of cells than there are columns: {', '.join(ragged)}")

    @property
    def groups(self) -> list[tuple[str, int]]:
        """Return the names over the columns with how many columns each spans; nothing when no column has one."""
        if not any(column.group for column in self.columns):
            return []
        return [(name, len(list(columns))) for name, columns in groupby(self.columns, key=lambda column: column.group)]
