"""Reading who was asked."""

import uuid
from collections.abc import Collection

from feedback.invitations.models import Invitation


def invited_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who was asked, by invitation, for the audit trail."""
    return dict(Invitation.objects.filter(pk__in=ids).values_list("pk", "contact__name"))
