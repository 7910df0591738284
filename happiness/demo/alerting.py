"""The demo's alerts: what its rules found at the time, and what people did about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.events.models import Origin
from accounts.organizations.models import Employee, Organization
from feedback.alerts import actions
from feedback.alerts.models import Alert, Ending, Kind, Snooze, Verdict
from happiness.demo.listening import House
from journeys.cases.models import Case

DEMO = Origin.DEMO
RULES_AGO = timedelta(days=120)  # when the house began to be told
RESTS = timedelta(days=3)  # how much longer the snoozed client is


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule of the kind found at a client so many hours ago. `by` took it in hand, by the link in the letter.

    `case_days`: the case that takes care of it was opened so many days ago. `is_over`: it was dealt with three days later.
    """

    client: str
    kind: Kind
    hours_ago: float
    by: str = ""
    note: str = ""
    case_days: int = 0
    is_over: bool = False
    snoozed_by: str = ""


IRYNA, MARYNA, DANIEL, TOM = (
    *("iryna@pivnich.example", "maryna@pivnich.example", "daniel@pivnich.example", "tom@harbor.example"),
)
ALERTS = {
    "pivnich-soft": (
        Told(
            "dockside.example", Kind.LOW, 56 * 24 - 1, IRYNA, is_over=True,
            note="Дзвонила Гаррієт. Просить показати, чому каси зависають саме в суботу.",
        ),
        Told("steplog.example", Kind.LOW, 15 * 24 - 1, DANIEL, note="Asked Marat for the list of the second shift."),
        Told("polimer-zahid.example", Kind.LOW, 12 * 24 - 1, MARYNA, case_days=1),
        Told("dockside.example", Kind.CONTRADICTION, 5 * 24 - 1, DANIEL, snoozed_by=IRYNA),
        Told("meblikarpat.example", Kind.OWNERLESS, 20),
        Told("polimer-zahid.example", Kind.PROMISE, 6, case_days=1),
    ),
    "harbor-instruments": (
        Told("fjordfoods.example", Kind.LOW, 97 * 24 - 1, TOM, case_days=96),
        Told("oakline.example", Kind.OWNERLESS, 20),
    ),
}  # fmt: skip


def load(slug: str, *, now: datetime) -> None:
    """Switch the rules on, let them look at the moments that are told, and let people act."""
    actions.begin(organization=Organization.objects.get(), now=now - RULES_AGO)
    house, people = House(slug), {one.email: one for one in Employee.objects.all()}
    for one in ALERTS[slug]:
        at = now - timedelta(hours=one.hours_ago)
        client = house.clients[one.client]
        raised = actions.evaluate(client_ids=[client.pk], now=at, origin=DEMO)
        for alert in raised:
            if alert.rule.kind == one.kind:
                _answer(one, alert, people, at=at, now=now)
            else:  # the same answer seen from another side
                owner = alert.owner or people[one.by]
                actions.end(alert=alert, ending=Ending.FALSE, by=owner, now=at + timedelta(hours=3), origin=DEMO)


def _answer(one: Told, alert: Alert, people: dict[str, Employee], *, at: datetime, now: datetime) -> None:
    if one.by:
        by, soon = people[one.by], at + timedelta(minutes=40)
        actions.acknowledge(alert=alert, by=by, now=soon, by_letter=True, origin=DEMO)
        actions.judge(alert=alert, verdict=Verdict.USEFUL, by=by, now=soon)
        if one.note:
            actions.note(alert=alert, text=one.note, by=by, now=at + timedelta(hours=4))
        if one.is_over:
            actions.end(alert=alert, ending=Ending.HANDLED, by=by, now=at + timedelta(days=3), origin=DEMO)
    if one.case_days:
        case = Case.objects.get(client=alert.client, opened_at=now - timedelta(days=one.case_days))
        actions.entrust(alert=alert, case_id=case.pk)
    if one.snoozed_by:
        scope, until = Snooze.Scope.CLIENT, now + RESTS
        actions.snooze(alert=alert, scope=scope, until=until, by=people[one.snoozed_by], now=at + timedelta(hours=2))
