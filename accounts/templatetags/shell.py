"""What the frame of every page is made of: navigation, shortcuts, the organization's colors, messages that can be undone."""

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.organizations import navigation, registry
from accounts.tenancy.context import organization_id_or_none
from accounts.web import theme, undo

register = template.Library()


@register.simple_tag(takes_context=True)
def sidebar_links(context: dict[str, Any]) -> list[Any]:
    """Return the groups of the sidebar: (heading, links)."""
    request = context["request"]
    return navigation.links(navigation.SIDEBAR, seat=context["seat"], path=request.path, waiting=_waiting(request))


def _waiting(request: Any) -> dict[str, int]:
    """Return how many wait behind which page: counted once for the sidebar and the phones' bar."""
    if not hasattr(request, "waiting"):
        request.waiting = registry.waiting(seat=request.seat) if organization_id_or_none() else {}
    found: dict[str, int] = request.waiting
    return found


@register.simple_tag(takes_context=True)
def settings_links(context: dict[str, Any]) -> list[Any]:
    """Return the groups of the settings: (heading, links)."""
    return navigation.links(navigation.SETTINGS, seat=context["seat"], path=context["request"].path)


@register.simple_tag(takes_context=True)
def shortcut_links(context: dict[str, Any]) -> list[navigation.Link]:
    """Return the pages that "g" and a letter lead to."""
    return navigation.shortcuts(seat=context["seat"])


@register.simple_tag(takes_context=True)
def brand_stylesheet(context: dict[str, Any]) -> SafeString | str:
    """Return the link to the organization's colors; pages of an organization that has none load nothing."""
    organization = context.get("organization")
    color = organization.brand_color if organization else ""
    if not color:
        return ""
    url = reverse("theme", args=[context["seat"].slug, theme.version(color)])
    return format_html('<link rel="stylesheet" href="{}">', url)


@register.filter
def undo_of(message: Message) -> undo.Offer | None:
    """Return the way back that a message carries: its address and its token."""
    return undo.of_message(message)
