"""Who reads what is confided, and what they may read. Everything else in the product asks nothing of this slice."""

import uuid
from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.clients.models import Client, ClientTeamMember
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.tokens import Claim
from feedback.safe_island import vault
from feedback.safe_island.models import (
    ConfidentialAccess,
    ConfidentialMessage,
    ConfidentialReader,
    ConfidentialThread,
)

MOST = 50  # letters of one person on their page


def named() -> QuerySet[ConfidentialReader]:
    """Return who is named to read, now."""
    rows = ConfidentialReader.objects.filter(ended_at=None).select_related("employee")
    return rows.order_by("employee__name", "pk")


def readers(*, now: datetime) -> list[Employee]:
    """Return who reads, by name: those who are named, of top management; all of it before anybody was named."""
    leaders = organizations.top_management(now=now)
    ids = {row.employee_id for row in named()}
    return [one for one in leaders if one.pk in ids] if ids else leaders


def readers_about(*, client_id: uuid.UUID | None, now: datetime) -> list[Employee]:
    """Return who reads a letter from this client: not those who work for it, unless there is nobody else."""
    everybody = readers(now=now)
    if client_id is None:
        return everybody
    busy = set(Client.objects.filter(pk=client_id).values_list("manager", flat=True))
    busy |= set(ClientTeamMember.objects.filter(client=client_id, ended_on=None).values_list("employee", flat=True))
    return [one for one in everybody if one.pk not in busy] or everybody


def is_open(*, now: datetime) -> bool:
    """Tell whether anything can be confided: somebody reads it, and there is a key to keep it by."""
    return vault.is_ready() and bool(readers(now=now))


def threads_for(reader: Employee, *, now: datetime) -> QuerySet[ConfidentialThread]:
    """Return the letters that this person reads, the one with the newest words first; none for everybody else."""
    ids = {one.pk for one in readers(now=now)}
    if reader.pk not in ids:
        return ConfidentialThread.objects.none()
    rows = ConfidentialThread.objects.select_related("contact", "client")
    if others := ids - {reader.pk}:
        somebody_else = reduce(or_, (~_works_for_it(one) for one in others))
        rows = rows.exclude(_works_for_it(reader.pk) & somebody_else)
    return rows.order_by("-last_at", "-id")


def _works_for_it(employee_id: uuid.UUID) -> Q:
    of_thread = OuterRef("client")
    manages = Client.objects.filter(pk=of_thread, manager=employee_id)
    helps = ClientTeamMember.objects.filter(client=of_thread, employee=employee_id, ended_on=None)
    return Q(Exists(manages)) | Q(Exists(helps))


def with_news(rows: QuerySet[ConfidentialThread], *, reader: Employee) -> QuerySet[ConfidentialThread]:
    """Return the letters with `is_new`: the writer has said something since this reader looked."""
    looks = ConfidentialAccess.objects.filter(
        thread=OuterRef("thread"), employee=reader, happened_at__gte=OuterRef("written_at")
    )
    said = ConfidentialMessage.objects.filter(thread=OuterRef("pk"), author=None).exclude(Exists(looks))
    return rows.annotate(is_new=Exists(said))


def thread_of_claim(claim: Claim) -> ConfidentialThread | None:
    """Return the letter that the writer's link opens, with its organization; None for a wrong link."""
    rows = ConfidentialThread.objects.select_related("organization", "contact", "client")
    return rows.filter(pk=claim.row_id, token_digest=claim.digest).first()


def threads_of(*, contact_id: uuid.UUID) -> list[ConfidentialThread]:
    """Return what the person has written under their name, the newest first."""
    rows = ConfidentialThread.objects.filter(contact=contact_id)
    return list(rows.order_by("-last_at", "-id")[:MOST])


def reader_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who these readers are: for the audit trail."""
    return dict(ConfidentialReader.objects.filter(pk__in=ids).values_list("pk", "employee__name"))
