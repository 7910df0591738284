"""Answers that somebody else writes down or hands over: by phone, by an open link, in a reply."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.organizations.models import Employee
from feedback.invitations.models import Invitation
from feedback.responses.actions.writing import columns_of, fact_of
from feedback.responses.models import PartialResponse, Response
from feedback.surveys import queries as surveys


@transaction.atomic
def record(*, response: Response, answers: Mapping[str, Any], by: Employee | None, now: datetime) -> Response | None:
    """Save a new answer with these cleaned answers (runner.clean), publish it, and return it.

    The response says of whom it is: client, contact, role, stage, segment, language, source, `happened_at`, and `proxy_by`
    of what was heard by phone. With an invitation, that is answered by it; None when it was answered before: it has one answer.
    The person's own Send takes a shorter way (`submit`), which writes the same.
    """
    if response.invitation_id:
        unanswered = Invitation.objects.filter(pk=response.invitation_id, answered_at=None)
        if not unanswered.update(answered_at=response.happened_at):
            return None
        PartialResponse.objects.filter(invitation=response.invitation_id).delete()
    columns = columns_of(surveys.document_of(response.version_id), answers)
    for name, value in {**columns, "answers": dict(answers), "recorded_at": now}.items():
        setattr(response, name, value)
    response.save()
    if by:
        audit.record(action="response.recorded", subject=response, by=by, now=now, before=audit.NEW)
    events.publish(fact_of(response, survey_id=response.version.survey_id, by=by, now=now), now=now)
    return response


def of_invitation(invitation: Invitation, **more: Any) -> Response:
    """Return a response of whoever was asked, not saved, for `record`."""
    return Response(
        invitation=invitation,
        version_id=invitation.version_id,
        client_id=invitation.client_id,
        contact_id=invitation.contact_id,
        role=invitation.role,
        stage=invitation.stage,
        segment_id=invitation.segment_id,
        **{"language": invitation.language, **more},
    )
