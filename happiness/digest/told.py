"""What a digest's letter and page say: the frozen numbers as its reader's language writes them.

An index is cut to whole points, and not rounded, so that number and face agree, as everywhere.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clients.enums import Stage
from accounts.templatetags.components import buyer_role
from accounts.web import formats
from happiness.digest.content import is_quiet
from happiness.digest.facts import WEEK
from journeys.decisions.models import options

NO_LINKS: Mapping[str, str] = {}
DAY = timedelta(days=1)
BUTTONS = 2  # of a decision
WORDS = 10  # of a question; what is known about it has twice as many, the rest stands on its page
LEAST_HEARD = 2 / 3  # a role that is heard at fewer of the clients is told of


def told(
    content: dict[str, Any], *, slug: str, url: str, base_url: str = "", links: Mapping[str, str] = NO_LINKS
) -> dict[str, Any]:
    """Return every text and figure of an issue, in the present language; `url` is the issue's own page.

    `links` are where decisions are taken, by their ids: a letter's own ones. Elsewhere that is the decision's page.
    """
    since, until = date.fromisoformat(content["since"]), date.fromisoformat(content["until"])
    return {
        "url": base_url + url,
        "settings_url": base_url + reverse("digest-settings", args=[slug]),
        "period": formats.date_range(since, until),
        "week": since.isocalendar().week,
        "is_quiet": is_quiet(content),
        "index": content["index"],
        "score": "" if content["index"] is None else str(int(content["index"])),
        "change": _change(content),
        "subject": _subject(content, since),
        "lead": " ".join(_lead(content)),
        "bars": _bars(content["weeks"]),
        "weeks": ngettext("%(number)s week", "%(number)s weeks", len(content["weeks"]))
        % {"number": len(content["weeks"])},
        "decisions": [_decision(one, content["currency"], slug, links) for one in content["decisions"]["rows"]],
        "more_decisions": content["decisions"]["more"],
        "decisions_url": base_url + reverse("decisions", args=[slug]),
        "rows": _rows(content, slug, base_url),
        "more": content["attention"]["more"] if content["attention"] else 0,
        "more_url": base_url + reverse("home", args=[slug]) + "?whose=all",
        "stages": [_stage(one) for one in content["stages"]],
        "money": _money(content),
        "promises": _promises(content["promises"]),
        "cases": _cases(content["cases"]),
        "silent": _silent(content["roles"]),
        "quote": _quote(content["quote"]),
    }


def weekly(content: dict[str, Any]) -> list[tuple[date, Decimal]]:
    """Return the index of the last weeks, each with the day on which it was read."""
    last, weeks = date.fromisoformat(content["until"]) + DAY, content["weeks"]
    return [(last - (len(weeks) - number) * WEEK, Decimal(str(value))) for number, value in enumerate(weeks, start=1)]


def _points(value: float) -> str:
    return formats.signed(Decimal(str(value)), 1)


def _change(content: dict[str, Any]) -> str:
    if content["change"] is None:
        return ""
    words = {"points": _points(content["change"])}
    if content["is_real"]:
        return _("%(points)s over 30 days") % words
    return _("%(points)s over 30 days, which may be chance") % words


def _subject(content: dict[str, Any], since: date) -> str:
    words: dict[str, Any] = {"week": since.isocalendar().week}
    if content["index"] is None:
        return _("Week %(week)s: how your clients are") % words
    words["index"] = int(content["index"])
    if waiting := len(content["decisions"]["rows"]) + content["decisions"]["more"]:
        text = ngettext(
            "Week %(week)s: index %(index)s, %(number)s decision waits for you",
            "Week %(week)s: index %(index)s, %(number)s decisions wait for you",
            waiting,
        )
        return text % {**words, "number": waiting}
    number = len(content["attention"]["rows"]) + content["attention"]["more"] if content["attention"] else 0
    if not number:
        return _("Week %(week)s: index %(index)s, nothing needs you") % words
    words["number"] = number
    text = ngettext(
        "Week %(week)s: index %(index)s, %(number)s client needs you",
        "Week %(week)s: index %(index)s, %(number)s clients need you",
        number,
    )
    return text % words


def _lead(content: dict[str, Any]) -> list[str]:
    """Return the week in two sentences: how it goes, and what weighs most."""
    if content["index"] is None:
        words = {"known": content["known"], "number": content["clients"]}
        text = ngettext(
            "It is too early for a number: %(known)s of %(number)s client has an index.",
            "It is too early for a number: %(known)s of %(number)s clients have an index.",
            content["clients"],
        )
        return [text % words]
    if not content["is_real"]:
        said = [_("Clients feel as they did a month ago.")]
    elif content["change"] > 0:
        said = [_("Clients are happier than a month ago.")]
    else:
        said = [_("Clients are less happy than a month ago.")]
    fallen = content["down"][:1]
    risen = content["up"][:1]
    if fallen and fallen[0]["points"] <= -3:  # noqa: PLR2004 less is no news
        one = {"client": fallen[0]["name"], "points": formats.number(Decimal(-fallen[0]["points"]))}
        said.append(_("%(client)s fell most, by %(points)s.") % one)
    elif risen and risen[0]["points"] >= 3:  # noqa: PLR2004 less is no news
        one = {"client": risen[0]["name"], "points": formats.number(Decimal(risen[0]["points"]))}
        said.append(_("%(client)s rose most, by %(points)s.") % one)
    return said


def _bars(weeks: list[float]) -> list[dict[str, Any]]:
    """Return heights in pixels: the lowest week is still seen, the last one is the present."""
    if len(weeks) < 2:  # noqa: PLR2004 one bar compares nothing
        return []
    low, high = min(weeks), max(weeks)
    span = max(high - low, 4)
    return [
        {"height": round(26 + 50 * (value - low) / span), "is_last": number == len(weeks)}
        for number, value in enumerate(weeks, start=1)
    ]


def _decision(one: dict[str, Any], currency: str, slug: str, links: Mapping[str, str]) -> dict[str, Any]:
    """Return a decision with its first choices as buttons: each leads to its page, where it is marked already."""
    url = links.get(one["id"]) or reverse("decision", args=[slug, one["id"]])
    day = formats.day_and_month(date.fromisoformat(one["due_on"]))
    return {
        **one,
        "question": Truncator(one["question"]).words(WORDS),
        "details": Truncator(one["details"]).words(2 * WORDS),
        "money": formats.money_short(Decimal(str(one["money"])), currency) if one["money"] else "",
        "until": _("until %(day)s") % {"day": day},
        "url": url,
        "choices": [{"words": words, "url": f"{url}?c={key}"} for key, words in options(one["choices"])[:BUTTONS]],
    }


def _rows(content: dict[str, Any], slug: str, base_url: str) -> list[dict[str, Any]]:
    if not content["attention"]:
        return []
    return [
        {
            **one,
            "money": formats.money_short(Decimal(one["money"]), content["currency"]) if one["money"] else "",
            "url": base_url + reverse("client", args=[slug, one["client"]]),
        }
        for one in content["attention"]["rows"]
    ]


def _stage(one: dict[str, Any]) -> dict[str, Any]:
    clients = ngettext("%(number)s client", "%(number)s clients", one["clients"]) % {"number": one["clients"]}
    return {
        "name": str(Stage(one["stage"]).label),
        "score": None if one["score"] is None else int(one["score"]),
        "change": "" if one["change"] is None else _points(one["change"]),
        "note": clients,
        "clients": clients,
    }


def _money(content: dict[str, Any]) -> dict[str, str] | None:
    found, currency = content["money"], content["currency"]
    if not found or not found["known"]:
        return None

    def short(amount: int) -> str:
        return formats.money_short(Decimal(amount), currency)

    words = {"known": short(found["known"])}
    if found["before"] is None:
        note = _("of %(known)s a year") % words
    else:
        note = _("of %(known)s a year; a week before %(before)s") % {**words, "before": short(found["before"])}
    return {"amount": short(found["at_risk"]), "note": note}


def _promises(found: dict[str, int]) -> str:
    """Return how we keep our word; "" where nothing was kept and nothing is late."""
    said = []
    if found["kept"]:
        said.append(
            ngettext("%(kept)s promise kept this week.", "%(kept)s promises kept this week.", found["kept"]) % found
        )
    if found["late"]:
        said.append(ngettext("%(late)s promise is late.", "%(late)s promises are late.", found["late"]) % found)
    return " ".join(said)


def _cases(found: dict[str, int]) -> str:
    """Return what became of complaints; "" where no client has confirmed an end and none is late."""
    said = []
    if found["confirmed"]:
        text = ngettext(
            "%(confirmed)s ended by the client's word.", "%(confirmed)s ended by the clients' word.", found["confirmed"]
        )
        said.append(text % found)
    if found["late"]:
        said.append(ngettext("%(late)s is late.", "%(late)s are late.", found["late"]) % found)
    return " ".join(said)


def _silent(roles: list[dict[str, Any]]) -> str:
    """Return the role that is heard least, where it is heard too little."""
    asked = [one for one in roles if one["clients"]]
    least = min(asked, key=lambda one: one["heard"] / one["clients"], default=None)
    if least is None or least["heard"] >= LEAST_HEARD * least["clients"]:
        return ""
    words = {"role": buyer_role(least["role"]), "heard": least["heard"], "clients": least["clients"]}
    return _("%(role)s: heard at %(heard)s of %(clients)s.") % words


def _quote(found: dict[str, Any] | None) -> dict[str, str] | None:
    if not found:
        return None
    who = found["person"] or (str(buyer_role(found["role"])) if found["role"] else _("Somebody"))
    return {"words": found["words"], "by": f"{who}, {found['client']}"}
