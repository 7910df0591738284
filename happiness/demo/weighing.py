"""The demo's decisions: what waits for somebody's word, and what was decided, with the money that it was about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.clients.models import Client
from accounts.contracts import queries as money
from accounts.events.models import Origin
from accounts.organizations.models import Employee, Organization
from journeys.decisions import actions
from journeys.decisions.models import APPROVE, CALL, DELEGATE, DISCUSS, Decision

LIMIT = Decimal(250_000)  # so that every button of the demo's letters decides
IRYNA, OLEH, MARYNA = "iryna@pivnich.example", "oleh@pivnich.example", "maryna@pivnich.example"
GRACE, TOM = "grace@harbor.example", "tom@harbor.example"


@dataclass(frozen=True, slots=True)
class Told:
    """A question by `by` to `to`: about which money and until when, how many days ago, and what was decided a day later."""

    question: str
    details: str
    amount: int
    due: int
    choices: tuple[str, ...] = (APPROVE, DISCUSS)
    client: str = ""
    to: str = IRYNA
    by: str = MARYNA
    days_ago: int = 1
    chosen: str = ""
    note: str = ""


DECISIONS: Mapping[str, tuple[Told, ...]] = {
    "pivnich-soft": (
        Told(
            "Подзвонити Тарасові Мельнику",
            "Втретє чекає на акт, договір закінчується за три тижні. Дві теми для розмови вже готові.",
            64_000, 1, (CALL, DELEGATE), "Полімер-Захід",
        ),
        Told(
            "Спільний строк на акти: 48 годин",
            "Бухгалтерія і розробка сперечаються, хто тримає акти. Обидві сторони план бачили.",
            154_000, 9,
        ),
        Told(
            "Знижка Baltic Grain за довший договір",
            "Нова фінансова директорка просить 5 % за договір на два роки.",
            9_000, 14, client="Baltic Grain", by=OLEH, days_ago=3,
        ),
        Told(
            "Черговий інженер уночі",
            "Уночі клієнти чекають відповіді по дві години. Зміна коштує 18 тисяч євро на рік.",
            64_000, -72, client="Полімер-Захід", days_ago=78, chosen=APPROVE, note="З першого числа, на пів року.",
        ),
    ),
    "harbor-instruments": (
        Told(
            "Call Beth Marlow in her first month",
            "Oakline Bank has had no owner here since it signed. A call from you would show that it matters.",
            45_000, 3, (CALL, DELEGATE), "Oakline Bank", GRACE, TOM,
        ),
        Told(
            "A second analyst for Fjord Foods",
            "Ingrid reads every monthly report and asks for a regional one. Two days a week would do.",
            80_000, -30, client="Fjord Foods", to=GRACE, by=TOM, days_ago=36, chosen=APPROVE,
        ),
    ),
}  # fmt: skip


def load(slug: str, *, by: Employee, now: datetime) -> None:
    """Set the limit of links, ask every question at its time, and take the decisions that were taken."""
    actions.set_limit(amount=LIMIT, by=by, now=now - timedelta(days=90))
    today = money.house_day(Organization.objects.get(), now)
    employees = {one.email: one for one in Employee.objects.all()}
    for told in DECISIONS[slug]:
        at = now - timedelta(days=told.days_ago)
        row = Decision(question=told.question, details=told.details, asked_of=employees[told.to])
        row.amount, row.due_on = Decimal(told.amount), today + timedelta(days=told.due)
        row.client = Client.objects.get(name=told.client) if told.client else None
        choices = [(key, "") for key in told.choices]
        actions.ask(decision=row, by=employees[told.by], choices=choices, now=at, event_origin=Origin.DEMO)
        if told.chosen:
            actions.answer(
                decision=row, choice=told.chosen, note=told.note, way=Decision.Way.PAGE,
                now=at + timedelta(days=1), event_origin=Origin.DEMO,
            )  # fmt: skip
