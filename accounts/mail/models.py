from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.models import TenantModel
from accounts.tenancy.uuid7 import uuid7
from accounts.tokens import Revocable


class State(models.TextChoices):
    """Where a letter is. Only `attempting` and `unknown` are ambiguous: the server may have it, or not."""

    PENDING = "pending", _("Waiting")
    ATTEMPTING = "attempting", _("Being sent")
    UNKNOWN = "unknown", _("Unclear")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")
    SUPPRESSED = "suppressed", _("Not sent, on purpose")
    HELD = "held", _("Waits for a decision")
    CAPTURED = "captured", _("Kept here (staging)")


ON_THE_WAY = (State.PENDING, State.ATTEMPTING, State.SENT)


class Letter(models.Model):
    """A letter that must leave the house, written in the transaction of its cause. The row is the letter."""

    letter = models.CharField(max_length=60)
    to_address = models.CharField(max_length=254)
    to_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2)
    sender_name = models.CharField(max_length=120, blank=True)
    context = models.JSONField(default=dict)
    subject = models.CharField(max_length=250, blank=True)  # known once it was rendered
    priority = models.SmallIntegerField(default=50)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    edition = models.PositiveSmallIntegerField(
        _("edition"), default=1
    )  # a person's "send again" is a new letter with a new Message-ID
    claim = models.UUIDField(null=True)  # whose attempt the row is in: a worker that lost its lease records nothing
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)  # when a person said "send it again"
    attempted_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class OutgoingEmail(Letter, Revocable, TenantModel):
    """A letter of an organization. Its link, in letters that may be declined, opens the page that stops them."""

    audited = ("state", "edition")

    contact_id = models.UUIDField(null=True)
    employee_id = models.UUIDField(null=True)
    dedupe_key = models.CharField(max_length=200)
    # No index holds what changes while a letter leaves, or each of its steps would write into every index of the table. So
    # `aside` stands in for `state`: nothing on the way from waiting to sent, else the state. And the last attempt is
    # noted for the hour's limit where there is one.
    aside = models.GeneratedField(
        expression=Case(When(state__in=ON_THE_WAY, then=None), default=F("state")),
        output_field=models.CharField(max_length=10, null=True),
        db_persist=True,
    )
    counted_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "dedupe_key"], name="email_once"),)
        indexes = (
            models.Index(fields=["organization", "-created_at", "-id"], name="email_newest"),
            models.Index(
                fields=["organization", "aside", "-created_at", "-id"],
                condition=models.Q(aside__isnull=False),
                name="email_aside",
            ),
            models.Index(
                fields=["organization", "counted_at"],
                condition=models.Q(counted_at__isnull=False),
                name="email_counted",
            ),
            models.Index(fields=["organization", "to_address", "-created_at"], name="email_address"),
        )


class SystemLetter(Letter):
    """A letter to somebody who may belong to no organization: codes and confirmations. Its content is erased once sent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        indexes = (models.Index(fields=["created_at"], name="system_letter_age"),)


class SenderProfile(TenantModel):
    """How an organization's letters look from outside, and whether they may leave at all."""

    audited = ("hourly_limit", "stopped_at")

    display_name = models.CharField(_("sender's name"), max_length=120, blank=True)
    reply_to = models.EmailField(_("answers go to"), blank=True)
    hourly_limit = models.PositiveIntegerField(_("letters per hour at most"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization"], name="sender_profile_one"),)


class Suppression(TenantModel):
    """An address that gets no letters: for ever, or until a day."""

    audited = ("reason", "until")

    class Reason(models.TextChoices):
        BOUNCE = "bounce", _("The address does not exist")
        COMPLAINT = "complaint", _("The reader reported a letter as unwanted")
        UNSUBSCRIBED = "unsubscribed", _("The reader declined letters")
        PAUSED = "paused", _("Letters came back several times")
        BY_HAND = "by_hand", _("Entered by hand")
        ERASED = "erased", _("The person's data was erased")

    address = models.CharField(max_length=254)  # or suppression.digest_of() one, once its owner was erased
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "address"], name="suppression_once"),
            models.CheckConstraint(condition=models.Q(address=Lower("address")), name="suppression_lower"),
        )

    def __str__(self) -> str:
        return gettext("Erased person") if self.reason == self.Reason.ERASED else self.address


class Bounce(TenantModel):
    """What came back for one of our letters, once for each received message and recipient."""

    email = models.UUIDField()
    address = models.CharField(max_length=254)
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=12, blank=True)
    diagnostic = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    message_digest = models.CharField(max_length=64)
    told_at = models.DateTimeField(null=True)  # when those who look after the mail heard of it

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "message_digest", "address"], name="bounce_once"),
        )
        indexes = (
            models.Index(fields=["organization", "address", "-received_at"], name="bounce_address"),
            models.Index(
                fields=["organization", "received_at"],
                condition=models.Q(told_at=None, kind__in=["hard", "complaint"]),
                name="bounce_untold",
            ),
            models.Index(
                fields=["organization", "told_at"], condition=models.Q(told_at__isnull=False), name="bounce_told"
            ),
        )


class LetterIssue(TenantModel):
    """One issue of a letter that comes again and again, such as the weekly digest: what its reader was told, frozen.

    The letter and its page tell the same numbers for ever. `period` is the Monday of the week in which it was due.
    """

    kind = models.CharField(max_length=60)
    period = models.DateField()
    employee_id = models.UUIDField()
    content = models.JSONField()
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "kind", "employee_id", "period"], name="letter_issue_once"),
        )
        indexes = (models.Index(fields=["organization", "kind", "-created_at", "-id"], name="letter_issue_newest"),)
