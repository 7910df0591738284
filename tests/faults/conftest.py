import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def folder():
    """A folder that the embedded PostgreSQL may open to others, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="happiness-faults-", dir="/var/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)
