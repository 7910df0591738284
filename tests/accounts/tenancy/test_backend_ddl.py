"""Ordinary migrations on tables with rows of two organizations: the walls come with the tables, and move with them."""

import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, connection, migrations, models, transaction
from django.db.migrations.state import ModelState, ProjectState
from django.db.utils import NotSupportedError

from accounts.organizations.models import Organization
from accounts.tenancy import audit_catalog
from accounts.tenancy.context import TenantContextMissing, tenant_context
from accounts.tenancy.fields import OrganizationField, TenantForeignKey
from accounts.tenancy.owner import as_owner
from accounts.tenancy.uuid7 import uuid7
from tests.accounts.tenancy.houses import sql

APP = "scratch"


def table(name: str, *fields: tuple[str, models.Field], append_only: bool = False) -> migrations.CreateModel:
    own_id, organization = models.UUIDField(primary_key=True, default=uuid7), OrganizationField(append_only=append_only)
    return migrations.CreateModel(name, [("id", own_id), ("organization", organization), *fields])


class Scratch:
    """An app whose migrations are the test's own; they run as the owner and are committed one by one."""

    def __init__(self, cast) -> None:
        self.organizations = (cast.north.pk, cast.south.pk)
        self.state = ProjectState()
        self.state.add_model(ModelState.from_model(Organization))

    def migrate(self, *operations, atomic: bool = True) -> None:
        with as_owner(), connection.schema_editor(atomic=atomic) as editor:
            for operation in operations:
                before = self.state.clone()
                operation.state_forwards(APP, self.state)
                operation.database_forwards(APP, editor, before, self.state)

    def insert(self, name: str, **columns: object) -> dict[uuid.UUID, uuid.UUID]:
        """Insert a row for each organization and return their ids; a dict gives each its own value."""
        made = {}
        for organization_id in self.organizations:
            with tenant_context(organization_id):
                made[organization_id] = uuid7()
                values = {"id": made[organization_id], "organization_id": organization_id} | {
                    column: value[organization_id] if isinstance(value, dict) else value
                    for column, value in columns.items()
                }
                places = ", ".join(["%s"] * len(values))
                sql(f"INSERT INTO {APP}_{name} ({', '.join(values)}) VALUES ({places})", list(values.values()))
        return made

    def each(self, query: str) -> list[object]:
        """Return the first value of a query in the scope of each organization."""
        answers = []
        for organization_id in self.organizations:
            with tenant_context(organization_id):
                answers.append(sql(query)[0][0])
        return answers

    def keys(self, name: str) -> list[str]:
        """Return what the keys of a table hold, the organization's own left out."""
        rows = sql(
            """SELECT pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'f' AND conrelid = to_regclass(%s) AND confrelid <> 'accounts_organization'::regclass""",
            [f"{APP}_{name}"],
        )
        return [definition.removesuffix(" DEFERRABLE INITIALLY DEFERRED") for (definition,) in rows]

    def refuses_to_point(self, name: str, column: str, target: dict[uuid.UUID, uuid.UUID]) -> bool:
        """Tell whether a row of the first organization may not point to the second one's."""
        first, second = self.organizations
        try:
            with tenant_context(first):
                sql(f"UPDATE {APP}_{name} SET {column} = %s", [target[second]])
        except IntegrityError:
            return True
        return False

    def is_forced(self, name: str) -> bool:
        return sql("SELECT relforcerowsecurity FROM pg_class WHERE oid = to_regclass(%s)", [f"{APP}_{name}"]) == [
            (True,)
        ]


@pytest.fixture
def scratch(committed_cast):
    yield Scratch(committed_cast)
    with as_owner():
        for (name,) in sql("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'scratch\\_%%'"):
            sql(f"DROP TABLE {name} CASCADE")


KEY = "FOREIGN KEY (organization_id, {}_id) REFERENCES scratch_{}(organization_id, id)"


def test_new_table_has_all_walls(scratch):
    scratch.migrate(table("Client"), table("Contact", ("client", TenantForeignKey("scratch.Client", models.CASCADE))))
    clients = scratch.insert("client")
    scratch.insert("contact", client_id=clients)

    assert audit_catalog.findings() == []
    assert scratch.keys("contact") == [KEY.format("client", "client")]
    assert scratch.refuses_to_point("contact", "client_id", clients)
    assert scratch.each("SELECT count(*) FROM scratch_contact") == [1, 1]
    with pytest.raises(TenantContextMissing):
        sql("SELECT * FROM scratch_client")


def test_key_added_to_rows(scratch):
    scratch.migrate(table("Client"), table("Contact"))
    clients = scratch.insert("client")
    scratch.insert("contact")

    scratch.migrate(
        migrations.AddField("Contact", "client", TenantForeignKey("scratch.Client", models.CASCADE, null=True))
    )

    assert scratch.each("SELECT client_id FROM scratch_contact") == [None, None]
    assert scratch.refuses_to_point("contact", "client_id", clients)
    assert scratch.is_forced("client")
    assert scratch.is_forced("contact")


def test_key_that_becomes_required(scratch):
    key = TenantForeignKey("scratch.Client", models.CASCADE, null=True)
    scratch.migrate(table("Client"), table("Contact", ("client", key)))
    clients = scratch.insert("client")
    scratch.insert("contact", client_id=clients)

    scratch.migrate(migrations.AlterField("Contact", "client", TenantForeignKey("scratch.Client", models.CASCADE)))

    assert scratch.keys("contact") == [KEY.format("client", "client")]
    assert scratch.each("SELECT client_id FROM scratch_contact") == list(clients.values())
    assert scratch.is_forced("contact")


def test_column_that_is_filled_and_becomes_required(scratch):
    """Django writes an UPDATE here: with FORCE the owner would see no row, or fail for want of a scope."""
    scratch.migrate(table("Client", ("stage", models.CharField(max_length=9, null=True))))
    scratch.insert("client")

    scratch.migrate(
        migrations.AlterField("Client", "stage", models.CharField(max_length=9, default="new"), preserve_default=False)
    )

    assert scratch.each("SELECT stage FROM scratch_client") == ["new", "new"]
    assert scratch.is_forced("client")


def test_column_added_with_a_value(scratch):
    scratch.migrate(table("Client"))
    scratch.insert("client")

    scratch.migrate(migrations.AddField("Client", "size", models.IntegerField(default=7)))

    assert scratch.each("SELECT size FROM scratch_client") == [7, 7]


def test_key_that_gets_another_target_leaves_the_old_one(scratch):
    key = TenantForeignKey("scratch.Client", models.CASCADE, null=True)
    scratch.migrate(table("Client"), table("Firm"), table("Contact", ("client", key)))
    scratch.insert("contact")
    firms = scratch.insert("firm")

    scratch.migrate(
        migrations.AlterField("Contact", "client", TenantForeignKey("scratch.Firm", models.CASCADE, null=True))
    )

    assert scratch.keys("contact") == [KEY.format("client", "firm")]
    assert scratch.refuses_to_point("contact", "client_id", firms)


def test_column_of_ids_becomes_a_key(scratch):
    scratch.migrate(table("Client"), table("Contact", ("client", models.UUIDField(null=True, db_column="client_id"))))
    clients = scratch.insert("client")
    scratch.insert("contact", client_id=clients)

    scratch.migrate(
        migrations.AlterField("Contact", "client", TenantForeignKey("scratch.Client", models.CASCADE, null=True))
    )

    assert scratch.keys("contact") == [KEY.format("client", "client")]
    assert scratch.refuses_to_point("contact", "client_id", clients)


def test_key_over_rows_that_point_elsewhere_is_not_made(scratch):
    """A check that sees no rows would mark the key as valid, with an orphan under it."""
    scratch.migrate(table("Client"), table("Contact", ("client", models.UUIDField(null=True, db_column="client_id"))))
    clients = scratch.insert("client")
    north, south = scratch.organizations
    scratch.insert("contact", client_id={north: clients[south], south: clients[north]})

    with pytest.raises(IntegrityError):
        scratch.migrate(migrations.AlterField("Contact", "client", TenantForeignKey("scratch.Client", models.CASCADE)))

    assert scratch.keys("contact") == []
    assert scratch.is_forced("contact")


def test_renamed_column_keeps_its_key(scratch):
    scratch.migrate(table("Client"), table("Contact", ("client", TenantForeignKey("scratch.Client", models.CASCADE))))
    clients = scratch.insert("client")
    scratch.insert("contact", client_id=clients)

    scratch.migrate(migrations.RenameField("Contact", "client", "buyer"))

    assert scratch.keys("contact") == [KEY.format("buyer", "client")]
    assert scratch.refuses_to_point("contact", "buyer_id", clients)


def test_renamed_table_keeps_its_walls_and_frees_its_name(scratch):
    scratch.migrate(table("Client"), table("Contact", ("client", TenantForeignKey("scratch.Client", models.CASCADE))))
    clients = scratch.insert("client")
    scratch.insert("contact", client_id=clients)

    scratch.migrate(migrations.RenameModel("Client", "Customer"))
    scratch.migrate(table("Client"))

    assert scratch.keys("contact") == [KEY.format("client", "customer")]
    assert scratch.refuses_to_point("contact", "client_id", clients)
    assert audit_catalog.findings() == []


def test_table_renamed_by_the_migration_that_makes_its_key(scratch):
    """As in a squashed migration: the key is written last, when the table has its new name."""
    scratch.migrate(
        table("Client"),
        table("Contact", ("client", TenantForeignKey("scratch.Client", models.CASCADE))),
        migrations.RenameModel("Client", "Customer"),
    )

    assert scratch.keys("contact") == [KEY.format("client", "customer")]
    assert scratch.is_forced("customer")


def test_removed_column_and_table_take_their_walls_along(scratch):
    scratch.migrate(table("Client"), table("Contact", ("client", TenantForeignKey("scratch.Client", models.CASCADE))))
    clients = scratch.insert("client")
    scratch.insert("contact", client_id=clients)

    scratch.migrate(migrations.RemoveField("Contact", "client"))
    scratch.migrate(migrations.DeleteModel("Client"))

    assert scratch.keys("contact") == []
    assert sql("SELECT to_regclass('scratch_client')") == [(None,)]
    assert audit_catalog.findings() == []


# --- Data migrations ---


def test_data_migration_without_a_scope_is_an_error_and_not_zero_rows(scratch):
    scratch.migrate(table("Client", ("stage", models.CharField(max_length=9, default=""))))
    scratch.insert("client", stage="old")

    def fill(apps, editor):
        apps.get_model(APP, "Client").objects.update(stage="new")

    with pytest.raises(TenantContextMissing):
        scratch.migrate(migrations.RunPython(fill))

    assert scratch.each("SELECT stage FROM scratch_client") == ["old", "old"]


def test_data_migration_goes_from_organization_to_organization(scratch):
    scratch.migrate(table("Client", ("stage", models.CharField(max_length=9, default=""))))
    scratch.insert("client", stage="old")

    def fill(apps, editor):
        for organization_id in scratch.organizations:
            with tenant_context(organization_id):
                apps.get_model(APP, "Client").objects.update(stage="new")

    scratch.migrate(migrations.RunPython(fill))

    assert scratch.each("SELECT stage FROM scratch_client") == ["new", "new"]


def test_data_migration_may_see_all_rows_for_a_moment(scratch):
    """The change of a key waits for the end of the transaction, and must not forbid to force the table again."""
    key = TenantForeignKey("scratch.Client", models.CASCADE, null=True)
    scratch.migrate(table("Client"), table("Contact", ("client", key)))
    clients = scratch.insert("client")
    scratch.insert("contact", client_id=clients)

    others = scratch.insert("client")

    def move(apps, editor):
        with editor.unforced("scratch_client", "scratch_contact"):
            for other in others.values():
                owner = apps.get_model(APP, "Client").objects.get(pk=other).organization_id
                assert apps.get_model(APP, "Contact").objects.filter(organization_id=owner).update(client_id=other) == 1

    scratch.migrate(migrations.RunPython(move))

    assert scratch.each("SELECT client_id FROM scratch_contact") == list(others.values())
    assert scratch.is_forced("contact")


@pytest.mark.parametrize("atomic", [True, False])
def test_table_is_forced_again_after_an_error(scratch, atomic):
    scratch.migrate(table("Client"))

    def fail(apps, editor):
        with editor.unforced("scratch_client"):
            raise KeyError

    with pytest.raises(KeyError):
        scratch.migrate(migrations.RunPython(fail), atomic=atomic)

    assert scratch.is_forced("client")


# --- What is decided when a table is made ---


@pytest.mark.parametrize(
    "change",
    [
        migrations.AddField("Plain", "organization", OrganizationField(default=uuid.UUID(int=0))),
        migrations.RemoveField("Client", "organization"),
        migrations.AlterField("Client", "organization", OrganizationField(append_only=True)),
        migrations.AlterField("Client", "organization", models.ForeignKey("accounts.Organization", models.CASCADE)),
    ],
    ids=["added", "removed", "append-only", "plain"],
)
def test_organization_of_a_table_cannot_be_changed_later(scratch, change):
    plain = migrations.CreateModel("Plain", [("id", models.UUIDField(primary_key=True))])
    scratch.migrate(table("Client"), plain)

    with pytest.raises(NotSupportedError, match="when it is created"):
        scratch.migrate(change)


def test_row_that_is_written_once_is_written_once_by_the_owner_too(scratch):
    scratch.migrate(table("Entry", ("text", models.TextField(default="")), append_only=True))
    scratch.insert("entry", text="done")

    for statement in ("UPDATE scratch_entry SET text = 'undone'", "DELETE FROM scratch_entry"):
        with pytest.raises(ProgrammingError, match="permission denied"), tenant_context(scratch.organizations[0]):
            sql(statement)
        with (
            as_owner(),
            pytest.raises(ProgrammingError, match="is append-only"),
            tenant_context(scratch.organizations[0]),
        ):
            sql(statement)
    assert scratch.each("SELECT text FROM scratch_entry") == ["done", "done"]


def test_sql_of_a_migration_can_be_read_before_it_runs(scratch):
    operation = table("Client", ("lead", TenantForeignKey("scratch.Client", models.CASCADE, null=True)))
    state = scratch.state.clone()
    operation.state_forwards(APP, state)

    with as_owner(), connection.schema_editor(collect_sql=True) as editor, transaction.atomic():
        operation.database_forwards(APP, editor, scratch.state, state)
    text = "\n".join(editor.collected_sql)

    for part in ("FORCE ROW LEVEL SECURITY", "CREATE POLICY tenant_isolation", "GRANT SELECT, INSERT, UPDATE, DELETE"):
        assert part in text
    assert text.index("NO FORCE ROW LEVEL SECURITY") < text.index('FOREIGN KEY ("organization_id", "lead_id")')
    assert sql("SELECT to_regclass('scratch_client')") == [(None,)]
