"""The settings pages of an organization's own kinds of events."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.event_kinds import actions
from accounts.events import actions as events
from accounts.events import queries
from accounts.events.actions import Fact
from accounts.events.models import CustomKind
from accounts.events.payload import BadPayload
from accounts.tenancy.context import tenant_context
from tests.cast import Person

PAGES = ["", "new/", "{id}/", "{id}/edit/", "{id}/archive/"]


def rows(*fields: tuple[str, str]) -> dict[str, object]:
    """Return a formset as a browser sends it."""
    data: dict[str, object] = {"fields-TOTAL_FORMS": len(fields), "fields-INITIAL_FORMS": 0}
    for number, (name, kind) in enumerate(fields):
        data |= {f"fields-{number}-name": name, f"fields-{number}-type": kind}
    return data


LATE = {"title": "Order is late", "key": "order_late", "description": "Sent by the shop."}
FORM = LATE | rows(("days", "number"), ("order", "text"))


@pytest.fixture
def open_page(client_of):
    def get(person: Person, path: str, code: int = 200) -> str:
        response = client_of(person).get(person.url(f"settings/event-kinds/{path}"))
        assert response.status_code == code
        return response.content.decode()

    return get


@pytest.fixture
def act(client_of):
    def post(person: Person, path: str, code: int = 200, **form: object) -> str:
        response = client_of(person).post(person.url(f"settings/event-kinds/{path}"), form, follow=True)
        assert response.status_code == code, response.content.decode()
        return response.content.decode()

    return post


@pytest.fixture
def kind(cast, act) -> CustomKind:
    """The kind that Alice has defined at North."""
    act(cast.alice, "new/", **FORM)
    return stored(cast)


@pytest.fixture
def publish(now):
    def tell(person: Person, **payload: object) -> None:
        with tenant_context(person.organization.pk):
            events.publish(Fact(kind="custom.order_late", happened_at=now, payload=payload), now=now)

    return tell


def stored(cast) -> CustomKind:
    with tenant_context(cast.north.pk):
        return CustomKind.objects.get()


def acts(cast) -> list[AuditEntry]:
    with tenant_context(cast.north.pk):
        return list(AuditEntry.objects.filter(action__startswith="event_kind.").order_by("happened_at", "id"))


def names_of_rows(page: str) -> list[str]:
    """Return what stands in the rows of the form."""
    fields = re.findall(r"<input[^>]*name=\"fields-\d+-name\"[^>]*>", page)
    return [(re.search(r'value="([^"]*)"', field) or ["", ""])[1] for field in fields]


# --- Defining ---


def test_first_page_offers_to_define_one(cast, open_page):
    page = open_page(cast.alice, "")

    assert "No kinds of your own yet" in page
    assert 'href="/o/north/settings/event-kinds/new/"' in page


def test_defined_kind_is_taken_from_then_on(cast, act, publish):
    page = act(cast.dave, "new/", **FORM)

    assert "Order is late is defined" in page
    row = stored(cast)
    assert (row.name, row.fields) == ("custom.order_late", {"days": "number", "order": "text"})
    assert "&quot;days&quot;: 42" in page
    publish(cast.alice, days=3)
    assert [(entry.action, entry.actor_id) for entry in acts(cast)] == [("event_kind.created", cast.dave.employee.pk)]


def test_payload_that_does_not_fit_is_refused_field_by_field(cast, kind, publish):
    with pytest.raises(BadPayload) as refused:
        publish(cast.alice, days="three", color="red", order="A-1")

    assert refused.value.faults == {"days": "not a number", "color": "unknown field"}


def test_rows_are_added_and_taken_away_without_a_script_and_keep_what_was_typed(cast, act):
    page = act(cast.alice, "new/", **FORM, add="1")
    assert names_of_rows(page) == ["days", "order", ""]
    assert 'value="Order is late"' in page
    assert "Sent by the shop." in page

    page = act(cast.alice, "new/", **FORM, drop="0")
    assert names_of_rows(page) == ["order"]
    assert "needs a correction" not in page
    with tenant_context(cast.north.pk):
        assert not CustomKind.objects.exists()


def test_there_are_no_more_than_forty_rows(cast, act):
    many = rows(*((f"field_{number}", "text") for number in range(40)))

    assert len(names_of_rows(act(cast.alice, "new/", **LATE, **many, add="1"))) == 40
    more = rows(*((f"field_{number}", "text") for number in range(41)))
    assert "40" in act(cast.alice, "new/", code=422, **LATE, **more)
    act(cast.alice, "new/", **LATE, **many)
    assert len(stored(cast).fields) == 40


@pytest.mark.parametrize("total", ["x", "-1", "", "9" * 50, "٣"])
def test_counter_of_rows_may_be_nonsense(cast, act, client_of, total):
    form = FORM | {"fields-TOTAL_FORMS": total}
    assert names_of_rows(act(cast.alice, "new/", **form, add="1")) == [""]

    answer = client_of(cast.alice).post(cast.alice.url("settings/event-kinds/new/"), form)

    assert answer.status_code in {302, 422}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "two\nlines"}, "Write this on one line"),
        ({"key": ""}, "This field is required."),
        ({"key": "Order-Late"}, "Small Latin letters"),
        ({"key": "замовлення"}, "Small Latin letters"),
        ({"key": "o" * 41}, "Small Latin letters"),
        (rows(("Days", "number")), "Small Latin letters"),
        (rows(("event_id", "id")), "Every event has a field of this name already."),
        (rows(("days", "number"), ("days", "text")), "There is a field of this name already."),
        (rows(("days", "money")), "Select a valid choice."),
    ],
)
def test_bad_input_is_answered_at_its_field(cast, act, changed, says):
    assert says in act(cast.alice, "new/", code=422, **FORM | changed)
    with tenant_context(cast.north.pk):
        assert not CustomKind.objects.exists()


def test_empty_rows_are_no_fields_and_the_prefix_may_be_typed(cast, act):
    act(cast.alice, "new/", **LATE | {"key": "custom.order_late"}, **rows(("", "text"), ("days", "number"), ("", "id")))

    assert (stored(cast).name, stored(cast).fields) == ("custom.order_late", {"days": "number"})


def test_key_is_taken_once_but_by_each_organization(cast, kind, act):
    assert "There is a kind with this key already." in act(cast.alice, "new/", code=422, **FORM)
    act(cast.mallory, "new/", **FORM)
    act(cast.alice, f"{kind.pk}/archive/")
    assert "An archived kind has this key." in act(cast.alice, "new/", code=422, **FORM)


def test_hundred_kinds_are_enough(cast, act, now):
    with tenant_context(cast.north.pk):
        values = [{"name": f"custom.k{number}", "title": str(number)} for number in range(actions.MOST_KINDS)]
        CustomKind.objects.bulk_create(CustomKind(**one, created_at=now) for one in values)

    assert "There are 100 kinds already." in act(cast.alice, "new/", code=422, **FORM)


# --- Changing ---


def test_unused_kind_changes_freely(cast, kind, act):
    page = act(cast.alice, f"{kind.pk}/edit/", title="Late", description="", **rows(("days", "text")))

    assert "Saved." in page
    row = stored(cast)
    assert (row.title, row.name, row.fields) == ("Late", "custom.order_late", {"days": "text"})
    assert set(acts(cast)[-1].changes) == {"title", "description", "fields"}


def test_fields_of_a_used_kind_stay_and_new_ones_are_added(cast, kind, act, open_page, publish):
    publish(cast.alice, days=3)

    page = open_page(cast.alice, f"{kind.pk}/edit/")
    assert "Events have come already" in page
    assert names_of_rows(page) == [""]
    again = "There is a field of this name already."
    assert again in act(cast.alice, f"{kind.pk}/edit/", code=422, **LATE, **rows(("days", "text")))
    act(cast.alice, f"{kind.pk}/edit/", **LATE, **rows(("reason", "text")))

    assert stored(cast).fields == {"days": "number", "order": "text", "reason": "text"}


@pytest.mark.parametrize("fields", [{"days": "text", "order": "text"}, {"days": "number"}, {}])
def test_event_that_comes_while_the_form_is_open_fixes_the_fields(cast, kind, publish, now, fields):
    publish(cast.alice, days=3)
    kind.fields = fields

    with tenant_context(cast.north.pk), pytest.raises(actions.FieldsInUse):
        actions.save_kind(kind=kind, by=cast.alice.employee, now=now, before={})

    assert stored(cast).fields == {"days": "number", "order": "text"}


def test_archived_kind_takes_no_events_until_it_is_brought_back(cast, kind, act, open_page, publish):
    assert "Archive Order is late?" in open_page(cast.alice, f"{kind.pk}/archive/")
    for _twice in range(2):
        act(cast.alice, f"{kind.pk}/archive/")
    with pytest.raises(queries.UnknownKind):
        publish(cast.alice, days=3)
    assert "Archived" in open_page(cast.alice, "")
    open_page(cast.alice, f"{kind.pk}/edit/", code=404)

    for _twice in range(2):
        assert "Order is late is back" in act(cast.alice, f"{kind.pk}/restoration/")
    publish(cast.alice, days=3)

    told = [entry.action for entry in acts(cast)]
    assert told == ["event_kind.created", "event_kind.archived", "event_kind.restored"]


# --- The page of a kind ---


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ('{"days": 3}', "This payload fits."),
        ("{}", "This payload fits."),
        ('{"days": "many", "color": 1}', "days: not a number"),
        ('{"days": "many", "color": 1}', "color: the kind has no such field"),
        ('{"days": NaN}', "days: too large a number"),
        ('{"<b>": 1}', "&lt;b&gt;: the kind has no such field"),
        ("[]", "A payload is a JSON object"),
        ('{"days": 3', "This is not JSON."),
        ("[" * 50_000, "This is not JSON."),
        ("9" * 50_000, "This is not JSON."),
        ("", "This field is required."),
    ],
)
def test_payload_is_tried_and_not_kept(cast, kind, act, payload, says):
    page = act(cast.alice, f"{kind.pk}/", code=200 if "fits" in says else 422, payload=payload)

    assert says in page
    assert "No event of this kind yet" in page


def test_newest_events_stand_on_the_page(cast, kind, open_page, publish):
    for number in range(12):
        publish(cast.alice, order=f"<i>A-{number}</i>")

    page = open_page(cast.alice, f"{kind.pk}/")

    assert page.count("&lt;i&gt;A-") == 10
    assert "&lt;i&gt;A-11&lt;/i&gt;" in page
    assert "&lt;i&gt;A-1&lt;/i&gt;" not in page


def test_list_asks_the_database_the_same_for_one_and_for_many(cast, kind, act, client_of, publish):
    client, address = client_of(cast.alice), cast.alice.url("settings/event-kinds/")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in (2, 3):
        act(cast.alice, "new/", **FORM | {"key": f"other_{number}"})
    publish(cast.alice, days=1)

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


# --- Whose pages they are ---


def test_pages_need_the_right_to_manage_integrations(cast, kind, client_of):
    for person in (cast.bob, cast.carol, cast.erin):
        client = client_of(person)
        assert "settings/event-kinds/" not in client.get(person.url("settings/people/")).content.decode()
        for path in [*PAGES, "{id}/restoration/"]:
            assert client.post(person.url("settings/event-kinds/" + path.format(id=kind.pk))).status_code == 403
    assert "settings/event-kinds/" in client_of(cast.dave).get(cast.dave.url("settings/people/")).content.decode()


def test_kind_of_another_organization_is_not_there(cast, kind, act, open_page):
    for path in PAGES[2:]:
        open_page(cast.mallory, path.format(id=kind.pk), code=404)
        act(cast.mallory, path.format(id=kind.pk), code=404, **FORM)
    act(cast.mallory, f"{kind.pk}/restoration/", code=404)
    assert "Order is late" not in open_page(cast.mallory, "")
    assert stored(cast).archived_at is None


def test_audit_page_tells_it_in_sentences(cast, kind, client_of):
    page = client_of(cast.erin).get(cast.erin.url("settings/audit/")).content.decode()

    assert "<strong>Alice Ahlberg</strong> added the kind of events <strong>Order is late</strong>" in page
