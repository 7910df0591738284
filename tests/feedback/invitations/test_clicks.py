"""Links that are opened: noted, told apart from those that programs open, and never an answer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.mail.render import written
from accounts.tenancy.context import tenant_context
from accounts.web import notes
from feedback.invitations import actions, letters
from feedback.invitations.clicks import TRAP, Opening, judged, sign_of
from feedback.invitations.models import LinkOpen
from tests.feedback.responses.conftest import ask_somebody
from tests.own_redis import own_redis

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)


@pytest.fixture
def asked(cast, now):
    notes.take("clicks", most=10_000)
    return ask_somebody(cast.alice, now=now)


def counted(asked, now) -> list[tuple]:
    actions.count_clicks(now=now)
    with tenant_context(asked.invitation.organization_id):
        return list(LinkOpen.objects.order_by("opened_at", "id").values_list("score", "sign"))


# --- What tells of a program ---


@pytest.mark.parametrize(
    ("method", "headers", "score", "sign"),
    [
        ("GET", {"User-Agent": BROWSER}, "9", None),
        ("GET", {"User-Agent": "Mozilla/5.0 (Linux; Android 14; CUBOT_X18) Chrome/142.0"}, "9", None),
        ("GET", {}, "", None),
        ("GET", {"User-Agent": BROWSER}, TRAP, "trap"),
        ("HEAD", {"User-Agent": BROWSER}, "9", "look"),
        ("GET", {"Sec-Purpose": "prefetch;prerender"}, "9", "ahead"),
        ("GET", {"Purpose": "prefetch"}, "9", "ahead"),
        ("GET", {"X-Purpose": "preview"}, "9", "ahead"),
        ("GET", {"User-Agent": "Mozilla/5.0 (compatible; SomeBot/2.1; +http://x.example/bot)"}, "9", "agent"),
        ("GET", {"User-Agent": "Mozilla/5.0 (X11; Linux) HeadlessChrome/142.0 Safari/537.36"}, "9", "agent"),
        ("GET", {"User-Agent": "python-requests/2.32"}, "", "agent"),
        ("GET", {"User-Agent": "curl/8.5.0"}, "", "agent"),
    ],
)
def test_request_tells_of_a_program(method, headers, score, sign):
    assert sign_of(method=method, headers=headers, score=score) == sign


@pytest.mark.parametrize(
    ("openings", "signs"),
    [
        ([], []),
        ([(0, 9, "")], [""]),
        ([(0, 9, ""), (30, 9, "")], ["", ""]),
        ([(0, 9, ""), (30, 4, "")], ["scores", "scores"]),
        ([(0, 9, ""), (61, 4, "")], ["", ""]),
        ([(0, 9, ""), (50, None, "trap"), (111, 9, "")], ["trap", "trap", ""]),
        ([(0, 9, "look"), (5, 9, "")], ["look", ""]),
    ],
)
def test_openings_of_a_minute_are_judged_together(openings, signs):
    told = [Opening(AT + timedelta(seconds=seconds), score, sign) for seconds, score, sign in openings]

    assert judged(told) == signs


# --- From the page to the figure ---


def test_click_of_a_person_is_noted_and_no_answer(asked, cast, now):
    asked.page("?s=9")

    assert counted(asked, now) == [(9, "")]
    assert counted(asked, now) == [(9, "")]
    assert asked.responses() == []
    with tenant_context(cast.south.pk):
        assert not LinkOpen.objects.exists()


def test_scanner_that_opens_everything_is_told_apart(asked, now):
    for score in [*range(11), TRAP]:
        asked.page(f"?s={score}")
    asked.browser.head(asked.url)

    found = counted(asked, now)

    assert len(found) == 13
    assert all(sign for _score, sign in found)
    assert asked.responses() == []


def test_what_comes_later_in_the_same_minute_is_judged_with_it(asked, now):
    asked.page("?s=9")
    assert counted(asked, now) == [(9, "")]

    asked.page("?s=3")

    assert counted(asked, now) == [(9, "scores"), (3, "scores")]


def test_plain_visit_leaves_nothing_and_a_note_costs_no_statement(asked, now):
    asked.page()
    with CaptureQueriesContext(connection) as plain:
        asked.page()
    with CaptureQueriesContext(connection) as clicked:
        asked.page("?s=9")

    assert len(clicked) == len(plain)
    assert counted(asked, now) == [(9, "")]


@pytest.mark.parametrize("score", ["11", "-1", "9 ", "x", "٩", "9" * 5000])
def test_what_is_no_mark_is_noted_without_one(asked, now, score):
    asked.browser.get(asked.url, {"s": score})

    assert counted(asked, now) == [(None, "")]


def test_pages_open_while_redis_is_away(asked, now, settings):
    with own_redis() as redis:
        settings.REDIS_URL = redis.url
        asked.page("?s=9")
        redis.stop()
        asked.page("?s=9")

        assert counted(asked, now) == []


def test_list_is_bounded(monkeypatch):
    monkeypatch.setattr(notes, "MOST", 3)

    for number in range(5):
        notes.leave("test", str(number))

    assert notes.take("test", most=10) == ["2", "3", "4"]


def test_old_clicks_are_forgotten(asked, now):
    asked.page("?s=9")
    counted(asked, now)
    with tenant_context(asked.invitation.organization_id):
        LinkOpen.objects.update(opened_at=now - timedelta(days=731))

        actions.forget_old([], now)

        assert not LinkOpen.objects.exists()


def test_results_tell_how_many_clicks_were_programs(asked, client_of, cast, now):
    asked.page("?s=9")
    for score in (1, 2):
        asked.page(f"?s={score}")
    counted(asked, now)

    page = client_of(cast.alice).get(f"/o/north/surveys/{asked.invitation.version.survey_id}/results/").content.decode()

    assert "Marks in letters were clicked 3 times. Programs that check mail for harm did so: 3." in page


def test_letter_holds_a_link_that_nobody_sees(asked, now):
    with tenant_context(asked.invitation.organization_id):
        row = letters.send(asked.invitation, token=asked.token, to="t@acme.example", now=now)
        html = written(row).html

    (trap,) = [line for line in html.splitlines() if f"?s={TRAP}" in line]
    assert "display:none" in trap
    assert 'aria-hidden="true"' in trap
