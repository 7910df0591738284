"""Time is an argument: only the clock asks what time it is, and nothing asks the database."""

import ast
import re

from tests.architecture.source import CHECKOUT, name, nodes, python_files, said

ASKING = {
    "timezone.now", "datetime.now", "datetime.datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "datetime.date.today", "time.time", "timezone.localdate", "timezone.localtime", "Now", "functions.Now", "TransactionNow",
}  # fmt: skip
MAY_ASK = {
    "accounts/clock.py": "the clock itself",
    "accounts/tenancy/middleware.py": "the door, which stands below the clock; a guest's time runs out for everybody alike",
}
IN_SQL = re.compile(
    r"\bnow\(\)|\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\b(clock|statement|transaction)_timestamp\(", re.IGNORECASE
)


def product() -> list:
    # The launcher of a single machine waits for processes; it knows no organization.
    return [path for path in python_files() if not name(path).startswith("happiness/local/")]


def test_only_the_clock_asks_what_time_it_is():
    asking = {
        name(path)
        for path in product()
        for call in nodes(path, ast.Call)
        # With an argument, a time is only turned into another zone.
        if said(call.func) in ASKING and not (call.args and "local" in said(call.func))
    }

    assert asking == set(MAY_ASK)


def test_no_column_fills_itself_with_the_time():
    found = [
        (name(path), keyword.arg)
        for path in (*product(), *CHECKOUT.glob("*/migrations/*.py"))
        for keyword in nodes(path, ast.keyword)
        if keyword.arg in ("auto_now", "auto_now_add") or (keyword.arg == "default" and said(keyword.value) in ASKING)
    ]

    assert found == []


def test_no_sql_asks_the_database_for_the_time():
    found = [
        (name(path), text.value)
        for path in product()
        for text in nodes(path, ast.Constant)
        if isinstance(text.value, str) and IN_SQL.search(text.value) and "SELECT" in text.value.upper()
    ]

    assert found == []


def test_queries_and_actions_get_the_time_from_outside():
    """A view or a job passes `now=`: what asks for the organization's time itself could not be replayed."""
    asking = {
        name(path)
        for path in product()
        if {"queries", "actions"} & {path.stem, path.parent.name}
        for call in nodes(path, ast.Call)
        if said(call.func) == "clock.now"
    }

    assert asking == set()
