"""Who of us works for a client, from a day until a day."""

from datetime import date, datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import ClientTeamMember
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee


class InTeamAlready(RuntimeError):
    """The person works for this client already."""


@transaction.atomic
def join_team(*, member: ClientTeamMember, by: Employee, now: datetime) -> None:
    """Save a new member of a client's team. Raises InTeamAlready for somebody whose time there has not ended."""
    with saving.refuse_twins(InTeamAlready):
        saving.save_new(member, action="team.joined", by=by, now=now)


@transaction.atomic
def leave_team(*, member: ClientTeamMember, on: date, by: Employee, now: datetime) -> None:
    """End somebody's time in the team on the day; before the first day it is that one. Twice is once."""
    member = ClientTeamMember.objects.select_for_update().get(pk=member.pk)
    if member.ended_on:
        return
    before = audit.snapshot(member)
    member.ended_on = max(on, member.started_on)
    saving.save_changes(member, action="team.left", by=by, now=now, before=before)
