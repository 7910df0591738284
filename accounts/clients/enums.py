"""What the registry knows by name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BuyerRole(models.TextChoices):
    """As whom a person must be heard: who pays, who judges how it works, who works with it."""

    ECONOMIC = "economic", _("Economic buyer")
    TECHNICAL = "technical", _("Technical buyer")
    END_USER = "end_user", _("End user")

    @classmethod
    def beside(cls, name: str, role: str) -> str:
        """Return how a line about somebody begins: "Taras, technical buyer"; or what is known of both."""
        title = str(cls(role).label) if role in cls.values else ""
        return f"{name}, {title.lower()}" if name and title else name or title


class Stage(models.TextChoices):
    """Where a client or a person stands on the common path."""

    PREBOARDING = "preboarding", _("Preboarding")
    ONBOARDING = "onboarding", _("Onboarding")
    LONG_TERM = "long_term", pgettext_lazy("stage", "Growth")
    REBOARDING = "reboarding", _("Reboarding")


class Pace(models.TextChoices):
    """How a stay in a stage goes, by the days that the stage is allowed to take."""

    ON_TRACK = "on_track", pgettext_lazy("pace", "On track")
    BEHIND = "behind", pgettext_lazy("pace", "Behind")
    STUCK = "stuck", pgettext_lazy("pace", "Stuck")


class Influence(models.IntegerChoices):
    LOW = 1, _("Low")
    MEDIUM = 2, _("Medium")
    HIGH = 3, _("High")


class Consent(models.TextChoices):
    """May this person be asked by letter."""

    UNKNOWN = "unknown", _("Not asked yet")
    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Asking(models.TextChoices):
    """How this person wants to be asked."""

    NORMAL = "normal", _("By letter, as usual")
    LESS_OFTEN = "less_often", _("Less often")
    PHONE = "phone", _("Only by phone")
    NEVER = "never", _("Not at all")


class Messenger(models.TextChoices):
    TELEGRAM = "telegram", "Telegram"
    VIBER = "viber", "Viber"
    WHATSAPP = "whatsapp", "WhatsApp"
    SIGNAL = "signal", "Signal"
    TEAMS = "teams", "Microsoft Teams"
    SLACK = "slack", "Slack"
    SKYPE = "skype", "Skype"
    LINKEDIN = "linkedin", "LinkedIn"
    OTHER = "other", _("Other")


class FieldKind(models.TextChoices):
    """What an organization's own field holds."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("One of a list")
    BOOLEAN = "boolean", _("Yes or no")
