"""Alerts in words: a headline, and a sentence for each piece of evidence. Nobody's words but those that everybody may read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clients.enums import BuyerRole
from accounts.web import formats
from feedback.alerts.models import Alert, AlertEvidence, Kind, Rung
from feedback.interactions.models import Interaction, Visibility
from feedback.responses.models import Confidentiality
from feedback.responses.said import quote, who

HANDED_OVER = 100  # steps from here on tell somebody that an alert is theirs now
LONGEST = 280  # of a quote in a letter
MOST_LINES = 6
ROOT = "happiness.urls"  # links from the public pages lead inside
Values = Mapping[str, Any]
SCALES = {"nps": 10, "csat": 5, "ces": 7}


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of evidence as pages and letters show it."""

    text: str
    quote: str = ""
    language: str = ""
    at: Any = None
    url: str = ""


def about(alert: Alert) -> str:
    """Return of whom or what it tells."""
    return str(alert.client or alert.segment or alert.touchpoint or "")


def title(alert: Alert) -> str:
    """Return what kind of news it is."""
    return str(Kind(alert.rule.kind).label)


def lines(alerts: Collection[Alert], *, slug: str = "", may_read_sealed: bool = False) -> Mapping[UUID, list[Line]]:
    """Return the sentences of each alert, newest first, by one query; with links into the organization of the `slug`."""
    rows = AlertEvidence.objects.filter(alert__in=[alert.pk for alert in alerts]).select_related(
        "contact", "response__contact", "interaction", "promise__interaction"
    )
    found: dict[UUID, list[Line]] = defaultdict(list)
    quoted = set[tuple[UUID, UUID]]()
    for row in rows.order_by("-happened_at", "pk"):
        if len(found[row.alert_id]) < MOST_LINES:
            line = _line(row, slug, may_read_sealed=may_read_sealed)
            # The score and the words of one answer are two pieces of evidence, and one quote.
            found[row.alert_id].append(replace(line, quote="") if (row.alert_id, row.response_id) in quoted else line)
            quoted.update({(row.alert_id, row.response_id)} if row.response_id else ())
    return found


def listed(alerts: Sequence[Alert]) -> list[tuple[Alert, str, str, list[Line]]]:
    """Return what the table of alerts shows of each: of whom it tells, what kind of news, and the newest sentence."""
    known = lines(alerts)
    return [(row, about(row), title(row), known[row.pk][:1]) for row in alerts]


def told(alerts: Sequence[Alert], *, zone: str) -> list[dict[str, Any]]:
    """Return what a letter says of each alert, in the language and the zone of its reader."""
    known = lines(alerts)
    return [_item(alert, known[alert.pk], zone) for alert in alerts]


def _item(alert: Alert, found: Sequence[Line], zone: str) -> dict[str, Any]:
    due = localtime(alert.due_at, ZoneInfo(zone)) if alert.due_at else None
    return {
        "number": alert.number,
        "title": title(alert),
        "about": about(alert),
        "headline": f"{about(alert)}: {found[0].text}" if found else f"{about(alert)}: {title(alert)}",
        "lines": [{"text": line.text, "quote": line.quote[:LONGEST], "language": line.language} for line in found],
        "owner": alert.owner.name if alert.owner else "",
        "due": f"{formats.day(due)}, {due:%H:%M}" if due else "",
        "next": next_rung(alert),
    }


def url_of(alert: Alert, *, slug: str) -> str:
    """Return the address of the alert's page."""
    return reverse("alert-sealed" if alert.sealed else "alert", args=[slug, alert.number], urlconf=ROOT)


def next_rung(alert: Alert) -> str:
    """Return who is told next when nobody acts; "" where nobody is left."""
    last = Rung.TOP if alert.wakes_top else Rung.HEAD
    return str(Rung(alert.rung + 1).label) if alert.rung < last else ""


def _line(row: AlertEvidence, slug: str, *, may_read_sealed: bool) -> Line:
    quoted, language = "", ""
    answer = row.response
    if answer and answer.removed_at:
        return Line(text=_("An answer that has been removed since"), at=row.happened_at)
    if answer and (may_read_sealed or answer.confidentiality != Confidentiality.LEADERSHIP):
        quoted, language = quote(answer), answer.language
    elif row.promise and (may_read_sealed or _is_for_all(row.promise.interaction)):
        quoted = row.promise.text
    return Line(text=_sentence(row), quote=quoted, language=language, at=row.happened_at, url=_url(row, slug))


def _is_for_all(talk: Interaction | None) -> bool:
    return talk is None or talk.visibility == Visibility.TEAM


def _url(row: AlertEvidence, slug: str) -> str:
    if slug and row.response_id:
        return reverse("answer", ROOT, kwargs={"slug": slug, "response_id": row.response_id})
    if slug and row.interaction_id:
        return reverse("interaction", ROOT, kwargs={"slug": slug, "interaction_id": row.interaction_id})
    return ""


def _sentence(row: AlertEvidence) -> str:
    return SENTENCES.get(row.what, _ownerless)(row.values, row)


def _fell(value: Values, row: AlertEvidence) -> str:
    return _("The mood fell from %(from)s to %(to)s") % value


def _leaving(value: Values, row: AlertEvidence) -> str:
    return _("%(who)s speaks of leaving, or of going higher") % {"who": _who(row)}


def _bitter(value: Values, row: AlertEvidence) -> str:
    return _("%(who)s: the words sound bad") % {"who": _who(row)}


def _silent(value: Values, row: AlertEvidence) -> str:
    days = ngettext("%(days)s day", "%(days)s days", value["days"]) % value
    return _("%(role)s: nothing heard for %(days)s") % {"role": role_name(value["role"]), "days": days}


def _apart(value: Values, row: AlertEvidence) -> str:
    names = {"low": role_name(value["low"]), "high": role_name(value["high"]), "points": value["points"]}
    return _("The roles disagree: %(low)s is %(points)s points below %(high)s") % names


def _felt(value: Values, row: AlertEvidence) -> str:
    return _("One of us felt %(mood)s of 100 about the same time") % value


def _promised(value: Values, row: AlertEvidence) -> str:
    return _("A promise is past its day, %(day)s") % {"day": formats.day(row.happened_at)}


def _overdue(value: Values, row: AlertEvidence) -> str:
    return _("Case № %(case)s is past its deadline") % value


def _returned(value: Values, row: AlertEvidence) -> str:
    return _("Letters come back: %(who)s") % {"who": _who(row)}


def _ownerless(value: Values, row: AlertEvidence) -> str:
    return _("Nobody has answered for the client since %(day)s") % {"day": formats.day(row.happened_at)}


def _scored(value: Values, row: AlertEvidence) -> str:
    for scale, most in SCALES.items():
        if scale in value:
            return _("%(who)s: %(score)s of %(most)s") % {"who": _who(row), "score": value[scale], "most": most}
    return _("%(who)s: mood %(mood)s of 100") % {"who": _who(row), "mood": value.get("mood", "–")}


def _who(row: AlertEvidence) -> str:
    """Return who it was, as far as they let it be known."""
    if row.response and row.response.client_id:
        return who(row.response) or _("Somebody")
    return str(row.contact) if row.contact else _("Somebody")


def role_name(role: str) -> str:
    """Return what a buyer role is called."""
    return str(BuyerRole(role).label) if role in BuyerRole.values else _("Somebody")


SENTENCES: Mapping[str, Callable[[Values, AlertEvidence], str]] = {
    "low": _scored,
    "score": _scored,
    "answer": _scored,
    "drop": _fell,
    "trend": _fell,
    "leaving": _leaving,
    "words": _bitter,
    "silence": _silent,
    "roles": _apart,
    "felt": _felt,
    "promise": _promised,
    "case": _overdue,
    "bounce": _returned,
    "ownerless": _ownerless,
}
