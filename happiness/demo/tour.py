"""The guided tour through the main job: which pages, in which order, and what to look at on each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import ClientFacts, ClientState
from accounts.organizations.roles import Right, has_right
from feedback.alerts.models import Alert
from feedback.interactions.models import Visibility
from journeys.cases.models import Case

KEY = "demo_tour"  # in the session: of which organization, the step from 1 on, and whether it is shown
Address = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """One stop. `find` returns the name of the page and what its address needs; `right` is what the page asks for."""

    title: Any
    text: Any
    right: Right
    find: Callable[[], Address]


def _open_case() -> Case | None:
    """Return the open case that hurts most, one with an alert before others."""
    rows = Case.objects.filter(closed_at=None, visibility=Visibility.TEAM)
    alerted = Alert.objects.filter(ended_at=None).exclude(case_id=None).values("case_id")
    found: Case | None = (rows.filter(pk__in=alerted) or rows).order_by("opened_at").last()
    return found


def _client() -> Address:
    case = _open_case()
    if case:
        return "client", {"client_id": case.client_id}
    facts = ClientFacts.objects.filter(state=ClientState.CURRENT).exclude(mood=None).order_by("mood").first()
    return ("client", {"client_id": facts.client_id}) if facts else ("clients", {})


def _alert() -> Address:
    case = _open_case()
    rows = Alert.objects.filter(ended_at=None, sealed=False)
    found = (rows.filter(case_id=case.pk).first() if case else None) or rows.order_by("-raised_at").first()
    return ("alert", {"alert_number": found.number}) if found else ("alerts", {})


def _case() -> Address:
    case = _open_case()
    return ("case", {"case_label": case.label}) if case else ("signals", {})


STEPS = (
    Step(
        _("Who needs you today"),
        _(
            "Look at the index with its reason, then at “Who needs attention today”: each row is a client, what was said, "
            "the money, and one thing to do."
        ),
        Right.OPEN,
        lambda: ("home", {}),
    ),
    Step(
        _("Why this number"),
        _(
            "Look at the card that begins with “Why”: answers and talks add up to the figure exactly, and each leads to what "
            "was said. “Heard” tells which roles have spoken."
        ),
        Right.SEE_CLIENTS,
        _client,
    ),
    Step(
        _("Bad news travels at once"),
        _(
            "Look at what the alert rests on, who has it in hand, and when it goes one level up. Whoever answers for the "
            "client got it by letter, with a button."
        ),
        Right.SEE_ALERTS,
        _alert,
    ),
    Step(
        _("A case ends when the client says so"),
        _("Look at its steps and its hour. One person carries it; the client gets one question with two buttons."),
        Right.SEE_CLIENTS,
        _case,
    ),
    Step(
        _("One role is not everybody"),
        _("Look at who has not been heard, the most money first, and whom to ask next. “Ask” sends one question."),
        Right.SEE_CLIENTS,
        lambda: ("coverage", {}),
    ),
    Step(
        _("The week in sixty seconds"),
        _("Executives read this as a letter and decide by a button in it. Send yourself a sample, and open the mail."),
        Right.OPEN,
        lambda: ("digests", {}),
    ),
    Step(
        _("Let a week pass"),
        _(
            "Questions go out, people answer, alerts are raised, and on Monday the digest comes: step the clock and see."
        ),
        Right.OPEN,
        lambda: ("demo", {}),
    ),
)


def steps_for(role: str) -> list[Step]:
    """Return the steps whose pages somebody in this role may open."""
    return [step for step in STEPS if has_right(role, step.right)]


def address(step: Step, *, slug: str) -> str:
    """Return where the step leads; the organization's scope is open."""
    name, arguments = step.find()
    return reverse(name, kwargs={"slug": slug, **arguments})
