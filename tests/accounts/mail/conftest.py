"""Letters that pages show; whatever a worker does is done by hand."""

import pytest

from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.tenancy.context import tenant_context
from tests.cast import Person

CONTEXT = {"organization_name": "North", "webhook_title": "Warehouse", "is_gone": True, "url": "https://north.example/"}


@pytest.fixture
def write_letter(cast, now):
    """Return a function that writes a letter and puts it where the outbox would: Alice's to a client, unless told otherwise."""

    def written(
        to="taras@client.example",
        *,
        by: Person = cast.alice,
        letter="webhook_disabled",
        context=None,
        at=None,
        **values,
    ):
        with tenant_context(by.organization.pk):
            row = mail.send(letter, to=to, language="en", context=context or CONTEXT, now=at or now)
            OutgoingEmail.objects.filter(pk=row.pk).update(**values or {"subject": ""})
            return OutgoingEmail.objects.get(pk=row.pk)

    return written


@pytest.fixture
def look():
    """Return a function that reads a row again."""

    def again(row):
        with tenant_context(row.organization_id):
            return type(row).objects.get(pk=row.pk)

    return again
