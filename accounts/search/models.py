from django.db import models

from accounts.search.words import LONGEST
from accounts.tenancy.models import TenantModel


class SearchTerm(TenantModel):
    """A word by which something is found. Who may read it is asked of the thing itself, never of a copy (ADR 17)."""

    kind = models.CharField(max_length=20)
    term = models.CharField(max_length=LONGEST, db_collation="C")
    object_id = models.UUIDField()

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "kind", "term", "object_id"], name="search_term_once"),
        )
        indexes = (models.Index(fields=["organization", "object_id"], name="search_term_object"),)
