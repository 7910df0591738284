from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from feedback.invitations.models import REASONS, Source


class LetterState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("letter", "Planned")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    REFUSED = "refused", pgettext_lazy("letter", "Not sent")


class PlannedLetter(TenantModel):
    """A letter is to reach somebody: what wants it, its words, when; until it has left or will never leave.

    `occurrence` names the cause, so that the same cause writes to a person once, however often it is told.
    """

    client = TenantForeignKey(Client, models.CASCADE, related_name="planned_letters", verbose_name=_("client"))
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="planned_letters")
    sender = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")  # None: the house
    source = models.CharField(max_length=10, choices=Source.choices)
    source_id = models.UUIDField()  # of the rule, or of the run of a playbook; their tables stand above
    occurrence = models.CharField(max_length=200)
    subject = models.JSONField(_("subject"))  # {"uk": …, "en": …}
    text = models.JSONField(_("text"))
    created_at = models.DateTimeField()
    wanted_at = models.DateTimeField()
    due_at = models.DateTimeField()  # when it is looked at next; what is over: when that was decided
    give_up_at = models.DateTimeField()
    window = models.JSONField(default=dict, db_default={})  # of the rule's own, as of a planned question
    despite_holds = models.BooleanField(default=False)  # an apology leaves while a case is open, a greeting does not
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.PLANNED)
    reason = models.CharField(max_length=20, blank=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "contact", "occurrence"], name="planned_letter_once"),
            models.CheckConstraint(condition=Q(reason__in=["", *REASONS]), name="planned_letter_reason"),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="planned_letter_state"),
        )
        indexes = (
            models.Index(fields=["organization", "contact", "-due_at"], name="planned_letter_contact"),
            models.Index(fields=["organization", "client"], name="planned_letter_client"),
            models.Index(fields=["organization", "source_id", "-due_at"], name="planned_letter_source"),
            models.Index(
                fields=["organization", "sender"], condition=Q(sender__isnull=False), name="planned_letter_sender"
            ),
        )
