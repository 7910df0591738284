from django.db import models

from accounts.tenancy.uuid7 import uuid7


class Job(models.Model):
    """One piece of due work. It disappears when it is done; a failed one waits for its next try."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField()
    queue = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    priority = models.SmallIntegerField(default=100)
    run_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=100, blank=True)  # the error's class: its text may hold content
    failing_since = models.DateTimeField(null=True)
    is_quiet = models.BooleanField(default=False, db_default=False)  # no page, metric or alarm tells of it

    class Meta:
        constraints = (
            # Once while it waits; a cause that comes while the job is being done is a new job, or it would be lost.
            models.UniqueConstraint(
                fields=["subject_id", "queue", "organization_id"],
                condition=models.Q(leased_until=None),
                name="job_once_per_subject",
            ),
        )
        indexes = (
            # accounts.jobs.claims: what waits, in its order, and what is in somebody's hands. No other index may begin with
            # the queue: the planner would take it where it believes the ledger empty, and read all that waits.
            models.Index(
                fields=["queue", "organization_id", "priority", "run_at", "id"],
                condition=models.Q(leased_until=None),
                name="job_turn",
            ),
            models.Index(
                fields=["queue", "leased_until"], condition=models.Q(leased_until__isnull=False), name="job_leased"
            ),
        )


class Heartbeat(models.Model):
    """When a recurring job last ran to its end: the proof that the installation's clockwork runs. And how it failed since."""

    name = models.CharField(max_length=60, primary_key=True)
    ran_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True)  # the error's class
