"""Who decides soon whether to stay."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clients import actions as clients
from accounts.clients.models import ClientFacts
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_half_of_the_year")]


def test_renewals_of_ninety_days_stand_with_mood_and_the_overdue_first(
    client_of, cast, nordwerk, page, sign, now
) -> None:
    today = now.date()
    sign(nordwerk, title="Soon", renewal_on=today + timedelta(days=90), notice_days=30)
    sign(nordwerk, title="Overdue", renewal_on=today - timedelta(days=1))
    sign(nordwerk, title="Far away", renewal_on=today + timedelta(days=91))
    sign(nordwerk, title="Open end")
    with tenant_context(cast.north.pk):
        ClientFacts.objects.filter(client=nordwerk).update(mood=34)

    text = client_of(cast.bob).get(page("renewals")).content.decode()

    assert text.index("Overdue") < text.index("Soon")
    assert "was to be renewed on" in text
    assert "notice until" in text
    assert "34" in text
    assert ("Far away" in text, "Open end" in text) == (False, False)


def test_ended_removed_and_archived_ones_are_left_out(client_of, cast, nordwerk, page, sign, now) -> None:
    alice = client_of(cast.alice)
    soon = now.date() + timedelta(days=9)
    lost, wrong = sign(nordwerk, title="Lost one", renewal_on=soon), sign(nordwerk, title="Wrong one", renewal_on=soon)
    form = {"kind": "lost", "day": "2026-06-30", "reason": "price", "contract": str(lost.pk)}
    alice.post(page("outcome-new", client_id=nordwerk), form)
    alice.post(page("contract-removal", contract_id=wrong))
    with tenant_context(cast.north.pk):
        gone = a_client("Gone", by=cast.alice.employee, now=now)
    sign(gone, title="Archived one", renewal_on=soon)
    with tenant_context(cast.north.pk):
        clients.archive_client(client=gone, by=cast.alice.employee, now=now)

    text = alice.get(page("renewals")).content.decode()

    assert "Nobody decides within 90 days" in text
    assert [title for title in ("Lost one", "Wrong one", "Archived one") if title in text] == []


def test_renewals_cost_the_same_for_one_and_for_three_and_turn_pages(client_of, cast, page, sign, now) -> None:
    alice = client_of(cast.alice)
    counts = []
    for number in range(3):
        with tenant_context(cast.north.pk):
            client = a_client(f"Client {number}", by=cast.alice.employee, now=now, manager=cast.alice.employee)
        sign(client, renewal_on=date(2026, 8, 1 + number))
        alice.get(page("renewals"))
        with CaptureQueriesContext(connection) as queries:
            alice.get(page("renewals"))
        counts.append(len(queries))
    assert counts[0] == counts[2]

    for number in range(50):
        sign(client, title=f"More {number}", renewal_on=date(2026, 8, 10))
    first = alice.get(page("renewals"))
    second = alice.get(first.context["next_url"])
    assert len(first.context["rows"]) + len(second.context["rows"]) == 53


def test_money_and_other_houses_stay_closed(client_of, cast, nordwerk, page, sign) -> None:
    sign(nordwerk, title="Secret", renewal_on=date(2026, 7, 1))

    assert client_of(cast.carol).get(page("renewals")).status_code == 403
    south = client_of(cast.mallory).get(reverse("renewals", kwargs={"slug": "south"}))
    assert "Secret" not in south.content.decode()
