"""The charts of /ui/: the invented house's figures of half a year, in the reader's language."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.web import charts, formats
from accounts.web.charts import Bar, Cell, Column, Line, Note, Part, Point, Span
from accounts.web.mood import Mood

TODAY = date(2026, 11, 20)
INDEX = (
    *(66, 66.4, 67, 66.8, 67.5, 68, 68.2, 67.6, 68.1, 68.9, 69, 68.2, 67.5),
    *(66.2, 64.5, 63.2, 63.8, 65.1, 66.4, 67.6, 68.5, 69.6, 69.9, 70.8, 71.4, 72),
)
ECONOMIC = """
    2024-01-10:80 2024-04-20:74 2024-08-05:70 2024-11-20:75 2025-03-10:78 2025-06-25:80 2025-10-10:82 2026-01-30:80
    2026-05-20:82 2026-09-05:84 2026-11-12:86
"""
TECHNICAL = """
    2024-01-20:74 2024-04-10:60 2024-07-10:54 2024-11-02:62 2025-02-20:66 2025-06-10:64 2026-03-10:60
    2026-07-01:48 2026-10-20:22
"""
USERS = """
    2024-04-20:61 2024-08-10:58 2024-12-01:63 2025-03-20:66 2025-07-10:64 2025-11-05:62 2026-03-01:60
    2026-06-20:59 2026-10-15:57
"""
WHOLE = """
    2024-01-10:78 2024-03-10:74 2024-05-10:66 2024-07-10:61 2024-10-10:66 2025-01-10:69 2025-05-01:72
    2025-08-20:73 2025-12-10:71 2026-03-20:70 2026-06-20:66 2026-08-20:60 2026-10-05:54 2026-11-05:48
    2026-11-20:34
"""


def everything() -> dict[str, Any]:
    """Return a figure of each kind, and of each state that a kind has."""
    return {
        "index_trend": _index_trend(),
        "client_curve": _client_curve(),
        "early_trend": _early_trend(),
        "response_rates": _response_rates(),
        "moods_of_stages": _moods_of_stages(),
        "why": _why(),
        "money_by_mood": _money_by_mood(),
        "no_money": charts.money_bar({}, currency="EUR"),
        "heat": _heat(),
        "risen": [76, 77, 79, 78, 80, 81],
        "fallen": [69, 70, 66, 65, 61, 58],
    }


def _index_trend() -> charts.Figure:
    start = TODAY - timedelta(weeks=len(INDEX) - 1)
    points = [Point(start + timedelta(weeks=week), score) for week, score in enumerate(INDEX)]
    return charts.line(
        sentence=_("The happiness index over half a year: down to 63 in September, now 72, the target is 78."),
        lines=[Line(_("Index"), points)],
        target=78,
        notes=[
            Note(points[15].on, points[15].value, _("payments failed")),
            Note(points[21].on, points[21].value, _("new standard of answering")),
        ],
        is_cut=True,
        is_mood=True,
    )


def _client_curve() -> charts.Figure:
    return charts.line(
        sentence=_(
            "The mood of Polymer West since January 2024: the technical buyer fell from 74 to 22, the whole is at 34."
        ),
        lines=[
            _line(_("Economic"), ECONOMIC, "economic"),
            _line(_("Technical"), TECHNICAL, "technical"),
            _line(_("Users"), USERS, "end_user"),
            _line(_("Together"), WHOLE),
        ],
        spans=[
            Span(date(2023, 12, 1), date(2024, 2, 15), _("Preboarding")),
            Span(date(2024, 2, 15), date(2024, 8, 1), _("Onboarding")),
            Span(date(2024, 8, 1), TODAY, _("Growth")),
        ],
        notes=[Note(date(2026, 6, 20), 66, _("first late act"))],
    )


def _early_trend() -> charts.Figure:
    points = [Point(date(2026, 9, 1), 70, answers=2), Point(date(2026, 10, 1), 64, answers=4)]
    return charts.line(
        sentence=_("The mood of the segment Energy cannot be told yet: no month has five answers."),
        lines=[Line(_("Energy"), points)],
    )


def _response_rates() -> charts.Figure:
    rows = [(_("Economic buyers"), 71), (_("Technical buyers"), 41), (_("End users"), 58)]
    return charts.bars(
        sentence=_("Of the economic buyers 71% answer, of the technical ones 41%, of the end users 58%."),
        rows=[Bar(name, share) for name, share in rows],
        say=lambda value: formats.percent(Decimal(str(value)) / 100),
        top=100,
    )


def _moods_of_stages() -> charts.Figure:
    return charts.bars(
        sentence=_("Mood by stage: Preboarding 81, Onboarding 58, Growth 75; for Reboarding it is too early to say."),
        rows=[
            Bar(_("Preboarding"), 81, answers=31),
            Bar(_("Onboarding"), 58, answers=24),
            Bar(_("Growth"), 75, answers=118),
            Bar(_("Reboarding"), 49, answers=2),
        ],
        top=100,
        is_mood=True,
    )


def _why() -> charts.Figure:
    return charts.waterfall(
        sentence=_("The index of Polymer West is 34: the average of its segment, 65, less 31 for what happened there."),
        start=Part(_("Average of your segment"), 65),
        steps=[
            Part(_("Score of the technical buyer"), -18.6),
            Part(_("Acts that came late"), -11.7),
            Part(_("Silence of the users"), -6.4),
            Part(_("Olena's trust"), 7.2),
        ],
        end=Part(_("Index of the client"), 34),
    )


def _money_by_mood() -> charts.MoneyBar:
    amounts = (57_000, 127_000, 256_000, 600_000, 300_000, 80_000)
    moods: tuple[Mood | None, ...] = (*Mood, None)
    return charts.money_bar(dict(zip(moods, map(Decimal, amounts), strict=True)), currency="EUR")


def _heat() -> charts.Heat:
    before, start, growth = _("Preboarding"), _("Onboarding"), _("Growth")
    columns = [
        *(Column(_("First call"), before), Column(_("Proposal"), before), Column(_("Contract"), before)),
        *(Column(_("Kick-off"), start), Column(_("Training"), start), Column(_("First invoice"), start)),
        *(
            Column(_("Support reply"), growth),
            Column(_("Monthly call"), growth),
            Column(_("Acts and invoices"), growth),
        ),
    ]
    sales = [_cell(84, 31), _cell(79, 28), _cell(71, 22), _cell(77, 14), None, None, None, _cell(74, 18), None]
    delivery = [None, _cell(72, 9), None, _cell(83, 21), _cell(78, 17), None, _cell(70, 22), _cell(81, 40), None]
    accounting = [None, None, _cell(55, 16), None, None, _cell(38, 23), None, None, _cell(36, 41)]
    buying = [None, _cell(66, 5), _cell(49, 11), None, _cell(51, 3), _cell(57, 8), None, None, _cell(54, 19)]
    rows = [(_("Sales"), sales), (_("Delivery"), delivery), (_("Accounting"), accounting), (_("Procurement"), buying)]
    return charts.Heat(_("Mood by touchpoint and department, 0 to 100, with the number of answers"), columns, rows)


def _cell(score: int, answers: int) -> Cell:
    return Cell(score, answers, url="#heat", is_below_standard=score < 50)  # noqa: PLR2004 an invented standard


def _line(name: str, points: str, role: str = "") -> Line:
    pairs = [pair.split(":") for pair in points.split()]
    return Line(name, [Point(date.fromisoformat(day), int(score)) for day, score in pairs], role)
