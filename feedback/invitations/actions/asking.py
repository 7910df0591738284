"""Asking somebody by letter, by hand: at once, and within the limits that protect people."""

from datetime import datetime

from django.db import transaction

from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from accounts.tenancy.uuid7 import uuid7
from feedback.invitations import queries, rules
from feedback.invitations.actions import planning
from feedback.invitations.actions.inviting import invite
from feedback.invitations.models import Invitation, Source, Way
from feedback.invitations.rules import Caution, Obstacle
from feedback.surveys import queries as surveys
from feedback.surveys.models import Purpose, Survey


class NotAskable(RuntimeError):
    """The person must not be asked now; `obstacles` says why."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(", ".join(obstacles))
        self.obstacles = obstacles


class NeedsDecision(RuntimeError):
    """Something speaks against asking the person now: whoever asks must say that it is meant."""

    def __init__(self, cautions: list[Caution]) -> None:
        super().__init__(", ".join(cautions))
        self.cautions = cautions


class NotPublished(RuntimeError):
    """The survey was never published, or nobody answers it any more."""


@transaction.atomic
def ask(
    *,
    contact: Contact,
    client: Client,
    survey: Survey,
    role: str,
    by: Employee,
    now: datetime,
    is_meant: bool = False,
    way: Way = Way.LETTER,
) -> Invitation:
    """Ask the person as this role at the client, in their language; the letter leaves after the commit, a call needs none.

    Raises NotPublished, NotAskable, and NeedsDecision unless `is_meant`. Two clicks at once ask once: the second one is just
    asked.
    """
    contact = queries.lock_contact(contact.pk)
    version = surveys.latest_version(survey_id=survey.pk)
    if version is None or survey.closed_at or survey.archived_at:
        raise NotPublished
    known = queries.known_of(contact=contact, client_id=client.pk, now=now)
    by_letter = way == Way.LETTER
    if obstacles := rules.obstacles(known, by_letter=by_letter, now=now):
        raise NotAskable(obstacles)
    wanted = planning.Wanted(
        contact_id=contact.pk,
        client_id=client.pk,
        survey_id=survey.pk,
        role=role,
        occurrence=f"hand:{uuid7()}",
        source=Source.HAND,
        wanted_at=now,
        asked_by_id=by.pk,
        is_meant=True,
    )
    if not by_letter:
        sender = client.manager or by
        called, _token = invite(
            contact=contact, client=client, version=version, role=role, by=by, now=now, way=way, sender=sender
        )
        planning.note_call(wanted, invitation=called, now=now)
        return called
    limits = queries.calm_for(
        queries.calm_rules(), role=role, segment_id=client.segment_id, country=known.place.country
    )
    cautions = rules.cautions(known, is_relation=survey.purpose == Purpose.RELATION, calm=limits, now=now)
    if cautions and not is_meant:
        raise NeedsDecision(cautions)
    invitation = planning.ask_at_once(wanted, now=now).invitation
    assert invitation, "nothing stands in the way, as was asked above"
    return invitation
