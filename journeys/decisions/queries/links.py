"""What a reader's own link opens, until when, and up to which money."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.organizations import queries as organizations
from accounts.tokens import Claim
from journeys.decisions.models import GIVE_NOTHING, LIMIT, OFFER_ABOVE, Decision, DecisionLimit

LINK_LASTS = timedelta(days=14)  # after the day until which it was to be answered


def limit() -> Decimal:
    """Return above which money of the organization's currency a decision asks for a sign-in."""
    amount = DecisionLimit.objects.values_list("amount", flat=True).first()
    return LIMIT if amount is None else amount


def offer_above() -> Decimal | None:
    """Return above which revenue of a client its complaints are offered to top management at once; None: none is."""
    row = DecisionLimit.objects.first()
    return row.offer_above if row else OFFER_ABOVE


def needs_sign_in(decision: Decision) -> bool:
    """Tell whether so much money may be given that the link alone decides nothing. Who calls is decided by it in any case."""
    gives = any(key not in GIVE_NOTHING for key, _words in decision.choices)
    return bool(gives and decision.amount and decision.amount > limit())


def of_claim(claim: Claim) -> Decision | None:
    """Return the decision that a reader's link opens, with its organization; None for a wrong or revoked link."""
    rows = Decision.objects.select_related("organization", "client", "asked_of", "asked_by", "delegate")
    return rows.filter(pk=claim.row_id, token_digest=claim.digest).first()


def is_over(decision: Decision, *, now: datetime) -> bool:
    """Tell whether the link opens nothing any more: it is too old, or its reader works here no longer."""
    today = now.astimezone(ZoneInfo(decision.asked_of.time_zone)).date()
    is_late = today > decision.due_on + LINK_LASTS
    works_here = organizations.current_memberships(now=now).filter(employee=decision.asked_of, employee__left_at=None)
    return is_late or not works_here.exists()
