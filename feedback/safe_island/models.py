from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import tokens
from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Kind, Revocable
from feedback.safe_island import vault


class ConfidentialReader(TenantModel):
    """Who of us reads what is confided, from when until when. Before anybody was named it is the whole top management."""

    audited = ("employee", "ended_at")

    employee = TenantForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("person"))
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(_("until"), null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "employee"], condition=Q(ended_at=None), name="confidential_reader_once"
            ),
        )


class ConfidentialThread(Revocable, TenantModel):
    """A letter and what followed. Who wrote without a name is kept nowhere: neither person nor client.

    Its link opens it for the writer. `sealed_case` is what the writer lets us tell those who can help, in the writer's words.
    """

    contact = TenantForeignKey(Contact, models.CASCADE, null=True, related_name="+", verbose_name=_("person"))
    client = TenantForeignKey(Client, models.CASCADE, null=True, related_name="+", verbose_name=_("client"))
    key = models.CharField(max_length=32)  # of the form: a double click is one letter
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    written_at = models.DateTimeField(pgettext_lazy("letter", "written on"))
    last_at = models.DateTimeField()
    delete_on = models.DateField(_("is deleted on"))
    warned_at = models.DateTimeField(null=True)
    sealed_case = models.BinaryField(_("may be told"), null=True)
    consented_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "key"], name="confidential_thread_once"),
            models.CheckConstraint(
                condition=Q(sealed_case=None, consented_at=None)
                | Q(sealed_case__isnull=False, consented_at__isnull=False),
                name="confidential_thread_consent",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "-last_at", "-id"], name="confidential_thread_newest"),
            models.Index(fields=["organization", "contact"], name="confidential_thread_contact"),
            models.Index(fields=["organization", "delete_on"], name="confidential_thread_end"),
        )

    @property
    def url(self) -> str:
        """Return the address behind which the writer goes on, without the house's name."""
        token = tokens.make(
            kind=Kind.ISLAND, organization_id=self.organization_id, row_id=self.pk, nonce=bytes(self.nonce)
        )
        return f"/i/{token}/"

    def case_words(self) -> str:
        """Return what the writer lets us tell; "" where they let nothing be told, or no key opens it."""
        return _opened(self.sealed_case, self)


class ConfidentialMessage(TenantModel):
    """What was written, by the writer (no author) or by a reader."""

    thread = TenantForeignKey(ConfidentialThread, models.CASCADE, related_name="messages")
    author = TenantForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=pgettext_lazy("letter", "from")
    )
    key = models.CharField(max_length=32)
    sealed = models.BinaryField(_("words"))
    written_at = models.DateTimeField(pgettext_lazy("letter", "written on"))

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "thread", "key"], name="confidential_message_once"),
        )

    @property
    def words(self) -> str:
        """Return what was written; "" when no key opens it any more."""
        return _opened(self.sealed, self)


class ConfidentialAccess(TenantModel):
    """Who of us did what with a letter, and when: for its readers and for its writer to see, and for nobody else."""

    class Act(models.TextChoices):
        OPENED = "opened", _("opened it")
        ANSWERED = "answered", _("answered")
        PROLONGED = "prolonged", _("kept it for another year")
        TOLD = "told", _("told others what the writer allowed")

    thread = TenantForeignKey(ConfidentialThread, models.CASCADE, related_name="accesses")
    employee = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=Act.choices)
    happened_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = (models.Index(fields=["organization", "thread", "-happened_at"], name="confidential_access_newest"),)


def _opened(sealed: bytes | memoryview | None, row: TenantModel) -> str:
    try:
        return vault.open_sealed(bytes(sealed), owner=row.pk) if sealed else ""
    except vault.Unreadable:
        return ""
