from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import AppendOnlyModel, TenantModel
from feedback.invitations.models import PlannedAsk
from feedback.letters.models import PlannedLetter
from journeys.playbooks.script import About, Begin
from journeys.stages.models import StageVisit

CHOICE = "choice:"  # how the origins of tasks begin that are to choose whom a rule asks


class Task(TenantModel):
    """One thing for one person to do until a day. `origin` names what it came from: the same cause makes one task."""

    audited = ("client", "owner", "due_on", "done_at", "skipped_at")

    title = models.CharField(_("what is to be done"), max_length=500)
    client = TenantForeignKey(
        Client, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("client")
    )
    contact = TenantForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="tasks")
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="tasks", verbose_name=_("who does it"))
    due_on = models.DateField(_("until"))
    origin = models.CharField(max_length=100, blank=True, editable=False)  # "promise:<id>"; by hand: empty
    created_at = models.DateTimeField(editable=False)
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    skipped_at = models.DateTimeField(_("skipped at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "origin"], condition=~Q(origin=""), name="task_of_one_cause_once"
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(skipped_at=None), name="task_one_end"),
        )
        indexes = (
            models.Index(
                fields=["organization", "owner", "due_on"],
                condition=Q(done_at=None, skipped_at=None),
                name="task_open_of_owner",
            ),
            models.Index(fields=["organization", "owner"], name="task_owner"),
            models.Index(fields=["organization", "client", "due_on"], name="task_client"),
            models.Index(fields=["organization", "contact"], name="task_contact"),
        )

    @property
    def choice_id(self) -> str:
        """Return what is to be chosen, of a task that is the choice whom a rule asks."""
        return self.origin.removeprefix(CHOICE) if self.origin.startswith(CHOICE) else ""


class Scenario(models.TextChoices):
    """What a playbook is for."""

    ENGAGEMENT = "engagement", _("Engagement")
    RETENTION = "retention", _("Retention")
    RETURN = "return", pgettext_lazy("playbook", "Return")
    RECOVERY = "recovery", _("Recovery")
    WELCOME = "welcome", _("Welcome of a new buyer")


class PlaybookState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("playbook", "Draft")
    ACTIVE = "active", pgettext_lazy("playbook", "On")
    PAUSED = "paused", pgettext_lazy("playbook", "Begins nowhere new")


class Playbook(TenantModel):  # type: ignore[django-manager-missing]  # managers are made at run time
    """A scenario. It runs its published version; `content` is what is being edited."""

    audited = ("name", "scenario", "owner", "state", "version", "archived_at")

    name = models.CharField(_("name"), max_length=120)
    scenario = models.CharField(_("what for"), max_length=12, choices=Scenario.choices, default=Scenario.ENGAGEMENT)
    # Who does what nobody else is named for: where a client has no manager, or a department no lead.
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="playbooks", verbose_name=_("owner"))
    state = models.CharField(
        _("state"), max_length=10, choices=PlaybookState.choices, default=PlaybookState.DRAFT, editable=False
    )
    content = models.JSONField(default=dict, editable=False)  # of script.write
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)  # that begins; 0 before the first
    # Of the published version, to be found by.
    about = models.CharField(max_length=10, choices=[(one.value, one.value) for one in About], editable=False)
    begin = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Begin], editable=False)
    stage = models.CharField(max_length=20, blank=True, editable=False)
    alert = models.CharField(max_length=20, blank=True, editable=False)  # its kind
    severity = models.CharField(max_length=10, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                "organization", models.functions.Lower("name"), condition=Q(archived_at=None), name="playbook_name"
            ),
            models.CheckConstraint(condition=Q(state="draft") | Q(version__gt=0), name="playbook_begins_a_version"),
        )
        indexes = (
            models.Index(fields=["organization", "begin"], condition=Q(state="active"), name="playbook_begin"),
            models.Index(fields=["organization", "owner"], name="playbook_owner"),
        )

    def __str__(self) -> str:
        return self.name


class PlaybookVersion(AppendOnlyModel):
    """What was published. It never changes: runs go on as they began."""

    playbook = TenantForeignKey(Playbook, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = TenantForeignKey(Employee, models.PROTECT, related_name="+")

    class Meta(AppendOnlyModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "playbook", "number"], name="playbook_version_once"),
        )
        indexes = (models.Index(fields=["organization", "published_by"], name="playbook_version_by"),)


class Cause(models.TextChoices):
    """What began a run."""

    STAGE = "stage", _("A stage began")
    ALERT = "alert", _("An alert was raised")
    CASE = "case", _("A case was opened")
    RULE = "rule", _("A rule")
    HAND = "hand", _("By hand")


class RunState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("run", "In progress")
    PAUSED = "paused", pgettext_lazy("run", "Paused")
    DONE = "done", pgettext_lazy("run", "Done")
    ENDED = "ended", pgettext_lazy("run", "Ended early")


class Ending(models.TextChoices):
    """Why a run was over before its last step."""

    STAGE = "stage", _("The stage was left.")
    CASE = "case", _("The case was closed.")
    CLIENT = "client", _("The client was archived.")
    PERSON = "person", _("The person no longer works at the client.")
    STOPPED = "stopped", _("One of you stopped it.")
    MERGED = "merged", _("Two entries became one, and the other one had it running already.")


OPEN = (RunState.RUNNING, RunState.PAUSED)


class PlaybookRun(TenantModel):
    """A playbook at work at one client, or for one of its people. One at a time; the same cause begins it once."""

    audited = ("playbook", "client", "contact", "cause", "state", "ending")

    playbook = TenantForeignKey(Playbook, models.CASCADE, related_name="runs", verbose_name=_("playbook"))
    version = TenantForeignKey(PlaybookVersion, models.PROTECT, related_name="runs")
    client = TenantForeignKey(Client, models.CASCADE, related_name="playbook_runs", verbose_name=_("client"))
    contact = TenantForeignKey(
        Contact, models.CASCADE, null=True, related_name="playbook_runs", verbose_name=_("person")
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    occurrence = models.CharField(max_length=200)
    visit = TenantForeignKey(StageVisit, models.SET_NULL, null=True, related_name="+")  # it ends when this is left
    topic = models.CharField(max_length=120, blank=True)  # of the alert, by which its case is known
    case_id = models.UUIDField(null=True)  # it ends when this is closed; cases stand above
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    ending = models.CharField(_("why it ended"), max_length=10, choices=Ending.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)  # in the words of whoever stopped it
    started_at = models.DateTimeField(_("began"))
    started_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField()  # before that no step begins
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "playbook", "client", "contact"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="playbook_run_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["organization", "playbook", "client", "contact", "occurrence"],
                nulls_distinct=False,
                name="playbook_run_of_one_cause_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at=None) | Q(state__in=["done", "ended"], ended_at__isnull=False),
                name="playbook_run_end",
            ),
            models.CheckConstraint(condition=Q(ending="") | Q(state="ended"), name="playbook_run_ending"),
        )
        indexes = (
            models.Index(fields=["organization", "client", "-started_at"], name="playbook_run_client"),
            models.Index(fields=["organization", "playbook", "-started_at", "-id"], name="playbook_run_playbook"),
            models.Index(fields=["organization", "version"], name="playbook_run_version"),
            *(
                models.Index(
                    fields=["organization", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"playbook_run_{name}",
                )
                for name in ("contact", "visit", "started_by")
            ),
        )


class StepState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("step", "Planned")
    ACTIVE = "active", pgettext_lazy("step", "In progress")
    DONE = "done", pgettext_lazy("step", "Done")
    SKIPPED = "skipped", pgettext_lazy("step", "Skipped")


class Skip(models.TextChoices):
    """Why a step was left out, beside the reasons for which a letter or a question does not leave."""

    BY_HAND = "by_hand", _("One of you decided so.")
    TASK = "task", _("Its task was skipped.")
    CONDITION = "condition", _("The condition before it did not hold.")
    NOBODY = "nobody", _("Nobody stands in this role.")
    SURVEY = "survey", _("Nobody answers this survey any more.")
    RUN = "run", _("The playbook had ended before.")


class RunStep(TenantModel):
    """One step of one run: when it began and ended, what it brought about, or why it was left out."""

    run = TenantForeignKey(PlaybookRun, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()  # from 1, as in the version
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.PLANNED)
    reason = models.CharField(max_length=20, blank=True)  # a Skip, or a reason of the ledger of questions
    note = models.CharField(max_length=200, blank=True)  # in the words of whoever skipped it
    by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)  # how often it has begun: after a pause it begins anew
    held = models.BooleanField(null=True)  # whether a condition held
    began_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # the end of a wait
    ended_at = models.DateTimeField(null=True)
    contact = TenantForeignKey(Contact, models.SET_NULL, null=True, related_name="playbook_steps")
    task = TenantForeignKey(Task, models.SET_NULL, null=True, related_name="playbook_steps")
    ask = TenantForeignKey(PlannedAsk, models.SET_NULL, null=True, related_name="playbook_steps")
    letter = TenantForeignKey(PlannedLetter, models.SET_NULL, null=True, related_name="playbook_steps")
    ticked = models.JSONField(default=list)  # numbers of the checklist's lines that are done

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "run", "number"], name="run_step_once"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "active"], ended_at=None)
                | Q(state__in=["done", "skipped"], ended_at__isnull=False),
                name="run_step_end",
            ),
        )
        indexes = tuple(
            models.Index(
                fields=["organization", name], condition=Q(**{f"{name}__isnull": False}), name=f"run_step_{name}"
            )
            for name in ("by", "contact", "task", "ask", "letter")
        )
