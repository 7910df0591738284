"""Exchange rates, and the currency of the organization itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.audit import actions as audit
from accounts.contracts.actions.facts import request_recount
from accounts.contracts.models import ExchangeRate
from accounts.organizations.models import Employee, Organization


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency is worth in the organization's from a day on."""

    currency: str
    day: date
    value: Decimal


@transaction.atomic
def save_rate(*, rate: Rate, base: str, by: Employee, now: datetime) -> None:
    """Enter a rate into `base`, or correct the one of the same day; every client's revenue is counted anew soon."""
    row = ExchangeRate.objects.select_for_update().filter(base=base, currency=rate.currency, day=rate.day).first()
    before = audit.snapshot(row) if row else audit.NEW
    row = row or ExchangeRate(base=base, currency=rate.currency, day=rate.day, created_at=now)
    row.rate, row.is_imported = rate.value, False
    row.save()
    audit.record(action="rate.entered", subject=row, by=by, now=now, before=before)
    request_recount(now=now)


@transaction.atomic
def import_rates(*, rates: Sequence[Rate], base: str, by: Employee, now: datetime) -> None:
    """Enter many rates in one statement; one of the same currency and day is replaced. All or nothing, and twice is once."""
    rows = [
        ExchangeRate(base=base, currency=one.currency, day=one.day, rate=one.value, is_imported=True, created_at=now)
        for one in rates
    ]
    ExchangeRate.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organization", "base", "currency", "day"],
        update_fields=["rate", "is_imported"],
    )
    audit.record(action="rates.imported", subject=Organization.objects.get(), by=by, now=now)
    request_recount(now=now)


@transaction.atomic
def remove_rate(*, rate: ExchangeRate, by: Employee, now: datetime) -> None:
    """Delete a rate that is wrong; the one before it holds again."""
    audit.record(action="rate.removed", subject=rate, by=by, now=now)
    rate.delete()
    request_recount(now=now)


@transaction.atomic
def change_currency(*, currency: str, by: Employee, now: datetime) -> None:
    """Count all money in another currency from now on. Amounts of contracts stay as they are; rates into it are needed anew."""
    organization = Organization.objects.select_for_update().get()
    before = audit.snapshot(organization)
    organization.currency = currency
    organization.save(update_fields=["currency"])
    audit.record(action="organization.changed", subject=organization, by=by, now=now, before=before)
    request_recount(now=now)
