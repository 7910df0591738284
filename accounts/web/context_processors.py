"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import clock
from accounts.tenancy.registry import Seat, seats_of
from accounts.web.cookies import THEME_COOKIE, THEMES


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the seat (None outside of an organization), languages, the page's theme, and whether /dev/mail/ shows letters.

    `seats` are asked for only when a page outside of the organizations shows the way back to them.
    """
    return {
        "seat": getattr(request, "seat", None),
        "seats": getattr(request, "seats", None) or SimpleLazyObject(lambda: _seats(request)),
        "employee": getattr(request, "employee", None),
        "organization": getattr(request, "organization", None),
        "languages": settings.LANGUAGES,
        "page_theme": _theme(request),
        "shows_local_mail": bool(settings.MAILBOX_DIR),
    }


def _theme(request: HttpRequest) -> str:
    """Return "light", "dark", or "" for the system's: what the person has chosen, or what the browser remembers of it."""
    user = getattr(request, "user", None)
    chosen = user.theme if user and user.is_authenticated else request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def _seats(request: HttpRequest) -> list[Seat]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return seats_of(user.pk, now=clock.real_now())
