"""A pytest plugin (`-p tests.servers`): real servers for the tests, before Django reads its settings.

The checkout's own embedded PostgreSQL and Redis, apart from the ones that `make up` uses; or the servers that DATABASE_URL,
DATABASE_OWNER_URL and REDIS_URL name. Workers of pytest-xdist inherit them from the process that starts them.
"""

import gc
import os
from pathlib import Path

import pytest
from _pytest.nodeid import NodeId

from happiness.local import paths, servers

# Thousands of tests and models live until the end: looking through them for garbage at the usual pace costs a sixth of a run.
gc.set_threshold(100_000, 50, 100)
os.environ.setdefault("TEST_RUN", str(os.getpid()))
if "DATABASE_URL" not in os.environ:
    default = paths.choose()
    root = Path(os.environ.get("HAPPINESS_TEST_DATA_DIR", "") or default.with_name(f"{default.name}-test"))
    for name, value in servers.ensure(
        root, {"postgres", "redis"} - ({"redis"} if "REDIS_URL" in os.environ else set())
    ).items():
        os.environ.setdefault(name, value)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let xdist_group group: pytest-xdist 3.8 writes a test's group into a field that pytest 9.2 no longer reads."""
    for item in items:
        groups = sorted({mark.args[0] for mark in item.iter_markers("xdist_group")})
        if groups and getattr(item.config.option, "loadgroup", False) and "@" not in item.nodeid.rpartition("]")[2]:
            item._id = NodeId.parse(f"{item.nodeid}@{'_'.join(groups)}")


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
