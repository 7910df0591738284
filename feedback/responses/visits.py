"""What the holder of a link may see and do: read in one statement, outside of every scope."""

import json
import uuid
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from accounts.tenancy.statements import Statement, run
from accounts.tokens import Claim
from feedback.surveys.runner import Person

AMENDABLE = timedelta(days=7)  # an answer may be changed for so long
HIDING_GROUP = 3  # people of a role at a client among whom one may speak without a name

# People of the invitation's role who work at its client now.
PEERS = """
SELECT count(*) FROM accounts_contactrole role
JOIN accounts_position place ON place.organization_id = role.organization_id AND place.id = role.position_id
JOIN accounts_contact peer ON peer.organization_id = place.organization_id AND peer.id = place.contact_id
WHERE role.organization_id = i.organization_id AND role.role = i.role AND role.valid_until IS NULL
  AND place.client_id = i.client_id AND place.left_on IS NULL AND peer.erased_at IS NULL
"""
VISIT = f"""
SELECT i.version_id, s.id::text, i.client_id::text, i.contact_id::text, i.role, i.stage, i.segment_id, i.language, i.facts,
  i.token_digest IS NULL, i.closed_at IS NOT NULL OR s.closed_at IS NOT NULL OR s.archived_at IS NOT NULL,
  i.answered_at, i.expires_at, c.salutation, c.erased_at IS NOT NULL, o.is_active, o.name, o.brand_color, o.clock_offset,
  e.name, e.job_title, e.email, e.work_days, e.time_zone,
  p.answers, p.language, r.id, r.answers, r.confidentiality, r.happened_at, r.revision, r.language,
  ({PEERS})
FROM feedback_invitation i
JOIN feedback_surveyversion v ON v.organization_id = i.organization_id AND v.id = i.version_id
JOIN feedback_survey s ON s.organization_id = v.organization_id AND s.id = v.survey_id
JOIN accounts_contact c ON c.organization_id = i.organization_id AND c.id = i.contact_id
JOIN accounts_organization o ON o.id = i.organization_id
LEFT JOIN accounts_employee e ON e.organization_id = i.organization_id AND e.id = i.sender_id
LEFT JOIN feedback_partialresponse p ON p.organization_id = i.organization_id AND p.invitation_id = i.id
LEFT JOIN feedback_response r ON r.organization_id = i.organization_id AND r.invitation_id = i.id
  AND r.removed_at IS NULL
WHERE i.organization_id = %(organization)s AND i.id = %(invitation)s
  AND (i.token_digest = %(digest)s OR i.token_digest IS NULL)
"""  # noqa: S608 the only part is a constant  # nosec B608


class State(StrEnum):
    """What a genuine link opens."""

    OPEN = "open"
    ANSWERED = "answered"  # and may be changed
    KEPT = "kept"  # answered, and too long ago to be changed
    EXPIRED = "expired"
    CLOSED = "closed"  # the survey, or this invitation
    REVOKED = "revoked"
    OFF = "off"  # the organization is switched off: it opens again later


class Visit(NamedTuple):
    """What the page of one invitation shows, read in one statement: ids of the claim, then the columns of VISIT."""

    organization_id: uuid.UUID
    invitation_id: uuid.UUID
    version_id: uuid.UUID
    survey_id: str
    client_text: str  # ids that few pages need: texts are read in half the time
    contact_text: str
    role: str
    stage: str
    segment_id: uuid.UUID | None
    language: str
    facts_json: str
    is_revoked: bool
    is_closed: bool
    answered_at: datetime | None
    expires_at: datetime
    salutation: str
    is_erased: bool
    is_active: bool
    organization: str
    color: str
    clock_offset: timedelta
    sender: str | None
    sender_title: str | None
    sender_email: str | None
    work_days: str | None
    time_zone: str | None
    partial_json: str | None
    partial_language: str | None
    response_id: uuid.UUID | None
    response_json: str | None
    confidentiality: str | None
    happened_at: datetime | None
    revision: int | None
    response_language: str | None
    peers: int

    @property
    def client_id(self) -> uuid.UUID:
        return uuid.UUID(self.client_text)

    @property
    def contact_id(self) -> uuid.UUID:
        return uuid.UUID(self.contact_text)

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.facts_json)
        return found

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was kept on the way, else what was answered: who changes an answer page by page keeps both."""
        found: dict[str, Any] = json.loads(self.partial_json or self.response_json or "{}")
        return found

    @property
    def is_fresh(self) -> bool:
        """Tell whether nobody has answered anything yet."""
        return self.partial_json is None and self.response_id is None

    @property
    def last_language(self) -> str:
        """Return the language in which the person was here last, else the one in which they were asked."""
        return self.partial_language or self.response_language or self.language

    @property
    def hides_in_role(self) -> bool:
        """Tell whether enough people share the role for one of them to speak without a name."""
        return bool(self.role) and self.peers >= HIDING_GROUP

    def person(self, language: str) -> Person:
        """Return what the engine asks this person's questions by."""
        segment = str(self.segment_id or "")
        return Person(role=self.role, stage=self.stage, segment=segment, language=language, facts=self.facts)

    def state(self, now: datetime) -> State:
        """Return what the link opens at `now`, the organization's time."""
        if not self.is_active:
            return State.OFF
        if self.is_revoked:
            return State.REVOKED
        if self.happened_at and (self.is_closed or now >= self.happened_at + AMENDABLE):
            return State.KEPT
        if self.happened_at:
            return State.ANSWERED
        if self.is_closed or self.answered_at:  # answered, and the answer was removed since
            return State.CLOSED
        return State.EXPIRED if now >= self.expires_at else State.OPEN


def visit(claim: Claim) -> Visit | None:
    """Return what the link's page shows, in one statement outside of every scope; None where it opens nothing.

    A link that was taken back is known by its head alone, which we have signed.
    """
    values = {"organization": str(claim.organization_id), "invitation": str(claim.row_id), "digest": claim.digest}
    rows = run(claim.organization_id, Statement(VISIT, values))
    return Visit(claim.organization_id, claim.row_id, *rows[0]) if rows else None


def reply_by(*, start: datetime, days: int, work_days: str, zone: Any) -> date:
    """Return the day by which somebody answers: so many working days after the day of `start` where the sender works."""
    day = start.astimezone(zone).date()
    for _ in range(days):
        day += timedelta(days=1)
        while work_days and str(day.isoweekday()) not in work_days:
            day += timedelta(days=1)
    return day
