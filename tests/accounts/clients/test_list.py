"""The list of clients: filters, orders, pages, views, and what every reader may see of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.clients import actions, queries
from accounts.clients.models import Client, ClientFacts, ClientTag, Segment, Tag
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db
NAMES = re.compile(r'<th scope="row"><a href="[^"]*">([^<]*)</a>')


@pytest.fixture
def listed(cast, client_of, page):
    """Return the names on the list, as somebody sees them."""

    def names(query="", person=cast.alice):
        answer = client_of(person).get(page("clients", query))
        assert answer.status_code == 200, query
        return NAMES.findall(answer.content.decode())

    return names


def test_clients_are_listed_by_name_in_the_order_of_three_alphabets(listed, add) -> None:
    add("Zeta", "йод", "alpha", "Їжак", "Ґудзик")

    assert listed() == ["alpha", "Zeta", "Ґудзик", "Їжак", "йод"]


def test_clients_of_the_other_organization_are_not_there(add, cast, client_of) -> None:
    add("Nordwerk", manager_id=cast.bob.employee.pk)

    text = client_of(cast.mallory).get(cast.mallory.url("clients/")).content.decode()

    assert "No clients yet" in text
    assert "Bob Berg" not in text
    assert client_of(cast.mallory).get(cast.alice.url("clients/")).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("text=nord", ["Nordwerk"]),
        ("text=%20NORD", ["Nordwerk"]),
        ("text=werk", []),
        ("text=%25", []),
        ("stage=onboarding", ["Nordwerk"]),
        ("mood=unhappy", ["Sudwerk", "Tense"]),
        ("mood=1", ["Sudwerk"]),
        ("mood=2", ["Tense"]),
        ("mood=5", ["Nordwerk"]),
        ("mood=unknown", ["Ostwerk"]),
        ("gap=economic", ["Ostwerk", "Sudwerk", "Tense"]),
        ("gap=one_sided", ["Nordwerk"]),
        ("renewal=30", ["Sudwerk"]),
        ("renewal=180", ["Sudwerk", "Nordwerk"]),
        ("silence=30", ["Sudwerk", "Nordwerk", "Ostwerk", "Tense"]),
        ("silence=60", ["Sudwerk", "Ostwerk", "Tense"]),
        ("silence=never", ["Ostwerk", "Tense"]),
        ("country=UA", ["Nordwerk"]),
        ("archived=on", ["Gone"]),
        ("mood=unhappy&country=UA", []),
        ("sort=-name", ["Tense", "Sudwerk", "Ostwerk", "Nordwerk"]),
        ("sort=mood", ["Sudwerk", "Tense", "Nordwerk", "Ostwerk"]),
        ("sort=-mood", ["Nordwerk", "Tense", "Sudwerk", "Ostwerk"]),
        ("sort=-revenue", ["Nordwerk", "Sudwerk", "Tense", "Ostwerk"]),
        ("sort=revenue", ["Sudwerk", "Nordwerk", "Ostwerk", "Tense"]),
        ("sort=heard&silence=60", ["Sudwerk", "Ostwerk", "Tense"]),
        ("sort=-heard", ["Nordwerk", "Sudwerk", "Tense", "Ostwerk"]),
        ("sort=name&silence=60", ["Ostwerk", "Sudwerk", "Tense"]),
        ("sort=renewal", ["Sudwerk", "Nordwerk", "Ostwerk", "Tense"]),
    ],
)
def test_list_is_narrowed_and_ordered(listed, add, cast, now, query, expected) -> None:
    today = timezone.localdate(now)
    add("Nordwerk", mood=90, stage="onboarding", country="UA", lacks_economic=False, silent_for=40, revenue=500)
    add("Sudwerk", mood=20, silent_for=100, renewal_on=today + timedelta(days=10), revenue=90)
    add("Ostwerk")
    add("Tense", mood=54)
    gone = add("Gone", mood=10)
    with tenant_context(cast.north.pk):
        ClientFacts.objects.filter(client__name="Nordwerk").update(renewal_on=today + timedelta(days=100))
        actions.archive_client(client=gone, by=cast.alice.employee, now=now)

    assert listed(query) == expected


def test_managers_segments_and_tags_narrow_the_list(listed, add, cast, now) -> None:
    add("Mine", manager_id=cast.alice.employee.pk)
    add("Bobs", manager_id=cast.bob.employee.pk, tags=["VIP"]), add("Untagged", manager_id=cast.carol.employee.pk)
    key = add("Nobodys")
    with tenant_context(cast.north.pk):
        segment = Segment.objects.create(name="Key accounts", created_at=now)
        Client.objects.filter(pk=key.pk).update(segment=segment)
        actions.set_tags(client=key, names=["vip"], by=cast.alice.employee, now=now)
        tag = Tag.objects.get()

    assert listed("manager=me") == ["Mine"]
    assert listed("manager=me", person=cast.bob) == ["Bobs"]
    assert listed("manager=nobody") == ["Nobodys"]
    assert listed(f"manager={cast.bob.employee.pk}") == ["Bobs"]
    assert listed(f"segment={segment.pk}") == ["Nobodys"]
    assert listed(f"tag={tag.pk}") == ["Bobs", "Nobodys"]


@pytest.mark.parametrize(
    "query",
    [
        *("sort=;drop", "sort=id", "mood=0", "mood=6", "mood=-1", "stage=x", "gap=x", "renewal=7", "renewal=1e9"),
        *("silence=-1", "silence=x", "manager=x", "manager=00000000-0000-0000-0000-000000000000", "tag=x", "segment=x"),
        *("country=XX", f"text={'x' * 201}"),
    ],
)
def test_nonsense_in_the_address_is_refused_with_a_reason(cast, client_of, page, query) -> None:
    answer = client_of(cast.alice).get(page("clients", query))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("after", ["0", "-1", "1e9", "abc", "00000000-0000-0000-0000-000000000000"])
def test_nonsense_for_a_page_is_the_first_page(listed, add, after) -> None:
    add("Nordwerk")

    assert listed(f"after={after}") == ["Nordwerk"]


@pytest.mark.parametrize("order", ["name", "-name", "mood", "-mood", "heard", "-heard"])
@pytest.mark.parametrize("narrowed", ["", "silence", "tag"])
def test_pages_show_every_client_once_in_the_order_of_one_long_page(add, cast, now, order, narrowed) -> None:
    for number in range(7):
        known = {"mood": 40 + number // 2, "silent_for": number + 1} if number % 3 else {}
        add(f"Client {number}", tags=["VIP", "new"] if number else ["new"], **known)
    pages, after = [], None

    with tenant_context(cast.north.pk):
        by = {"silence": {"silence": "2"}, "tag": {"tag": Tag.objects.get(name="VIP").pk}}.get(narrowed, {})
        wanted = queries.ClientFilter(order=order, **by)
        whole = queries.client_page(wanted, after=None, now=now, today=now.date()).rows
        while True:
            found = queries.client_page(wanted, after=after, now=now, today=now.date(), size=2)
            pages += found.rows
            after = found.after
            if after is None:
                break

    assert pages == whole
    assert len(whole) == (6 if narrowed else 7)


def test_the_next_page_keeps_filter_and_order(cast, client_of, page, add) -> None:
    for number in range(51):
        add(f"Client {number:02}", country="UA")
    browser = client_of(cast.alice)

    text = browser.get(page("clients", "country=UA&sort=-name")).content.decode()
    link = re.search(r'push-right" href="([^"]*after=[^"]*)"', text)[1].replace("&amp;", "&")

    assert NAMES.findall(browser.get(link).content.decode()) == ["Client 00"]


def test_list_asks_the_database_the_same_for_one_and_for_many(cast, client_of, page, add, now) -> None:
    def add_whole(name):
        row = add(name, mood=50, manager_id=cast.alice.employee.pk, silent_for=3, revenue=1)
        with tenant_context(cast.north.pk):
            segment = Segment.objects.create(name=name, created_at=now)
            Client.objects.filter(pk=row.pk).update(segment=segment)
            actions.set_tags(client=row, names=["VIP", name], by=cast.alice.employee, now=now)

    browser = client_of(cast.alice)
    add_whole("One")
    for query in ("", "sort=mood", "silence=30", "mood=unhappy"):
        browser.get(page("clients", query))
        with CaptureQueriesContext(connection) as one:
            browser.get(page("clients", query))
        if query == "":
            fewest = len(one)
        assert len(one) <= fewest + 1, query
    add_whole("Two")
    add_whole("Three")

    with CaptureQueriesContext(connection) as many:
        assert "Three" in browser.get(page("clients")).content.decode()

    assert len(many) == fewest


def test_a_row_says_what_is_unknown_and_who_is_missing(cast, client_of, page, add) -> None:
    add("Nordwerk")

    text = client_of(cast.alice).get(page("clients")).content.decode()

    assert "Too early to say" in text
    assert "Economic buyer: not heard, technical buyer: not heard, end user: not heard" in text
    assert "mood--unknown" in text
    assert "Nobody answers for 1 client." in text


def test_the_alarm_of_ownerless_clients_is_quiet_when_all_have_a_manager(cast, client_of, page, add) -> None:
    add("Nordwerk", manager_id=cast.bob.employee.pk)

    assert "Nobody answers" not in client_of(cast.alice).get(page("clients")).content.decode()


def test_money_is_for_those_who_may_see_it(cast, client_of, page, add) -> None:
    add("Nordwerk", revenue=987654)

    assert "987,654" in client_of(cast.bob).get(page("clients")).content.decode()
    assert "987,654" not in client_of(cast.carol).get(page("clients")).content.decode()
    assert client_of(cast.carol).get(page("clients", "sort=revenue")).status_code == 422


def test_names_are_written_into_the_page_as_text(cast, client_of, page, add) -> None:
    add("<script>alert(1)</script>{{7*7}}")

    text = client_of(cast.alice).get(page("clients")).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in text


def test_htmx_gets_the_list_alone(cast, client_of, page, add) -> None:
    add("Nordwerk")

    text = client_of(cast.alice).get(page("clients"), headers={"HX-Request": "true"}).content.decode()

    assert NAMES.findall(text) == ["Nordwerk"]
    assert "<html" not in text


# --- The copy that the list reads ---


def test_facts_follow_their_client(cast, add, now) -> None:
    nordwerk = add("Nordwerk")
    with tenant_context(cast.north.pk):
        heir = a_client("Heir", by=cast.alice.employee, now=now)
        Client.objects.filter(pk=nordwerk.pk).update(manager=cast.bob.employee, country="DE", sort_name="other")
        facts = ClientFacts.objects.get(client=nordwerk)
        assert (facts.manager_id, facts.country, facts.sort_name) == (cast.bob.employee.pk, "DE", "other")
        assert facts.state == "current"

        Client.objects.filter(pk=nordwerk.pk).update(archived_at=now)
        assert ClientFacts.objects.get(client=nordwerk).state == "archived"
        Client.objects.filter(pk=nordwerk.pk).update(merged_into=heir)
        assert ClientFacts.objects.get(client=nordwerk).state == "merged"
        assert ClientFacts.objects.get(client=heir).state == "current"


@pytest.mark.parametrize(
    ("mood", "band"),
    [(None, 0), (0, 1), (39, 1), (40, 2), (54, 2), (55, 3), (64, 3), (65, 4), (79, 4), (80, 5), (100, 5)],
)
def test_bands_are_those_of_the_mood_scale(cast, add, mood, band) -> None:
    from accounts.web.mood import mood_of

    nordwerk = add("Nordwerk", mood=mood)

    with tenant_context(cast.north.pk):
        assert ClientFacts.objects.get(client=nordwerk).band == band
    assert mood is None or mood_of(mood) == band


def test_a_tag_is_kept_once_however_it_is_written(cast, add, now) -> None:
    first, second = add("One", "Two")
    with tenant_context(cast.north.pk):
        actions.set_tags(client=first, names=["VIP"], by=cast.alice.employee, now=now)
        actions.set_tags(client=second, names=["vip", "new"], by=cast.alice.employee, now=now)
        actions.set_tags(client=second, names=["new"], by=cast.alice.employee, now=now)

        assert sorted(Tag.objects.values_list("name", flat=True)) == ["VIP", "new"]
        assert ClientTag.objects.filter(client=second).count() == 1


def test_the_overview_sounds_the_alarm_for_those_who_can_mend_it(cast, client_of, add) -> None:
    add("Nordwerk")

    assert "Nobody answers for 1 client." in client_of(cast.dave).get(cast.dave.url()).content.decode()
    assert "Nobody answers for" not in client_of(cast.carol).get(cast.carol.url()).content.decode()
