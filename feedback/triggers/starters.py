"""Rules to start from: what most houses want to know, and when. Each needs a survey of yours before it can be switched on."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Starter:
    """A rule that is filled in already, except for its survey."""

    key: str
    name: Any
    text: Any
    initial: dict[str, Any]


def starters() -> list[Starter]:
    """Return the rules to start from."""
    return [
        Starter(
            "start",
            _("Two weeks after the start"),
            _("How the first days went, from those who judge and those who work with it."),
            {
                "moment": "stage",
                "stage_act": "stage.entered",
                "stage": "onboarding",
                "roles": ["technical", "end_user"],
                "delay_days": 14,
                "repeat": "once",
            },
        ),
        Starter(
            "quarter",
            _("Every quarter"),
            _("How the relation is, from all three roles, spread over the quarter."),
            {"moment": "every", "every_days": 90, "roles": ["economic", "technical", "end_user"]},
        ),
        Starter(
            "renewal",
            _("Two months before the renewal"),
            _("What the buyer needs in order to stay, while there is time to act."),
            {"moment": "before", "days_before": 60, "roles": ["economic"]},
        ),
        Starter(
            "mood",
            _("The mood drops"),
            _("The client's manager calls while it is fresh, instead of one more survey."),
            {
                "moment": "mood",
                "drop": 10,
                "task": _("Call the client: the mood has dropped"),
                "repeat": "days",
                "repeat_days": 14,
            },
        ),
        Starter(
            "silence",
            _("A role fell silent"),
            _("When a role was not heard for long, the person of it who was heard longest ago is asked."),
            {
                "moment": "silence",
                "repeat": "days",
                "repeat_days": 30,
                "topic": _("A role fell silent"),
            },
        ),
    ]
