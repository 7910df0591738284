"""Attacks that write: each runs in North's scope and tries to change South's rows, or to slip a row into South.

Whether one succeeded is seen in South's rows afterwards (`houses.contents`); a refusal may be an error or no row at all.
"""

import io
from collections.abc import Callable

from django.db import connection
from django.db.models import F

from accounts.organizations.models import Department, Membership, Organization, StaffInvitation, Touchpoint
from accounts.tenancy.uuid7 import uuid7
from tests.accounts.tenancy.houses import House, sql

Attack = Callable[[House, House], object]
WRITING: list[Attack] = []  # stopped by row-level security alone
STAMPED: list[Attack] = []  # stopped by the model as well, before any SQL


def writing(attack: Attack) -> Attack:
    WRITING.append(attack)
    return attack


def stamped(attack: Attack) -> Attack:
    STAMPED.append(attack)
    return attack


# --- Changing what is there ---


@writing
def update_of_everything(north, south):
    Touchpoint.unscoped.update(name="pwned")


@writing
def update_of_a_foreign_organization(north, south):
    Touchpoint.unscoped.filter(organization_id=south.id).update(name="pwned")


@writing
def update_over_a_join(north, south):
    Touchpoint.unscoped.filter(department__name=south.secret).update(position=F("position") + 1)


@writing
def update_of_the_organization(north, south):
    Organization.objects.update(name="pwned")


@writing
def bulk_update_of_a_known_id(north, south):
    row = Touchpoint(pk=south.touchpoint.pk, organization_id=north.id, name="pwned")
    Touchpoint.unscoped.bulk_update([row], ["name"])


@writing
def save_of_a_known_id(north, south):
    row = Touchpoint(pk=south.touchpoint.pk, organization_id=north.id, name="pwned", department_id=south.department.pk)
    row.save(force_update=True, update_fields=["name"])


@writing
def promotion_of_oneself(north, south):
    Membership.unscoped.filter(pk=south.owner.membership.pk).update(user=north.owner.user)


@writing
def delete_of_everything(north, south):
    StaffInvitation.unscoped.all().delete()


@writing
def delete_past_the_collector(north, south):
    StaffInvitation.unscoped.all()._raw_delete("default")


@writing
def delete_of_a_known_id(north, south):
    Touchpoint(pk=south.touchpoint.pk, organization_id=north.id).delete()


@writing
def update_in_sql(north, south):
    sql("UPDATE accounts_touchpoint SET name = 'pwned' WHERE organization_id = %s OR true", [north.id])


@writing
def update_from_another_table(north, south):
    sql("UPDATE accounts_touchpoint t SET name = 'pwned' FROM accounts_department d WHERE d.id = t.department_id")


@writing
def delete_in_sql(north, south):
    sql("DELETE FROM accounts_touchpoint WHERE organization_id <> %s", [north.id])


@writing
def delete_in_a_common_table_expression(north, south):
    sql("WITH gone AS (DELETE FROM accounts_touchpoint RETURNING *) SELECT count(*) FROM gone")


@writing
def merge(north, south):
    sql(
        """MERGE INTO accounts_touchpoint t USING (SELECT %s::uuid AS id) s ON t.id = s.id
        WHEN MATCHED THEN UPDATE SET name = 'pwned'""",
        [south.touchpoint.pk],
    )


@writing
def upsert_in_sql(north, south):
    sql(
        """INSERT INTO accounts_department (id, organization_id, name) VALUES (%s, %s, 'pwned')
        ON CONFLICT (organization_id, id) DO UPDATE SET name = 'pwned'""",
        [south.department.pk, south.id],
    )


# --- Slipping a row in ---


@writing
def own_row_moved_over(north, south):
    spare = Department.objects.create(name="spare")
    Department.unscoped.filter(pk=spare.pk).update(organization_id=south.id)


@writing
def own_row_moved_over_in_sql(north, south):
    Department.objects.create(name="spare")
    sql("UPDATE accounts_department SET organization_id = %s WHERE name = 'spare'", [south.id])


@writing
def insert_in_sql(north, south):
    sql("INSERT INTO accounts_department (id, organization_id, name) VALUES (%s, %s, 'mine')", [uuid7(), south.id])


@writing
def insert_of_a_select(north, south):
    sql(
        """INSERT INTO accounts_department (id, organization_id, name)
        SELECT gen_random_uuid(), %s, 'copy of ' || name FROM accounts_department""",
        [south.id],
    )


@writing
def copy_from(north, south):
    line = f"{uuid7()}\t{south.id}\tmine\n"
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert("COPY accounts_department (id, organization_id, name) FROM STDIN", io.StringIO(line))


@stamped
def create(north, south):
    Department.objects.create(organization_id=south.id, name="mine")


@stamped
def create_past_the_manager(north, south):
    Department.unscoped.create(organization_id=south.id, name="mine")


@stamped
def save_of_a_row_read_elsewhere(north, south):
    south.touchpoint.position = 7
    south.touchpoint.save()


@stamped
def delete_of_a_row_read_elsewhere(north, south):
    south.touchpoint.delete()


@stamped
def bulk_create(north, south):
    Department.objects.bulk_create([Department(name="ours"), Department(organization_id=south.id, name="mine")])


@stamped
def bulk_upsert(north, south):
    Department.unscoped.bulk_create(
        [Department(pk=south.department.pk, organization_id=south.id, name="pwned")],
        update_conflicts=True,
        unique_fields=["organization", "id"],
        update_fields=["name"],
    )


@stamped
def get_or_create(north, south):
    Department.objects.get_or_create(organization_id=south.id, name="mine")


@stamped
def update_or_create(north, south):
    Department.objects.update_or_create(pk=south.department.pk, defaults={"organization_id": south.id, "name": "pwned"})
