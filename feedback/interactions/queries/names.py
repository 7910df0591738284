"""Whose talks, promises and needs they are: for the audit trail."""

import uuid
from collections.abc import Collection

from feedback.interactions.models import Interaction, Need, Promise


def clients_of_talks(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the client's name for each talk: for the audit trail, which repeats nothing of what was said."""
    return dict(Interaction.objects.filter(pk__in=ids, client__isnull=False).values_list("pk", "client__name"))


def clients_of_promises(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return to whom each promise was made: for the audit trail."""
    return dict(Promise.objects.filter(pk__in=ids).values_list("pk", "client__name"))


def clients_of_needs(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose need it is: for the audit trail."""
    return dict(Need.objects.filter(pk__in=ids).values_list("pk", "client__name"))
