import pytest

from tests.accounts.tenancy.houses import Houses, furnish


@pytest.fixture
def houses(cast) -> Houses:
    return furnish(cast)
