import pytest

from accounts.tenancy.context import tenant_context
from feedback.surveys.models import Survey
from tests.factories.feedback import a_survey


@pytest.fixture
def survey(cast, now) -> Survey:
    """A draft of three questions that was never launched."""
    with tenant_context(cast.north.pk):
        return a_survey("Relation", by=cast.alice.employee, now=now)
