"""What a link opens: the row whose secret it holds, whatever has become of it."""

from accounts.tokens import Claim
from journeys.cases.models import Case, UnitRequest


def case_of_claim(claim: Claim) -> Case | None:
    """Return the case whose confirmation the link is; None for a wrong one. Whether it still opens says `link_ends_at`."""
    rows = Case.objects.filter(pk=claim.row_id, token_digest=claim.digest)
    found: Case | None = rows.select_related("organization", "client", "contact", "owner").first()
    return found


def request_of_claim(claim: Claim) -> UnitRequest | None:
    """Return the question to a department whose link it is; None for a wrong one."""
    rows = UnitRequest.objects.filter(pk=claim.row_id, token_digest=claim.digest)
    found: UnitRequest | None = rows.select_related(
        "organization", "case__client", "department", "lead", "asked_by"
    ).first()
    return found
