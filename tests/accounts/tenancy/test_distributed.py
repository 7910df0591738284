"""The shape that an engine can distribute, PRIMARY KEY (organization_id, id): the same tests pass in it.

By hand: TENANCY_DISTRIBUTED=1 .venv/bin/pytest -n 2 tests/architecture tests/accounts/tenancy
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.architecture.source import CHECKOUT

# What reads files and not tables is the same in every shape; and rights open the pages that the attacks open, too.
LEFT_OUT = [
    "names",
    "sizes",
    "imports",
    "dependencies",
    "clock",
    "unscoped",
    "translations",
    "jobs",
    "access",
    "documents",
]
# Who is turned away at the door reaches no table; and whoever changes the shape starts with an empty database.
DESELECTED = [
    "tests/accounts/tenancy/test_attack_urls.py::test_foreign_organization_is_answered_like_an_unknown_one",
    "tests/architecture/test_migrations.py::test_every_migration_can_be_taken_back_and_done_again",
]
ANOTHER_RUN = (
    "TEST_RUN",
    "PYTEST_XDIST_WORKER",
    "PYTEST_XDIST_WORKER_COUNT",
    "PYTEST_XDIST_TESTRUNUID",
    "PYTEST_ADDOPTS",
)


@pytest.mark.skipif(settings.TENANCY["DISTRIBUTED"], reason="this is that shape")
@pytest.mark.xdist_group("distributed")
def test_everything_holds_in_the_shape_for_distribution():
    environment = {name: value for name, value in os.environ.items() if name not in ANOTHER_RUN}
    left_out = [f"--ignore=tests/architecture/test_{name}.py" for name in LEFT_OUT]
    left_out += [f"--deselect={name}" for name in DESELECTED]

    run = subprocess.run(
        # Two workers: xdist hands out groups of one test last, when the other worker of the outer run has nothing to do.
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/architecture", "tests/accounts/tenancy", *left_out],
        cwd=CHECKOUT,
        env=environment | {"TENANCY_DISTRIBUTED": "1"},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert " passed" in run.stdout


def test_tables_have_the_shape_of_this_run(db):
    """Else the test above could pass in the wrong one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'p' AND conrelid IN (SELECT oid FROM pg_class WHERE relrowsecurity)"""
        )
        keys = dict(cursor.fetchall())
    # The root is a table of its own shape: every node of a distributed database has all of it.
    assert keys.pop("accounts_organization") == "PRIMARY KEY (id)"
    shape = "PRIMARY KEY (organization_id, id)" if settings.TENANCY["DISTRIBUTED"] else "PRIMARY KEY (id)"
    assert set(keys.values()) == {shape}
