"""Row-level security costs no plan: the nine questions of a dashboard use the organization's indexes, as without it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from accounts import clock
from accounts.tenancy.context import tenant_context
from tests.accounts.tenancy import walls
from tests.tenancy_model import filling
from tests.tenancy_model.questions import QUESTIONS, Case, case, sql_of

ORGANIZATIONS, CLIENTS, RESPONSES = 60, 60, 400
LARGE = {"tenancy_model_client", "tenancy_model_contact", "tenancy_model_invitation", "tenancy_model_response"}
EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, TIMING OFF) "


@pytest.fixture
def desk(transactional_db) -> Case:
    """One organization among sixty, its rows between theirs."""
    now = clock.real_now()
    organizations = [filling.found(number, clients=CLIENTS, now=now) for number in range(ORGANIZATIONS)]
    for _ in range(2):
        for organization_id in organizations:
            filling.answer(organization_id, responses=RESPONSES // 2, now=now)
    with walls.owner() as cursor:
        for table in filling.tables():
            cursor.execute(f"VACUUM ANALYZE {table}")
    return case(organizations[ORGANIZATIONS // 2], now)


def plan(cursor: Any, statement: str) -> dict[str, Any]:
    cursor.execute(EXPLAIN + statement)
    ((answer,),) = cursor.fetchall()
    return (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]


def steps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from steps(child)


def test_dashboard_costs_the_same_with_and_without_row_level_security(desk):
    statements = {question: sql_of(question, desk) for question in QUESTIONS}
    with tenant_context(desk.organization_id), connection.cursor() as cursor:
        walled = {question: plan(cursor, statement) for question, statement in statements.items()}
    with walls.without_force(), walls.owner() as cursor:  # above the policies: the literal filter alone
        bare = {question: plan(cursor, statement) for question, statement in statements.items()}

    for question in QUESTIONS:
        used = [step for step in steps(walled[question]) if "Scan" in step["Node Type"]]
        sequential = {step["Relation Name"] for step in used if step["Node Type"] == "Seq Scan"}
        assert not sequential & LARGE, question
        leading = "id = " if question == "one answer by its id" else "organization_id = "
        assert any(leading in step.get("Index Cond", "") for step in used), question
        # One comparison for the whole query: the policy's value with the manager's.
        assert any("current_setting" in step.get("One-Time Filter", "") for step in steps(walled[question])), question
        assert not any("current_setting" in step.get("Filter", "") for step in steps(walled[question])), question
        assert not any("current_setting" in json.dumps(step) for step in steps(bare[question])), question
        assert walled[question]["Actual Rows"] == bare[question]["Actual Rows"] > 0, question
    ratios = {question: buffers(walled[question]) / buffers(bare[question]) for question in QUESTIONS}
    assert max(ratios.values()) <= 1.15, ratios


def test_forgotten_filter_uses_the_organizations_index_too(desk):
    """Slower, as the policy is asked for each row that is found, but no scan of everybody's rows."""
    statement = "SELECT * FROM tenancy_model_response ORDER BY submitted_at DESC LIMIT 50"

    with tenant_context(desk.organization_id), connection.cursor() as cursor:
        found = plan(cursor, statement)

    assert any("organization_id" in step.get("Index Cond", "") for step in steps(found))
    assert not any(step["Node Type"] == "Seq Scan" for step in steps(found))


def buffers(node: dict[str, Any]) -> int:
    return node["Shared Hit Blocks"] + node["Shared Read Blocks"]
