"""The tabs of a client's page. Apps above register theirs from AppConfig.ready(), so that the registry imports none of them."""

from dataclasses import dataclass
from typing import Any

from accounts.organizations.roles import Right, has_right


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One part of a client's story: a page whose URL takes slug and client_id. `title` is a lazy translation."""

    key: str
    title: Any
    url_name: str
    order: int
    right: Right = Right.SEE_CLIENTS


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Show the tab on every client's pages."""
    _tabs[tab.key] = tab


def tabs_for(role: str) -> list[Tab]:
    """Return the tabs that the role may open, in their order."""
    return sorted((tab for tab in _tabs.values() if has_right(role, tab.right)), key=lambda tab: tab.order)
