import pytest

from tests.accounts.tenancy.houses import Houses, furnish


@pytest.fixture
def houses(cast) -> Houses:
    return furnish(cast)


@pytest.fixture
def committed_houses(committed_cast) -> Houses:
    """The houses of tests that need real commits: other connections, or walls that are taken down."""
    return furnish(committed_cast)
