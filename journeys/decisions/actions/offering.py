"""What the house itself asks top management: about a complaint, an alert, a compensation, a plan. Each subject asks once."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override

from accounts.clients import queries as registry
from accounts.clients.models import Client
from accounts.contracts import queries as money
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import current_organization_id
from accounts.web import formats
from feedback.alerts import queries as alerts
from feedback.alerts import words
from feedback.alerts.models import Alert, Rung
from feedback.interactions.models import Visibility
from journeys.cases.models import Case, Compensation, Sort
from journeys.decisions import queries
from journeys.decisions.actions.asking import ask, withdraw
from journeys.decisions.actions.following import ALERT, CASE, COMPENSATION, INITIATIVE, REFUSE
from journeys.decisions.models import APPROVE, CALL, DELEGATE, DISCUSS, Decision
from journeys.initiatives.models import Initiative, State

DUE = timedelta(days=2)  # as an alert's client is to be spoken with in 48 hours
WHO_DOES_IT = ((CALL, ""), (DELEGATE, ""), (DISCUSS, ""))


class Asked(StrEnum):
    """Why a complaint is offered to top management."""

    ALERT = "alert"
    SHOWN = "shown"
    MONEY = "money"
    LATE = "late"


# By a letter at once. Of an alert its own letter tells; the others wait for whoever looks, and for the digest.
TELL = {Asked.SHOWN}


@transaction.atomic
def offer_case(*, case_id: uuid.UUID, why: Asked, now: datetime) -> Decision | None:
    """Offer a complaint to top management: who calls, or whom it is handed to. Once for each of its rounds.

    None for what was closed, what is told in confidence, and where nobody decides; for money: at a client below the limit.
    """
    case = Case.objects.select_related("client__manager", "organization").filter(pk=case_id, closed_at=None).first()
    if case is None or case.sort != Sort.COMPLAINT or case.visibility != Visibility.TEAM:
        return None
    revenue = registry.facts(client_id=case.client_id).revenue
    limit = queries.offer_above()
    if why == Asked.MONEY and (limit is None or revenue is None or revenue <= limit):
        return None
    known = queries.open_of(f"{CASE}:{case.pk}:").first()
    reader = queries.decider_of(case.client, now=now)
    if known or reader is None:
        return known
    with override(reader.language):
        row = _question(
            reader,
            now=now,
            client=case.client,
            question=f"{case.client.name}: {case.title or gettext('the client is not content')}",
            details=_why_case(why, case, revenue),
            about=reverse("case", args=[case.organization.slug, case.label], urlconf="happiness.urls"),
            amount=Decimal(revenue) if revenue else None,
            origin=f"{CASE}:{case.pk}:{case.rounds}",
        )
    return ask(decision=row, by=None, choices=WHO_DOES_IT, now=now, sends=why in TELL)


def _why_case(why: Asked, case: Case, revenue: int | None) -> str:
    said = {
        Asked.ALERT: gettext("A serious alert has led to this case."),
        Asked.SHOWN: gettext("A colleague asks top management to look at it."),
        Asked.MONEY: gettext("It is a client with much revenue: %(money)s a year."),
        Asked.LATE: gettext("A step of the case is late."),
    }[why]
    names = {"money": formats.money(Decimal(revenue), case.organization.currency) if revenue else ""}
    carries = gettext("%(name)s carries the case.") % {"name": case.owner.name}
    return f"{said % names if why == Asked.MONEY else said} {carries}"


@transaction.atomic
def offer_alert(*, alert_id: uuid.UUID, now: datetime) -> Decision | None:
    """Offer a serious alert, or one that has climbed to the top, to top management; where a case takes care of it, the case.

    None for what has ended or was confided, what wakes nobody there, and where nobody decides.
    """
    rows = Alert.objects.select_related("rule", "client__manager", "segment", "touchpoint", "organization")
    alert = rows.filter(pk=alert_id, sealed=False, ended_at=None).first()
    if alert is None or not alert.wakes_top or not (alerts.is_serious(alert) or alert.rung == Rung.TOP):
        return None
    if alert.case_id:
        return offer_case(case_id=alert.case_id, why=Asked.ALERT, now=now)
    reader = queries.decider_of(alert.client, now=now)
    if reader is None:
        return None
    revenue = registry.facts(client_id=alert.client_id).revenue if alert.client_id else None
    with override(reader.language):
        row = _question(
            reader,
            now=now,
            client=alert.client,
            question=f"{words.about(alert)}: {words.title(alert)}",
            details=" ".join(line.text + "." for line in words.lines([alert]).get(alert.pk, [])[:2]),
            about=reverse("alert", args=[alert.organization.slug, alert.number], urlconf="happiness.urls"),
            amount=Decimal(revenue) if revenue else None,
            origin=f"{ALERT}:{alert.pk}",
        )
    return ask(decision=row, by=None, choices=WHO_DOES_IT, now=now, sends=False)


@transaction.atomic
def offer_compensation(*, compensation_id: uuid.UUID, now: datetime) -> Decision | None:
    """Offer a compensation above the limit: within the question about its case where that is open, else as one of its own.

    None for what was decided, what is told in confidence, and where nobody but whoever asks for it decides.
    """
    rows = Compensation.objects.select_related("case__client__manager", "case__organization", "wanted_by")
    offer = rows.filter(pk=compensation_id, decided_at=None, case__visibility=Visibility.TEAM).first()
    if offer is None:
        return None
    of_case = queries.open_of(f"{CASE}:{offer.case_id}:").exclude(asked_of=offer.wanted_by).first()
    reader = of_case.asked_of if of_case else queries.decider_of(offer.case.client, now=now, besides=offer.wanted_by)
    if reader is None:
        return None
    with override(reader.language):
        asks = gettext("%(name)s asks for a compensation: %(what)s, %(money)s.") % {
            "name": offer.wanted_by.name,
            "what": offer.what,
            "money": formats.money(offer.amount, offer.currency),
        }
        refusal = gettext("I do not approve")
        if of_case:
            of_case.choices = [[APPROVE, ""], [REFUSE, refusal], *map(list, WHO_DOES_IT)]
            of_case.details = f"{of_case.details} {asks}".strip()[:2000]
            of_case.amount = offer.amount
            of_case.save(update_fields=["choices", "details", "amount"])
            return of_case
        row = _question(
            reader,
            now=now,
            client=offer.case.client,
            question=f"{offer.case.client.name}: {offer.what}",
            details=asks,
            about=reverse("case", args=[offer.case.organization.slug, offer.case.label], urlconf="happiness.urls"),
            amount=offer.amount,
            origin=f"{COMPENSATION}:{offer.pk}",
        )
    choices = ((APPROVE, ""), (REFUSE, refusal), (DISCUSS, ""))
    return ask(decision=row, by=offer.wanted_by, choices=choices, now=now)


@transaction.atomic
def settle_compensation(*, case_id: uuid.UUID, compensation_id: uuid.UUID, now: datetime) -> None:
    """Ask nothing more about a compensation that somebody has decided; a question about its case goes on without it."""
    end_offers(f"{COMPENSATION}:{compensation_id}", now=now)
    for row in queries.open_of(f"{CASE}:{case_id}:"):
        row.choices = [choice for choice in row.choices if choice[0] not in {APPROVE, REFUSE}]
        row.save(update_fields=["choices"])


@transaction.atomic
def ask_approval(*, initiative: Initiative, of: Employee, due_on: date, by: Employee, now: datetime) -> Decision | None:
    """Ask somebody to approve a plan; while one is asked, that question is returned. None for what is no proposal."""
    if initiative.state != State.PROPOSED:
        return None
    subject = f"{INITIATIVE}:{initiative.pk}"
    if known := queries.open_of(f"{subject}:").first():
        return known
    number = Decision.objects.filter(origin__startswith=f"{subject}:").count() + 1
    with override(of.language):
        row = _question(
            of,
            now=now,
            client=None,
            question=gettext("Approve the plan “%(name)s”?") % {"name": initiative.name},
            details=initiative.problem,
            about=reverse("initiative", args=[initiative.organization.slug, initiative.pk], urlconf="happiness.urls"),
            amount=initiative.expected,
            origin=f"{subject}:{number}",
        )
        refusal = gettext("I do not approve")
    row.due_on = due_on
    return ask(decision=row, by=by, choices=((APPROVE, ""), (REFUSE, refusal), (DISCUSS, "")), now=now)


def _question(
    reader: Employee,
    *,
    now: datetime,
    client: Client | None,
    question: str,
    details: str,
    about: str,
    amount: Decimal | None,
    origin: str,
) -> Decision:
    house = Organization.objects.get(pk=current_organization_id())
    return Decision(
        question=question[:300],
        details=details[:2000],
        client=client,
        about=about,
        amount=amount,
        due_on=money.house_day(house, now + DUE),
        asked_of=reader,
        origin=origin,
    )


def end_case_offers(*, case_id: uuid.UUID, now: datetime) -> None:
    """Ask nothing more about a case that is closed, nor about its compensations."""
    ids = Compensation.objects.filter(case=case_id).values_list("pk", flat=True)
    end_offers(f"{CASE}:{case_id}:", *(f"{COMPENSATION}:{one}" for one in ids), now=now)


def end_offers(*origins: str, now: datetime) -> None:
    """Ask nothing more about these subjects: they have ended. What was answered stays."""
    for row in queries.open_of(*origins):
        withdraw(decision=row, by=None, now=now)
