"""The demo's initiatives: a plan at work in each house, one that is only proposed, and what was ruled between departments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.clients.enums import Stage
from accounts.contracts import queries as money
from accounts.events.models import Origin
from accounts.organizations.models import Department, Employee, Organization, Touchpoint
from feedback.interactions.models import Visibility
from journeys.cases.models import Case
from journeys.initiatives import actions
from journeys.initiatives.models import Initiative, InitiativeStep, Metric, Ruling, Source

IRYNA, MARYNA, NATALIIA = "iryna@pivnich.example", "maryna@pivnich.example", "nataliia@pivnich.example"
DANIEL, GRACE, TOM = "daniel@pivnich.example", "grace@harbor.example", "tom@harbor.example"
MOIRA, PAUL = "moira@harbor.example", "paul@harbor.example"


@dataclass(frozen=True, slots=True)
class Told:
    """A plan about a touchpoint, proposed so many days ago, at work since it `began`. Steps: text, who, due, whether done."""

    name: str
    problem: str
    touchpoint: str
    stage: Stage
    metric: Metric
    goal: tuple[int | None, int, int]  # from, to, in how many days
    owner: str
    champion: str
    by: str
    days_ago: int
    steps: tuple[tuple[str, str, int, bool], ...]
    money: tuple[int, int, int]  # behind it, expected, spent
    began: int = 0


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a department owes, for a client's open case where one is named: ruled so many days ago, due in so many."""

    what: str
    department: str
    client: str
    by: str
    days_ago: int
    due: int


PLANS: Mapping[str, tuple[Told, ...]] = {
    "pivnich-soft": (
        Told(
            "Відповідь підтримки вночі", "Зі зміни пишуть уночі, а відповідають зранку.",
            "Звернення до підтримки", Stage.LONG_TERM, Metric.MOOD, (62, 75, 50), DANIEL, MARYNA, MARYNA, 64,
            (
                ("Порахувати нічні звернення за квартал", DANIEL, -52, True),
                ("Поставити чергового інженера на ніч", IRYNA, -30, True),
                ("Показувати клієнтові, хто чергує", DANIEL, 12, False),
            ),
            (244_000, 18_000, 4_500), began=60,
        ),
        Told(
            "Акти за дві доби", "Акт чекає на один підпис, і людину, яка підписує, ніхто не заміняє.",
            "Акти й рахунки", Stage.LONG_TERM, Metric.KEPT, (None, 90, 80), NATALIIA, "", MARYNA, 3,
            (("Дати право другого підпису", IRYNA, 7, False),),
            (64_000, 6_000, 0),
        ),
    ),
    "harbor-instruments": (
        Told(
            "Say two days before that a delivery is late", "Clients learn of a late delivery on the day itself.",
            "Delivery", Stage.ONBOARDING, Metric.MOOD, (None, 70, 60), MOIRA, GRACE, TOM, 24,
            (("Ask carriers for their day a week before", MOIRA, -10, True), ("Write to whoever waits", PAUL, 9, False)),
            (120_000, 4_000, 900), began=20,
        ),
    ),
}  # fmt: skip
RULINGS: Mapping[str, tuple[Ruled, ...]] = {
    "pivnich-soft": (
        Ruled(
            "Надіслати акт Полімер-Заходу й назвати людину, яка відповідає за строк.",
            "Бухгалтерія", "polimer-zahid.example", MARYNA, 1, 1,
        ),
    ),
    "harbor-instruments": (
        Ruled("Name one person for each open delivery, and tell Service.", "Logistics", "", TOM, 4, -1),
    ),
}  # fmt: skip


def load(slug: str, *, now: datetime) -> None:
    """Let every plan go its way, and rule what was ruled, each at its own time."""
    people = {one.email: one for one in Employee.objects.all()}
    today = money.house_day(Organization.objects.get(), now)
    for told in PLANS[slug]:
        _plan(told, people, now=now)
    for ruled in RULINGS[slug]:
        rows = Case.objects.filter(client__domain=ruled.client, closed_at=None, visibility=Visibility.TEAM)
        case = rows.order_by("-opened_at").first() if ruled.client else None
        department = Department.objects.select_related("lead").get(name=ruled.department)
        row = Ruling(what=ruled.what, department=department, case=case, lead=department.lead or people[ruled.by])
        row.due_on = today + timedelta(days=ruled.due)
        actions.make(ruling=row, by=people[ruled.by], now=now - timedelta(days=ruled.days_ago), origin=Origin.DEMO)
    actions.count([], now)


def _plan(told: Told, people: Mapping[str, Employee], *, now: datetime) -> None:
    place = Touchpoint.objects.select_related("department").get(name=told.touchpoint)
    at, today = now - timedelta(days=told.days_ago), money.house_day(Organization.objects.get(), now)
    stake, expected, spent = (Decimal(one) or None for one in told.money)
    start, goal, days = told.goal
    row = Initiative(
        name=told.name,
        problem=told.problem,
        source=Source.JOURNEY,
        stage=told.stage,
        touchpoint=place,
        department=place.department,
        owner=people[told.owner],
        champion=people.get(told.champion),
        metric=told.metric,
        goal_from=start,
        goal_to=goal,
        goal_on=today + timedelta(days=days),
        stake=stake,
        expected=expected,
        spent=spent,
    )
    by = people[told.by]
    actions.create(initiative=row, by=by, now=at)
    for text, who, due, _is_done in told.steps:
        step = InitiativeStep(initiative=row, text=text, owner=people[who], due_on=today + timedelta(days=due))
        actions.save_step(step=step, by=by, now=at)
    if told.began:
        leader = people[GRACE if GRACE in people else IRYNA]
        actions.approve(initiative=row, by=leader, now=at + timedelta(days=1), origin=Origin.DEMO)
        began = now - timedelta(days=told.began)
        actions.start(initiative=row, by=row.owner, now=began, origin=Origin.DEMO)
    for (_text, who, due, is_done), step in zip(told.steps, row.steps.order_by("due_on", "pk"), strict=True):
        if is_done:
            actions.complete_step(step=step, by=people[who], now=now + timedelta(days=due))
