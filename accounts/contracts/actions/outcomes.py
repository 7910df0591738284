"""How a relation went on, and what that does to its contracts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import Client
from accounts.contracts import queries
from accounts.contracts.actions.contracts import tell
from accounts.contracts.actions.facts import recount
from accounts.contracts.models import Contract, Outcome, OutcomeKind, Period
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee

DAY = timedelta(days=1)


class ContractOver(RuntimeError):
    """The contract has ended or was removed, perhaps a moment ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTerms:
    """On what a contract goes on: its amount in the same currency, the next renewal, the new last day."""

    amount: Decimal | None = None
    renewal_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def record_outcome(
    *, outcome: Outcome, by: Employee, now: datetime, terms: NextTerms | None = None, origin: Origin = Origin.LIVE
) -> None:
    """Write down how the relation went on since `outcome.day`, do to the contract what follows, and publish both.

    Renewed: the contract goes on until the next renewal. Grew or shrank: it ends the day before, and another one with the
    new amount follows it, so that the past keeps its amounts. Lost: it ends on the day; without a contract every open one
    does. Raises ContractOver, and ValueError for a contract that began on the day or later.
    """
    Client.objects.select_for_update().get(pk=outcome.client_id)  # one outcome at a time
    contract = outcome.contract and Contract.objects.select_for_update().get(pk=outcome.contract.pk)
    if contract and outcome.kind in CHANGES:
        if contract.ended_with or contract.removed_at:
            raise ContractOver
        if outcome.day <= contract.starts_on:
            raise ValueError("a contract goes on after its first day")
    outcome.by, outcome.created_at = by, now
    terms = terms or NextTerms()
    if contract and outcome.kind in RESIZED and terms.amount is not None:
        outcome.amount_change, outcome.currency = terms.amount - contract.amount, contract.currency
    outcome.save()
    audit.record(action="outcome.recorded", subject=outcome, by=by, now=now, before=audit.NEW)
    _apply(outcome, contract, terms, by=by, now=now)
    recount(client_ids=[outcome.client_id], now=now)
    _publish(outcome, by=by, now=now, origin=origin)


@transaction.atomic
def remove_outcome(*, outcome: Outcome, by: Employee, now: datetime) -> None:
    """Take an outcome that was written down by mistake out of the story; contracts stay as they are. Twice is once."""
    outcome = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if outcome.removed_at:
        return
    before = audit.snapshot(outcome)
    outcome.removed_at = now
    outcome.save(update_fields=["removed_at"])
    audit.record(action="outcome.removed", subject=outcome, by=by, now=now, before=before)


RESIZED = (OutcomeKind.GREW, OutcomeKind.SHRANK)
CHANGES = (OutcomeKind.RENEWED, *RESIZED, OutcomeKind.LOST)


def _apply(outcome: Outcome, contract: Contract | None, terms: NextTerms, *, by: Employee, now: datetime) -> None:
    if outcome.kind == OutcomeKind.LOST:
        lost = (
            [contract] if contract else queries.running_contracts().filter(client=outcome.client_id).select_for_update()
        )
        for one in lost:
            _end(one, outcome, day=max(outcome.day, one.starts_on), by=by, now=now)
    elif contract and outcome.kind == OutcomeKind.RENEWED and contract.period != Period.ONCE:
        before = audit.snapshot(contract)
        contract.renewal_on, contract.ends_on = terms.renewal_on, terms.ends_on
        _save(contract, "contract.renewed", before, by=by, now=now)
    elif contract and outcome.kind in CHANGES:  # what was paid once is paid anew
        _end(contract, outcome, day=outcome.day - DAY, by=by, now=now)
        _follow(contract, outcome.day, terms, by=by, now=now)


def _end(contract: Contract, outcome: Outcome, *, day: date, by: Employee, now: datetime) -> None:
    before = audit.snapshot(contract)
    contract.ended_with = outcome.kind
    contract.ends_on = min(day, contract.ends_on) if contract.ends_on else day
    _save(contract, "contract.ended", before, by=by, now=now)
    tell(kinds.CONTRACT_ENDED, contract, by=by, now=now, key=f"contract.ended:{contract.pk}")


def _follow(contract: Contract, day: date, terms: NextTerms, *, by: Employee, now: datetime) -> None:
    follower = Contract(
        client=contract.client,
        title=contract.title,
        number=contract.number,
        amount=contract.amount if terms.amount is None else terms.amount,
        currency=contract.currency,
        period=contract.period,
        starts_on=day,
        ends_on=terms.ends_on,
        renewal_on=terms.renewal_on,
        notice_days=contract.notice_days,
        signed_by=contract.signed_by,
        follows=contract,
        created_at=now,
    )
    follower.save()
    audit.record(action="contract.added", subject=follower, by=by, now=now, before=audit.NEW)


def _save(contract: Contract, action: str, before: dict[str, Any], *, by: Employee, now: datetime) -> None:
    contract.save(update_fields=["renewal_on", "ends_on", "ended_with"])
    audit.record(action=action, subject=contract, by=by, now=now, before=before)


def _publish(outcome: Outcome, *, by: Employee, now: datetime, origin: Origin) -> None:
    fact = events.Fact(
        kind=kinds.OUTCOMES[outcome.kind],
        client_id=outcome.client_id,
        actor_id=by.pk,
        happened_at=now,
        origin=origin,
        payload={
            "outcome_id": outcome.pk,
            "contract_id": outcome.contract_id,
            "day": outcome.day,
            "reason": outcome.reason,
        },
        dedupe_key=f"outcome:{outcome.pk}",
    )
    events.publish(fact, now=now)
