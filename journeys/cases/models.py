from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole
from accounts.clients.models import Client, Contact
from accounts.fields import CurrencyField, MoneyField
from accounts.organizations.models import Department, Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Revocable
from feedback.interactions.models import Interaction, Visibility
from feedback.responses.models import Response

LETTER = {
    Visibility.TEAM: "",
    Visibility.MANAGERS: "m",
    Visibility.LEADERSHIP: "c",
}  # before the number, for each series


class State(models.TextChoices):
    """How far a case has come; the fifth step is the client's."""

    HEARD = "heard", pgettext_lazy("case", "Heard")
    ACCEPTED = "accepted", pgettext_lazy("case", "Accepted")
    CONTACTED = "contacted", pgettext_lazy("case", "In touch")
    FIXED = "fixed", pgettext_lazy("case", "Fixed")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


class End(models.TextChoices):
    """How a case was closed."""

    CONFIRMED = "confirmed", _("The client confirmed it")
    UNCONFIRMED = "unconfirmed", _("The client did not confirm it")
    DROPPED = "dropped", _("There was nothing to mend")
    THANKED = "thanked", _("The praise has arrived")


class Sort(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    PRAISE = "praise", _("Praise")


class Pause(models.TextChoices):
    """Why the clock of a case stands still."""

    CLIENT = "client", _("We wait for the client")
    PARTNER = "partner", _("We wait for somebody outside of our house")
    AGREED = "agreed", _("The client wants it later")


class RootCause(TenantModel):
    """Why things go wrong, in the organization's own words: what many cases share, and the department that mends it."""

    audited = ("name", "department", "archived_at")

    name = models.CharField(_("cause"), max_length=120)
    department = TenantForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department that mends it")
    )
    created_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                "organization", Lower("name"), condition=Q(archived_at=None), name="cause_name_once"
            ),
        )
        indexes = (models.Index(fields=["organization", "department"], name="cause_department"),)

    def __str__(self) -> str:
        return self.name


class Case(Revocable, TenantModel):
    """One matter of one client. What was told in confidence is a case of its own series, so that no number is missing.

    One is open for each client, topic and circle of readers. Its link asks the client whether it is well again.
    """

    audited = ("client", "owner", "state", "end", "department", "cause", "promised_on", "pause", "due_at", "closed_at")

    number = models.PositiveIntegerField()
    visibility = models.CharField(
        _("who may read it"), max_length=10, choices=Visibility.choices, default=Visibility.TEAM
    )
    sort = models.CharField(max_length=10, choices=Sort.choices, default=Sort.COMPLAINT)
    client = TenantForeignKey(Client, models.CASCADE, related_name="cases", verbose_name=_("client"))
    contact = TenantForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name=_("person")
    )
    role = models.CharField(_("buyer role"), max_length=10, choices=BuyerRole.choices, blank=True)
    topic = models.CharField(max_length=100)
    title = models.CharField(_("what it is about"), max_length=200, blank=True)
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="cases", verbose_name=_("who carries it"))
    state = models.CharField(_("step"), max_length=10, choices=State.choices, default=State.HEARD)
    end = models.CharField(_("how it ended"), max_length=12, choices=End.choices, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("next step until"), null=True)
    pause = models.CharField(_("why it waits"), max_length=10, choices=Pause.choices, blank=True)
    paused_at = models.DateTimeField(null=True)
    is_overdue = models.BooleanField(default=False)  # that the present step is late was told
    department = TenantForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department that mends it")
    )
    cause = TenantForeignKey(
        RootCause, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("cause")
    )
    whys = models.TextField(_("why, and why that"), blank=True, max_length=2500)  # one answer on a line, five at most
    promised_on = models.DateField(_("promised to the client until"), null=True, blank=True)
    said = models.TextField(_("what the client said"), blank=True, max_length=500)  # as the client reads it again
    done = models.TextField(_("what we did"), blank=True, max_length=500)
    rounds = models.PositiveSmallIntegerField(default=1)  # "not yet" begins the next one
    asked_at = models.DateTimeField(_("client asked at"), null=True)
    link_ends_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    mood_before = models.PositiveSmallIntegerField(_("mood before"), null=True)
    mood_after = models.PositiveSmallIntegerField(_("mood after"), null=True)
    measured_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "visibility", "number"], name="case_number_once"),
            models.UniqueConstraint(
                fields=["organization", "client", "topic", "visibility"],
                condition=Q(closed_at=None),
                name="case_one_open_of_topic",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False) & ~Q(end="")
                | ~Q(state=State.CLOSED) & Q(closed_at=None, end=""),
                name="case_closed_has_end",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_state_known"),
            models.CheckConstraint(condition=Q(pause="") | Q(paused_at__isnull=False), name="case_pause_began"),
        )
        indexes = (
            models.Index(fields=["organization", "due_at", "id"], condition=Q(closed_at=None), name="case_open_due"),
            models.Index(fields=["organization", "-opened_at", "-id"], name="case_time"),
            models.Index(fields=["organization", "client", "-opened_at"], name="case_client"),
            models.Index(fields=["organization", "contact"], name="case_contact"),
            models.Index(fields=["organization", "owner", "due_at"], name="case_owner"),
            models.Index(fields=["organization", "cause", "-opened_at"], name="case_cause"),
            models.Index(fields=["organization", "department"], name="case_department"),
        )

    @property
    def label(self) -> str:
        """The number as people write it, and as it stands in the address."""
        return f"{LETTER[Visibility(self.visibility)]}{self.number}"

    def __str__(self) -> str:
        return f"№ {self.label}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_for_all(self) -> bool:
        """Tell whether everybody who works with clients may know of it: only then anything is told of it elsewhere."""
        return self.visibility == Visibility.TEAM

    @property
    def delta(self) -> int | None:
        """How much better the mood was afterwards; None while it is not known."""
        return None if self.mood_after is None or self.mood_before is None else self.mood_after - self.mood_before


class CaseSignal(TenantModel):
    """What was heard: the answer, the talk or the alert that opened a case or came to it. The same one counts once.

    Of an answer nothing is copied: it may be amended, confided or removed, and its words are those of the person.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="signals")
    origin = models.CharField(max_length=100)  # "response:<id>", "alert:<id>", "talk:<id>", "hand:<key>"
    response = TenantForeignKey(Response, models.CASCADE, null=True, related_name="+")
    interaction = TenantForeignKey(Interaction, models.CASCADE, null=True, related_name="+")
    quote = models.TextField(_("in their words"), blank=True, max_length=2000)
    language = models.CharField(max_length=2, blank=True)
    mood = models.PositiveSmallIntegerField(_("mood"), null=True)  # as it was when it was heard
    heard_at = models.DateTimeField(_("heard at"))

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "origin"], name="case_signal_once"),)
        indexes = (
            models.Index(fields=["organization", "case", "heard_at"], name="case_signal_case"),
            models.Index(fields=["organization", "response"], name="case_signal_response"),
            models.Index(fields=["organization", "interaction"], name="case_signal_interaction"),
        )


class CaseStep(TenantModel):
    """What happened with a case, when, and by whom; None is the product, or the client where `is_by_client`."""

    class Kind(models.TextChoices):
        HEARD = "heard", _("The case was opened")
        HEARD_AGAIN = "heard_again", _("It was heard once more")
        ACCEPTED = "accepted", _("Accepted")
        CONTACTED = "contacted", _("Spoke with the client")
        FIXED = "fixed", _("Fixed")
        ASKED = "asked", _("The client was asked whether it is well again")
        CONFIRMED = "confirmed", _("The client confirmed that it is well again")
        NOT_YET = "not_yet", _("The client says: not yet")
        ENDED = "ended", _("Closed without the client's word")
        THANKED = "thanked", _("Read, and thanked for")
        NOTED = "noted", _("Note")
        ASSIGNED = "assigned", _("Handed over")
        SHOWN = "shown", _("Shown to top management")
        UNIT_ASKED = "unit_asked", _("A department was asked")
        UNIT_ANSWERED = "unit_answered", _("The department answered")
        PAUSED = "paused", _("The clock stands still")
        RESUMED = "resumed", _("The clock runs again")
        OVERDUE = "overdue", _("The step is late")
        CAUSE = "cause", _("The cause was named")
        RECURRED = "recurred", _("The cause has come back")
        OFFERED = "offered", _("Compensation")
        DECIDED = "decided", _("Decision about the compensation")
        APOLOGIZED = "apologized", _("Apology sent")
        MEASURED = "measured", _("The mood was heard again")
        REFERENCE = "reference", _("Asked for a reference")

    case = TenantForeignKey(Case, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    at = models.DateTimeField()
    by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    is_by_client = models.BooleanField(default=False)
    is_quiet = models.BooleanField(default=False)  # for whoever wrote it and top management
    text = models.TextField(blank=True, max_length=4000)

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "case", "at", "id"], name="case_step_case"),
            models.Index(fields=["organization", "by"], name="case_step_by"),
        )


class UnitRequest(Revocable, TenantModel):
    """A question to the department that mends the cause; its lead answers behind a link, without signing in."""

    audited = ("case", "department", "lead", "answered_at", "ready_on", "link_ends_at")

    case = TenantForeignKey(Case, models.CASCADE, related_name="requests", verbose_name=_("case"))
    department = TenantForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    lead = TenantForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("lead"))
    question = models.TextField(_("what is asked"), max_length=1000)
    asked_by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    link_ends_at = models.DateTimeField(_("link open until"))
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answer = models.TextField(_("answer"), blank=True, max_length=2000)
    ready_on = models.DateField(_("ready on"), null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "case", "department"],
                condition=Q(answered_at=None),
                name="unit_request_one_open",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "department"], name="unit_request_department"),
            models.Index(fields=["organization", "lead"], name="unit_request_lead"),
            models.Index(fields=["organization", "asked_by"], name="unit_request_asked_by"),
        )


class Compensation(TenantModel):
    """What we give for what went wrong. Above the organization's limit somebody of top management decides, never who asks."""

    audited = ("case", "amount", "currency", "wanted_by", "decided_by", "is_approved")

    case = TenantForeignKey(Case, models.CASCADE, related_name="compensations", verbose_name=_("case"))
    what = models.CharField(_("what we give"), max_length=200)
    amount = MoneyField(_("what it costs us"), validators=[MinValueValidator(Decimal(0))])
    currency = CurrencyField(_("currency"))
    wanted_by = TenantForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("who asks for it"))
    wanted_at = models.DateTimeField()
    decided_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("who decides"))
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(_("approved"), null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=0), name="compensation_amount"),
            models.CheckConstraint(
                condition=Q(is_approved=None, decided_at=None) | Q(is_approved__isnull=False, decided_at__isnull=False),
                name="compensation_decided",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "case"], name="compensation_case"),
            models.Index(fields=["organization", "wanted_by"], name="compensation_wanted_by"),
            models.Index(fields=["organization", "decided_by"], name="compensation_decided_by"),
        )


def _hours(title: Any, default: int) -> models.PositiveSmallIntegerField:
    checks = [MinValueValidator(1), MaxValueValidator(400)]
    return models.PositiveSmallIntegerField(title, default=default, validators=checks)


class CaseSettings(TenantModel):
    """How fast an organization is with its cases, in hours of work, and what may be given without asking. One row."""

    audited = (
        *(
            "accept_hours",
            "contact_hours",
            "fix_hours",
            "confirm_hours",
            "low_mood",
            "limit",
            "recur_count",
            "recur_days",
        ),
        "follow_up_days",
    )

    accept_hours = _hours(_("accepted within"), 8)
    contact_hours = _hours(_("spoken with the client within"), 16)
    fix_hours = _hours(_("fixed within, where no day is promised"), 40)
    confirm_hours = _hours(_("called, when the client says nothing, after"), 24)
    low_mood = models.PositiveSmallIntegerField(
        _("an answer below this mood opens a case"), default=40, validators=[MaxValueValidator(100)]
    )
    limit = MoneyField(
        _("compensation without asking"), default=Decimal(500), validators=[MinValueValidator(Decimal(0))]
    )
    recur_count = models.PositiveSmallIntegerField(
        _("a cause is back with so many cases"), default=3, validators=[MinValueValidator(2), MaxValueValidator(100)]
    )
    recur_days = models.PositiveSmallIntegerField(
        _("within so many days"), default=90, validators=[MinValueValidator(7), MaxValueValidator(730)]
    )
    follow_up_days = models.PositiveSmallIntegerField(
        _("asked again so many days after the case"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
    )

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization"], name="case_settings_once"),)
