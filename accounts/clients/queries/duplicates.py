"""Entries that may be the same client or the same person: each sign is one query, however many entries there are."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Func, QuerySet, Value
from django.db.models.functions import Length, Right

from accounts.clients.queries.companies import clients
from accounts.clients.queries.people import contacts

MOST_GROUPS = 50
FEWEST_DIGITS = 9  # what identifies a phone behind the codes of countries and cities


@dataclass(frozen=True, slots=True)
class Alike:
    """Entries that share a sign: a name, a domain, a phone number."""

    sign: str
    rows: list[Any]


def clients_alike() -> list[Alike]:
    """Return groups of clients in use with one name or one domain, fifty of each at most."""
    rows = clients()
    return _alike(
        rows.select_related("manager"),
        {"name": _groups(rows, F("sort_name")), "domain": _groups(rows.exclude(domain=""), F("domain"))},
    )


def people_alike() -> list[Alike]:
    """Return groups of people with one name or one phone number, fifty of each at most; who was erased is not among them."""
    rows = contacts()
    digits = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    phones = rows.exclude(phone="").annotate(digits=digits).annotate(length=Length("digits"))
    number = Right("digits", FEWEST_DIGITS)
    groups = {"name": _groups(rows, F("sort_name")), "phone": _groups(phones.filter(length__gte=FEWEST_DIGITS), number)}
    return _alike(rows.prefetch_related("emails", "positions__client"), groups)


def _groups(rows: QuerySet[Any], key: Any) -> list[list[uuid.UUID]]:
    grouped = rows.order_by().annotate(shared=key).values("shared").annotate(number=Count("pk"), ids=ArrayAgg("pk"))
    return list(grouped.filter(number__gt=1).order_by("shared").values_list("ids", flat=True)[:MOST_GROUPS])


def _alike(rows: QuerySet[Any], groups: dict[str, list[list[uuid.UUID]]]) -> list[Alike]:
    ids = {pk for found in groups.values() for group in found for pk in group}
    by_id = rows.in_bulk(ids)
    seen, alike = set[frozenset[uuid.UUID]](), []
    for sign, found in groups.items():
        for group in found:
            if frozenset(group) not in seen:
                seen.add(frozenset(group))
                members = _in_order(by_id[pk] for pk in group if pk in by_id)
                alike.append(Alike(sign, members))
    return alike


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.sort_name, row.pk))
