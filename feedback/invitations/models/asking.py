from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole, Stage
from accounts.clients.models import Client, Contact, Segment
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Revocable
from accounts.worktime import Window
from feedback.invitations.fatigue import Calm
from feedback.invitations.rules import Obstacle, Reason, Verdict
from feedback.surveys.models import Survey, SurveyVersion


class Way(models.TextChoices):
    """How the person is asked."""

    LETTER = "letter", pgettext_lazy("channel", "Letter")
    PHONE = "phone", _("By phone")


class Invitation(Revocable, TenantModel):
    """Somebody was asked: as whom, about what, and what was true of them that day. Its token opens the answer page.

    The page, its answers and what they count for follow this row, not the person's present role or stage.
    """

    audited = ("closed_at",)

    client = TenantForeignKey(Client, models.CASCADE, related_name="survey_invitations")
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="survey_invitations")
    version = TenantForeignKey(SurveyVersion, models.PROTECT, related_name="invitations")
    role = models.CharField(_("buyer role"), max_length=10, choices=BuyerRole.choices, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    segment = TenantForeignKey(Segment, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    facts = models.JSONField(default=dict)  # for recall and conditions: {"act": "12 March"}
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.LETTER)
    sender = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")  # who asks, by name
    asked_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")  # None: a rule
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    reminder_at = models.DateTimeField(null=True)  # when the next reminder leaves; None: none will
    reminded_at = models.DateTimeField(null=True)  # when the last one left
    reminders = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(_("open until"))
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)  # withdrawn by us, or passed on

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(role__in=[*BuyerRole.values, ""]), name="survey_invitation_role"),
            models.CheckConstraint(condition=Q(stage__in=[*Stage.values, ""]), name="survey_invitation_stage"),
        )
        indexes = (
            models.Index(fields=["organization", "contact", "-created_at"], name="survey_invitation_contact"),
            models.Index(fields=["organization", "client", "-created_at"], name="survey_invitation_client"),
            models.Index(fields=["organization", "version", "-created_at"], name="survey_invitation_version"),
            # No index holds what an answer changes, so that it changes the row alone.
            *(
                models.Index(
                    fields=["organization", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"survey_invitation_{name}",
                )
                for name in ("segment", "sender", "asked_by", "reminder_at")
            ),
        )


class Source(models.TextChoices):
    """What wants a person to be asked."""

    HAND = "hand", _("By hand")
    WAVE = "wave", _("Many at once")
    RULE = "rule", _("A rule")
    PLAYBOOK = "playbook", _("A playbook")


class AskState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("question", "Planned")
    SENT = "sent", pgettext_lazy("question", "Sent")
    REFUSED = "refused", pgettext_lazy("question", "Not asked")


REASONS = [*(one.value for one in Obstacle), *(one.value for one in Reason)]


class PlannedAsk(TenantModel):
    """Somebody is to be asked: by what, as whom, when; until the letter has left or will never leave.

    `occurrence` names the cause, so that the same cause asks a person once, however often it is told. All rows together are
    the ledger of what lies ahead and of what became of everything that was wanted.
    """

    audited = ("survey", "due_at", "state", "reason", "is_meant")

    client = TenantForeignKey(Client, models.CASCADE, related_name="planned_asks")
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="planned_asks")
    survey = TenantForeignKey(Survey, models.PROTECT, related_name="planned_asks", verbose_name=_("survey"))
    role = models.CharField(max_length=10, choices=BuyerRole.choices, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    source_id = models.UUIDField(null=True)  # of the rule or the wave; their tables stand above
    occurrence = models.CharField(max_length=200)
    topic = models.CharField(max_length=100, blank=True)  # one question for several events of one topic
    facts = models.JSONField(default=dict)
    asked_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    wanted_at = models.DateTimeField()
    due_at = models.DateTimeField(_("when"))  # when it is looked at next; what is over: when that was decided
    give_up_at = models.DateTimeField()
    heads_up_days = models.PositiveSmallIntegerField(
        default=0
    )  # working days between a letter that announces it and itself
    told_at = models.DateTimeField(null=True)  # when that letter left
    choice_until = models.DateTimeField(
        null=True
    )  # one of us may choose somebody else; who has chosen this one has `asked_by`
    # The rule's own hours, as accounts.worktime writes them; empty: only the person's count.
    window = models.JSONField(default=dict, db_default={})
    is_meant = models.BooleanField(_("insisted on"), default=False)  # one of us wants it whatever the calm limits say
    state = models.CharField(_("state"), max_length=10, choices=AskState.choices, default=AskState.PLANNED)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    invitation = TenantForeignKey(Invitation, models.SET_NULL, null=True, related_name="planned")

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "contact", "occurrence"], name="planned_ask_once"),
            models.CheckConstraint(condition=Q(reason__in=["", *REASONS]), name="planned_ask_reason"),
            models.CheckConstraint(condition=Q(state__in=AskState.values), name="planned_ask_state"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(reason=""), name="planned_ask_sent_plainly"),
        )
        indexes = (
            models.Index(fields=["organization", "contact", "-due_at"], name="planned_ask_contact"),
            models.Index(fields=["organization", "client", "-due_at"], name="planned_ask_client"),
            models.Index(fields=["organization", "source_id", "-due_at"], name="planned_ask_source"),
            models.Index(fields=["organization", "survey"], name="planned_ask_survey"),
            models.Index(
                fields=["organization", "due_at", "id"], condition=Q(state="planned"), name="planned_ask_ahead"
            ),
            *(
                models.Index(
                    fields=["organization", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"planned_ask_{name}",
                )
                for name in ("invitation", "asked_by")
            ),
        )


class SendDecision(TenantModel):
    """What was decided about a planned question, and why: a row whenever the decision changes. Kept for two years."""

    ask = TenantForeignKey(PlannedAsk, models.CASCADE, related_name="decisions")
    decided_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Verdict])
    reason = models.CharField(max_length=20, blank=True)
    until = models.DateTimeField(null=True)
    by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")  # who decided otherwise
    note = models.CharField(_("why"), max_length=200, blank=True)  # in the words of whoever decided

    class Meta(TenantModel.Meta):
        constraints = (models.CheckConstraint(condition=Q(reason__in=["", *REASONS]), name="send_decision_reason"),)
        indexes = (
            models.Index(fields=["organization", "ask", "decided_at", "id"], name="send_decision_ask"),
            models.Index(fields=["organization", "decided_at"], name="send_decision_oldest"),
            models.Index(fields=["organization", "by"], condition=Q(by__isnull=False), name="send_decision_by"),
        )


BY_HAND = "hand:"  # how the causes of holds begin that one of us has opened


class Hold(TenantModel):
    """Nobody of the client (or this one person) is asked for now: an open case, a crisis. `cause` opens and releases it."""

    audited = ("client", "contact", "cause", "until", "released_at")

    client = TenantForeignKey(Client, models.CASCADE, related_name="holds", verbose_name=_("client"))
    contact = TenantForeignKey(Contact, models.CASCADE, null=True, related_name="holds", verbose_name=_("person"))
    cause = models.CharField(
        _("cause"), max_length=100
    )  # "case:<id>"; by hand: "hand:<client>" or "hand:<client>:<contact>"
    note = models.CharField(_("why"), max_length=200, blank=True)
    held_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField()
    until = models.DateTimeField(_("until"), null=True)  # when it ends by itself
    released_at = models.DateTimeField(_("ended at"), null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "cause"], condition=Q(released_at=None), name="hold_of_one_cause_once"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "client"], name="hold_client"),
            models.Index(fields=["organization", "contact"], condition=Q(contact__isnull=False), name="hold_contact"),
            models.Index(fields=["organization", "held_by"], name="hold_held_by"),
        )

    @property
    def is_by_hand(self) -> bool:
        """Tell whether one of us holds it, and may release it."""
        return self.cause.startswith(BY_HAND)


class CalmRule(TenantModel):
    """How often and when people are asked: everybody, or those of a role, a segment or a country. The narrowest one counts."""

    audited = (
        "role",
        "segment",
        "country",
        "gap_days",
        "relation_gap_days",
        "relation_days",
        "relation_since",
        "relation_until",
        "event_days",
        "event_since",
        "event_until",
        "reminders",
        "reminder_days",
    )

    role = models.CharField(_("buyer role"), max_length=10, choices=BuyerRole.choices, blank=True)
    segment = TenantForeignKey(
        Segment, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("segment")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    gap_days = models.PositiveSmallIntegerField(_("days between two questions"), default=30)
    relation_gap_days = models.PositiveSmallIntegerField(_("days between two questions about the relation"), default=90)
    relation_days = models.CharField(_("weekdays for questions about the relation"), max_length=7, default="234")
    relation_since = models.TimeField(_("from"), default=time(9))
    relation_until = models.TimeField(_("until"), default=time(11))
    event_days = models.CharField(_("weekdays for questions after an event"), max_length=7, default="12345")
    event_since = models.TimeField(_("from"), default=time(9))
    event_until = models.TimeField(_("until"), default=time(18))
    reminders = models.PositiveSmallIntegerField(_("reminders at most"), default=1)
    reminder_days = models.PositiveSmallIntegerField(_("days before a reminder"), default=5)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "role", "segment", "country"], nulls_distinct=False, name="calm_rule_once"
            ),
            models.CheckConstraint(condition=Q(reminders__lte=2), name="calm_rule_two_reminders_at_most"),
            models.CheckConstraint(
                condition=Q(gap_days__range=(1, 400), relation_gap_days__range=(1, 800), reminder_days__range=(1, 28)),
                name="calm_rule_days",
            ),
        )
        indexes = (
            models.Index(
                fields=["organization", "segment"], condition=Q(segment__isnull=False), name="calm_rule_segment"
            ),
        )

    @property
    def is_for_everybody(self) -> bool:
        """Tell whether the limits are narrowed to nobody."""
        return not (self.role or self.segment_id or self.country)

    def calm(self) -> Calm:
        """Return the limits for the calculation."""
        return Calm(
            gap_days=self.gap_days,
            relation_gap_days=self.relation_gap_days,
            relation_window=_window(self.relation_days, self.relation_since, self.relation_until),
            event_window=_window(self.event_days, self.event_since, self.event_until),
            reminders=self.reminders,
            reminder_days=self.reminder_days,
        )


def _window(days: str, since: time, until: time) -> Window:
    return Window(frozenset(map(int, days)), since, until)
