"""A pytest plugin (`-p tests.servers`): real servers for the tests, before Django reads its settings.

The checkout's own embedded PostgreSQL and Redis, apart from the ones that `make up` uses; or the servers that DATABASE_URL,
DATABASE_OWNER_URL and REDIS_URL name. Workers of pytest-xdist inherit them from the process that starts them.
"""

import os
from pathlib import Path

from happiness.local import paths, servers

os.environ.setdefault("TEST_RUN", str(os.getpid()))
if "DATABASE_URL" not in os.environ:
    default = paths.choose()
    root = Path(os.environ.get("HAPPINESS_TEST_DATA_DIR", "") or default.with_name(f"{default.name}-test"))
    for name, value in servers.ensure(
        root, {"postgres", "redis"} - ({"redis"} if "REDIS_URL" in os.environ else set())
    ).items():
        os.environ.setdefault(name, value)
