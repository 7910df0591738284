"""Sums of scores and of askings, small enough to be added up further: by version, month, role and stage."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncMonth

from accounts.organizations.roles import LEADERSHIP
from feedback.insights.formula import PASSIVE, PROMOTER, SATISFIED, Sums
from feedback.insights.queries.answers import BROUGHT, CONFIDED, AnswerFilter, Edition, answers
from feedback.invitations.models import Invitation, LinkOpen, Way
from feedback.responses.models import Source

SUMS = {
    "n": Count("pk"),
    "promoters": Count("pk", filter=Q(nps__gte=PROMOTER)),
    "passives": Count("pk", filter=Q(nps__gte=PASSIVE, nps__lt=PROMOTER)),
    "detractors": Count("pk", filter=Q(nps__lt=PASSIVE)),
    "satisfied": Count("pk", filter=Q(csat__gte=SATISFIED)),
    "rated": Count("csat"),
    "efforts": Count("ces"),
    "effort": Sum("ces", default=0),
    "effort_squares": Sum(F("ces") * F("ces"), default=0),
    "proxies": Count("proxy_by"),
    "unconfirmed": Count("proxy_by", filter=Q(proxy_confirmed_at=None)),
    "imported": Count("pk", filter=Q(origin__in=BROUGHT)),
    "opened": Count("pk", filter=Q(source=Source.OPEN)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The answers of one month, role and stage to one version. Confided ones stand apart, for top management's second line."""

    version_id: uuid.UUID
    month: date
    role: str
    stage: str
    is_confided: bool
    sums: Sums


def cells(wanted: AnswerFilter, *, of: Sequence[Edition], role: str, zone: tzinfo) -> list[Cell]:
    """Return the sums of all answers that a member of the role may know of, by one statement."""
    rows = answers(replace(wanted, is_confided=role in LEADERSHIP), of=of, role=role)
    grouped = rows.annotate(
        month=TruncMonth("happened_at", tzinfo=zone),
        is_confided=Case(When(CONFIDED, then=Value(True)), default=Value(False)),
    )
    names = ("version_id", "month", "role", "stage", "is_confided")
    return [_cell(row) for row in grouped.order_by().values(*names).annotate(**SUMS)]


def _cell(row: dict[str, Any]) -> Cell:
    sums = Sums(**{name: row[name] for name in SUMS})
    keys = {name: row[name] for name in ("version_id", "role", "stage", "is_confided")}
    return Cell(**keys, month=row["month"].date(), sums=sums)


@dataclass(frozen=True, slots=True)
class Asking:
    """How many people were asked as this role in this stage, and how many of them answered (as far as the reader may know)."""

    role: str
    stage: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Clicks:
    """How often links of letters were opened, and how often by programs."""

    n: int
    by_programs: int


def askings(wanted: AnswerFilter, *, of: Sequence[Edition]) -> list[Asking]:
    """Return who was asked, and who of them answered, whenever: `wanted` bounds the day of asking.

    Whoever passed the survey on, or whose invitation was withdrawn, was not asked in the end. Answers by phone are written
    down when they are heard: that nobody refused says nothing, so they have no rate. Answers to top management only do not
    count as answers: a rate would give them away.
    """
    rows = _asked_by_letter(wanted, of)
    counted = ~Q(responses__confidentiality="leadership") & Q(responses__removed_at=None)
    sums = {"asked": Count("pk", distinct=True), "answered": Count("responses", filter=counted, distinct=True)}
    found = rows.filter(Q(closed_at=None) | Q(answered_at__isnull=False)).order_by().values("role", "stage")
    return [Asking(**row) for row in found.annotate(**sums)]


def clicks(wanted: AnswerFilter, *, of: Sequence[Edition]) -> Clicks:
    """Return how often the links of those who were asked were opened; none of it counts as an answer."""
    rows = LinkOpen.objects.filter(invitation__in=_asked_by_letter(wanted, of))
    return Clicks(**rows.aggregate(n=Count("pk"), by_programs=Count("pk", filter=~Q(sign=""))))


def _asked_by_letter(wanted: AnswerFilter, of: Sequence[Edition]) -> QuerySet[Any]:
    columns = {
        "created_at__gte": wanted.start,
        "created_at__lt": wanted.end,
        "role": wanted.role,
        "stage": wanted.stage,
        "segment": wanted.segment,
        "client": wanted.client,
        "language": wanted.language,
    }
    return Invitation.objects.filter(
        version__in=[one.id for one in of if wanted.holds_for(one)],
        **{name: value for name, value in columns.items() if value},
    ).exclude(way=Way.PHONE)
