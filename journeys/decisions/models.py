from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.models import Client
from accounts.fields import CurrencyField, MoneyField
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Revocable

LIMIT, OFFER_ABOVE = Decimal(10_000), Decimal(50_000)  # until an organization sets its own
CALL, DELEGATE, APPROVE, DISCUSS = "call", "delegate", "approve", "discuss"
GIVE_NOTHING = frozenset({CALL, DELEGATE, DISCUSS})  # say who does what, whatever money is at stake


class Decision(Revocable, TenantModel):
    """One question to one person. `choices` are [key, words] in the order of the page; words of the usual ones are empty."""

    audited = ("asked_of", "due_on", "choice", "withdrawn_at")

    class Way(models.TextChoices):
        PAGE = "page", _("signed in")
        LINK = "link", _("by the link in the letter")

    question = models.CharField(_("question"), max_length=300)
    details = models.TextField(_("what is known"), max_length=2000, blank=True)
    client = TenantForeignKey(
        Client, models.CASCADE, null=True, blank=True, related_name="decisions", verbose_name=_("client")
    )
    about = models.CharField(max_length=300, blank=True, editable=False)  # a page of the house: from where it was asked
    amount = MoneyField(_("money at stake"), null=True, blank=True)
    currency = CurrencyField(_("currency"), editable=False)
    choices = models.JSONField(default=list, editable=False)
    due_on = models.DateField(_("until"))
    asked_of = TenantForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("who decides"))
    asked_by = TenantForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(editable=False)
    origin = models.CharField(max_length=100, blank=True, editable=False)  # the same cause asks once; by hand: empty
    choice = models.CharField(pgettext_lazy("decision", "decided"), max_length=40, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=500, blank=True, editable=False)
    delegate = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_how = models.CharField(max_length=4, choices=Way.choices, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "origin"], condition=~Q(origin=""), name="decision_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, choice="") | (Q(answered_at__isnull=False) & ~Q(choice="")),
                name="decision_answer",
            ),
        )
        indexes = (
            models.Index(
                fields=["organization", "asked_of", "due_on"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="decision_waiting",
            ),
            models.Index(fields=["organization", "asked_of", "-asked_at"], name="decision_of"),
            models.Index(fields=["organization", "asked_by", "-asked_at"], name="decision_by"),
            models.Index(fields=["organization", "client"], name="decision_client"),
        )

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None

    def options(self) -> list[tuple[str, str]]:
        """Return the choices with their words in the language of the page."""
        return options(self.choices)

    def usual_answer(self) -> str:
        """Return what was decided where it is one of the usual choices; words of its own are between those two."""
        return str(USUAL.get(self.choice, ""))

    @property
    def chosen(self) -> str:
        """Return what was decided, in words."""
        return dict(self.options()).get(self.choice, self.choice)


USUAL = {
    CALL: _("I call them myself"),
    DELEGATE: _("I hand it over"),
    APPROVE: _("I approve"),
    DISCUSS: _("Let us discuss it"),
}


def options(choices: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return choices as a decision keeps them, with their words in the language of the page."""
    return [(key, words or str(USUAL[key])) for key, words in choices]


class DecisionLimit(TenantModel):
    """Above which money a decision asks its reader to sign in, and a complaint is offered to top management at once."""

    audited = ("amount", "offer_above")

    amount = MoneyField(_("sign-in above"), default=LIMIT)
    offer_above = MoneyField(
        _("complaints of clients with more revenue a year are offered at once"),
        null=True,
        blank=True,
        default=OFFER_ABOVE,
    )

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization"], name="decision_limit_one"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="decision_limit_positive"),
        )
