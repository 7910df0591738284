"""Reading the links to people's own pages."""

import uuid

from accounts.clients.models import PersonalLine
from accounts.tokens import Claim


def line_of_claim(claim: Claim) -> PersonalLine | None:
    """Return the row of a genuine link, closed or not, with the person and the organization."""
    rows = PersonalLine.objects.select_related("contact", "organization")
    return rows.filter(pk=claim.row_id, token_digest=claim.digest).first()


def latest_line(*, contact_id: uuid.UUID) -> PersonalLine | None:
    """Return the open link of the person, else the one that was closed last; None before the first letter."""
    return PersonalLine.objects.filter(contact=contact_id).order_by("-revoked_at", "-created_at", "-id").first()
