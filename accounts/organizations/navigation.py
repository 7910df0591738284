"""THE NAVIGATION: every entry of the sidebar, of the phone's tab bar and of the settings. A new page is entered here, once.

An entry is shown to those whose role holds its right. The order is the order on the page; words are those of the page's title.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.organizations.roles import Right, has_right
from accounts.tenancy.registry import Seat

MOST = 99  # beside a page's name; of more the number tells nothing


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that is found from everywhere. `page` is the name of an address whose only argument is the organization.

    `key` goes there after "g"; `in_tab_bar` is for the four that phones show at once.
    """

    label: Any
    page: str
    icon: str
    right: Right
    key: str = ""
    in_tab_bar: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; the first group of the sidebar needs none."""

    heading: Any
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a page shows it."""

    entry: Entry
    url: str
    is_current: bool
    waiting: str = ""  # how many wait there, "" for none


SIDEBAR = (
    Group(
        "",
        (
            Entry(_("Overview"), "home", "home", Right.OPEN, key="o", in_tab_bar=True),
            Entry(_("My day"), "my-day", "check", Right.LOG_CONTACTS, key="d", in_tab_bar=True),
            Entry(_("Decisions"), "decisions", "flag", Right.LOG_CONTACTS, key="q"),
            Entry(_("Clients"), "clients", "building", Right.SEE_CLIENTS, key="c", in_tab_bar=True),
            Entry(_("Signals"), "signals", "bell", Right.SEE_CLIENTS, key="n", in_tab_bar=True),
            Entry(_("Journey map"), "journey", "branch", Right.SEE_CLIENTS, key="j"),
            Entry(_("Initiatives"), "initiatives", "up", Right.SEE_CLIENTS, key="t"),
            Entry(_("Debts of departments"), "arbiter", "swap", Right.SEE_CLIENTS, key="w"),
            Entry(_("Alerts"), "alerts", "warning", Right.SEE_ALERTS, key="e"),
            Entry(_("Surveys"), "surveys", "form", Right.SEE_SURVEYS, key="v"),
            Entry(_("Rules"), "rules", "bolt", Right.SEE_SURVEYS, key="u"),
            Entry(_("Playbooks"), "playbooks", "layers", Right.SEE_CLIENTS, key="b"),
            Entry(_("Coverage"), "coverage", "people", Right.SEE_CLIENTS, key="h"),
            Entry(_("Insights"), "insights", "chart", Right.SEE_SURVEYS, key="i"),
            Entry(_("Care"), "care", "gift", Right.SEE_CLIENTS, key="a", in_tab_bar=True),
            Entry(_("Letters to leadership"), "island", "shield", Right.READ_ISLAND, key="l"),
            Entry(_("Renewals"), "renewals", "calendar", Right.SEE_MONEY, key="r"),
            Entry(_("Digests"), "digests", "mail", Right.SEE_CLIENTS),
        ),
    ),
    Group(
        _("Workspace"),
        (Entry(_("Settings"), "settings", "gear", Right.OPEN, key="s"),),
    ),
)
SETTINGS = (
    Group(
        _("Organization"),
        (
            Entry(_("General"), "settings-organization", "building", Right.MANAGE_ORGANIZATION),
            Entry(_("First steps"), "first-steps", "flag", Right.MANAGE_CLIENTS),
            Entry(_("Working hours"), "settings-hours", "clock", Right.MANAGE_ORGANIZATION),
            Entry(_("Look"), "settings-look", "palette", Right.MANAGE_ORGANIZATION),
            Entry(_("Currency and rates"), "settings-money", "money", Right.MANAGE_MONEY),
        ),
    ),
    Group(
        _("The house"),
        (
            Entry(_("People"), "people", "people", Right.SEE_PEOPLE, key="p"),
            Entry(_("Departments"), "departments", "layers", Right.SEE_PEOPLE),
            Entry(_("Touchpoints"), "touchpoints", "pin", Right.SEE_PEOPLE),
            Entry(_("Path of clients"), "journey-design", "branch", Right.SEE_PEOPLE),
        ),
    ),
    Group(
        _("Clients"),
        (
            Entry(_("Segments"), "segments", "layers", Right.SEE_CLIENTS),
            Entry(_("Tags"), "tags", "pin", Right.SEE_CLIENTS),
            Entry(_("Coverage targets"), "coverage-targets", "people", Right.MANAGE_CLIENTS),
            Entry(_("Weights of roles"), "index-weights", "layers", Right.MANAGE_CLIENTS),
            Entry(_("Versions of the index"), "index-versions", "branch", Right.MANAGE_CLIENTS),
            Entry(_("Words of mood"), "mood-words", "chat", Right.MANAGE_CLIENTS),
            Entry(_("How we count"), "index-formula", "chart", Right.SEE_CLIENTS),
            Entry(_("Calm limits"), "calm-limits", "clock", Right.MANAGE_SURVEYS),
            Entry(_("Rules of care"), "care-rules", "gift", Right.MANAGE_CLIENTS),
            Entry(_("Alert rules"), "alert-rules", "warning", Right.SEE_ALERTS),
            Entry(_("Following up alerts"), "alert-settings", "clock", Right.MANAGE_ALERTS),
            Entry(_("Culture cards"), "culture-cards", "flag", Right.SEE_CLIENTS),
            Entry(_("Causes of cases"), "causes", "branch", Right.SEE_CLIENTS),
            Entry(_("Hours and limits of cases"), "case-settings", "clock", Right.MANAGE_STRUCTURE),
            Entry(_("Own fields"), "custom-fields", "form", Right.MANAGE_CLIENTS),
        ),
    ),
    Group(
        _("Connections"),
        (
            Entry(_("Mail"), "mail-log", "mail", Right.MANAGE_MAIL),
            Entry(_("Copies of letters"), "letter-address", "mail", Right.MANAGE_CLIENTS),
            Entry(_("Webhooks"), "webhooks", "swap", Right.MANAGE_INTEGRATIONS),
            Entry(_("API tokens"), "api-tokens", "key", Right.MANAGE_INTEGRATIONS),
            Entry(_("Kinds of events"), "event-kinds", "bolt", Right.MANAGE_INTEGRATIONS),
            Entry(_("Incoming webhooks"), "inbound-hooks", "download", Right.MANAGE_INTEGRATIONS),
            Entry(_("Imports"), "imports", "download", Right.EXCHANGE_DATA),
            Entry(_("Background work"), "background", "pulse", Right.MANAGE_WORK),
        ),
    ),
    Group(
        _("Records"),
        (Entry(_("Audit trail"), "audit", "history", Right.SEE_AUDIT),),
    ),
    Group(
        _("You"),
        (Entry(_("My profile"), "profile", "person", Right.OPEN),),
    ),
)


def links(
    groups: Sequence[Group], *, seat: Seat, path: str, waiting: Mapping[str, int] | None = None
) -> list[tuple[Any, list[Link]]]:
    """Return the groups with the links that the seat's role may open, without empty ones; the page at `path` is marked.

    `waiting` says how many wait behind a page.
    """
    counts = waiting or {}
    shown = [
        (group.heading, [_link(entry, seat, path, counts.get(entry.page, 0)) for entry in group.entries])
        for group in groups
    ]
    return [(heading, found) for heading, links in shown if (found := [link for link in links if link])]


def shortcuts(*, seat: Seat) -> list[Link]:
    """Return the pages that a key leads to."""
    found = [_link(entry, seat, "") for group in (*SIDEBAR, *SETTINGS) for entry in group.entries if entry.key]
    return [link for link in found if link]


def _link(entry: Entry, seat: Seat, path: str, waiting: int = 0) -> Link | None:
    if not has_right(seat.role, entry.right):
        return None
    url = reverse(entry.page, args=[seat.slug])
    # Everything of an organization stands below its first page.
    is_current = path == url if entry.page == "home" else path.startswith(url)
    shown = f"{MOST}+" if waiting > MOST else str(waiting or "")
    return Link(entry=entry, url=url, is_current=is_current, waiting=shown)
