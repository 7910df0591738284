"""Telling people of alerts: one letter for one person and client, after quiet windows, to nobody who has snoozed it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts import clock
from accounts.events import actions as events
from accounts.events.kinds import Kind as EventKind
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.mail.registry import recheck
from accounts.organizations.models import Employee, Organization
from accounts.tokens import Kind, make
from feedback.alerts import queries, quiet, words
from feedback.alerts.models import Alert, AlertNotice

LETTERS = "alert_letters"  # the queue: whom letters wait for
CLOCKS = "alert_clocks"  # the queue: alerts whose time runs out
LETTER, SEALED_LETTER = "alert", "alert_confided"
GATHERED = timedelta(hours=1)  # after a letter about a client the next ones to the same person wait for each other
LINK_LIVES = timedelta(days=14)
MOST_IN_LETTER = 10
URGENT = 10  # before bulk


def told_by_event(
    kind: EventKind, alert: Alert, *, now: datetime, origin: Origin = Origin.LIVE, **more: int | str
) -> None:
    """Publish what became of an alert that everybody may know of; of a sealed one nothing is told."""
    if alert.sealed:
        return
    payload = {
        "alert_id": str(alert.pk),
        "number": alert.number,
        "rule": alert.rule.kind,
        "severity": alert.severity,
        "topic": alert.topic,
        **more,
    }
    key = f"{kind.name}:{alert.pk}:{':'.join(str(one) for one in more.values())}"
    fact = events.Fact(
        kind=kind, happened_at=now, client_id=alert.client_id, payload=payload, dedupe_key=key, origin=origin
    )
    events.publish(fact, now=now)


def wind(alert: Alert, *, now: datetime) -> None:
    """Let the clock of the alert be looked at when its time is over."""
    if alert.due_at:
        offset = clock.offset()
        jobs.enqueue(queue=CLOCKS, subject_id=alert.pk, now=now - offset, run_at=alert.due_at - offset, priority=URGENT)


@transaction.atomic
def tell(alerts: Sequence[Alert], *, step: int, now: datetime, people: Sequence[Employee] | None = None) -> None:
    """Tell everybody on the rungs of these alerts, or these people alone; the same step is told to a person once.

    What may leave now leaves at once: the letter is written in this transaction.
    """
    waiting = set[uuid.UUID]()
    for alert in alerts:
        rungs = queries.people_of(alert, up_to=alert.rung, now=now)
        found = people if people is not None else [one for rung in rungs.values() for one in rung]
        rows = [_notice(alert, one, step, now) for one in {one.pk: one for one in found}.values()]
        AlertNotice.objects.bulk_create(rows, ignore_conflicts=True)
        waiting.update(row.employee_id for row in rows)
    for employee_id in sorted(waiting):
        send_waiting(employee_id=employee_id, now=now)


def _notice(alert: Alert, employee: Employee, step: int, now: datetime) -> AlertNotice:
    row = AlertNotice(
        alert=alert,
        employee=employee,
        step=step,
        created_at=now,
        send_at=_send_at(alert, employee, now),
        expires_at=now + LINK_LIVES,
    )
    row.stamp()
    row.renew_token(Kind.ALERT)
    return row


def _send_at(alert: Alert, employee: Employee, now: datetime) -> datetime:
    """A serious letter leaves at once; others wait for each other, and for the end of a quiet window."""
    if queries.is_serious(alert):
        return now
    told = AlertNotice.objects.filter(employee=employee, email_id__isnull=False, created_at__gt=now - GATHERED)
    about = {name: getattr(alert, name) for name in ("client_id", "segment_id", "touchpoint_id")}
    last = told.filter(**{f"alert__{name}": value for name, value in about.items()}).order_by("-created_at").first()
    earliest = max(now, last.created_at + GATHERED) if last else now
    windows = quiet.windows_of(queries.settings_of_alerts().quiet_windows)
    return quiet.after_quiet(earliest, windows=windows, zone=employee.time_zone)


def send_due(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Write the letters that have waited for these people. The ledger calls this."""
    for employee_id in subject_ids:
        send_waiting(employee_id=employee_id, now=now + clock.offset())


@transaction.atomic
def send_waiting(*, employee_id: uuid.UUID, now: datetime) -> None:
    """Write what this person is to be told by now, one letter for each client; let the rest be looked at in its time.

    What has ended, was acknowledged meanwhile, or is snoozed by the person is dropped.
    """
    person = Employee.objects.select_for_update().get(pk=employee_id)
    groups: dict[tuple[object, ...], list[AlertNotice]] = defaultdict(list)
    for notice in queries.waiting_notices(employee_id, now=now):
        if _is_needless(notice, person, now):
            notice.dropped_at = now
            notice.save(update_fields=["dropped_at"])
        else:
            alert = notice.alert
            groups[alert.sealed, alert.client_id, alert.segment_id, alert.touchpoint_id].append(notice)
    for notices in groups.values():
        _write(person, notices, now=now)
    later = AlertNotice.objects.filter(employee=employee_id, email_id=None, dropped_at=None).order_by("send_at").first()
    if later:
        offset = clock.offset()
        jobs.enqueue(
            queue=LETTERS, subject_id=employee_id, now=now - offset, run_at=later.send_at - offset, priority=URGENT
        )


def _is_needless(notice: AlertNotice, person: Employee, now: datetime) -> bool:
    alert = notice.alert
    is_late = notice.created_at < now  # it has waited: somebody may have been quicker
    if alert.ended_at or person.left_at or queries.snoozing(alert, [person.pk], now=now):
        return True
    return is_late and not queries.is_serious(alert) and queries.is_acknowledged(alert)


def _write(person: Employee, notices: Sequence[AlertNotice], *, now: datetime) -> None:
    """Write one letter; of what was confided it says nothing but that there is something to read."""
    organization = Organization.objects.get()
    sealed = notices[0].alert.sealed
    alerts = {notice.alert_id: notice for notice in notices}  # the newest of each
    with translation.override(person.language):
        told = [] if sealed else words.told([one.alert for one in alerts.values()], zone=person.time_zone)
        items = [
            {**one, "url": _url(notice)} for notice, one in zip(list(alerts.values()), told, strict=True)
        ] if not sealed else []  # fmt: skip
        first = next(iter(alerts.values()))
        context = {
            "organization_name": organization.name,
            "items": items[:MOST_IN_LETTER],
            "more": max(len(items) - MOST_IN_LETTER, 0),
            "subject": items[0]["headline"] if items else "",
            "about": words.about(first.alert) if not sealed else "",
            "is_stuck": any(one.alert.is_stuck for one in alerts.values()),
            "is_reminder": all(0 < one.step < words.HANDED_OVER for one in alerts.values()),
            "url": _url(first),
        }
    letter = mail.send(
        SEALED_LETTER if sealed else LETTER,
        to=person.email,
        to_name=person.name,
        language=person.language,
        sender_name=organization.name,
        employee_id=person.pk,
        context=context,
        dedupe_key=f"alert:{notices[0].pk}",
        now=now,
    )
    AlertNotice.objects.filter(pk__in=[one.pk for one in notices]).update(email_id=letter.pk)


def _url(notice: AlertNotice) -> str:
    token = make(kind=Kind.ALERT, organization_id=notice.organization_id, row_id=notice.pk, nonce=bytes(notice.nonce))
    return settings.BASE_URL + reverse("alert-link", urlconf="happiness.public", args=[token])


@recheck(LETTER)
@recheck(SEALED_LETTER)
def _is_over(email: OutgoingEmail, now: datetime) -> str:
    """A letter about alerts that have all ended, or to somebody who has left, is not sent."""
    if Employee.objects.filter(pk=email.employee_id).exclude(left_at=None).exists():
        return "the reader has left the organization"
    notices = AlertNotice.objects.filter(email_id=email.pk)
    is_open = notices.filter(alert__ended_at=None).exists()
    return "" if is_open or not notices.exists() else "the alerts have ended"


def end_links(*, of: Employee, now: datetime) -> None:
    """Let every link in this person's letters act no more."""
    AlertNotice.objects.filter(employee=of, expires_at__gt=now).update(expires_at=now)


def drop_waiting(alerts: Iterable[Alert], *, now: datetime) -> None:
    """Let nobody be told any more of alerts that have ended."""
    AlertNotice.objects.filter(alert__in=list(alerts), email_id=None, dropped_at=None).update(dropped_at=now)
