from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel

UNDONE_WITHIN = timedelta(days=14)  # then the file and the rows are deleted, and with them the way back


class ImportJob(TenantModel):
    """A table on its way into the registry. `total` and `done` are rows of the part that is being worked on."""

    audited = ("state",)

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        MAPPING = "mapping", _("Waits for its columns")
        CHECKING = "checking", _("Being checked")
        READY = "ready", _("Waits for your word")
        RUNNING = "running", _("Being imported")
        DONE = "done", _("Imported")
        CANCELLED = "cancelled", _("Stopped")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        REFUSED = "refused", _("Cannot be read")

    WORKING = (State.READING, State.CHECKING, State.RUNNING, State.UNDOING)
    OVER = (State.DONE, State.CANCELLED)

    what = models.CharField(max_length=20)  # of exchange.registry
    title = models.CharField(_("file"), max_length=200)
    path = models.CharField(max_length=200, blank=True)  # in the file store; empty once deleted
    size = models.PositiveIntegerField()
    format = models.CharField(max_length=4, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    separator = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    headers = models.JSONField(default=list)
    header_row = models.PositiveIntegerField(default=0)  # 0: the columns have no names
    mapping = models.JSONField(default=list)  # a field of the importer for each column, "" for none
    month_first = models.BooleanField(default=False)
    choices = models.JSONField(default=dict)  # what holds for all rows: {field: value}
    is_private = models.BooleanField(default=False)  # nobody opens it but whoever imports
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READING)
    fault = models.CharField(max_length=30, blank=True)
    fault_row = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)  # the row that was taken last: the next batch begins behind it
    counts = models.JSONField(default=dict)
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)  # file and rows are gone

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "-created_at", "-id"], name="import_newest"),
            models.Index(fields=["organization", "cleared_at", "created_at"], name="import_uncleared"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    def may_be_undone(self, *, now: datetime) -> bool:
        """Tell whether the import wrote something that can still be taken back."""
        started = self.started_at is not None and self.cleared_at is None
        return started and self.state in self.OVER and now < self.undo_until

    @property
    def undo_until(self) -> datetime:
        return (self.started_at or self.created_at) + UNDONE_WITHIN


class ImportRow(TenantModel):
    """A row of the table: what stands in it, what would become of it, and what did."""

    class Outcome(models.TextChoices):
        CREATE = "create", _("New")
        UPDATE = "update", _("Changed")
        SAME = "same", _("Same")
        FAILED = "failed", _("Failed")

    job = TenantForeignKey(ImportJob, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet shows it
    cells = models.JSONField()
    plan = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    faults = models.JSONField(default=list)  # [{"code", "column", "value", "more"}]
    effects = models.JSONField(
        default=list
    )  # [{"kind", "id", "old": null for a new row, "new"}], in the order they were done
    kept = models.JSONField(default=list)  # what an undo has left: [{"kind", "id", "name", "why"}]
    # Of whom the row speaks, so that a later row knows whom an earlier one introduces while nothing is written yet.
    client_key = models.CharField(max_length=32, blank=True)
    key = models.CharField(max_length=32, blank=True)
    # Ids without keys, as in events: the row is a record, and outlives what it has made.
    client_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "job", "number"], name="import_row_once"),)
        indexes = (
            models.Index(fields=["organization", "job", "plan", "number"], name="import_row_plan"),
            models.Index(fields=["organization", "job", "outcome", "number"], name="import_row_outcome"),
            models.Index(fields=["organization", "job", "client_key", "number"], name="import_row_client_key"),
            models.Index(fields=["organization", "job", "key", "number"], name="import_row_key"),
            models.Index(fields=["organization", "subject_id"], name="import_row_subject"),
        )

    def padded(self, width: int) -> list[Any]:
        """Return as many cells as the table has columns."""
        return [*self.cells[:width], *[""] * (width - len(self.cells))]


class RememberedMapping(TenantModel):
    """What the columns of a table with these headers held last time."""

    what = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)  # of the headers
    mapping = models.JSONField()
    choices = models.JSONField(default=dict)
    month_first = models.BooleanField(default=False)
    used_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "what", "digest"], name="remembered_mapping_once"),
        )
