"""A plan that removes a bottleneck, its steps, and what was measured before and after."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import Stage
from accounts.clients.models import Contact, Segment
from accounts.fields import CurrencyField, MoneyField
from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from journeys.stages.formula import Difference, Sample, of_means, of_shares


class Source(models.TextChoices):
    """Where the bottleneck was seen."""

    JOURNEY = "journey", _("The journey map")
    DEBTS = "debts", _("The debts of a department")
    THEME = "theme", _("A theme of what people say")
    HAND = "hand", _("Written by hand")


class Metric(models.TextChoices):
    """What the plan is to change."""

    MOOD = "mood", _("Mood, 0 to 100")
    READY = "ready", _("Clients that leave the stage in time, %")
    DAYS = "days", _("Days in the stage")
    KEPT = "kept", _("Promises kept in time, %")


SHARES = frozenset({Metric.READY, Metric.KEPT})
MOST = {Metric.MOOD: 100, Metric.DAYS: 3650}
LESS_IS_BETTER = frozenset({Metric.DAYS})


class State(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("initiative", "Proposed")
    APPROVED = "approved", pgettext_lazy("initiative", "Approved")
    RUNNING = "running", pgettext_lazy("initiative", "In progress")
    FINISHED = "finished", pgettext_lazy("initiative", "Finished")
    STOPPED = "stopped", pgettext_lazy("initiative", "Stopped")


OPEN = (State.PROPOSED, State.APPROVED, State.RUNNING)
_not_negative = MinValueValidator(Decimal(0), _("Money is not negative here."))
_goal = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(3650)))


@dataclass(frozen=True, slots=True)
class Figures:
    """A group that was measured, as its sums; of shares `total` counts the hits."""

    n: int = 0
    total: Decimal = Decimal(0)
    squares: Decimal = Decimal(0)

    @property
    def sample(self) -> Sample:
        return Sample(self.n, float(self.total), float(self.squares))


class Initiative(TenantModel):
    """A plan against one bottleneck. Where it hurts (stage, touchpoint, department, segment) is also what is measured.

    Before is the year up to its start (until then: up to now), after is what came since. A worker counts both from what the map
    counts from, so that lists read these few columns.
    """

    audited = (
        *("name", "source", "stage", "touchpoint", "department", "segment", "owner", "champion", "ally", "metric"),
        *("goal_from", "goal_to", "goal_on", "expected", "spent", "state", "started_at", "ended_at"),
    )

    name = models.CharField(_("what is to change"), max_length=160)
    problem = models.TextField(_("what hurts, and whom"), max_length=2000, blank=True)
    source = models.CharField(_("seen on"), max_length=10, choices=Source.choices, default=Source.HAND)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    touchpoint = TenantForeignKey(
        Touchpoint, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("touchpoint")
    )
    department = TenantForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    segment = TenantForeignKey(
        Segment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("segment")
    )
    aspect = models.CharField(max_length=30, blank=True)  # the theme, of those in feedback.insights.words
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("owner"))
    champion = TenantForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("champion in the house")
    )
    ally = TenantForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("champion at a client")
    )
    metric = models.CharField(_("measured by"), max_length=10, choices=Metric.choices, default=Metric.MOOD)
    goal_from = models.DecimalField(
        pgettext_lazy("goal", "from"), max_digits=6, decimal_places=1, null=True, blank=True, validators=_goal
    )
    goal_to = models.DecimalField(pgettext_lazy("goal", "to"), max_digits=6, decimal_places=1, validators=_goal)
    goal_on = models.DateField(pgettext_lazy("goal", "by"))
    stake = MoneyField(_("revenue behind it, a year"), null=True, blank=True, validators=[_not_negative])
    expected = MoneyField(_("expected to cost"), null=True, blank=True, validators=[_not_negative])
    spent = MoneyField(_("spent so far"), null=True, blank=True, validators=[_not_negative])
    currency = CurrencyField(_("currency"), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED, editable=False)
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)
    approved_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+", editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(_("began"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    outcome = models.CharField(_("what came of it"), max_length=500, blank=True, editable=False)
    measured_at = models.DateTimeField(null=True, editable=False)
    before_n = models.PositiveIntegerField(default=0, editable=False)
    before_total = models.DecimalField(max_digits=14, decimal_places=4, default=0, editable=False)
    before_squares = models.DecimalField(max_digits=18, decimal_places=4, default=0, editable=False)
    after_n = models.PositiveIntegerField(default=0, editable=False)
    after_total = models.DecimalField(max_digits=14, decimal_places=4, default=0, editable=False)
    after_squares = models.DecimalField(max_digits=18, decimal_places=4, default=0, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="initiative_state"),
            models.CheckConstraint(condition=Q(metric__in=Metric.values), name="initiative_metric"),
            models.CheckConstraint(
                condition=~Q(metric__in=[Metric.READY, Metric.DAYS]) | ~Q(stage=""), name="initiative_needs_stage"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at=None) | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
                name="initiative_end",
            ),
            models.CheckConstraint(condition=~Q(state=State.STOPPED) | ~Q(outcome=""), name="initiative_stop_says_why"),
            models.CheckConstraint(condition=Q(champion=None) | Q(ally=None), name="initiative_one_champion"),
        )
        indexes = (
            models.Index(fields=["organization", "-created_at", "-id"], name="initiative_time"),
            models.Index(fields=["organization", "state", "goal_on"], name="initiative_state"),
            *(
                models.Index(fields=["organization", name], name=f"initiative_{name}")
                for name in ("touchpoint", "department", "segment", "owner", "champion", "ally", "by", "approved_by")
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_share(self) -> bool:
        """Tell whether it is measured in parts of a hundred."""
        return self.metric in SHARES

    @property
    def before(self) -> Figures:
        return Figures(self.before_n, self.before_total, self.before_squares)

    @property
    def after(self) -> Figures:
        return Figures(self.after_n, self.after_total, self.after_squares)

    def difference(self, *, fewest: int) -> Difference | None:
        """Return what has changed, with its interval, in the goal's points; None where a group is smaller than `fewest`."""
        if min(self.before_n, self.after_n) < fewest:
            return None
        if not self.is_share:
            return of_means(before=self.before.sample, after=self.after.sample, most=MOST[Metric(self.metric)])
        hits = (int(self.before_total), self.before_n), (int(self.after_total), self.after_n)
        found = of_shares(before=hits[0], after=hits[1])
        return found.points if found else None

    def is_reached(self, value: float) -> bool:
        """Tell whether the value is where the goal wants it."""
        goal = float(self.goal_to)
        return value <= goal if self.metric in LESS_IS_BETTER else value >= goal


class InitiativeStep(TenantModel):
    """One step of a plan: what, who, until when. While the plan runs it is a task of whoever does it."""

    audited = ("initiative", "text", "owner", "due_on", "done_at")

    initiative = TenantForeignKey(
        Initiative, models.CASCADE, related_name="steps", verbose_name=pgettext_lazy("column", "initiative")
    )
    text = models.CharField(_("what is done"), max_length=300)
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("who does it"))
    due_on = models.DateField(_("until"))
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "initiative", "due_on"], name="initiative_step_plan"),
            models.Index(fields=["organization", "owner"], name="initiative_step_owner"),
        )

    def __str__(self) -> str:
        return self.text
