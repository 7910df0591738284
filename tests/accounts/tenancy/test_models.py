"""What every model of an organization does by itself: rows are stamped, queries filtered, joins kept inside."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Avg, Count, Exists, F, FilteredRelation, Max, OuterRef, Prefetch, Q, Subquery

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.organizations.models import Department, Employee
from accounts.tenancy.context import TenantContextMissing, tenant_context
from accounts.tenancy.models import AppendOnlyViolation
from accounts.tenancy.uuid7 import uuid7
from tests.tenancy_model.models import Client, Contact, Response, Survey

LATE = Client.objects.filter(name__startswith="A").order_by("name")  # made outside of every scope


@pytest.fixture
def desks(cast):
    """The same feedback desk in both organizations: one client, two contacts, four answers."""
    now = clock.real_now()
    for organization in (cast.north, cast.south):
        with tenant_context(organization.pk):
            survey, client = Survey.objects.create(title="NPS"), Client.objects.create(name="Acme")
            for number in range(2):
                contact = Contact.objects.create(client=client, email=f"{number}@acme.example", segment="end")
                for score in (number, number + 5):
                    Response.objects.create(
                        survey=survey, client=client, contact=contact, segment="end", score=score, submitted_at=now
                    )
    return cast


@pytest.fixture
def north(desks):
    with tenant_context(desks.north.pk):
        yield desks.north


# --- Rows ---


def test_row_is_stamped_with_the_organization_of_the_scope(north):
    assert Survey.objects.create(title="x").organization_id == north.pk
    assert {row.organization_id for row in Survey.objects.bulk_create([Survey(title="y"), Survey(title="z")])} == {
        north.pk
    }
    assert Survey.objects.get_or_create(title="w")[0].organization_id == north.pk
    assert Survey.objects.update_or_create(title="w", defaults={"title": "v"})[0].organization_id == north.pk


def test_row_cannot_be_made_without_a_scope(db):
    for make in (Survey(title="x").save, Survey(title="x").delete, Survey(title="x").full_clean):
        with pytest.raises(TenantContextMissing):
            make()
    with pytest.raises(TenantContextMissing):
        Survey.objects.bulk_create([Survey(title="x")])


def test_upsert_changes_the_own_row(desks):
    with tenant_context(desks.north.pk):
        own = Client.objects.get()
        Client.objects.bulk_create(
            [Client(name="Acme")],
            update_conflicts=True,
            unique_fields=["organization", "name"],
            update_fields=["name"],
        )
        assert Client.objects.get().pk == own.pk


def test_duplicate_is_found_before_the_database_finds_it(north):
    with pytest.raises(ValidationError):
        Client(name="Acme").full_clean()
    with pytest.raises(ValidationError):
        Client(name="Acme").full_clean(exclude={"organization"})
    Client.objects.get().full_clean()
    Client(name="Other").full_clean()


def test_same_values_are_free_in_another_organization(desks):
    with tenant_context(desks.south.pk):
        Client.objects.all().delete()
        Client(name="Acme").full_clean()


# --- Queries ---


def test_query_made_without_a_scope_asks_the_scope_it_is_read_in(desks):
    for organization in (desks.north, desks.south):
        with tenant_context(organization.pk):
            assert {row.organization_id for row in LATE.all()} == {organization.pk}
    with pytest.raises(TenantContextMissing):
        list(LATE.all())


@pytest.mark.parametrize(
    "read",
    [
        lambda: list(Client.objects.all()),
        lambda: list(Client.objects.iterator()),
        Client.objects.count,
        Client.objects.exists,
        Client.objects.first,
        Client.objects.in_bulk,
        lambda: Client.objects.aggregate(Max("name")),
        lambda: Client.objects.update(name="x"),
        lambda: Client.objects.all().delete(),
        lambda: str(Client.objects.all().query),
        lambda: list(Client.unscoped.all()),
        lambda: list(Client.unscoped.iterator()),
        lambda: Client.unscoped.update(name="x"),
        lambda: Client.unscoped.get_or_create(name="x"),
        lambda: list(Client.objects.raw("SELECT * FROM tenancy_model_client")),
        lambda: Client(pk=uuid7()).refresh_from_db(),
        lambda: list(Client(pk=uuid7()).contacts.all()),
    ],
)
def test_reading_without_a_scope_is_an_error(desks, read):
    with pytest.raises(TenantContextMissing), transaction.atomic():
        read()


def test_joins_of_every_kind_stay_inside(north, django_assert_num_queries):
    clients, answers = Client.objects, Response.objects
    assert clients.exclude(responses__score__gt=6).count() == 1
    assert clients.exclude(contacts__responses__score=0).count() == 0
    assert clients.annotate(n=Count("responses", filter=Q(responses__score__gte=5))).get().n == 2
    assert clients.annotate(n=Count("contacts", distinct=True), m=Count("responses", distinct=True)).get().m == 4
    related = FilteredRelation("responses", condition=Q(responses__score__gte=5))
    assert clients.annotate(high=related).filter(high__isnull=False).distinct().count() == 1
    found = clients.prefetch_related(Prefetch("responses", answers.filter(score=0), "zero")).get()
    assert len(found.zero) == 1
    with django_assert_num_queries(1):
        assert answers.select_related("client", "contact__client", "survey").first().contact.client.name == "Acme"
    assert clients.filter(Exists(answers.filter(client=OuterRef("pk"), score=0))).count() == 1
    best = answers.filter(client=OuterRef("pk")).order_by("-score").values("score")[:1]
    assert clients.annotate(best=Subquery(best)).get().best == 6
    assert found.contacts.filter(responses__score=6).get().client == found


def test_writes_over_joins_stay_inside(desks):
    with tenant_context(desks.north.pk):
        assert Response.objects.filter(client__name="Acme").update(comment="seen") == 4
        assert (
            Response.objects.filter(pk__in=Subquery(Response.objects.filter(score=0).values("pk"))).update(score=9) == 1
        )
        rows = [*Response.objects.all()]
        for row in rows:
            row.score += 1
        assert Response.objects.bulk_update(rows, ["score"]) == 4
        assert Client.objects.get().delete()[0] == 1 + 2 + 4  # cascades over the keys
    with tenant_context(desks.south.pk):
        assert Client.objects.count() == 1
        assert sorted(Response.objects.values_list("score", "comment")) == [(0, ""), (1, ""), (5, ""), (6, "")]


def test_grouping_names_every_column_that_the_key_does_not_determine(north):
    """With PRIMARY KEY (organization_id, id) PostgreSQL refuses what Django writes for a key over one column."""
    rows = Client.objects.annotate(mean=Avg("responses__score"), n=Count("contacts", distinct=True)).order_by("mean")
    assert [(row.name, row.mean, row.n) for row in rows] == [("Acme", 3.0, 2)]
    assert Response.objects.values("client__name").annotate(n=Count("pk")).get() == {"client__name": "Acme", "n": 4}
    assert Response.objects.order_by("client__name", "-score").distinct("client__name").get().score == 6


def test_row_of_the_scope_is_locked_and_refreshed(north):
    client = Client.objects.select_for_update().get()
    Client.objects.update(name=F("name"))
    client.refresh_from_db()
    assert client.organization_id == north.pk


# --- What is written once ---


def test_entry_that_is_written_once_is_refused_before_the_database_refuses_it(cast):
    with tenant_context(cast.north.pk):
        entry = AuditEntry.objects.first()
        acts = [
            entry.save,
            entry.delete,
            lambda: AuditEntry.objects.update(action="nothing"),
            lambda: AuditEntry.objects.all().delete(),
            lambda: AuditEntry.objects.filter(pk=entry.pk).update(action="nothing"),
            lambda: AuditEntry.objects.bulk_update([entry], ["action"]),
            lambda: AuditEntry.unscoped.update(action="nothing"),
            lambda: AuditEntry.unscoped.all().delete(),
            lambda: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"action": "nothing"}),
        ]
        for act in acts:
            with pytest.raises(AppendOnlyViolation):
                act()
        assert AuditEntry.objects.get(pk=entry.pk).action == entry.action


def test_key_to_a_row_that_was_read_elsewhere_is_refused(desks):
    with tenant_context(desks.south.pk):
        stranger = Employee.objects.first()
    with tenant_context(desks.north.pk):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="violates foreign key"), transaction.atomic():
            Department(name="x", lead=stranger).save()
