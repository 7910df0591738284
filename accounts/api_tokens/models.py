from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Revocable


class Scope(models.TextChoices):
    """What a token may do; its owner's role has to allow it too."""

    ANSWERS_READ = "answers:read", _("Read answers to surveys, without those for top management only")
    ANSWERS_WRITE = "answers:write", _("Hand over answers to surveys")
    CASES_READ = "cases:read", _("Read cases, without those for top management only")
    CLIENTS_READ = "clients:read", _("Read clients")
    CLIENTS_WRITE = "clients:write", _("Add and change clients")
    CONTACTS_READ = "contacts:read", _("Read people at clients")
    CONTACTS_WRITE = "contacts:write", _("Add and change people at clients")
    CONTRACTS_READ = "contracts:read", _("Read contracts, with their amounts")
    CONTRACTS_WRITE = "contracts:write", _("Add and change contracts")
    EVENTS_READ = "events:read", _("Read events of your own kinds")
    EVENTS_WRITE = "events:write", _("Send events of your own kinds")
    INTERACTIONS_READ = "interactions:read", _("Read talks")
    INTERACTIONS_WRITE = "interactions:write", _("Write talks down and correct them")
    STAGES_READ = "stages:read", _("Read where clients and their people stand on the path")
    SURVEYS_READ = "surveys:read", _("Read surveys and what they ask")


class ApiToken(Revocable, TenantModel):
    """A token of another system. Only its digest is kept: the nonce is forgotten as soon as the token was shown."""

    audited = ("title", "scopes", "expires_at", "revoked_at")

    title = models.CharField(_("name"), max_length=120)
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="api_tokens", verbose_name=_("in whose name"))
    scopes = models.JSONField(_("what it may do"), default=list)
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                "organization", Lower("title"), condition=Q(revoked_at=None), name="api_token_title_once"
            ),
        )
        indexes = (models.Index(fields=["organization", "owner"], name="api_token_owner"),)

    def __str__(self) -> str:
        return self.title
