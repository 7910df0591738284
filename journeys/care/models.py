from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.models import Client, Contact
from accounts.fields import CurrencyField, MoneyField
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Revocable


class Kind(models.TextChoices):
    """What somebody is thought of for."""

    BIRTHDAY = "birthday", _("Birthday")
    FEAST = "feast", pgettext_lazy("occasion", "Holiday")
    TOGETHER = "together", _("Years of working together")
    CONTRACT = "contract", _("Anniversary of a contract")
    PROMISED = "promised", _("Promised gesture")
    HARD = "hard", _("Hard moment")


PLANNED = (
    Kind.BIRTHDAY,
    Kind.FEAST,
    Kind.TOGETHER,
    Kind.CONTRACT,
)  # by the calendar, where the organization wants them
LETTERS = (
    Kind.BIRTHDAY,
    Kind.FEAST,
)  # of these a letter may leave without a person's approval, if the organization says so


class Form(models.TextChoices):
    """How we show it."""

    LETTER = "letter", pgettext_lazy("gesture", "Letter")
    CALL = "call", pgettext_lazy("gesture", "Call")
    CARD = "card", _("Paper card")
    GIFT = "gift", _("Gift")
    OTHER = "other", pgettext_lazy("gesture", "Something else")


class Tone(models.TextChoices):
    WARM = "warm", pgettext_lazy("tone", "Warm")
    FORMAL = "formal", pgettext_lazy("tone", "Formal")
    BRIEF = "brief", pgettext_lazy("tone", "Brief")


class Gifts(models.TextChoices):
    """What a client's rules say about gifts."""

    UNKNOWN = "unknown", _("Not known yet")
    ALLOWED = "allowed", pgettext_lazy("gifts", "Allowed")
    LIMITED = "limited", _("Up to a limit")
    FORBIDDEN = "forbidden", pgettext_lazy("gifts", "Not accepted")


class State(models.TextChoices):
    DRAFT = "draft", _("Waits for approval")
    APPROVED = "approved", pgettext_lazy("gesture", "Approved")
    DONE = "done", pgettext_lazy("gesture", "Done")
    DECLINED = "declined", pgettext_lazy("gesture", "Declined")
    MISSED = "missed", _("Did not happen")


OPEN = (State.DRAFT, State.APPROVED)


def usual_kinds() -> list[str]:
    return [kind.value for kind in PLANNED]


class CareRules(TenantModel):
    """How the organization takes care: what for, how early, at which cost, and what may leave without a person's approval."""

    audited = ("kinds", "automatic", "ahead_days", "yearly_budget", "person_limit", "currency")

    kinds = models.JSONField(_("occasions"), default=usual_kinds)
    automatic = models.JSONField(_("letters that leave without approval"), default=list, blank=True)
    ahead_days = models.PositiveSmallIntegerField(
        _("days ahead"), default=14, validators=[MinValueValidator(2), MaxValueValidator(60)]
    )
    yearly_budget = MoneyField(_("budget of a year"), null=True, blank=True)
    person_limit = MoneyField(_("limit for one person in a year"), null=True, blank=True)
    currency = CurrencyField(_("currency"), default="EUR")

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization"], name="care_rules_once"),
            models.CheckConstraint(condition=Q(ahead_days__range=(2, 60)), name="care_rules_ahead"),
            models.CheckConstraint(condition=Q(yearly_budget=None) | Q(yearly_budget__gte=0), name="care_rules_budget"),
            models.CheckConstraint(condition=Q(person_limit=None) | Q(person_limit__gte=0), name="care_rules_person"),
        )


class ClientCare(TenantModel):
    """What a client's own rules allow us to give."""

    audited = ("client", "gifts", "gift_limit", "currency")

    client = TenantForeignKey(Client, models.CASCADE, related_name="care", verbose_name=_("client"))
    gifts = models.CharField(_("gifts"), max_length=10, choices=Gifts.choices, default=Gifts.UNKNOWN)
    gift_limit = MoneyField(_("limit of a gift"), null=True, blank=True)
    currency = CurrencyField(_("currency"), default="EUR")
    note = models.CharField(_("where that is written"), max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "client"], name="client_care_once"),
            models.CheckConstraint(
                condition=~Q(gifts=Gifts.LIMITED) | Q(gift_limit__gt=0), name="client_care_limit_of_gifts"
            ),
        )


class PersonCare(TenantModel):
    """How a person wants to be thought of. Without consent nobody is greeted on a birthday. The audit repeats no choice."""

    contact = TenantForeignKey(Contact, models.CASCADE, related_name="care", verbose_name=_("person"))
    is_never = models.BooleanField(_("never congratulate"), default=False)
    greets_birthday = models.BooleanField(_("wants to be greeted on the birthday"), default=False)
    consent_source = models.CharField(_("how we know that"), max_length=200, blank=True)
    feasts = models.JSONField(_("holidays of their own choice"), null=True, blank=True)  # None: those of the country
    tone = models.CharField(_("tone"), max_length=10, choices=Tone.choices, default=Tone.WARM)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "contact"], name="person_care_once"),)


class HardMoment(TenantModel):
    """A time in which nobody is congratulated, of one person or of everybody at a client: from a day until somebody ends it."""

    audited = ("client", "since", "ended_at")

    client = TenantForeignKey(Client, models.CASCADE, related_name="hard_moments", verbose_name=_("client"))
    contact = TenantForeignKey(
        Contact, models.CASCADE, null=True, blank=True, related_name="hard_moments", verbose_name=_("person")
    )
    note = models.CharField(_("what to keep in mind"), max_length=300, blank=True)
    since = models.DateField(_("since"))
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "client"], condition=Q(ended_at=None), name="hard_moment_client"),
            models.Index(fields=["organization", "contact"], name="hard_moment_contact"),
            models.Index(fields=["organization", "by"], name="hard_moment_by"),
        )


class Gesture(TenantModel):
    """Something kind that we plan, approve and do for a person, or for a client as a whole. One occasion brings one."""

    audited = ("client", "kind", "form", "on", "cost", "currency", "owner", "state", "decided_by")

    client = TenantForeignKey(Client, models.CASCADE, related_name="gestures", verbose_name=_("client"))
    contact = TenantForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="gestures", verbose_name=_("person")
    )
    kind = models.CharField(_("occasion"), max_length=10, choices=Kind.choices)
    key = models.CharField(
        max_length=60, blank=True, editable=False
    )  # which feast, which contract; of a promise its own
    on = models.DateField(_("day"))
    years = models.PositiveSmallIntegerField(null=True, editable=False)
    form = models.CharField(_("how"), max_length=10, choices=Form.choices, default=Form.LETTER)
    title = models.CharField(_("what exactly"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=4000)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    tone = models.CharField(_("tone"), max_length=10, choices=Tone.choices, default=Tone.WARM)
    cost = MoneyField(_("cost"), null=True, blank=True)
    currency = CurrencyField(_("currency"), default="EUR")
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="gestures", verbose_name=_("who does it"))
    proposed_by = TenantForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    reason = models.CharField(max_length=20, blank=True, editable=False)  # of words.REASONS: why it did not happen
    decided_by = TenantForeignKey(
        Employee, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    leaves_at = models.DateTimeField(null=True, editable=False)
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "contact", "kind", "key", "on"],
                condition=Q(contact__isnull=False),
                name="gesture_for_person_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "client", "kind", "key", "on"],
                condition=Q(contact=None),
                name="gesture_for_client_once",
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="gesture_cost"),
            models.CheckConstraint(condition=~Q(state=State.DONE) | Q(done_at__isnull=False), name="gesture_done"),
        )
        indexes = (
            models.Index(fields=["organization", "on", "id"], name="gesture_day"),
            models.Index(
                fields=["organization", "on", "id"], condition=Q(state="draft"), name="gesture_waits_for_approval"
            ),
            models.Index(fields=["organization", "client", "-on", "-id"], name="gesture_client"),
            models.Index(fields=["organization", "contact", "-on", "-id"], name="gesture_contact"),
            models.Index(fields=["organization", "owner", "on"], name="gesture_owner"),
            *(
                models.Index(
                    fields=["organization", name], condition=Q(**{f"{name}__isnull": False}), name=f"gesture_{name}"
                )
                for name in ("proposed_by", "decided_by")
            ),
        )

    @property
    def is_open(self) -> bool:
        """Tell whether it can still happen."""
        return self.state in OPEN

    @property
    def costs(self) -> Decimal:
        """Return the cost; what costs nothing, and what nobody has priced, is zero."""
        found: Any = self.cost
        return found or Decimal(0)


class CareFeed(Revocable, TenantModel):
    """The link under which a calendar program reads one employee's occasions, until it is closed or replaced by a new one."""

    audited = ("employee", "revoked_at")

    employee = TenantForeignKey(Employee, models.CASCADE, related_name="care_feeds", verbose_name=_("person"))
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(_("closed at"), null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "employee"], condition=Q(revoked_at=None), name="care_feed_one_open"
            ),
        )
        indexes = (models.Index(fields=["organization", "employee"], name="care_feed_employee"),)
