"""What the audit trail calls rows of this slice."""

import uuid
from collections.abc import Collection

from django.utils.translation import gettext

from feedback.happiness_index.models import IndexWeights


def scope_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return for whom these weights hold: a segment's name, or the whole house."""
    rows = IndexWeights.objects.filter(pk__in=ids).values_list("pk", "segment__name")
    return {pk: name or gettext("the whole house") for pk, name in rows}
