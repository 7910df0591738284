"""Charts: a figure is built once in Python and drawn twice, as SVG by the server and, on wide screens, by Plotly.

Pages call a function here with plain values and one full sentence, and show what it returns: {% chart figure "its-id" %}.
"""

from accounts.web.charts.annotations import Note
from accounts.web.charts.bars import Bar, bars
from accounts.web.charts.figure import Figure, Key, Table
from accounts.web.charts.heat import Cell, Column, Heat
from accounts.web.charts.line import Line, Point, Span, line
from accounts.web.charts.money_bar import MoneyBar, money_bar
from accounts.web.charts.waterfall import Part, waterfall
from accounts.web.charts.way import Stop, way

__all__ = [
    "Bar",
    "Cell",
    "Column",
    "Figure",
    "Heat",
    "Key",
    "Line",
    "MoneyBar",
    "Note",
    "Part",
    "Point",
    "Span",
    "Stop",
    "Table",
    "bars",
    "line",
    "money_bar",
    "waterfall",
    "way",
]
