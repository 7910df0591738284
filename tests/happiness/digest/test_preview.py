"""The preview is the digest of the moment, and leaves nothing behind; the archive says who got which week's, and when."""

import pytest

from accounts.mail.models import LetterIssue, OutgoingEmail
from accounts.tenancy.context import tenant_context
from happiness.digest import actions
from tests.happiness.conftest import local

pytestmark = pytest.mark.django_db


def test_preview_shows_the_digest_of_now_and_keeps_nothing(client_of, cast, busy):
    page = client_of(cast.bob).get(cast.bob.url("digests/preview/"))

    assert page.status_code == 200
    assert ">69<" in page.content.decode()
    assert "Unhappy" in page.content.decode()
    with tenant_context(cast.north.pk):
        assert not LetterIssue.objects.exists()
        assert not OutgoingEmail.objects.exists()
    assert (
        "€" not in client_of(cast.carol).get(cast.carol.url("digests/preview/")).content.decode()
    )  # may not see money
    assert client_of(cast.mallory).get(cast.bob.url("digests/preview/")).status_code == 404


def test_archive_names_reader_week_and_moment(client_of, cast, busy, monday):
    with tenant_context(cast.north.pk):
        actions.send_due(now=monday)
    page = client_of(cast.dave).get(cast.dave.url("digests/")).content.decode()

    assert "Bob Berg" in page
    day = local(monday)
    assert f"week of {day.day} {day:%B %Y}" in page
    assert f"written {day.day} {day:%B %Y}, 08:00" in page
