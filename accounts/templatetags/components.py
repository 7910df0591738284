"""Components that compute: a face from a score, an arrow from a change, bars from numbers. They take plain values, no rows.

What only arranges its values is an include (templates/components/<name>.html says which); what wraps other markup is a
block here. All of them stand on /ui/ in every state.
"""

import zlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from accounts.clients.enums import BuyerRole
from accounts.templatetags.ui import icon
from accounts.web import formats
from accounts.web.mood import Mood, mood_of

register = template.Library()

Number = Decimal | float
MOUTHS = {
    Mood.UPSET: "M8 17.2q4-5 8 0",
    Mood.TENSE: "M8 16.6q4-2.6 8 0",
    Mood.NEUTRAL: "M8 15.8h8",
    Mood.CONTENT: "M8 15q4 2.8 8 0",
    Mood.DELIGHTED: "M7.5 14q4.5 5.6 9 0",
}
TIMELINE_ICONS = {
    "survey": "form", "meeting": "chat", "mail": "mail", "signal": "warning", "gesture": "gift", "deal": "money",
    "note": "pencil",
}  # fmt: skip
ROLE_MARKS = {"economic": "●", "technical": "■", "end_user": "▲"}
LOW_COVERAGE = 50  # percent of a role that is heard; below it the bar warns


@register.inclusion_tag("components/mood.html")
def mood(score: Number | str | None, size: str = "") -> dict[str, Any]:
    """Show the face of a score; without a score a hatched circle. Sizes: small, (middle), large.

    A score of something that is not there ("touch.mean" of no touch) comes as an empty text: there is none.
    """
    if score is None or isinstance(score, str):
        return {"name": gettext("Too early to say"), "size": size}
    found = mood_of(score)
    return {
        "level": found.value,
        "mouth": MOUTHS[found],
        "name": f"{found.label}, {formats.number(score)}",
        "size": size,
    }


@register.filter
def mood_level(score: Number) -> int:
    """Return the number of the score's mood, for a class name: mood-{{ score|mood_level }}."""
    return mood_of(score).value


@register.filter
def mood_label(score: Number) -> str:
    """Return the name of the score's mood."""
    return str(mood_of(score).label)


@register.inclusion_tag("components/delta.html")
def delta(change: Number, unit: str = "") -> dict[str, Any]:
    """Show a change as arrow and number; the arrow has a word for those who do not see it."""
    number = formats.number(change if change > 0 else -change)
    amount = f"{number}{unit}"
    if number == "0":
        return {"direction": "none", "arrow": "=", "word": pgettext("change", "unchanged"), "amount": amount}
    if change > 0:
        return {"direction": "up", "arrow": "▲", "word": pgettext("change", "up"), "amount": amount}
    return {"direction": "down", "arrow": "▼", "word": pgettext("change", "down"), "amount": amount}


@register.inclusion_tag("components/coverage_bar.html")
def coverage_bar(label: str, heard: int, total: int, role: str = "", url: str = "") -> dict[str, Any]:
    """Show how many of a group are heard. A role puts its shape before the label; nobody to hear is hatched, not zero.

    `url` leads to those who are not heard.
    """
    percent = round(heard * 100 / total) if total else 0
    return {
        "label": label,
        "heard": heard,
        "total": total,
        "percent": percent,
        "role": role,
        "url": url,
        "mark": ROLE_MARKS.get(role),
        "is_low": bool(total) and percent < LOW_COVERAGE,
    }


@register.inclusion_tag("components/contribution_list.html")
def contribution_list(
    rows: Sequence[dict[str, Any]], score: Number, start: Number = 0, start_note: str = ""
) -> dict[str, Any]:
    """Show what a score is made of: `rows` with label, value, note, url. What they leave unexplained is the last row, "other".

    As soon as one number is no whole one, all have their tenths.
    """
    rest = Decimal(str(score)) - Decimal(str(start)) - sum(Decimal(str(row["value"])) for row in rows)
    shown = [*rows, {"label": gettext("Everything else"), "value": rest}] if rest else list(rows)
    longest = max((abs(Decimal(str(row["value"]))) for row in shown), default=Decimal(0)) or Decimal(1)
    places = int(any(Decimal(str(value)) % 1 for value in (start, *(row["value"] for row in shown))))
    return {
        "rows": [_bar(row, longest=longest, places=places) for row in shown],
        "start": formats.number(start, places) if start else None,
        "start_note": start_note,
    }


def _bar(row: dict[str, Any], *, longest: Decimal, places: int) -> dict[str, Any]:
    value = Decimal(str(row["value"]))
    width = round(abs(value) / longest * 48, 1)
    return {
        **row,
        "direction": "down" if value < 0 else "up",
        "amount": formats.signed(value, places),
        # Numbers of an SVG are no text: always with a point.
        "x": str(50 - width if value < 0 else Decimal(50)),
        "width": str(width),
    }


@register.simple_tag
def role_mark(role: str) -> SafeString:
    """Return the shape of a client's role in its color; the role's name must stand beside it."""
    return format_html(
        '<span class="role-mark role-mark--{}" aria-hidden="true">{}</span>', str(role), ROLE_MARKS[role]
    )


@register.filter
def buyer_role(role: str) -> str:
    """Return the name of a buyer role."""
    return str(BuyerRole(role).label)


@register.simple_tag
def timeline_icon(kind: str) -> SafeString:
    """Return the icon of a kind of timeline item."""
    return icon(TIMELINE_ICONS[kind])


@register.simple_block_tag
def card(content: str, title: str, **options: Any) -> str:
    """Wrap content in a card with a heading. Options: link_url with link_label, tone (danger), is_flush (rows to the edge)."""
    heading_id = f"card-{zlib.crc32(str(title).encode()):08x}"
    return render_to_string(
        "components/card.html", {"content": content, "title": title, "heading_id": heading_id, **options}
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:  # noqa: A002 the attribute's name
    """Wrap content in a dialog that a link with data-dialog="<id>" opens; without scripts the link opens its own page."""
    return render_to_string("components/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def menu(content: str, label: str, is_quiet: bool = False) -> str:
    """Wrap menu items in a button that unfolds them; works without scripts, which only close it on Escape and elsewhere."""
    return render_to_string("components/menu.html", {"content": content, "label": label, "is_quiet": is_quiet})
