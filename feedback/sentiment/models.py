from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole, Stage
from accounts.clients.models import Client, Contact, Segment
from accounts.events.models import Origin
from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from feedback.interactions.models import Interaction
from feedback.responses.models import Response

FEWEST, MOST = -4, 4  # what one word of an organization may weigh


class Source(models.TextChoices):
    """Where a mood was read."""

    ANSWER = "answer", _("Answer to a survey")
    TALK = "talk", _("Talk")
    MARK = "mark", _("Set by hand")


class Label(models.TextChoices):
    """What a text sounds like. Unknown is never neutral."""

    NEGATIVE = "negative", pgettext_lazy("text", "Negative")
    NEUTRAL = "neutral", pgettext_lazy("text", "Neutral")
    POSITIVE = "positive", pgettext_lazy("text", "Positive")
    UNKNOWN = "unknown", pgettext_lazy("text", "Unknown")


class Aspect(models.TextChoices):
    """What people speak about; the engine of text mood knows them by these names."""

    COMMUNICATION = "communication", _("Communication")
    QUALITY = "quality", _("Quality of the work")
    SPEED = "speed", _("Speed")
    TRANSPARENCY = "transparency", _("Transparency")
    PRICE = "price", _("Price and value")
    PEOPLE = "people", pgettext_lazy("topic", "People")
    PROCESS = "process", _("Process and papers")
    DELIVERY = "delivery", _("Delivery")
    SUPPORT = "support", pgettext_lazy("topic", "Support")


class MoodReading(TenantModel):
    """How one person, or a talk with nobody in particular, felt about us: 0-100, as one of the buyer roles.

    Written once: what is amended, corrected or removed gets a new reading that replaces the former one, and one that takes
    it out has no value. Readings of one source and role are a chain (`root`, numbered from 1), whose last one counts now;
    what counted at a moment was known by then and not yet replaced. Erasing a person leaves value, role, weight and times.
    """

    audited = ("client", "value", "role", "happened_at", "confidential", "replaced_at")

    client = TenantForeignKey(Client, models.CASCADE, related_name="moods", verbose_name=_("client"))
    contact = TenantForeignKey(Contact, models.SET_NULL, null=True, related_name="moods", verbose_name=_("person"))
    role = models.CharField(_("buyer role"), max_length=10, choices=BuyerRole.choices, blank=True)  # "": nobody's
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    segment = TenantForeignKey(Segment, models.SET_NULL, null=True, related_name="+")
    department = TenantForeignKey(Department, models.SET_NULL, null=True, related_name="+")
    touchpoint = TenantForeignKey(Touchpoint, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(_("how"), max_length=10, choices=Source.choices)
    response = TenantForeignKey(Response, models.CASCADE, null=True, related_name="moods")
    interaction = TenantForeignKey(Interaction, models.CASCADE, null=True, related_name="moods")
    by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")  # who has set it by hand
    note = models.CharField(_("why"), max_length=500, blank=True)
    value = models.PositiveSmallIntegerField(_("mood"), null=True)  # None: what it replaces counts no more
    weight = models.DecimalField(max_digits=4, decimal_places=3)  # a talk of three people of one role: a third each
    half_life_days = models.PositiveSmallIntegerField()
    confidential = models.BooleanField(_("top management only"), default=False)
    happened_at = models.DateTimeField(_("when"))
    known_at = models.DateTimeField()
    replaces = TenantForeignKey("self", models.CASCADE, null=True, related_name="replaced_by")
    replaced_at = models.DateTimeField(_("taken back at"), null=True)
    root = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.LIVE)
    reasons = models.JSONField(default=dict)  # {"nps": 3, "text": -0.7}: what the value was made of

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "root", "number"], name="mood_reading_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__lte=100), name="mood_reading_value"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="mood_reading_weight"),
            models.CheckConstraint(condition=Q(role__in=[*BuyerRole.values, ""]), name="mood_reading_role"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="mood_reading_source"),
        )
        indexes = (
            models.Index(fields=["organization", "client", "-happened_at", "-id"], name="mood_reading_client"),
            models.Index(fields=["organization", "-happened_at", "-id"], name="mood_reading_time"),
            models.Index(fields=["organization", "contact", "-happened_at"], name="mood_reading_contact"),
            *(
                models.Index(
                    fields=["organization", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"mood_reading_{name}",
                )
                for name in ("segment", "department", "touchpoint", "response", "interaction", "by", "replaces")
            ),
        )

    def __str__(self) -> str:
        return self.happened_at.date().isoformat()


class Words(TenantModel):
    """Some words of an answer or of a talk: `part` is a question's id, "quote" or "notes"; `digest` knows the very text."""

    response = TenantForeignKey(Response, models.CASCADE, null=True, related_name="%(class)s_set")
    interaction = TenantForeignKey(Interaction, models.CASCADE, null=True, related_name="%(class)s_set")
    part = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    label = models.CharField(_("mood of the text"), max_length=10, choices=Label.choices)
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        abstract = True


class Precedence(models.IntegerChoices):
    """Which of several results of a text counts: the highest, and of these the newest."""

    OURS = 0, _("Our engine")
    REMOTE = 1, _("Another service")
    OWN_WORDS = 2, _("A word of the organization")


class TextMood(Words):
    """What one version of an engine has read in a text. Another version adds a row and overwrites none."""

    version = models.CharField(max_length=60)
    score = models.FloatField(null=True)  # -1 … 1
    confidence = models.FloatField()
    result = models.JSONField(default=dict)  # of text_mood.as_json; the words in it go when the person is erased
    confidential = models.BooleanField(default=False)
    precedence = models.PositiveSmallIntegerField(choices=Precedence.choices, default=Precedence.OURS)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "response", "interaction", "part", "digest", "version"],
                nulls_distinct=False,
                name="text_mood_once",
            ),
            models.CheckConstraint(condition=Q(label__in=Label.values), name="text_mood_label"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(-1, 1)), name="text_mood_score"),
        )
        indexes = (
            models.Index(
                fields=["organization", "interaction"],
                condition=Q(interaction__isnull=False),
                name="text_mood_interaction",
            ),
            models.Index(fields=["organization", "-created_at", "-id"], name="text_mood_newest"),
        )


class MoodCorrection(Words):
    """What one of us says a text sounds like: it wins over every version of the engine, and is kept as a label."""

    audited = ("label", "withdrawn_at")

    by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    was = models.CharField(max_length=10, choices=Label.choices)  # what the engine had said
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "response", "interaction", "part", "digest"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="mood_correction_once",
            ),
            models.CheckConstraint(condition=Q(label__in=Label.values), name="mood_correction_label"),
        )
        indexes = (
            models.Index(fields=["organization", "response"], name="mood_correction_response"),
            models.Index(fields=["organization", "interaction"], name="mood_correction_talk"),
            models.Index(fields=["organization", "by"], name="mood_correction_by"),
        )


class RemoteConsent(TenantModel):
    """That texts may be read by the service at `host`: who agreed and when, until somebody withdraws it.

    Another host or model needs another consent. `resting_until` is the breaker: a service that fails gets nothing for a while.
    """

    audited = ("host", "model", "withdrawn_at")

    host = models.CharField(_("service"), max_length=253)
    model = models.CharField(_("model"), max_length=50)
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True)
    failing_since = models.DateTimeField(null=True)
    resting_until = models.DateTimeField(null=True)
    last_fault = models.CharField(max_length=12, blank=True)
    sent_on = models.DateField(null=True)
    sent = models.PositiveIntegerField(default=0)  # texts of that day

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization"], condition=Q(withdrawn_at=None), name="remote_consent_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="remote_consent_withdrawn_by",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "by"], name="remote_consent_by"),
            models.Index(
                fields=["organization", "withdrawn_by"],
                condition=Q(withdrawn_by__isnull=False),
                name="remote_consent_withdrawn_idx",
            ),
        )

    def __str__(self) -> str:
        return self.host


class LexiconEntry(TenantModel):
    """A word or a beginning of words (`термін*`) that means something to this organization, in one language or in all."""

    audited = ("language", "pattern", "valence", "aspect")

    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    pattern = models.CharField(_("word"), max_length=80)
    valence = models.DecimalField(
        _("how it sounds"),
        max_digits=2,
        decimal_places=1,
        validators=[MinValueValidator(FEWEST), MaxValueValidator(MOST)],
    )
    aspect = models.CharField(_("topic"), max_length=20, blank=True)
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "language", "pattern"], name="lexicon_entry_once"),
            models.CheckConstraint(condition=Q(valence__range=(FEWEST, MOST)), name="lexicon_entry_valence"),
        )
        indexes = (models.Index(fields=["organization", "by"], name="lexicon_entry_by"),)

    def __str__(self) -> str:
        return self.pattern
