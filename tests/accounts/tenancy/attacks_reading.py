"""Attacks that read: each runs in North's scope, forgets the filter in its own way, and tells whether South leaked.

Nothing but row-level security stops them: with it disabled, every single one succeeds (test_attack_reading.py).
"""

import io
from collections.abc import Callable

from django.db import DatabaseError, connection, transaction
from django.db.models import Avg, Count, Exists, F, OuterRef, Prefetch, Subquery, Sum, Window
from django.db.models.functions import Concat, RowNumber

from accounts.audit.models import AuditEntry
from accounts.organizations.models import Department, Employee, Membership, Organization, StaffInvitation, Touchpoint
from tests.accounts.tenancy.houses import House, shows, sql

Attack = Callable[[House, House], bool]
READING: list[Attack] = []


def reading(attack: Attack) -> Attack:
    READING.append(attack)
    return attack


# --- Through the ORM ---


@reading
def manager_without_filter(north, south):
    return any(
        shows(south, model.unscoped.all())
        for model in (AuditEntry, Department, Employee, Membership, StaffInvitation, Touchpoint)
    )


@reading
def base_manager_of_django(north, south):
    return shows(south, Touchpoint._base_manager.all())


@reading
def organizations_by_themselves(north, south):
    return shows(south, Organization.objects.all())


@reading
def foreign_organization_asked_for(north, south):
    return Touchpoint.unscoped.filter(organization=south.organization).exists()


@reading
def foreign_id_asked_for(north, south):
    return Touchpoint.unscoped.filter(pk=south.touchpoint.pk).exists()


@reading
def in_bulk(north, south):
    return bool(Employee.unscoped.in_bulk([south.owner.employee.pk]))


@reading
def refreshed_row(north, south):
    try:
        Touchpoint(pk=south.touchpoint.pk).refresh_from_db()
    except Touchpoint.DoesNotExist:
        return False
    return True


@reading
def followed_key(north, south):
    try:
        return shows(south, Touchpoint(department_id=south.department.pk).department)
    except Department.DoesNotExist:
        return False


@reading
def reverse_relation(north, south):
    return shows(south, Touchpoint.unscoped.filter(department_id=Department(pk=south.department.pk).pk))


@reading
def joined_row(north, south):
    return shows(south, Touchpoint.unscoped.filter(department__lead__name__gt="").values_list("department__name"))


@reading
def select_related(north, south):
    return shows(south, [row.department for row in Touchpoint.unscoped.select_related("department")])


@reading
def prefetch_related(north, south):
    departments = Department.unscoped.prefetch_related(Prefetch("touchpoints", Touchpoint.unscoped.all(), "found"))
    return shows(south, [row.found for row in departments])


@reading
def streamed_by_a_server_side_cursor(north, south):
    return shows(south, list(Touchpoint.unscoped.iterator(chunk_size=1)))


@reading
def text_search(north, south):
    return Touchpoint.unscoped.filter(name__icontains=south.secret).exists()


@reading
def count(north, south):
    return Touchpoint.unscoped.count() > 1


@reading
def aggregate(north, south):
    return Touchpoint.unscoped.aggregate(n=Count("pk"), sum=Sum("position"), mean=Avg("position"))["n"] > 1


@reading
def aggregate_over_a_join(north, south):
    found = Department.unscoped.annotate(n=Count("touchpoints")).aggregate(Sum("n"))
    return found["n__sum"] > 1


@reading
def window_function(north, south):
    rows = Touchpoint.unscoped.annotate(n=Window(RowNumber(), order_by=F("id").asc())).values_list("n", flat=True)
    return max(rows) > 1


@reading
def exists(north, south):
    theirs = Touchpoint.unscoped.filter(organization_id=south.id)
    return Department.unscoped.filter(Exists(theirs)).exists()


@reading
def correlated_subquery(north, south):
    theirs = Touchpoint.unscoped.exclude(organization_id=OuterRef("organization_id")).values("name")[:1]
    return shows(south, Department.unscoped.annotate(theirs=Subquery(theirs)).values_list("theirs"))


@reading
def union(north, south):
    everybody = Touchpoint.unscoped.values_list("name")
    return shows(south, everybody.union(Department.unscoped.values_list("name"), all=True))


@reading
def expression_over_a_foreign_row(north, south):
    return shows(south, Touchpoint.unscoped.annotate(text=Concat("name", "department__name")).values_list("text"))


@reading
def raw_query_of_a_model(north, south):
    return shows(south, Touchpoint.objects.raw("SELECT * FROM accounts_touchpoint"))


# --- Through SQL ---


@reading
def plain_select(north, south):
    return shows(south, sql("SELECT * FROM accounts_touchpoint"))


@reading
def condition_that_is_always_true(north, south):
    return shows(south, sql("SELECT name FROM accounts_touchpoint WHERE organization_id = %s OR true", [north.id]))


@reading
def common_table_expression(north, south):
    query = "WITH t AS MATERIALIZED (SELECT * FROM accounts_touchpoint) SELECT name FROM t WHERE organization_id <> %s"
    return shows(south, sql(query, [north.id]))


@reading
def union_in_sql(north, south):
    return shows(south, sql("SELECT name FROM accounts_department UNION SELECT name FROM accounts_touchpoint"))


@reading
def subquery_in_the_select_list(north, south):
    query = "SELECT (SELECT string_agg(name, ',') FROM accounts_touchpoint) FROM accounts_department"
    return shows(south, sql(query))


@reading
def full_join_without_condition(north, south):
    return shows(south, sql("SELECT t.name FROM accounts_department d FULL JOIN accounts_touchpoint t ON true"))


@reading
def lateral_join(north, south):
    query = """SELECT x.name FROM accounts_department d
        CROSS JOIN LATERAL (SELECT name FROM accounts_touchpoint WHERE organization_id <> d.organization_id) x"""
    return shows(south, sql(query))


@reading
def locked_rows(north, south):
    return shows(south, sql("SELECT name FROM accounts_touchpoint FOR UPDATE"))


@reading
def returned_by_an_update(north, south):
    return shows(south, sql("UPDATE accounts_touchpoint SET position = position RETURNING name"))


@reading
def whole_row_as_json(north, south):
    return shows(south, sql("SELECT json_agg(t) FROM accounts_touchpoint t"))


@reading
def copy_of_a_table(north, south):
    return shows(south, _copied("COPY accounts_touchpoint TO STDOUT"))


@reading
def copy_of_a_query(north, south):
    return shows(south, _copied("COPY (SELECT t.* FROM accounts_touchpoint t WHERE true) TO STDOUT WITH CSV"))


@reading
def prepared_with_a_generic_plan(north, south):
    sql("SET LOCAL plan_cache_mode = force_generic_plan")
    sql("PREPARE steal AS SELECT name FROM accounts_touchpoint")
    try:
        return shows(south, sql("EXECUTE steal"))
    finally:
        sql("DEALLOCATE steal")


@reading
def declared_cursor(north, south):
    sql("DECLARE steal SCROLL CURSOR FOR SELECT name FROM accounts_touchpoint")
    return shows(south, sql("FETCH ALL FROM steal"))


@reading
def predicate_that_divides_by_zero(north, south):
    return _fails("SELECT 1 FROM accounts_touchpoint WHERE 1 / (CASE name WHEN %s THEN 0 ELSE 1 END) = 1", south)


@reading
def predicate_whose_cast_fails(north, south):
    return _fails("SELECT 1 FROM accounts_touchpoint WHERE (CASE name WHEN %s THEN 'x' ELSE '1' END)::int = 1", south)


@reading
def after_a_savepoint_was_rolled_back(north, south):
    with transaction.atomic():
        sql("SELECT 1 FROM accounts_touchpoint")
        transaction.set_rollback(True)
    return shows(south, sql("SELECT * FROM accounts_touchpoint"))


def _copied(query: str) -> str:
    buffer = io.StringIO()
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(query, buffer)
    return buffer.getvalue()


def _fails(query: str, south: House) -> bool:
    """Tell whether the predicate met the foreign row: then its error says what is in there."""
    savepoint = transaction.savepoint()
    try:
        sql(query, [south.secret])
    except DatabaseError:
        transaction.savepoint_rollback(savepoint)
        return True
    transaction.savepoint_commit(savepoint)
    return False
