import zoneinfo
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import Pace, Stage
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.web.text import sort_key


def _listed(name: str, *columns: str, where: Q | None = None, order: tuple[str, ...] = ("sort_name",)) -> models.Index:
    """Return an index over the clients of the usual list, that is without the archive."""
    condition = Q(state="current") & where if where else Q(state="current")
    return models.Index(fields=["organization", *columns, *order, "id"], condition=condition, name=name)


class Segment(TenantModel):
    """Clients of one sort, with one person who answers for all of them."""

    audited = ("name", "owner", "archived_at")

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, max_length=1000)
    owner = TenantForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="segments", verbose_name=_("owner")
    )
    created_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                "organization", Lower("name"), condition=Q(archived_at=None), name="segment_name_once"
            ),
        )
        indexes = (models.Index(fields=["organization", "owner"], name="segment_owner"),)

    def __str__(self) -> str:
        return self.name


class Client(TenantModel):
    """A company that the organization serves. Exactly one person of ours answers for its happiness; nobody is an alarm."""

    audited = (
        "name",
        "domain",
        "segment",
        "country",
        "time_zone",
        "language",
        "external_id",
        "manager",
        "sponsor",
        "archived_at",
        "merged_into",
    )

    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=400, editable=False, db_collation="C")
    domain = models.CharField(_("web domain"), max_length=253, blank=True)
    segment = TenantForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="clients", verbose_name=_("segment")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    external_id = models.CharField(_("number in other systems"), max_length=100, blank=True)
    manager = TenantForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="clients", verbose_name=_("happiness manager")
    )
    sponsor = TenantForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="sponsored", verbose_name=_("executive sponsor")
    )
    custom = models.JSONField(default=dict, editable=False)  # {CustomField.key: value}
    created_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)
    # The row stays, so that old links and events lead to the client that it became.
    merged_into = TenantForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", verbose_name=_("merged into")
    )

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                condition=~Q(external_id="") & Q(merged_into=None),
                name="client_external_id_once",
            ),
            models.CheckConstraint(condition=Q(domain=Lower("domain")), name="client_domain_lower"),
        )
        indexes = (
            models.Index(fields=["organization", "sort_name", "id"], name="client_name"),
            models.Index(fields=["organization", "domain"], name="client_domain"),
            models.Index(fields=["organization", "manager"], name="client_manager"),
            models.Index(fields=["organization", "sponsor"], name="client_sponsor"),
            models.Index(fields=["organization", "segment"], name="client_segment"),
            models.Index(fields=["organization", "merged_into"], name="client_merged"),
        )

    def __str__(self) -> str:
        return self.name

    def stamp(self) -> None:
        super().stamp()
        self.sort_name = sort_key(self.name)

    def local_date(self, now: datetime) -> date:
        """Return the day that it is at the client."""
        return now.astimezone(zoneinfo.ZoneInfo(self.time_zone)).date()


class ClientState(models.TextChoices):
    """In which list a client stands; what was merged into another one stands in none."""

    CURRENT = "current"
    ARCHIVED = "archived"
    MERGED = "merged"


class ClientFacts(TenantModel):
    """What lists filter and sort by: one row for each client, a copy that the apps above keep up to date.

    None is unknown, never zero. The truth stands in stage visits, mood readings, contracts and events, and of the columns
    that a trigger copies (ADR 0010) in the client itself: nobody writes those.
    """

    client = TenantForeignKey(Client, models.CASCADE, related_name="facts")
    stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    stage_entered_at = models.DateTimeField(null=True)
    pace = models.CharField(max_length=10, choices=Pace.choices, blank=True)  # "": the stage has no allowed days
    # The happiness index as lists show it: 0-100, whole points, cut and not rounded, so that number and band agree.
    mood = models.PositiveSmallIntegerField(null=True)
    mood_low = models.PositiveSmallIntegerField(null=True)
    mood_high = models.PositiveSmallIntegerField(null=True)
    mood_confidence = models.CharField(max_length=10, blank=True)  # of happiness_index.Confidence
    mood_change = models.SmallIntegerField(null=True)  # in points, over 30 days
    mood_roles = models.JSONField(default=list)  # buyer roles that have spoken within a year
    rhythm_days = models.PositiveSmallIntegerField(null=True)  # usual gap between two days on which somebody was heard
    mood_read_at = models.DateTimeField(null=True)  # when the last thing was said that counts
    mood_counted_at = models.DateTimeField(null=True)
    # With what is for top management only, where that differs: for those who are named to read it, and for sums of many.
    sealed_mood = models.PositiveSmallIntegerField(null=True)
    # Nobody stands for the role, or nobody in it was heard lately.
    lacks_economic = models.BooleanField(default=True)
    lacks_technical = models.BooleanField(default=True)
    lacks_end_user = models.BooleanField(default=True)
    last_heard_at = models.DateTimeField(null=True)  # an answer or a talk
    next_contact_id = models.UUIDField(null=True)  # whom to ask next, as the gaps were looked at; may have left since
    renewal_on = models.DateField(null=True)
    revenue = models.BigIntegerField(null=True)  # of a year, whole units of the organization's currency

    # Copied by the trigger.
    sort_name = models.CharField(max_length=400, editable=False, default="", db_collation="C")
    state = models.CharField(max_length=10, editable=False, choices=ClientState.choices, default=ClientState.CURRENT)
    manager_id = models.UUIDField(null=True, editable=False)
    segment_id = models.UUIDField(null=True, editable=False)
    country = models.CharField(max_length=2, editable=False, blank=True)
    # A range of moods cannot be read in the order of names, one number can: 0 is unknown, 1 upset, 5 delighted.
    band = models.GeneratedField(
        expression=Case(
            When(mood__lt=40, then=1),
            When(mood__lt=55, then=2),
            When(mood__lt=65, then=3),
            When(mood__lt=80, then=4),
            When(mood__gte=80, then=5),
            default=0,
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    roles_heard = models.GeneratedField(
        expression=sum(
            (Case(When(**{column: False}, then=1), default=0) for column in ("lacks_technical", "lacks_end_user")),
            start=Case(When(lacks_economic=False, then=1), default=0),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    @property
    def is_mood_one_sided(self) -> bool:
        """Tell whether one role alone has spoken: what it says is not what the client says."""
        return len(self.mood_roles) == 1

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "client"], name="client_facts_once"),)
        # One for each filter in the order of names, one for each order: a page of the list reads its own rows and no others.
        indexes = (
            _listed("client_facts_name"),
            _listed("client_facts_stage", "stage"),
            _listed("client_facts_pace", "pace"),
            _listed("client_facts_band", "band"),
            _listed("client_facts_roles_heard", "roles_heard"),
            _listed("client_facts_manager", "manager_id"),
            _listed("client_facts_segment", "segment_id"),
            _listed("client_facts_country", "country"),
            _listed("client_facts_ownerless", where=Q(manager_id=None)),
            _listed("client_facts_economic", where=Q(lacks_economic=True)),
            _listed("client_facts_technical", where=Q(lacks_technical=True)),
            _listed("client_facts_end_user", where=Q(lacks_end_user=True)),
            _listed("client_facts_unheard", where=Q(last_heard_at=None)),
            models.Index(
                fields=["organization", "sort_name", "id"],
                condition=Q(state=ClientState.ARCHIVED),
                name="client_facts_archived",
            ),
            _listed("client_facts_mood", "mood", order=()),
            _listed("client_facts_renewal", "renewal_on", order=()),
            _listed("client_facts_heard", "last_heard_at", order=()),
            _listed("client_facts_revenue", "revenue", order=()),
        )


class Tag(TenantModel):
    """A word that groups clients across segments."""

    audited = ("name",)

    name = models.CharField(_("name"), max_length=60)
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint("organization", Lower("name"), name="tag_name_once"),)

    def __str__(self) -> str:
        return self.name


class ClientTag(TenantModel):
    client = TenantForeignKey(Client, models.CASCADE, related_name="tag_links")
    tag = TenantForeignKey(Tag, models.CASCADE, related_name="client_links")
    # Copied by the trigger: the clients of a tag are read in the order of their names.
    sort_name = models.CharField(max_length=400, editable=False, default="", db_collation="C")

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "client", "tag"], name="client_tag_once"),)
        indexes = (models.Index(fields=["organization", "tag", "sort_name", "client"], name="client_tag_by_name"),)


class ClientTeamMember(TenantModel):
    """One of us who works for a client, from a day until a day."""

    audited = ("client", "employee", "duty", "started_on", "ended_on")

    client = TenantForeignKey(Client, models.CASCADE, related_name="team", verbose_name=_("client"))
    employee = TenantForeignKey(Employee, models.PROTECT, related_name="teams", verbose_name=_("person"))
    duty = models.CharField(_("duty"), max_length=120, blank=True)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")), name="client_team_dates"
            ),
            models.UniqueConstraint(
                fields=["organization", "client", "employee"], condition=Q(ended_on=None), name="client_team_once"
            ),
        )
        indexes = (models.Index(fields=["organization", "employee"], name="client_team_employee"),)
