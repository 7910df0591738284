from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clients.models.people import Contact
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Revocable


class PersonalLine(Revocable, TenantModel):
    """The link to a person's own page: in every letter to them, until it is closed or replaced by a new one.

    A closed link keeps its digest: it is known again, and its page says that it is closed.
    """

    audited = ("revoked_at",)

    contact = TenantForeignKey(Contact, models.CASCADE, related_name="lines")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(_("closed at"), null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "contact"], condition=Q(revoked_at=None), name="personal_line_one_open"
            ),
        )
        indexes = (models.Index(fields=["organization", "contact", "-created_at"], name="personal_line_contact"),)
