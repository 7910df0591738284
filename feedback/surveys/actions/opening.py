"""The open link of a survey: whoever holds it may answer."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts import tokens
from accounts.audit import actions as audit
from accounts.organizations.models import Employee
from feedback.surveys.models import Survey


@transaction.atomic
def open_to_all(*, survey: Survey, role: str, until: datetime | None, by: Employee, now: datetime) -> str:
    """Make the survey's open link, or a new one in place of it, and return its token; answers count for the role, if one is
    given. A link that was there before opens nothing any more."""
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    before = audit.snapshot(row)
    row.open_role, row.open_until = role, until
    token = row.renew_token(tokens.Kind.OPEN_SURVEY)
    row.save(update_fields=["open_role", "open_until", "nonce", "token_digest"])
    audit.record(action="survey.opened", subject=row, by=by, now=now)
    if before["open_until"] != until:
        audit.record(action="survey.changed", subject=row, by=by, now=now, before=before)
    return token


@transaction.atomic
def close_to_all(*, survey: Survey, by: Employee, now: datetime) -> None:
    """Take the open link back; what was answered by it stays. Twice is once."""
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    if row.token_digest is None:
        return
    row.token_digest = None
    row.save(update_fields=["token_digest"])
    audit.record(action="survey.withheld", subject=row, by=by, now=now)


def open_url(survey: Survey) -> str:
    """Return the open link of the survey; "" when it has none, or when the key that made it is gone."""
    if survey.token_digest is None:
        return ""
    made = tokens.make(
        kind=tokens.Kind.OPEN_SURVEY,
        organization_id=survey.organization_id,
        row_id=survey.pk,
        nonce=bytes(survey.nonce),
    )
    is_ours = tokens.read(made, kind=tokens.Kind.OPEN_SURVEY).digest == bytes(survey.token_digest)
    return f"{settings.BASE_URL}/s/open/{made}/" if is_ours else ""
