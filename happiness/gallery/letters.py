"""The letters of /ui/: one with every component, and one of each layout, to be looked at in every language and brand."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.mail import render
from accounts.mail.render import Letter

SAMPLE = "sample"
NAMES = (SAMPLE, "login_code", "password_changed", "staff_invitation", "webhook_disabled")
WHEN = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)


def sample(name: str, *, language: str, brand_color: str) -> Letter:
    """Return one of NAMES with invented content."""
    with override(language):
        context = _content() | {"brand_color": brand_color}
    if name == SAMPLE:
        return render.filled("ui/letters/sample", language=language, context=context)
    return render.letter(name, language=language, context=context)


def _content() -> dict[str, Any]:
    house, url = _("North Soft"), f"{settings.BASE_URL}/s/an-example/"
    return {
        "organization_name": house,
        "organization": {"name": house},
        "employee": {"name": _("Olena Rybchuk"), "email": "olena@north.example"},
        "invited_by": {"name": _("Taras Melnyk")},
        "role": _("Specialist"),
        "webhook_title": _("Warehouse"),
        "code": "ABCD-EFGH",
        "email": "olena@north.example",
        "ip": "203.0.113.7",
        "user_agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/131.0",
        "timestamp": WHEN,
        "failing_since": WHEN,
        "expires_at": WHEN,
        "url": url,
        "marks": list(range(11)),
        "stages": [
            {"name": _("Preboarding"), "score": 81, "change": "+1", "note": _("4 clients")},
            {"name": _("Onboarding"), "score": 38, "change": "−7", "note": _("Bottleneck: acts and invoices")},
            {"name": _("Growth"), "score": 72, "change": "+3", "note": ""},
            {"name": _("Reboarding"), "score": None, "change": "", "note": _("2 answers of the 5 that are needed")},
        ],
        "bars": [
            {"label": _("Acts that came late"), "value": "−12", "share": 100, "mood": 1},
            {"label": _("Silence of the users"), "value": "−6", "share": 50, "mood": 2},
            {"label": _("Olena's trust"), "value": "+7", "share": 58.3, "mood": 5},
            {"label": _("Other reasons"), "value": "0", "share": 0, "mood": None},
        ],
    }
