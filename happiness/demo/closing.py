"""The demo's cases: three that clients have confirmed, one without a word, and one that waits, of a cause that is back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.clients.models import Client, Contact
from accounts.events.models import Origin
from accounts.organizations.models import Department, Employee
from happiness.demo.listening import House
from journeys.cases import actions
from journeys.cases.models import Case, End, RootCause


@dataclass(frozen=True, slots=True)
class Told:
    """A case of the demo: who of which client, how many days ago, in which words, and what became of it."""

    client: str
    who: int
    days_ago: int
    title: str
    quote: str
    mood: int
    done: str = ""
    is_confirmed: bool = True


CASES = {
    "pivnich-soft": (
        Told(
            "polimer-zahid.example", 2, 80, "Уночі ніхто не відповідає", "Уночі чекаємо відповіді по дві години.", 30,
            done="Уночі тепер чергує інженер: відповідь за пів години.",
        ),
        Told(
            "steplog.example", 1, 45, "Акт приёмки пришёл через неделю", "Акт ждали неделю, пришлось звонить самим.", 38,
            done="Акт отправляем в день приёмки, копию — вам на почту.",
        ),
        Told(
            "balticgrain.example", 1, 30, "The invoice came after the due date", "The invoice came when it was due.", 38,
            done="Invoices now leave on the first working day of the month.", is_confirmed=False,
        ),
        Told(
            "polimer-zahid.example", 1, 1, "Тарас Мельник чекає на акт утретє",
            "Втретє чекаємо акт два тижні. Лінія працює, а закрити етап у себе я не можу.", 20,
        ),
    ),
    "harbor-instruments": (
        Told(
            "fjordfoods.example", 1, 96, "The July figures were three weeks late",
            "The July figures came three weeks late, and nobody told us.", 45,
            done="Figures leave on the third working day of the month. Whoever is late writes before that day.",
        ),
    ),
}  # fmt: skip
AT_NIGHT = "Уночі ніхто не відповідає"


@dataclass(frozen=True, slots=True)
class Why:
    """Why it happened in this house: the cause, the department that mends it, and why that."""

    cause: str
    department: str
    whys: str


WHY = {
    "pivnich-soft": Why(
        "Документи із запізненням",
        "Бухгалтерія",
        "Акт лежить на погодженні\nПогоджує одна людина\nЇї ніхто не заміняє",
    ),
    "harbor-instruments": Why(
        "Figures leave late",
        "Client office",
        "The figures wait for one source\nNobody asks for it before it is late",
    ),
}


def load(slug: str, *, by: Employee, now: datetime) -> None:
    """Write the causes down, and let every case go its way."""
    told, why = CASES[slug], WHY[slug]
    unit = Department.objects.select_related("lead").get(name=why.department)
    cause = RootCause(name=why.cause, department=unit)
    actions.save_cause(cause=cause, by=by, now=now - timedelta(days=100))
    house = House(slug)
    for one in told:
        at = now - timedelta(days=one.days_ago)
        case = _open(one, house.clients[one.client], house.contact(one.client, one.who), at)
        if one.title != AT_NIGHT:
            # Whoever leads the department has found it out: nobody is written to about what they did themselves.
            lead = unit.lead or by
            values = {"cause": cause, "department": unit, "promised_on": None, "whys": why.whys}
            actions.name_cause(case=case, **values, by=lead, now=at + timedelta(hours=5))
        if one.done:
            _end(one, case, at)


def _open(one: Told, client: Client, contact: Contact, at: datetime) -> Case:
    heard = actions.Heard(
        origin=f"demo:{one.client}:{one.days_ago}",
        client=client,
        contact=contact,
        role=contact.positions.get(client=client).roles.values_list("role", flat=True).first() or "",
        topic=f"contact:{contact.pk}",
        heard_at=at,
        quote=one.quote,
        language=contact.language,
        mood=one.mood,
    )
    case = actions.hear(heard, by=None, now=at, title=one.title, origin=Origin.DEMO)
    owner = case.owner
    actions.accept(case=case, by=owner, now=at + timedelta(minutes=4))
    text = {"uk": "Поговорили 12 хвилин, передзвоню з датою.", "ru": "Поговорили 12 минут, перезвоню с датой."}
    said = text.get(owner.language, "Spoke for 12 minutes, will call back with a day.")
    return actions.contacted(case=case, text=said, by=owner, now=at + timedelta(hours=2))


def _end(one: Told, case: Case, at: datetime) -> None:
    asked_at = at + timedelta(days=4)
    actions.ask_client(
        case=case, said=one.quote, done=one.done, by=case.owner, now=asked_at, origin=Origin.DEMO, sends=False
    )
    if one.is_confirmed:
        actions.confirm(case=case, now=asked_at + timedelta(hours=3), origin=Origin.DEMO)
    else:
        why = "Two calls, no answer."
        ended_at = asked_at + timedelta(days=10)
        actions.end_without_client(case=case, end=End.UNCONFIRMED, text=why, by=case.owner, now=ended_at)
