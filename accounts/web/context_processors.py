"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import clock
from accounts.tenancy.registry import Seat, seats_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the seat (None outside of an organization), the languages, and whether letters can be read at /dev/mail/.

    `seats` are asked for only when a page outside of the organizations shows the way back to them.
    """
    return {
        "seat": getattr(request, "seat", None),
        "seats": getattr(request, "seats", None) or SimpleLazyObject(lambda: _seats(request)),
        "employee": getattr(request, "employee", None),
        "organization": getattr(request, "organization", None),
        "languages": settings.LANGUAGES,
        "shows_local_mail": bool(settings.MAILBOX_DIR),
    }


def _seats(request: HttpRequest) -> list[Seat]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return seats_of(user.pk, now=clock.real_now())
