"""What a choice brings about where the house itself has asked: for a case, an alert, or an initiative."""

from contextlib import suppress
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext, override

from accounts.web.text import as_id
from feedback.alerts import actions as alerts
from feedback.alerts.models import Alert
from journeys.cases import actions as cases
from journeys.cases.models import Case, Compensation
from journeys.decisions.models import APPROVE, CALL, DELEGATE, DISCUSS, Decision
from journeys.initiatives import actions as initiatives
from journeys.initiatives.models import Initiative

CASE, ALERT, COMPENSATION, INITIATIVE = "case", "alert", "compensation", "initiative"  # before the id, in an origin
REFUSE = "refuse"


def follow(row: Decision, *, now: datetime) -> None:
    """Carry out what was decided about the subject of the decision; what has ended meanwhile stays as it is."""
    kind, _colon, rest = row.origin.partition(":")
    subject_id = as_id(rest.partition(":")[0])
    if kind == CASE:
        _of_case(row, Case.objects.filter(pk=subject_id).select_related("client").first(), now=now)
    elif kind == COMPENSATION:
        offer = Compensation.objects.filter(pk=subject_id).select_related("case__client").first()
        _of_case(row, offer.case if offer else None, now=now)
    elif kind == ALERT:
        _take(row, Alert.objects.filter(pk=subject_id, sealed=False), now=now)
    elif kind == INITIATIVE:
        _of_initiative(row, Initiative.objects.filter(pk=subject_id).first(), now=now)


def _of_case(row: Decision, case: Case | None, *, now: datetime) -> None:
    """Let the case tell what was decided, its alerts be in hand, and a compensation be approved or refused."""
    if case is None:
        return
    said = filter(None, (row.chosen, row.delegate.name if row.delegate else "", row.note))
    cases.note(case=case, text=" · ".join(said), by=row.asked_of, now=now)
    _take(row, Alert.objects.filter(case_id=case.pk, sealed=False, ended_at=None), now=now)
    if row.choice in {APPROVE, REFUSE}:
        for offer in case.compensations.filter(decided_at=None):
            with suppress(cases.AlreadyDecided, cases.NotTheDecider):
                cases.decide_compensation(offer=offer, is_approved=row.choice == APPROVE, by=row.asked_of, now=now)


def _take(row: Decision, open_ones: QuerySet[Alert], *, now: datetime) -> None:
    """Have the alerts in hand: their ladder stops, because top management has said who does what."""
    if row.choice in {CALL, DELEGATE}:
        for alert in open_ones:
            alerts.acknowledge(alert=alert, by=row.asked_of, now=now)


def _of_initiative(row: Decision, initiative: Initiative | None, *, now: datetime) -> None:
    if initiative is None or row.choice == DISCUSS:
        return
    with suppress(initiatives.NotOpen):
        if row.choice == APPROVE:
            initiatives.approve(initiative=initiative, by=row.asked_of, now=now)
        elif row.choice == REFUSE:
            with override(row.asked_of.language):
                why = row.note or gettext("Not approved")
            initiatives.stop(initiative=initiative, why=why, by=row.asked_of, now=now)
