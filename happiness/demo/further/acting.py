"""What people did about the other clients: the cases of their troubles, and the alerts that were raised meanwhile."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.events.models import Origin
from accounts.organizations.models import Employee, Touchpoint
from feedback.alerts import actions as alerts
from feedback.alerts.models import Alert, Ending, Verdict
from happiness.demo.further.courses import Course
from happiness.demo.further.making import T, Told
from happiness.demo.further.telling import Trouble
from happiness.demo.listening import House
from journeys.cases import actions
from journeys.cases.actions import Heard
from journeys.cases.models import Case, End, RootCause

DEMO = Origin.DEMO
MOOD = 30
FRESH = 25  # days: so old a case can still be open
LOOKS = (48, 27, 13, 6, 0)  # days ago: when the alert rules looked at everybody
OVER = timedelta(days=4)  # an alert that is older has been dealt with
CALLED = {
    "uk": "Зателефоновано, дату буде названо завтра.",
    "ru": "Звонок состоялся, дату назовём завтра.",
    "en": "Called; a date follows tomorrow.",
}
UNHEARD = {"uk": "Два дзвінки без відповіді.", "ru": "Два звонка без ответа.", "en": "Two calls, no answer."}


def close(slug: str, others: Sequence[Told], *, by: Employee, now: datetime) -> None:
    """Open a case for each trouble at its worst day, and let it go its way: confirmed, without a word, or still open."""
    house = House(slug, [one.client for one in others])
    places = {one.name: one for one in Touchpoint.objects.select_related("department__lead")}
    causes = {one.name: one for one in RootCause.objects.all()}
    for one in sorted(others, key=lambda told: -told.fate.worst):
        trouble = one.fate.trouble
        if trouble is None:
            continue
        unit = places[trouble.place].department
        at = now - timedelta(days=one.fate.worst) + timedelta(hours=1)
        case = _open(one, trouble, house, at)
        if trouble.cause not in causes:
            causes[trouble.cause] = RootCause(name=trouble.cause, department=unit)
            actions.save_cause(cause=causes[trouble.cause], by=by, now=at)
        if one.fate.worst < FRESH and one.fate.worst % 2:
            continue  # just heard: nobody knows yet why
        values = {"cause": causes[trouble.cause], "department": unit, "promised_on": None, "whys": ""}
        case = actions.name_cause(case=case, **values, by=unit.lead or by, now=at + timedelta(hours=5))
        if one.fate.course != Course.DECLINING or (one.fate.worst % 3 == 0 and one.fate.worst > FRESH):
            _end(one, trouble, case, at)


def _open(told: Told, trouble: Trouble, house: House, at: datetime) -> Case:
    client = house.clients[told.client.domain]
    who = next(number for number, person in enumerate(told.client.people) if T in person.roles)
    contact = house.contact(told.client.domain, who)
    heard = Heard(
        origin=f"demo:{told.client.domain}",
        client=client,
        contact=contact,
        role=house.role(told.client.domain, who),
        topic=f"contact:{contact.pk}",
        heard_at=at,
        quote=trouble.worst,
        language=contact.language,
        mood=MOOD,
    )
    case = actions.hear(heard, by=None, now=at, title=trouble.title, origin=DEMO)
    actions.accept(case=case, by=case.owner, now=at + timedelta(minutes=25))
    said = CALLED[case.owner.language]
    return actions.contacted(case=case, text=said, by=case.owner, now=at + timedelta(hours=3))


def _end(told: Told, trouble: Trouble, case: Case, at: datetime) -> None:
    fixed = at + timedelta(days=6)
    if told.fate.course != Course.RESCUED:
        actions.end_without_client(
            case=case,
            end=End.UNCONFIRMED,
            text=UNHEARD[case.owner.language],
            by=case.owner,
            now=at + timedelta(days=14),
        )
    else:
        actions.ask_client(
            case=case, said=trouble.worst, done=trouble.done, by=case.owner, now=fixed, origin=DEMO, sends=False
        )
        actions.confirm(case=case, now=fixed + timedelta(hours=4), origin=DEMO)


def alarm(slug: str, others: Sequence[Told], *, now: datetime) -> None:
    """Let the alert rules look at these clients now and then; whoever answers for them takes what was found in hand."""
    house = House(slug, [one.client for one in others])
    ids = [house.clients[one.client.domain].pk for one in others]
    cases = {case.client_id: case for case in Case.objects.filter(closed_at=None)}
    for days in LOOKS:
        at = now - timedelta(days=days, hours=2)
        for alert in alerts.evaluate(client_ids=ids, now=at, origin=DEMO):
            _take(alert, cases.get(alert.client_id), at=at, now=now)


def _take(alert: Alert, case: Case | None, *, at: datetime, now: datetime) -> None:
    by = alert.owner
    if by is None or now - at < OVER:
        return
    alerts.acknowledge(alert=alert, by=by, now=at + timedelta(minutes=50), by_letter=True, origin=DEMO)
    alerts.judge(alert=alert, verdict=Verdict.USEFUL, by=by, now=at + timedelta(hours=2))
    if case and case.opened_at <= at:
        alerts.entrust(alert=alert, case_id=case.pk)
    else:
        alerts.end(alert=alert, ending=Ending.HANDLED, by=by, now=at + timedelta(days=3), origin=DEMO)
