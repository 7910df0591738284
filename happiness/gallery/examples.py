"""What the components of /ui/ show: one invented day of one invented house, in the reader's language."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organizations.roles import Role
from accounts.web import formats

HERE = "#main"  # where every link of the page leads


def everything() -> dict[str, Any]:
    """Return the values of all families."""
    return {
        "scores": [
            (20, "0–39"),
            (47, "40–54"),
            (60, "55–64"),
            (72, "65–79"),
            (90, "80–100"),
        ],
        "heard": {"lacks_economic": False, "lacks_technical": True, "lacks_end_user": True},
        "facts": SimpleNamespace(mood=72, is_mood_one_sided=True),
        "attention": _attention(),
        "stages": _stages(),
        "reasons": _reasons(),
        "people": _people(),
        "steps": _steps(),
        "loop": _loop(),
        "happenings": _happenings(),
        "choices": _choices([_("Everything"), _("Surveys"), _("Meetings"), _("Signals")]),
        "tabs": _choices([_("Overview"), _("Timeline"), _("People"), _("Cases")], counts={2: 9, 3: 2}),
        "places": [
            SimpleNamespace(name=_("North Soft"), slug="north", role=Role.OWNER),
            SimpleNamespace(name=_("Aster Logistics"), slug="aster", role=Role.VIEWER),
        ],
    }


def _attention() -> list[dict[str, Any]]:
    growth, onboarding = {"label": _("Growth")}, {"label": _("Onboarding")}
    return [
        {
            "score": 34,
            "title": _("Polymer West"),
            "money": formats.money_short(Decimal(64_000), "EUR"),
            "change": -14,
            "act_label": _("Call"),
            "reason": _("Taras gave 3. He is waiting for the act for the third time."),
            "chips": [{"label": _("3 h 12 min"), "tone": "urgent", "symbol": "clock"}, growth],
        },
        {
            "score": 47,
            "title": _("Magnit Works"),
            "money": formats.money_short(Decimal(38_000), "EUR"),
            "change": -9,
            "act_label": _("Take it on"),
            "reason": _("Olha has moved the launch twice, and no longer answers letters."),
            "chips": [{"label": _("by 18:00"), "tone": "care"}, onboarding],
        },
        {
            "score": None,
            "title": "Nordwerk GmbH",
            "money": formats.money_short(Decimal(112_000), "EUR"),
            "change": None,
            "act_label": _("Ask Jonas"),
            "reason": _("The technical buyer has been silent for 94 days, and the contract ends in January."),
            "chips": [growth],
        },
        {
            "score": 88,
            "title": _("Agrovia"),
            "money": formats.money_short(Decimal(90_000), "EUR"),
            "change": 5,
            "act_label": _("Ask for it"),
            "reason": _("Anna gave 10 twice. A good time to ask for a recommendation."),
            "chips": [{"label": _("opportunity"), "tone": "info"}, growth],
        },
    ]


def _stages() -> list[dict[str, Any]]:
    def stage(name: str, clients: int, score: int | None, change: int | None, note: str) -> dict[str, Any]:
        words = ngettext("%(number)s client", "%(number)s clients", clients) % {"number": clients}
        return {"name": name, "url": HERE, "clients": words, "score": score, "change": change, "note": note}

    return [
        stage(_("Preboarding"), 4, 81, 1, _("€210k being signed")),
        {**stage(_("Onboarding"), 6, 58, -7, _("Bottleneck: acts and invoices")), "is_bottleneck": True},
        stage(_("Growth"), 19, 75, 3, _("5 are ready to recommend")),
        stage(_("Reboarding"), 2, None, None, _("Both have a new head")),
    ]


def _reasons() -> list[dict[str, Any]]:
    return [
        {"label": _("Score of the technical buyer"), "note": _("3 of 10"), "value": -19},
        {"label": _("Acts that came late"), "note": _("three in a row"), "value": -12},
        {"label": _("Silence of the users"), "note": _("30 days"), "value": -6},
        {"label": _("Olena's trust"), "note": _("9 of 10"), "value": 7},
    ]


def _people() -> list[dict[str, Any]]:
    return [
        {"name": _("Olena Rybchuk"), "role": "economic", "note": _("Economic buyer · 8 days ago"), "score": 86},
        {"name": _("Taras Melnyk"), "role": "technical", "note": _("Technical buyer · today"), "score": 22},
        {
            "name": _("Shift foremen"),
            "role": "end_user",
            "note": _("End users · 2 of 7 heard"),
            "score": None,
            "count": 7,
        },
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {
            "title": _("Call Taras today"),
            "reason": _("After a call within a day 6 of 10 raise their score"),
            "act_label": _("Take it on"),
        },
        {
            "title": _("Acts within 48 hours until the end of the quarter"),
            "reason": _("To be agreed with accounting"),
            "act_label": _("Hand over"),
        },
    ]


def _loop() -> list[dict[str, Any]]:
    return [
        {"label": _("Heard"), "state": "done", "note": _("today, 10:24")},
        {"label": _("Accepted"), "state": "done", "note": _("Maryna, within 4 minutes")},
        {"label": _("Contacted"), "state": "now", "note": _("by 16:40, 3 h 12 min left"), "is_urgent": True},
        {"label": _("Fixed"), "state": "next", "note": _("planned for 24 November")},
        {"label": _("Confirmed by the client"), "state": "next", "note": _("we ask three days later")},
    ]


def _happenings() -> list[dict[str, Any]]:
    today = datetime(2026, 11, 20, 10, 28, tzinfo=UTC)
    november, october = {"month": _("November 2026")}, {"month": _("October 2026")}
    return [
        {
            **november,
            "kind": "signal",
            "title": _("Signal: a steep fall"),
            "when": _("today, 10:28"),
            "at": today,
            "score": 30,
            "text": _("The index fell by 14 within a week. A case is open, the CEO knows."),
        },
        {
            **november,
            "kind": "survey",
            "title": _("Taras Melnyk"),
            "when": _("today, 10:24"),
            "at": today,
            "score": 30,
            "chip": _("technical buyer"),
            "text": _("After the event “Act signed” · 3 of 10"),
            "quote": _("We have been waiting for the act for two weeks, the third time."),
        },
        {**november, "kind": "meeting", "title": _("Monthly call"), "when": _("12 November")},
        {
            **november,
            "kind": "gesture",
            "title": _("A kind gesture"),
            "when": _("4 November"),
            "score": 90,
            "text": _("A book about the Carpathians for Olena. She wrote back warmly."),
        },
        {**october, "kind": "mail", "title": _("Act no. 45 was sent 9 days late"), "when": _("14 October")},
        {**october, "kind": "deal", "title": _("The contract was renewed for a year"), "when": _("9 October")},
        {**october, "kind": "note", "title": _("Olena prefers calls before 17:00"), "when": _("2 October")},
    ]


def _choices(labels: list[str], counts: dict[int, int] | None = None) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": HERE, "is_current": number == 0, "count": (counts or {}).get(number)}
        for number, label in enumerate(labels)
    ]
