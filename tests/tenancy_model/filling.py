"""Rows for a feedback desk of any size, made by the database itself."""

import uuid
from datetime import datetime

from django.db import connection

from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7

CLIENTS = """
INSERT INTO tenancy_model_client (id, organization_id, name)
SELECT gen_random_uuid(), %(organization)s, 'Client ' || n FROM generate_series(1, %(clients)s) AS n
"""
CONTACTS = """
INSERT INTO tenancy_model_contact (id, organization_id, client_id, email, segment)
SELECT gen_random_uuid(), %(organization)s, c.id, n || '@' || replace(c.name, ' ', '-') || '.example',
  (ARRAY['economic', 'technical', 'end'])[n]
FROM tenancy_model_client c CROSS JOIN generate_series(1, 3) AS n WHERE c.organization_id = %(organization)s
"""
SURVEYS = """
INSERT INTO tenancy_model_survey (id, organization_id, title)
SELECT gen_random_uuid(), %(organization)s, 'Survey ' || n FROM generate_series(1, 3) AS n
"""
# Each row is somebody's at random, of the last year; three quarters of the invitations were answered.
PEOPLE = """
WITH people AS (
  SELECT id, client_id, segment, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS total
  FROM tenancy_model_contact WHERE organization_id = %(organization)s),
surveys AS (
  SELECT array_agg(id) AS ids FROM tenancy_model_survey WHERE organization_id = %(organization)s),
chosen AS (
  SELECT 1 + floor(random() * (SELECT max(total) FROM people))::int AS n, (SELECT ids FROM surveys)[1 + s %% 3] AS survey_id,
    %(now)s - random() * interval '365 days' AS at, random() AS chance
  FROM generate_series(1, %(responses)s) AS s)
"""
INVITATIONS = f"""{PEOPLE}
INSERT INTO tenancy_model_invitation (id, organization_id, survey_id, contact_id, sent_at, answered_at)
SELECT gen_random_uuid(), %(organization)s, survey_id, p.id, at, CASE WHEN chance < 0.75 THEN at END
FROM chosen JOIN people p USING (n)
"""
RESPONSES = f"""{PEOPLE}
INSERT INTO tenancy_model_response
  (id, organization_id, survey_id, client_id, contact_id, segment, score, comment, submitted_at)
SELECT gen_random_uuid(), %(organization)s, survey_id, p.client_id, p.id, p.segment, floor(chance * 11),
  repeat('word ', (chance * 30)::int), at
FROM chosen JOIN people p USING (n)
"""


def found(number: int, *, clients: int, now: datetime) -> uuid.UUID:
    """Found an organization with clients, three contacts each, and three surveys; return its id."""
    organization_id = uuid7()
    with tenant_context(organization_id), connection.cursor() as cursor:
        Organization.objects.create(id=organization_id, name=f"Firm {number}", slug=f"firm-{number}", created_at=now)
        for statement in (CLIENTS, CONTACTS, SURVEYS):
            cursor.execute(statement, {"organization": organization_id, "clients": clients})
    return organization_id


def answer(organization_id: uuid.UUID, *, responses: int, now: datetime) -> None:
    """Add so many invitations and responses to an organization."""
    with tenant_context(organization_id), connection.cursor() as cursor:
        for statement in (INVITATIONS, RESPONSES):
            cursor.execute(statement, {"organization": organization_id, "responses": responses, "now": now})


def tables() -> list[str]:
    """Return the names of the tables that are filled, and of the one they all point to."""
    return ["accounts_organization"] + [
        f"tenancy_model_{name}" for name in ("client", "contact", "survey", "invitation", "response")
    ]
