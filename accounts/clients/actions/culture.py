"""An organization's own culture cards."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import CultureCard
from accounts.organizations.models import Employee


@transaction.atomic
def save_card(*, country: str, language: str, texts: Mapping[str, str], by: Employee, now: datetime) -> None:
    """Let the organization's own words stand on a country's card in this language. The same words again change nothing."""
    row = CultureCard.objects.select_for_update().filter(country=country, language=language).first()
    before = audit.snapshot(row) if row else audit.NEW
    CultureCard.objects.update_or_create(country=country, language=language, defaults=texts)
    row = CultureCard.objects.get(country=country, language=language)
    audit.record(action="culture_card.saved", subject=row, by=by, now=now, before=before)


@transaction.atomic
def drop_card(*, country: str, language: str, by: Employee, now: datetime) -> bool:
    """Let the product's own card stand again, where it has one. False when there were no own words in this language."""
    row = CultureCard.objects.select_for_update().filter(country=country, language=language).first()
    if row is None:
        return False
    audit.record(action="culture_card.dropped", subject=row, by=by, now=now)
    row.delete()
    return True
