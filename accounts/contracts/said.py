"""What the timeline says of contracts and outcomes: amounts only to those who may see money."""

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.contracts import queries
from accounts.contracts.models import Contract, Outcome
from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from accounts.organizations.roles import Right, has_right
from accounts.web import formats


@describe(kinds.CONTRACT_SIGNED, kinds.CONTRACT_CHANGED, kinds.CONTRACT_ENDED)
def contracts(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say which contract it was and what it is worth. One that was entered by mistake is not told."""
    ids = {event.pk: uuid.UUID(event.payload["contract_id"]) for event in events}
    rows = {row.pk: row for row in queries.contracts().filter(pk__in=ids.values())}
    return {event.pk: _contract(event, rows[ids[event.pk]], reader) for event in events if ids[event.pk] in rows}


def _contract(event: Event, row: Contract, reader: Reader) -> Said:
    words = [row.title]
    if _sees_money(reader):
        words.append(f"{formats.money(row.amount, row.currency)} {row.get_period_display()}")
    title = kinds.title_of(kinds.CATALOGUE[event.kind])
    return Said(title=title, text=", ".join(words), url=_url(row.client_id, reader))


@describe(*kinds.OUTCOMES.values())
def outcomes(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say how it went on, by how much, and why."""
    ids = {event.pk: uuid.UUID(event.payload["outcome_id"]) for event in events}
    rows = {row.pk: row for row in queries.outcomes().filter(pk__in=ids.values())}
    return {event.pk: _outcome(event, rows[ids[event.pk]], reader) for event in events if ids[event.pk] in rows}


def _outcome(event: Event, row: Outcome, reader: Reader) -> Said:
    words = [row.contract.title if row.contract else "", row.get_reason_display(), row.competitor]
    if row.amount_change is not None and _sees_money(reader):
        change = formats.money(row.amount_change, row.currency)
        words.insert(1, f"+{change}" if row.amount_change > 0 else change)
    title = kinds.title_of(kinds.CATALOGUE[event.kind])
    return Said(title=title, text=", ".join(filter(None, words)), url=_url(row.client_id, reader))


def missing_rates(missing: Sequence[tuple[str, object]]) -> str:
    """Return which rates are missing for a sum, as a sentence: at most the first three."""
    days = [f"{currency}, {formats.day(day)}" for currency, day in missing[:3]]  # type: ignore[arg-type]
    return _("Unknown: these exchange rates are missing: %(rates)s.") % {"rates": "; ".join(days)}


def _sees_money(reader: Reader) -> bool:
    return has_right(reader.role, Right.SEE_MONEY)


def _url(client_id: uuid.UUID, reader: Reader) -> str:
    args = {"slug": reader.slug, "client_id": client_id}
    return reverse("client-deals", kwargs=args) if _sees_money(reader) else ""
