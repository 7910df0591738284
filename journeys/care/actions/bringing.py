"""What care puts onto people's days: a task for each gesture, and one for all greetings on a holiday."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from accounts.organizations.models import Employee
from accounts.web import formats
from accounts.worktime import Place
from journeys.care import calendar
from journeys.care.models import Form, Gesture, Kind, State
from journeys.care.words import feast_name, heading
from journeys.playbooks import actions as playbooks
from journeys.playbooks.models import Task

APPROVE = gettext_noop("Look at the greeting for %(day)s. %(occasion)s")
APPROVE_ALL = gettext_noop("Look at the greetings for %(day)s. %(occasion)s")
DO = gettext_noop("%(occasion)s, %(day)s. How: %(form)s")


def bring(rows: Collection[Gesture], *, now: datetime) -> None:
    """Put these gestures onto the day of whoever does them, once: to be approved before the day, or done on it."""
    seen = set()
    for row in rows:
        if row.state == State.APPROVED and row.form == Form.LETTER:
            continue  # leaves by itself
        origin = _origin(row)
        if origin not in seen:
            seen.add(origin)
            _bring(row, origin, now)


def settle(row: Gesture, *, by: Employee | None, now: datetime) -> None:
    """End the task of a gesture that is decided or done; of a holiday once nothing of it waits any more."""
    is_letter = row.form == Form.LETTER
    if row.state == State.APPROVED and not is_letter:
        bring([row], now=now)
        return
    if _is_of_many(row) and _others(row).exists():
        return
    for task in Task.objects.filter(origin=_origin(row)):
        if row.state in {State.DECLINED, State.MISSED}:
            playbooks.skip_task(task=task, by=by, now=now)
        else:
            playbooks.complete_task(task=task, by=by, now=now)


def _bring(row: Gesture, origin: str, now: datetime) -> None:
    owner = row.owner
    today = Place(owner.time_zone).today(now)
    waits = row.state == State.DRAFT
    last = calendar.leaving_day(row.on, country=_country(row), is_feast=row.kind == Kind.FEAST)
    with translation.override(owner.language):
        playbooks.bring_task(
            origin=origin,
            title=_title(row, waits=waits),
            owner=owner,
            due_on=max(today, last - timedelta(days=1) if waits else row.on),
            client=None if _is_of_many(row) else row.client,
            contact=None if _is_of_many(row) else row.contact,
            now=now,
        )


def _title(row: Gesture, *, waits: bool) -> str:
    day = formats.day_and_month(row.on)
    if _is_of_many(row):
        return gettext(APPROVE_ALL) % {"day": day, "occasion": feast_name(row.key, _country(row))}
    who = str(row.contact or row.client)
    said = heading(kind=row.kind, key=row.key, who=who, years=row.years, country=_country(row), what=row.title)
    words = {"day": day, "occasion": said, "form": str(Form(row.form).label)}
    return (gettext(APPROVE) if waits else gettext(DO)) % words


def _is_of_many(row: Gesture) -> bool:
    return row.kind == Kind.FEAST and row.form == Form.LETTER


def _origin(row: Gesture) -> str:
    return f"care:{row.key}:{row.on}:{row.owner_id}" if _is_of_many(row) else f"care:{row.pk}"


def _others(row: Gesture) -> QuerySet[Gesture]:
    same = {"kind": row.kind, "key": row.key, "on": row.on, "owner": row.owner_id, "form": row.form}
    return Gesture.objects.filter(**same, state=State.DRAFT).exclude(pk=row.pk)


def _country(row: Gesture) -> str:
    return (row.contact.country if row.contact else "") or row.client.country
