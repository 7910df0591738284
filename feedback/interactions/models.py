from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import tokens
from accounts.clients.models import Client, Contact
from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tenancy.uuid7 import uuid7


class Channel(models.TextChoices):
    CALL = "call", pgettext_lazy("channel", "Call")
    MEETING = "meeting", _("Meeting")
    VIDEO = "video", _("Video call")
    MESSENGER = "messenger", _("Messenger")
    VISIT = "visit", _("Visit")
    COUNCIL = "council", _("Council")
    LETTER = "letter", pgettext_lazy("channel", "Letter")
    LINE = "line", _("Personal page")

    @classmethod
    def written_down(cls) -> list[tuple[str, Any]]:
        """Return the choices of whoever writes a talk down: on their own page people write themselves."""
        return [choice for choice in cls.choices if choice[0] != cls.LINE]


class Visibility(models.TextChoices):
    """Who reads an interaction. Whoever wrote it down always does."""

    TEAM = "team", _("Everybody who works with clients")
    MANAGERS = "managers", _("Happiness managers and top management")
    LEADERSHIP = "leadership", _("Top management only")


class Interaction(TenantModel):
    """A talk with people of a client, as one of us has written it down. Audit names no word of what was said."""

    audited = ("client", "channel", "visibility", "happened_at", "draft", "removed_at")

    client = TenantForeignKey(  # None: a draft's is unknown
        Client, models.CASCADE, null=True, related_name="interactions", verbose_name=_("client")
    )
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices)
    happened_at = models.DateTimeField(_("when"))
    mood = models.PositiveSmallIntegerField(_("mood"), null=True, blank=True, validators=[MaxValueValidator(100)])
    quote = models.TextField(_("in their words"), blank=True, max_length=2000)
    notes = models.TextField(_("what was said"), blank=True, max_length=20_000)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    stage = models.CharField(max_length=20, blank=True, editable=False)  # where the client stood then
    department = TenantForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    touchpoint = TenantForeignKey(
        Touchpoint, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("touchpoint")
    )
    visibility = models.CharField(
        _("who may read it"), max_length=10, choices=Visibility.choices, default=Visibility.TEAM
    )
    by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="interactions")  # None: came by mail
    created_at = models.DateTimeField(editable=False)
    # A letter that came in a copy is found again by its Message-ID; of a sender whom nobody knows it waits as a draft.
    message_id = models.CharField(max_length=250, blank=True, editable=False)
    sender = models.EmailField(blank=True, editable=False)
    # A talk of an import is found again by the key of its row, so that the same file twice is one import.
    import_key = models.CharField(max_length=32, blank=True, editable=False)
    draft = models.BooleanField(_("draft"), default=False, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(mood=None) | Q(mood__lte=100), name="interaction_mood"),
            models.CheckConstraint(condition=Q(draft=True) | Q(client__isnull=False), name="interaction_client"),
            models.UniqueConstraint(
                fields=["organization", "message_id"], condition=~Q(message_id=""), name="interaction_message_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "import_key"], condition=~Q(import_key=""), name="interaction_import_once"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "client", "-happened_at", "-id"], name="interaction_client_time"),
            models.Index(fields=["organization", "by", "-happened_at"], name="interaction_by"),
            models.Index(fields=["organization", "department"], name="interaction_department"),
            models.Index(fields=["organization", "touchpoint"], name="interaction_touchpoint"),
        )


class LetterAddress(TenantModel):
    """Where copies of letters are sent to be written down. Renewing it makes the former address a stranger's."""

    nonce = models.BinaryField(max_length=16, editable=False)
    token_digest = models.BinaryField(max_length=32, editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization"], name="letter_address_once"),)

    def name(self) -> str:
        """Return what stands before the @; "" when the key that made it is gone and it must be renewed."""
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            token = tokens.make_name(
                kind=tokens.Kind.LETTER_ADDRESS, organization_id=self.organization_id, nonce=bytes(self.nonce), key=key
            )
            if tokens.read_name(token)[1] == bytes(self.token_digest):
                return f"log+{token}"
        return ""


class InteractionContact(TenantModel):
    """Who took part, and in which buyer roles that person stood then."""

    interaction = TenantForeignKey(Interaction, models.CASCADE, related_name="people")
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="interactions")
    roles = models.JSONField(default=list)
    # Copied from the talk by triggers, so that the last talk of a person at a client is found without reading the others.
    client_id = models.UUIDField(null=True, editable=False)
    happened_at = models.DateTimeField(null=True, editable=False)
    is_heard = models.BooleanField(default=False, editable=False)  # neither a draft nor removed
    # Under row-level security an index is read by text, not by JSON.
    as_whom = models.GeneratedField(
        expression=Cast("roles", models.TextField()),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "interaction", "contact"], name="interaction_contact_once"),
        )
        indexes = (
            models.Index(fields=["organization", "contact"], name="interaction_contact_who"),
            models.Index(
                fields=["organization", "client_id", "contact", "as_whom", "-happened_at"],
                condition=Q(is_heard=True),
                name="interaction_contact_last",
            ),
        )


class Need(TenantModel):
    """What the client needs, as they said it, until it is met or no longer needed."""

    audited = ("client", "met_at", "dropped_at")

    client = TenantForeignKey(Client, models.CASCADE, related_name="needs", verbose_name=_("client"))
    contact = TenantForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="needs")
    interaction = TenantForeignKey(Interaction, models.CASCADE, null=True, related_name="needs")
    text = models.CharField(_("need"), max_length=500)
    created_at = models.DateTimeField(editable=False)
    met_at = models.DateTimeField(_("met at"), null=True, editable=False)
    dropped_at = models.DateTimeField(_("no longer needed since"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "client", "created_at"], name="need_client"),
            models.Index(fields=["organization", "contact"], name="need_contact"),
            models.Index(fields=["organization", "interaction"], name="need_interaction"),
        )


class Promise(TenantModel):
    """What one of us promised a client, until which day, and whether it was kept."""

    audited = ("client", "owner", "due_on", "kept_at", "dropped_at")

    client = TenantForeignKey(Client, models.CASCADE, related_name="promises", verbose_name=_("client"))
    contact = TenantForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="promises")
    interaction = TenantForeignKey(Interaction, models.CASCADE, null=True, related_name="promises")
    text = models.CharField(_("promise"), max_length=500)
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="promises", verbose_name=_("who keeps it"))
    due_on = models.DateField(_("until"))
    created_at = models.DateTimeField(editable=False)
    kept_at = models.DateTimeField(_("kept at"), null=True, editable=False)
    dropped_at = models.DateTimeField(_("taken back at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (models.CheckConstraint(condition=Q(kept_at=None) | Q(dropped_at=None), name="promise_one_end"),)
        indexes = (
            models.Index(fields=["organization", "client", "due_on"], name="promise_client"),
            models.Index(fields=["organization", "owner", "due_on"], name="promise_owner"),
            models.Index(fields=["organization", "due_on"], name="promise_due"),
            models.Index(
                fields=["organization", "due_on", "owner"],
                condition=Q(kept_at=None, dropped_at=None),
                name="promise_open",
            ),
            models.Index(fields=["organization", "contact"], name="promise_contact"),
            models.Index(fields=["organization", "interaction"], name="promise_interaction"),
        )


def attachment_path(attachment: "Attachment", filename: str) -> str:
    return f"{attachment.organization_id}/interactions/{uuid7()}"


class Attachment(TenantModel):
    """A file of a talk, kept outside of the web root under a name of our own."""

    interaction = TenantForeignKey(Interaction, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = (models.Index(fields=["organization", "interaction"], name="attachment_interaction"),)
