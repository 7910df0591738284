from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.fields import CurrencyField
from accounts.organizations.first_steps import FirstSteps
from accounts.organizations.hours import HOURS, WorkingHours, hours_in_order
from accounts.organizations.roles import Role
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tenancy.uuid7 import uuid7
from accounts.tokens import Revocable

slug_validator = RegexValidator(
    r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z", _("Use small Latin letters, digits and hyphens, for example nordwerk.")
)
color_validator = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write a color as # and six digits, for example #1f4fd8."))


def logo_path(organization: "Organization", filename: str) -> str:
    return f"{organization.pk}/logo/{uuid7()}.png"


class PageTheme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save and return a person who can sign in; without a password only by a code in a letter."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who can sign in. Global, and known to nothing but Membership: everything else points to Employee."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    is_active = models.BooleanField(default=True)
    theme = models.CharField(_("theme"), max_length=6, choices=PageTheme.choices, default=PageTheme.SYSTEM)
    has_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email


class Organization(FirstSteps, WorkingHours, models.Model):
    """A tenant. Its own id is its tenant column, so a member sees this row and no other one."""

    audited = (
        "slug",
        "language",
        "time_zone",
        "currency",
        "brand_color",
        "revenue_heard_goal",
        "confidentiality_group",
        "blast_limit",
        "clock_offset",
        "is_active",
        *HOURS,
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.CharField(_("address"), max_length=50, unique=True, validators=[slug_validator])
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    logo = models.ImageField(_("logo"), upload_to=logo_path, blank=True)
    currency = CurrencyField(_("currency"), default="EUR")  # in which all money is counted
    brand_color = models.CharField(_("brand color"), max_length=7, blank=True, validators=[color_validator])
    # Of 100: how much of the known revenue is to be heard within a quarter.
    revenue_heard_goal = models.PositiveSmallIntegerField(
        _("share of revenue to be heard in a quarter, in percent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    # Figures about people rest on at least so many answers, or are not shown.
    confidentiality_group = models.PositiveSmallIntegerField(
        _("fewest answers behind a figure"), default=5, validators=[MinValueValidator(3), MaxValueValidator(50)]
    )
    # More people than this are not asked at once without a second person.
    blast_limit = models.PositiveIntegerField(
        _("people asked at once by one decision"),
        default=200,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(default=False)
    clock_offset = models.DurationField(_("clock of the demo"), default=timedelta(0))
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(is_demo=True) | models.Q(clock_offset=timedelta(0)),
                name="organization_only_demo_steps_clock",
            ),
            models.CheckConstraint(
                condition=models.Q(brand_color__regex=r"^(#[0-9a-f]{6})?$"), name="organization_brand_is_a_color"
            ),
            models.CheckConstraint(
                condition=models.Q(revenue_heard_goal__range=(1, 100)), name="organization_revenue_heard_goal"
            ),
            models.CheckConstraint(
                condition=models.Q(confidentiality_group__range=(3, 50)), name="organization_confidentiality_group"
            ),
            *hours_in_order("organization"),
        )
        # The ledger asks which ones are off for each batch of work: nearly always none, however many there are.
        indexes = (models.Index(fields=["id"], condition=models.Q(is_active=False), name="organization_off"),)

    def __str__(self) -> str:
        return self.name


class EmployeeQuerySet(models.QuerySet):
    def active(self) -> "EmployeeQuerySet":
        return self.filter(left_at=None)


class Department(TenantModel):
    """A part of the house that owns touchpoints and root causes."""

    audited = ("name", "lead", "archived_at")

    name = models.CharField(_("name"), max_length=120)
    lead = TenantForeignKey(
        "accounts.Employee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_departments",
        verbose_name=_("lead"),
    )
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                "organization", Lower("name"), condition=models.Q(archived_at=None), name="department_name_once"
            ),
        )
        indexes = (models.Index(fields=["organization", "lead"], name="department_lead"),)

    def __str__(self) -> str:
        return self.name


class Employee(WorkingHours, TenantModel):
    """A person of the house, with or without a sign-in: the target of every key that names one."""

    audited = ("department", "time_zone", "language", *HOURS, "left_at")

    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    department = TenantForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="employees", verbose_name=_("department")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    created_at = models.DateTimeField(editable=False)
    left_at = models.DateTimeField(_("left on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "email"], name="employee_email_once"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="employee_email_lower"),
            *hours_in_order("employee"),
        )
        indexes = (models.Index(fields=["organization", "department"], name="employee_department"),)

    def __str__(self) -> str:
        return self.name


class Membership(TenantModel):
    """An employee's sign-in and role: rights, and nothing else. It ends at `ends_at`: a guest's date, or the day of leaving."""

    audited = ("role", "ends_at")

    employee = TenantForeignKey(Employee, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(_("access ends"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "user"], name="membership_user_once"),
            models.UniqueConstraint(fields=["organization", "employee"], name="membership_employee_once"),
            models.CheckConstraint(
                condition=~models.Q(role=Role.AUDITOR) | models.Q(ends_at__isnull=False), name="membership_guest_ends"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        )


class StaffInvitation(Revocable, TenantModel):
    """A letter that offers a role. Its link shows the offer; only the button on that page accepts it."""

    audited = ("role", "guest_until", "expires_at", "accepted_at", "revoked_at")

    employee = TenantForeignKey(Employee, models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    guest_until = models.DateTimeField(_("guest until"), null=True, blank=True)
    invited_by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(_("open until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted on"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "employee"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open",
            ),
        )


class Touchpoint(TenantModel):
    """A place where clients meet the house: the first call, an invoice, support. One person owns it."""

    audited = ("name", "department", "owner", "position", "archived_at")

    name = models.CharField(_("name"), max_length=120)
    department = TenantForeignKey(Department, models.PROTECT, related_name="touchpoints", verbose_name=_("department"))
    owner = TenantForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="touchpoints", verbose_name=_("owner")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, validators=[MinValueValidator(0), MaxValueValidator(999)]
    )
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                "organization",
                "department",
                Lower("name"),
                condition=models.Q(archived_at=None),
                name="touchpoint_name_once",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "department", "position"], name="touchpoint_department"),
            models.Index(fields=["organization", "owner"], name="touchpoint_owner"),
        )

    def __str__(self) -> str:
        return self.name


class DigestPreference(TenantModel):
    """When somebody reads the weekly digest, and about whom. Without a row top management reads it on Monday at eight."""

    audited = ("is_wanted", "weekday", "hour", "whose", "paused_until")

    class Whose(models.TextChoices):
        ALL = "all", _("All clients")
        MINE = "mine", _("Clients I answer for")

    employee = TenantForeignKey(Employee, models.CASCADE, related_name="digest_preferences", editable=False)
    is_wanted = models.BooleanField(_("Send me the weekly digest"), default=True)
    weekday = models.PositiveSmallIntegerField(_("day"), default=1)  # ISO: 1 is Monday
    hour = models.PositiveSmallIntegerField(_("hour"), default=8, validators=[MaxValueValidator(23)])
    whose = models.CharField(_("about"), max_length=4, choices=Whose.choices, default=Whose.ALL)
    paused_until = models.DateField(_("not before"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "employee"], name="digest_preference_once"),
            models.CheckConstraint(condition=models.Q(weekday__range=(1, 7), hour__lte=23), name="digest_moment"),
        )
