from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole
from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import AppendOnlyModel, TenantModel


class RuleState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("rule", "Draft")
    WAITING = "waiting", pgettext_lazy("rule", "Waits for a second person")
    ACTIVE = "active", pgettext_lazy("rule", "On")
    PAUSED = "paused", pgettext_lazy("rule", "Paused")


class Pause(models.TextChoices):
    """Why a rule does not run."""

    BY_HAND = "by_hand", _("Switched off by hand")
    FAILURES = "failures", _("Too many of its letters came back")
    BLAST = "blast", _("It would have reached more people at once than one person may decide")
    SURVEY = "survey", _("Nobody answers its survey any more")


class TriggerRule(TenantModel):  # type: ignore[django-manager-missing]  # managers are made at run time
    """At which moment whom to ask what. It runs its published version; `content` is what is being edited."""

    audited = ("name", "owner", "state", "pause", "archived_at")

    name = models.CharField(_("name"), max_length=120)
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="trigger_rules", verbose_name=_("owner"))
    state = models.CharField(
        _("state"), max_length=10, choices=RuleState.choices, default=RuleState.DRAFT, editable=False
    )
    pause = models.CharField(_("why it is paused"), max_length=10, choices=Pause.choices, blank=True, editable=False)
    content = models.JSONField(default=dict, editable=False)  # of rules.write
    version = models.PositiveIntegerField(default=0, editable=False)  # the one that runs; 0 before the first
    kind = models.CharField(
        max_length=60, blank=True, editable=False
    )  # of the events that the running version waits for
    is_calendar = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(editable=False)
    active_since = models.DateTimeField(null=True, editable=False)
    asked_by = TenantForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")
    approved_by = TenantForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                "organization", models.functions.Lower("name"), condition=Q(archived_at=None), name="trigger_rule_name"
            ),
            models.CheckConstraint(condition=~Q(state="active") | Q(version__gt=0), name="trigger_rule_runs_a_version"),
        )
        indexes = (
            models.Index(fields=["organization", "kind"], condition=Q(state="active"), name="trigger_rule_kind"),
            models.Index(fields=["organization", "owner"], name="trigger_rule_owner"),
            *(
                models.Index(
                    fields=["organization", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"trigger_rule_{name}",
                )
                for name in ("asked_by", "approved_by")
            ),
        )

    def __str__(self) -> str:
        return self.name


class RuleVersion(AppendOnlyModel):
    """What was switched on. It never changes: what a rule did last spring can be read next year."""

    rule = TenantForeignKey(TriggerRule, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")

    class Meta(AppendOnlyModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "rule", "number"], name="rule_version_once"),)
        indexes = (models.Index(fields=["organization", "published_by"], name="rule_version_by"),)


class Outcome(models.TextChoices):
    """What a rule did at an occurrence whose conditions held."""

    ASKED = "asked", _("People are asked, or the ledger says why not")
    TASK = "task", _("A task was given")
    LETTER = "letter", _("Letters are written, or it is told why not")
    PLAYBOOK = "playbook", _("A playbook was asked for")
    NOBODY = "nobody", _("There is nobody here to ask")
    QUIET = "quiet", _("It fired for this client not long ago")
    PAUSED = "paused", _("It was paused at that moment")


class TriggerFiring(TenantModel):
    """A rule's conditions held: at what, and what came of it. Whom it asked stands in the ledger of planned questions."""

    rule = TenantForeignKey(TriggerRule, models.CASCADE, related_name="firings")
    version = models.PositiveIntegerField()
    client = TenantForeignKey(Client, models.CASCADE, related_name="rule_firings")
    occurrence = models.CharField(max_length=120)
    event_id = models.UUIDField(null=True)  # without a key: an event outlives nothing
    fired_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    people = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "rule", "occurrence"], name="trigger_firing_once"),
        )
        indexes = (
            models.Index(fields=["organization", "rule", "client", "-fired_at"], name="trigger_firing_client_of_rule"),
            models.Index(fields=["organization", "rule", "-fired_at", "-id"], name="trigger_firing_rule"),
            models.Index(fields=["organization", "client"], name="trigger_firing_client"),
        )


class RuleChoice(TenantModel):
    """Whom a rule asks at one occurrence is left to one of us, until a moment; after it, it is as the rule says."""

    audited = ("answered_by",)

    firing = TenantForeignKey(TriggerFiring, models.CASCADE, related_name="choices")
    chooser = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    answered_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("chosen by"))
    ended_at = models.DateTimeField(null=True)  # answered, too late, or the rule was paused

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "firing"], name="rule_choice_once"),
            models.CheckConstraint(condition=Q(answered_by=None) | Q(ended_at__isnull=False), name="rule_choice_ends"),
        )
        indexes = (
            models.Index(fields=["organization", "chooser"], name="rule_choice_chooser"),
            models.Index(
                fields=["organization", "answered_by"],
                condition=Q(answered_by__isnull=False),
                name="rule_choice_answered_by",
            ),
        )


class BacktestState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("backtest", "Is being replayed")
    DONE = "done", pgettext_lazy("backtest", "Replayed")
    STOPPED = "stopped", pgettext_lazy("backtest", "Stopped")


class Backtest(TenantModel):
    """What a rule would have done: a replay of own history, from a moment until another. It asks nobody."""

    audited = ("state",)

    rule = TenantForeignKey(TriggerRule, models.CASCADE, related_name="backtests")
    content = models.JSONField()  # the rule as it was when the replay began
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(_("state"), max_length=10, choices=BacktestState.choices, default=BacktestState.RUNNING)
    done = models.PositiveIntegerField(default=0)  # of `total` events, or days of a calendar
    total = models.PositiveIntegerField(default=0)
    cursor = models.JSONField(default=list)  # up to which event it has come: [happened_at, id]
    memory = models.BinaryField(
        default=bytes, editable=False
    )  # where it goes on: zlib of JSON of backtest.write_memory
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="backtest_has_a_past"),
            models.UniqueConstraint(
                fields=["organization", "rule"], condition=Q(state="running"), name="backtest_one_of_a_rule_at_once"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "rule", "-created_at"], name="backtest_rule"),
            models.Index(fields=["organization", "created_by"], name="backtest_created_by"),
        )


class BacktestAsk(TenantModel):
    """Somebody whom the rule would have asked, and when the letter would have left."""

    backtest = TenantForeignKey(Backtest, models.CASCADE, related_name="asks")
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="+")
    client = TenantForeignKey(Client, models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=BuyerRole.choices, blank=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "backtest", "at", "id"], name="backtest_ask_backtest"),
            models.Index(fields=["organization", "contact"], name="backtest_ask_contact"),
            models.Index(fields=["organization", "client"], name="backtest_ask_client"),
        )
