"""What only the tenancy itself may write: managers without a filter, the scope's setting, SQL in pieces."""

import ast
import re

import pytest

from tests.architecture.source import CHECKOUT, name, nodes, python_files

OUTSIDE = [path for path in python_files() if not name(path).startswith("accounts/tenancy/")]
FORBIDDEN = {
    r"\.unscoped\b": "a manager without a filter is for Django's internals and for tests",
    r"_base_manager\b": "the same manager under Django's name",
    r"app\.organization_id": "only tenant_context sets the scope",
    r"set_config": "a setting of the session outlives its transaction",
    # How the planner goes about a statement opens nothing.
    r"\bSET (LOCAL(?! enable_)|SESSION|ROLE)\b": "settings are the scope's and the server's business",
    r"WITH HOLD": "rows of one organization could be fetched in another one's transaction",
    r"CREATE (LOCAL |GLOBAL )?TEMP": "temporary tables have no policies",
    r"SECURITY DEFINER": "a function that looks over the walls stands in accounts/tenancy/operations.py",
    r"\.extra\(|RawSQL": "SQL in pieces is how injections begin",
    r"ROW LEVEL SECURITY": "policies come with the table",
}


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_only_the_tenancy_writes_this(pattern):
    found = [name(path) for path in OUTSIDE if re.search(pattern, path.read_text())]

    assert found == [], FORBIDDEN[pattern]


@pytest.mark.parametrize(
    "pattern", [pattern for pattern in FORBIDDEN if "TEMP" not in pattern and "HOLD" not in pattern]
)
def test_the_pattern_can_be_found(pattern):
    """Else the test above would also pass for a pattern that is written wrongly."""
    files = [*python_files("accounts/tenancy"), *python_files("tests")]
    assert any(re.search(pattern, path.read_text()) for path in files)


def test_templates_know_no_managers():
    pages = list((CHECKOUT / "templates").rglob("*.html"))
    assert pages
    assert [name(page) for page in pages if re.search(r"\.(objects|unscoped)\b", page.read_text())] == []


def test_people_who_sign_in_are_asked_for_in_few_places():
    """User is global: `User.objects.all()` lists everybody."""
    places = {
        name(path)
        for path in python_files()
        for node in nodes(path, ast.Attribute)
        if isinstance(node.value, ast.Name) and node.value.id == "User" and node.attr in ("objects", "_default_manager")
    }
    assert {place for place in places if not place.startswith("accounts/organizations/")} <= {
        "happiness/demo/actions.py"
    }
