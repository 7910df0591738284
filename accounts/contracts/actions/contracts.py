"""Signing, correcting and taking back contracts."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.contracts.actions.facts import recount
from accounts.contracts.models import Contract
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee


class NumberTaken(RuntimeError):
    """The client has a contract with this number and this first day already."""


@transaction.atomic
def add_contract(*, contract: Contract, by: Employee, now: datetime, origin: Origin = Origin.LIVE) -> None:
    """Save a new contract and publish contract.signed; the client's facts follow. Raises NumberTaken."""
    contract.created_at = now
    with saving.refuse_twins(NumberTaken):
        saving.save_new(contract, action="contract.added", by=by, now=now)
    recount(client_ids=[contract.client_id], now=now)
    tell(kinds.CONTRACT_SIGNED, contract, by=by, now=now, origin=origin)


@transaction.atomic
def save_contract(*, contract: Contract, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has corrected and publish contract.changed; nothing changed is nothing told. Raises NumberTaken.

    The past is counted with the new amount too: what grows or shrinks from a day on is an outcome.
    """
    if not audit.changes(contract, before):
        return
    with saving.refuse_twins(NumberTaken):
        saving.save_changes(contract, action="contract.changed", by=by, now=now, before=before)
    recount(client_ids=[contract.client_id], now=now)
    tell(kinds.CONTRACT_CHANGED, contract, by=by, now=now)


@transaction.atomic
def remove_contract(*, contract: Contract, by: Employee, now: datetime) -> None:
    """Take a contract that was entered by mistake out of every list and sum; what was booked stays. Twice is once."""
    contract = Contract.objects.select_for_update().get(pk=contract.pk)
    if contract.removed_at:
        return
    before = audit.snapshot(contract)
    contract.removed_at = now
    contract.save(update_fields=["removed_at"])
    audit.record(action="contract.removed", subject=contract, by=by, now=now, before=before)
    recount(client_ids=[contract.client_id], now=now)


def signed_key(contract_id: uuid.UUID) -> str:
    """Return under which key it is told, once, that the contract was signed."""
    return f"contract.signed:{contract_id}"


def fact_of(
    kind: kinds.Kind,
    contract: Contract,
    *,
    by: Employee | None,
    now: datetime,
    origin: Origin = Origin.LIVE,
    key: str = "",
) -> events.Fact:
    """Return what happened to the contract, to be published: ids and days, never amounts, because not everybody sees money."""
    is_signed = kind is kinds.CONTRACT_SIGNED
    return events.Fact(
        kind=kind,
        client_id=contract.client_id,
        contact_id=contract.signed_by_id if is_signed else None,
        actor_id=by.pk if by else None,
        happened_at=now,
        origin=origin,
        payload={
            "contract_id": contract.pk,
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "renewal_on": contract.renewal_on,
        },
        dedupe_key=signed_key(contract.pk) if is_signed else key,
    )


def tell(
    kind: kinds.Kind,
    contract: Contract,
    *,
    by: Employee | None,
    now: datetime,
    origin: Origin = Origin.LIVE,
    key: str = "",
) -> None:
    """Publish what happened to the contract."""
    events.publish(fact_of(kind, contract, by=by, now=now, origin=origin, key=key), now=now)
