"""Cases as pages list them."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.clients.enums import BuyerRole
from accounts.organizations.roles import LEADERSHIP
from accounts.web import pagination
from accounts.web.pagination import Page
from feedback.interactions.models import Visibility
from feedback.interactions.queries.talks import MANAGERS
from journeys.cases.models import LETTER, Case, CaseSettings, CaseStep, RootCause, Sort
from journeys.cases.queries.words import score_of

SERIES = {letter: visibility for visibility, letter in LETTER.items()}
SIMILAR = 4


def readable(*, role: str, employee_id: uuid.UUID) -> Q:
    """Return which cases a member of this role may know of: what everybody may read, and what they carry themselves."""
    levels = [Visibility.TEAM]
    if role in MANAGERS:
        levels.append(Visibility.MANAGERS)
    if role in LEADERSHIP:
        levels.append(Visibility.LEADERSHIP)
        return Q(visibility__in=levels)
    # Carrying opens nothing that is for top management alone: a role may have been taken away since.
    return Q(visibility__in=levels) | Q(owner=employee_id, visibility=Visibility.MANAGERS)


def cases(*, role: str, employee_id: uuid.UUID) -> QuerySet[Case]:
    """Return the cases that the reader may know of, with everything that a row of them shows."""
    rows = Case.objects.filter(readable(role=role, employee_id=employee_id))
    return rows.select_related("client", "contact", "owner", "department", "cause").prefetch_related(
        "signals__response"
    )


def by_label(rows: QuerySet[Case], label: str) -> QuerySet[Case]:
    """Return those of the rows that are called so: "218", "m3", "c12"."""
    digits = label.lstrip("".join(LETTER.values()))
    letter = label.removesuffix(digits)
    if letter not in SERIES or not digits.isascii() or not digits.isdecimal() or len(digits) > 9:  # noqa: PLR2004 of an integer
        return rows.none()
    return rows.filter(visibility=SERIES[letter], number=int(digits))


def open_page(rows: QuerySet[Case], *, after: uuid.UUID | None) -> Page:
    """Return a page of those that are open, the most urgent first; what waits for nobody stands at the end."""
    rows = rows.filter(closed_at=None)
    return pagination.page_of(
        rows.filter(due_at__isnull=False), order="due_at", after=after, blanks=rows.filter(due_at=None)
    )


def of_client(rows: QuerySet[Case], *, client_id: uuid.UUID) -> QuerySet[Case]:
    """Return the cases of a client, for pages by opened_at."""
    return rows.filter(client=client_id)


def has_open(client_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the clients at which a complaint is open that everybody may know of.

    What is told in confidence is not among them: whoever asks here acts in view of everybody.
    """
    rows = Case.objects.filter(client__in=client_ids, closed_at=None, visibility=Visibility.TEAM, sort=Sort.COMPLAINT)
    return set(rows.values_list("client_id", flat=True))


def similar(case: Case, rows: QuerySet[Case]) -> list[Case]:
    """Return the newest other cases of the same cause; where none is named, of the same matter."""
    alike = Q(cause=case.cause_id) if case.cause_id else Q(topic=case.topic)
    return list(rows.filter(alike, sort=case.sort).exclude(pk=case.pk).order_by("-opened_at", "-id")[:SIMILAR])


def steps_of(case: Case, *, role: str, employee_id: uuid.UUID) -> QuerySet[CaseStep]:
    """Return what happened with a case, the newest first; quiet notes for their writer and top management."""
    rows = CaseStep.objects.filter(case=case).select_related("by").order_by("-at", "-id")
    return rows if role in LEADERSHIP else rows.filter(Q(is_quiet=False) | Q(by=employee_id))


def causes(*, besides: uuid.UUID | None = None) -> QuerySet[RootCause]:
    """Return the causes in use, by name, and `besides`, which a case names now though it may be archived."""
    return RootCause.objects.filter(Q(archived_at=None) | Q(pk=besides)).order_by("name", "id")


def counted_causes(*, since: datetime) -> QuerySet[RootCause]:
    """Return the causes in use with how many cases everybody may know of they had since then, and when the last one."""
    theirs = Q(cases__visibility=Visibility.TEAM)
    rows = causes().select_related("department")
    return rows.annotate(
        number=Count("cases", filter=theirs & Q(cases__opened_at__gte=since)),
        last_at=Max("cases__opened_at", filter=theirs),
    )


def settings() -> CaseSettings:
    """Return the organization's settings, or their defaults where nobody has saved any."""
    return CaseSettings.objects.first() or CaseSettings()


def heading(case: Case) -> str:
    """Return what a case is called: its title, else who said what, in the language of the page."""
    if case.title:
        return case.title
    role = str(BuyerRole(case.role).label) if case.role else ""
    who = str(case.contact) if case.contact else role or case.client.name
    first = min(case.signals.all(), key=lambda one: (one.heard_at, one.pk), default=None)
    if first is not None and (score := score_of(case, first)):
        return _("%(who)s: %(score)s") % {"who": who, "score": score}
    return _("%(who)s is not content") % {"who": who}
