"""Taking back: an answer that is confided now, or told without a name, leaves the cases that say more of it."""

from datetime import datetime

from django.db.models import Q

from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Event
from feedback.interactions.models import Visibility
from feedback.responses.models import Confidentiality, Response
from journeys.cases.actions import telling
from journeys.cases.actions.closing import close
from journeys.cases.models import Case, CaseSignal, CaseStep, End


def withdraw(response: Response, *, now: datetime) -> None:
    """Take an answer out of each case that more people read than it lets, or that names the person while it does not.

    The case forgets the person unless something else in it comes from them. One that has nothing left is closed: what it was
    about goes on where the answer stands now. Call it in a transaction.
    """
    rows = CaseSignal.objects.filter(response=response)
    if response.confidentiality == Confidentiality.LEADERSHIP:
        rows = rows.exclude(case__visibility=Visibility.LEADERSHIP)
    elif response.confidentiality == Confidentiality.ROLE:
        rows = rows.filter(case__contact__isnull=False)
    else:
        return
    for signal in rows.select_related("case"):
        signal.delete()
        _forget(signal.case, signal.mood, now=now)


def _forget(case: Case, mood: int | None, *, now: datetime) -> None:
    row, before = telling.lock(case)
    row.said = ""
    if row.mood_before == mood:
        row.mood_before = None
    theirs = Q(response__contact=row.contact_id) | Q(response=None) & ~Q(origin__startswith="alert:")
    if not row.signals.filter(theirs).exists():
        _unname(row)
        telling.release(row, by=None, now=now)
    if row.is_open and not row.signals.exists():
        _end(row, now=now)
    elif row.is_open:
        telling.hold(row, by=None, now=now)
    telling.save(row, action="case.withdrawn", by=None, now=now, before=before)


def _unname(case: Case) -> None:
    """Name the person nowhere in the case, and in nothing that was told of it."""
    case.contact, case.role, case.topic = None, "", f"case:{case.pk}"
    CaseStep.objects.filter(case=case, kind=CaseStep.Kind.ASKED).update(text="")
    told = Event.objects.filter(client_id=case.client_id, kind__startswith="case.", payload__case_id=str(case.pk))
    events.narrow(dedupe_keys=list(told.values_list("dedupe_key", flat=True)), fields=("case_id", "number"))


def _end(case: Case, *, now: datetime) -> None:
    close(case, end=End.DROPPED, now=now)
    case.link_ends_at = now if case.link_ends_at else None
    telling.step(case, CaseStep.Kind.ENDED, by=None, now=now)
    telling.release(case, by=None, now=now)
    telling.publish(kinds.CASE_CLOSED, case, by=None, now=now, once=str(case.rounds))
