from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import Asking, BuyerRole, Consent, Influence
from accounts.clients.models.companies import Client
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.web.text import sort_key


class Contact(TenantModel):
    """A person on the clients' side, once however many clients they work at. The audit trail repeats nothing personal."""

    audited = ("language", "time_zone", "consent", "asking", "erased_at", "merged_into")
    # What erasing empties; keep it complete (a test plants a canary in every field).
    personal: ClassVar[tuple[str, ...]] = (
        "name",
        "sort_name",
        "salutation",
        "phone",
        "messengers",
        "birth_day",
        "birth_month",
        "birthday_source",
        "interests",
        "notes",
        "talk_card",
        "consent_source",
        "external_id",
        "custom",
    )

    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)
    sort_name = models.CharField(max_length=400, editable=False, db_collation="C")
    salutation = models.CharField(_("how letters address them"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    country = models.CharField(_("country"), max_length=2, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    messengers = models.JSONField(default=list, blank=True, editable=False)  # [{"kind": "viber", "handle": "+380…"}]
    birth_day = models.PositiveSmallIntegerField(_("day of birth"), null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(_("month of birth"), null=True, blank=True)
    birthday_source = models.CharField(_("how we know the birthday"), max_length=200, blank=True)
    interests = models.TextField(_("interests"), blank=True, max_length=2000)
    notes = models.TextField(_("notes"), blank=True, max_length=10_000)
    talk_card = models.TextField(_("how to talk to this person"), blank=True, max_length=2000)
    consent = models.CharField(
        _("consent to be asked"), max_length=10, choices=Consent.choices, default=Consent.UNKNOWN
    )
    consent_source = models.CharField(_("where the consent comes from"), max_length=200, blank=True)
    consent_at = models.DateTimeField(null=True, editable=False)
    asking = models.CharField(_("how to ask"), max_length=10, choices=Asking.choices, default=Asking.NORMAL)
    external_id = models.CharField(_("number in other systems"), max_length=100, blank=True)
    custom = models.JSONField(default=dict, editable=False)  # {CustomField.key: value}
    created_at = models.DateTimeField(editable=False)
    erased_at = models.DateTimeField(_("erased on"), null=True, editable=False)
    merged_into = TenantForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", verbose_name=_("merged into")
    )

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                condition=~Q(external_id="") & Q(merged_into=None),
                name="contact_external_id_once",
            ),
            models.CheckConstraint(
                condition=Q(birth_day=None, birth_month=None) | Q(birth_day__range=(1, 31), birth_month__range=(1, 12)),
                name="contact_birthday",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "sort_name", "id"], name="contact_name"),
            models.Index(fields=["organization", "birth_month", "birth_day"], name="contact_birthdays"),
            models.Index(fields=["organization", "merged_into"], name="contact_merged"),
        )

    def __str__(self) -> str:
        """Return the name as pages show it: from the moment of the request somebody who is erased has none."""
        return gettext("Erased person") if self.erased_at else self.name

    def stamp(self) -> None:
        super().stamp()
        self.sort_name = sort_key(self.name)

    @property
    def birthday(self) -> date | None:
        """Return the birthday in a leap year, because the year is nobody's business."""
        return date(2000, self.birth_month, self.birth_day) if self.birth_month and self.birth_day else None


class ContactEmail(TenantModel):
    """An address of a person. It belongs to one person in the organization: that is how imports find who is meant."""

    contact = TenantForeignKey(Contact, models.CASCADE, related_name="emails")
    address = models.EmailField(_("e-mail"))
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField(editable=False)
    bounced_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "address"], name="contact_email_once"),
            models.UniqueConstraint(
                fields=["organization", "contact"], condition=Q(is_primary=True), name="contact_email_one_primary"
            ),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="contact_email_lower"),
        )
        indexes = (models.Index(fields=["organization", "contact"], name="contact_email_contact"),)

    def __str__(self) -> str:
        return self.address


class Position(TenantModel):
    """A person's place at a client. Who leaves keeps the row: history stays, and the successor is named in it."""

    audited = ("contact", "client", "influence", "started_on", "left_on", "successor")

    contact = TenantForeignKey(Contact, models.CASCADE, related_name="positions", verbose_name=_("person"))
    client = TenantForeignKey(Client, models.CASCADE, related_name="positions", verbose_name=_("client"))
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    influence = models.PositiveSmallIntegerField(_("influence"), choices=Influence.choices, default=Influence.MEDIUM)
    started_on = models.DateField(_("there since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    successor = TenantForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("successor")
    )
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "contact", "client"], name="position_once"),)
        indexes = (
            models.Index(fields=["organization", "client", "left_on"], name="position_client"),
            models.Index(fields=["organization", "successor"], name="position_successor"),
        )


class ContactRole(TenantModel):
    """As whom a person is heard at a client, from a day until a day (exclusive). Old roles explain old answers."""

    audited = ("position", "role", "valid_from", "valid_until")

    position = TenantForeignKey(Position, models.CASCADE, related_name="roles", verbose_name=_("place of work"))
    role = models.CharField(_("buyer role"), max_length=10, choices=BuyerRole.choices)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "position", "role"], condition=Q(valid_until=None), name="contact_role_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")), name="contact_role_dates"
            ),
            models.CheckConstraint(condition=Q(role__in=BuyerRole.values), name="contact_role_known"),
        )
        indexes = (
            models.Index(fields=["organization", "position"], name="contact_role_position"),
            models.Index(fields=["organization", "role", "valid_until"], name="contact_role_role"),
        )
