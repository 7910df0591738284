"""Statements that run for each of very many rows: several in one round trip, as one transaction, and planned once.

PostgreSQL takes a string of statements for one transaction, so the scope stands before them and ends with them. Planning such
a statement costs it more than running it: a connection keeps the plan (PREPARE), unless a pooler lends its sessions around. Not
for ever: a plan for a table that was nearly empty reads all of it when it has grown.
"""

import re
import uuid
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections

from accounts.tenancy.context import organization_id_or_none, tenant_context

NAME = re.compile(r"%\((\w+)\)s")
RUNS = 1000  # of kept plans, until they are made anew: that costs as much as seventy runs


@dataclass(slots=True)
class Session:
    """What one connection keeps: its plans, by the text that runs them, and how often it has run some."""

    plans: set[str] = field(default_factory=set)
    runs: int = 0


_sessions: WeakKeyDictionary[Any, Session] = WeakKeyDictionary()


class Statement(NamedTuple):
    """One statement of SQL, no BEGIN and no COMMIT, in which %(name)s stands for a value."""

    sql: str
    values: dict[str, Any]


def run(
    organization_id: uuid.UUID | None, *statements: Statement, using: str = DEFAULT_DB_ALIAS, planner: str = ""
) -> list[tuple[Any, ...]]:
    """Run the statements for an organization (None: on tables that belong to none); return the rows of the last one.

    One transaction of its own, or part of the one that runs; the latter raises as tenant_context does. `planner` are settings
    of the planner (SET LOCAL) under which they are planned and run.
    """
    if not statements:
        return []
    connection = connections[using]
    if connection.in_atomic_block and organization_id not in {None, organization_id_or_none()}:
        with tenant_context(organization_id, using):
            return run(organization_id, *statements, using=using, planner=planner)
    with connection.cursor() as cursor:
        session = _sessions.setdefault(connection.connection, Session())
        session.runs += 1
        texts: list[str] = ["DISCARD PLANS"] if session.runs % RUNS == 0 else []
        values: list[Any] = []
        if planner:
            texts.append(planner)
        if organization_id and not connection.in_atomic_block:
            texts.append("SET LOCAL app.organization_id = %s")
            values.append(str(organization_id))
        for statement in statements:
            text, names = _prepared(connection, session, statement.sql)
            texts.append(text)
            values += [statement.values[name] for name in names]
        cursor.execute("; ".join(texts), values)
        return cursor.fetchall() if cursor.description else []


def _prepared(connection: Any, session: Session, sql: str) -> tuple[str, list[str]]:
    """Return the text that runs the statement, and the names of the values it takes."""
    if connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        return NAME.sub("%s", sql), NAME.findall(sql)
    prepare, execute, names = _plan(sql)
    if execute not in session.plans:
        with connection.cursor() as cursor:
            cursor.execute(prepare)
        session.plans.add(execute)
    return execute, names


@lru_cache(maxsize=64)
def _plan(sql: str) -> tuple[str, str, list[str]]:
    """Return how the statement is prepared and executed, and the names of its values in their order."""
    names = list(dict.fromkeys(NAME.findall(sql)))
    numbered = NAME.sub(lambda match: f"${names.index(match[1]) + 1}", sql)
    name = f"kept_{sha256(sql.encode()).hexdigest()[:16]}"
    places = f" ({', '.join(['%s'] * len(names))})" if names else ""
    return f"PREPARE {name} AS {numbered}", f"EXECUTE {name}{places}", names
