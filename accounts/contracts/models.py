from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.models import Client, Contact
from accounts.fields import CurrencyField, MoneyField
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.web import formats


class Period(models.TextChoices):
    """For how long the amount of a contract is paid."""

    MONTH = "month", pgettext_lazy("amount of a contract", "every month")
    QUARTER = "quarter", pgettext_lazy("amount of a contract", "every quarter")
    YEAR = "year", pgettext_lazy("amount of a contract", "every year")
    ONCE = "once", pgettext_lazy("amount of a contract", "once")

    @property
    def months(self) -> int:
        return {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12, Period.ONCE: 0}[self]


class OutcomeKind(models.TextChoices):
    RENEWED = "renewed", pgettext_lazy("outcome", "Renewed")
    GREW = "grew", pgettext_lazy("outcome", "Grew")
    SHRANK = "shrank", pgettext_lazy("outcome", "Shrank")
    LOST = "lost", pgettext_lazy("outcome", "Lost")
    RETURNED = "returned", pgettext_lazy("outcome", "Returned")
    REFERRED = "referred", pgettext_lazy("outcome", "Recommended us")


class Reason(models.TextChoices):
    RESULTS = "results", _("Results of the work")
    CARE = "care", _("Service and attitude")
    TRUST = "trust", _("Trust in people")
    PRICE = "price", _("Price")
    BUDGET = "budget", _("The client’s budget")
    PEOPLE = "people", _("Other people at the client")
    PLANS = "plans", _("Other plans at the client")
    COMPETITOR = "competitor", _("A competitor")
    OTHER = "other", _("Something else")


class Contract(TenantModel):
    """What a client pays, for what time. The audit trail never says the amount: not everybody who reads it sees money.

    A contract that grows or shrinks ends the day before, and another one follows it, so that the past keeps its amounts.
    """

    audited = (
        "client",
        "number",
        "period",
        "starts_on",
        "ends_on",
        "renewal_on",
        "notice_days",
        "ended_with",
        "removed_at",
    )

    client = TenantForeignKey(Client, models.CASCADE, related_name="contracts", verbose_name=_("client"))
    title = models.CharField(_("what it is about"), max_length=200)
    number = models.CharField(pgettext_lazy("of a contract", "number"), max_length=60, blank=True)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    period = models.CharField(_("paid"), max_length=10, choices=Period.choices, default=Period.YEAR)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    renewal_on = models.DateField(_("to be renewed on"), null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice"), default=0, blank=True, validators=[MaxValueValidator(730)]
    )
    signed_by = TenantForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="signed", verbose_name=_("signed by")
    )
    follows = TenantForeignKey("self", models.PROTECT, null=True, editable=False, related_name="followers")
    ended_with = models.CharField(_("outcome"), max_length=10, choices=OutcomeKind.choices, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "client", "number", "starts_on"],
                condition=~Q(number="") & Q(removed_at=None),
                name="contract_number_once",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="contract_amount"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="contract_dates"
            ),
            models.CheckConstraint(condition=Q(ended_with="") | Q(ends_on__isnull=False), name="contract_end"),
            models.CheckConstraint(condition=Q(period__in=Period.values), name="contract_period"),
        )
        indexes = (
            models.Index(fields=["organization", "client", "-starts_on"], name="contract_client"),
            models.Index(
                fields=["organization", "renewal_on", "id"],
                condition=Q(ended_with="", removed_at=None),
                name="contract_renewal",
            ),
            models.Index(fields=["organization", "signed_by"], name="contract_signer"),
            models.Index(fields=["organization", "follows"], name="contract_follows"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def notice_by(self) -> date | None:
        """Return the last day on which either side can give notice."""
        return self.renewal_on - timedelta(days=self.notice_days) if self.renewal_on and self.notice_days else None


class RevenueEntry(TenantModel):
    """Revenue that was booked: an invoice, a payment, a credit note (negative)."""

    audited = ("client", "contract", "day", "source", "external_id")

    client = TenantForeignKey(Client, models.CASCADE, related_name="revenue_entries", verbose_name=_("client"))
    contract = TenantForeignKey(
        Contract, models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name=_("contract")
    )
    day = models.DateField(_("day"))
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    source = models.CharField(_("where it comes from"), max_length=60, blank=True)
    external_id = models.CharField(_("number of the document"), max_length=100, blank=True)
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "external_id"], condition=~Q(external_id=""), name="revenue_external_id_once"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "client", "-day", "-id"], name="revenue_client"),
            models.Index(fields=["organization", "contract"], name="revenue_contract"),
        )


class Outcome(TenantModel):
    """How a relation went on: what happiness is measured against later. `amount_change` is per period of the contract."""

    audited = ("client", "contract", "kind", "day", "reason", "removed_at")

    client = TenantForeignKey(Client, models.CASCADE, related_name="outcomes", verbose_name=_("client"))
    contract = TenantForeignKey(
        Contract, models.CASCADE, null=True, blank=True, related_name="outcomes", verbose_name=_("contract")
    )
    kind = models.CharField(_("how it went on"), max_length=10, choices=OutcomeKind.choices)
    day = models.DateField(_("since"))
    amount_change = MoneyField(null=True, editable=False)
    currency = CurrencyField(blank=True, editable=False)
    reason = models.CharField(_("main reason"), max_length=12, choices=Reason.choices, blank=True)
    text = models.TextField(_("in more words"), blank=True, max_length=2000)
    competitor = models.CharField(_("which competitor"), max_length=120, blank=True)
    by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=OutcomeKind.values), name="outcome_known"),
            models.CheckConstraint(
                condition=Q(amount_change=None, currency="") | (Q(amount_change__isnull=False) & ~Q(currency="")),
                name="outcome_currency",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "client", "-day"], name="outcome_client"),
            models.Index(fields=["organization", "contract"], name="outcome_contract"),
            models.Index(fields=["organization", "kind", "-day"], name="outcome_kind"),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ExchangeRate(TenantModel):
    """What one unit of a currency is worth in another one, the organization's, from a day on."""

    audited = ("base", "currency", "day", "rate", "is_imported")

    base = CurrencyField(_("base currency"))
    currency = CurrencyField(_("currency"))
    day = models.DateField(_("from"))
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10)
    is_imported = models.BooleanField(_("imported"), default=False, editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "base", "currency", "day"], name="exchange_rate_once"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_positive"),
            models.CheckConstraint(condition=~Q(base=models.F("currency")), name="exchange_rate_two"),
        )
        indexes = (models.Index(fields=["organization", "base", "-day", "-id"], name="exchange_rate_newest"),)

    @property
    def shown(self) -> str:
        """Return the rate with as many decimals as it needs, as the language writes it."""
        return formats.number(self.rate, max(-self.rate.normalize().as_tuple().exponent, 0))  # type: ignore[operator]
