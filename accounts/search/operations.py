"""The migration operation that lets the changes of a table reach the search, whoever writes them (ADR 17)."""

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL


def watch(table: str, column: str = "id", *, events: Sequence[str] = ("INSERT", "UPDATE", "DELETE")) -> RunSQL:
    """Return the operation that lets each change of the table have the thing indexed whose id stands in the column.

    `events` leaves out what is too hot for a trigger: whoever does that writes the job.
    """
    names = {event: f"search_{event.lower()}" for event in events}
    create = "".join(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {'OLD' if event == 'DELETE' else 'NEW'} TABLE AS changed"
        f" FOR EACH STATEMENT EXECUTE FUNCTION tenancy.index_for_search('{column}');\n"
        for event, name in names.items()
    )
    return RunSQL(create, "".join(f"DROP TRIGGER {name} ON {table};\n" for name in names.values()))
