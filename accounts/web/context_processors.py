"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the seat (None outside of an organization), the languages, and whether letters can be read at /dev/mail/."""
    seat = getattr(request, "seat", None)
    return {
        "seat": seat,
        "seats": getattr(request, "seats", []),
        "employee": getattr(request, "employee", None),
        "organization": getattr(request, "organization", None),
        "languages": settings.LANGUAGES,
        "shows_local_mail": bool(settings.MAILBOX_DIR),
    }
