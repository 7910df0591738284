"""The fast path of an answer: one statement claims the invitation, writes answer, event and job, and forgets the partial one.

Nothing is read first: the token's digest stands in WHERE, and of two that come at once the later finds nothing to claim.
What it writes is what `actions.record` writes; a test compares both.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from accounts.events.actions import QUEUE
from accounts.events.payload import clean
from accounts.tenancy.statements import Statement, run
from accounts.tenancy.uuid7 import uuid7
from accounts.tokens import Claim
from feedback.responses.actions.writing import columns_of, kind_and_payload, told_key
from feedback.responses.models import Confidentiality, Source
from feedback.responses.visits import HIDING_GROUP, PEERS
from feedback.surveys.document import Document


def _statement(condition: str = "") -> str:
    """Return the statement, which claims an open invitation (`i`) under one more condition."""
    # coalesce(): without statistics yet, the index of open invitations looks as good as the key, and holds all of them.
    return f"""
WITH claimed AS (
  UPDATE feedback_invitation i SET answered_at = %(now)s::timestamptz + o.clock_offset
  FROM accounts_organization o, feedback_survey s
  WHERE i.organization_id = %(organization)s::uuid AND i.id = %(invitation)s::uuid
    AND i.token_digest = %(digest)s::bytea AND i.version_id = %(version)s::uuid
    AND coalesce(i.answered_at, i.closed_at) IS NULL AND o.id = i.organization_id AND o.is_active
    AND i.expires_at > %(now)s::timestamptz + o.clock_offset
    AND s.organization_id = i.organization_id AND s.id = %(survey)s::uuid AND s.closed_at IS NULL AND s.archived_at IS NULL
    {condition}
  RETURNING i.organization_id, i.id, i.client_id, i.contact_id, i.version_id, i.role, i.stage, i.segment_id, i.answered_at
), answer AS (
  INSERT INTO feedback_response (id, organization_id, version_id, invitation_id, client_id, contact_id, role, stage,
    segment_id, language, confidentiality, nps, csat, ces, answers, has_words, source, origin, happened_at, recorded_at,
    revision, seconds, import_key)
  SELECT %(response)s::uuid, organization_id, version_id, id, client_id, contact_id, role, stage, segment_id,
    %(language)s::text, %(readers)s::text, %(nps)s::smallint, %(csat)s::smallint, %(ces)s::smallint, %(answers)s::jsonb,
    %(has_words)s::boolean, '{Source.LINK}', 'live', answered_at, answered_at, 1, %(seconds)s::integer, ''
  FROM claimed RETURNING organization_id, client_id, contact_id, happened_at
), told AS (
  INSERT INTO accounts_event (id, organization_id, kind, client_id, contact_id, happened_at, recorded_at, origin, payload,
    dedupe_key)
  SELECT %(event)s::uuid, organization_id, %(kind)s::text, client_id,
    CASE WHEN %(is_named)s::boolean THEN contact_id END, happened_at, happened_at, 'live', %(payload)s::jsonb,
    %(dedupe_key)s::text
  FROM answer
), due AS (
  INSERT INTO accounts_job (id, organization_id, queue, subject_id, priority, run_at, attempts, last_error, is_quiet)
  SELECT %(job)s::uuid, organization_id, '{QUEUE}', %(event)s::uuid, 100, happened_at, 0, '', FALSE
  FROM answer
), forgotten AS (
  DELETE FROM feedback_partialresponse p
  WHERE p.organization_id = %(organization)s::uuid AND p.invitation_id = %(invitation)s::uuid
    AND EXISTS (SELECT FROM claimed)
)
SELECT 1 FROM answer
"""  # noqa: S608 constants only; values are parameters  # nosec B608


SUBMIT = _statement()
SUBMIT_AMONG_PEERS = _statement(f"AND ({PEERS}) >= {HIDING_GROUP}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Cleaned answers, with what the form's ticket knows of whoever sends them."""

    document: Document
    answers: Mapping[str, Any]
    confidentiality: Confidentiality
    version_id: uuid.UUID
    survey_id: str
    role: str
    stage: str
    language: str
    seconds: int | None


def submit(*, claim: Claim, sent: Sent, now: datetime) -> bool:
    """Write the answer of an invitation that is open at `now` (real time); False when there is nothing to claim.

    That is a wrong, used, expired or closed invitation, or "my role only" among too few people: the caller looks which.
    """
    response_id = uuid7()
    columns = columns_of(sent.document, sent.answers)
    kind, payload = kind_and_payload(
        response_id=response_id,
        survey_id=sent.survey_id,
        confidentiality=sent.confidentiality,
        role=sent.role,
        stage=sent.stage,
        scores=columns,
    )
    values: dict[str, Any] = {
        "organization": str(claim.organization_id),
        "invitation": str(claim.row_id),
        "digest": claim.digest,
        "version": str(sent.version_id),
        "survey": sent.survey_id,
        "now": now,
        "readers": str(sent.confidentiality),
        "response": str(response_id),
        "language": sent.language,
        **columns,
        "answers": json.dumps(sent.answers, ensure_ascii=False),
        "seconds": sent.seconds,
        "event": str(uuid7()),
        "kind": kind.name,
        "is_named": sent.confidentiality == Confidentiality.NAMED,
        "payload": json.dumps(clean(payload, kind.fields)),
        "dedupe_key": told_key(response_id),
        "job": str(uuid7()),
    }
    sql = SUBMIT_AMONG_PEERS if sent.confidentiality == Confidentiality.ROLE else SUBMIT
    try:
        return bool(run(claim.organization_id, Statement(sql, values)))
    except IntegrityError:  # it has an answer already, whatever the invitation says
        return False
