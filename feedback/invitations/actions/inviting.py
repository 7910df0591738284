"""Noting that somebody is asked, and taking that back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts import tokens
from accounts.audit import actions as audit
from accounts.clients.models import Client, ClientFacts, Contact
from accounts.events import actions as events
from accounts.events import kinds
from accounts.organizations.models import Employee
from feedback.invitations.models import Invitation, Way
from feedback.surveys import queries as surveys
from feedback.surveys.models import SurveyVersion

LINK_LIFE = timedelta(days=28)


@transaction.atomic
def invite(
    *,
    contact: Contact,
    client: Client,
    version: SurveyVersion,
    role: str,
    by: Employee | None,
    now: datetime,
    way: Way = Way.LETTER,
    sender: Employee | None = None,
    facts: Mapping[str, Any] | None = None,
) -> tuple[Invitation, str]:
    """Note that the person is asked as this role, with what is true of them today; return the invitation and its token.

    The letter is not written here. The language is the person's where the survey has it, else the survey's first.
    """
    languages = surveys.document_of(version.pk).languages
    invitation = Invitation(
        contact=contact,
        client=client,
        version=version,
        role=role,
        stage=ClientFacts.objects.values_list("stage", flat=True).get(client=client),
        segment_id=client.segment_id,
        language=contact.language if contact.language in languages else languages[0],
        facts=dict(facts or {}),
        way=way,
        sender=sender or client.manager,
        asked_by=by,
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    invitation.stamp()
    token = invitation.renew_token(tokens.Kind.SURVEY)
    invitation.save()
    audit.record(action="survey.asked", subject=invitation, by=by, now=now, before=audit.NEW)
    fact = events.Fact(
        kind=kinds.SURVEY_ASKED,
        happened_at=now,
        client_id=client.pk,
        contact_id=contact.pk,
        actor_id=by.pk if by else None,
        payload={"invitation_id": invitation.pk, "survey_id": version.survey_id, "role": role},
    )
    events.publish(fact, now=now)
    return invitation, token


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Employee, now: datetime) -> bool:
    """Close an open invitation: its page says so, and a letter that waits does not leave. False when it is closed already."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.answered_at or row.closed_at:
        return False
    before = audit.snapshot(row)
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    audit.record(action="survey.withdrawn", subject=row, by=by, now=now, before=before)
    return True
