"""The settings pages of webhooks."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from accounts.webhooks.models import Webhook, WebhookDelivery
from tests.accounts.webhooks.receiver import HOST, status

URL = f"https://{HOST}/in?key=1"
GET_PAGES = ["", "new/", "{id}/", "{id}/edit/", "{id}/removal/", "{id}/secret/", "{id}/deliveries/{delivery}/"]
POST_PAGES = ["{id}/on/", "{id}/off/", "{id}/test/", "{id}/deliveries/{delivery}/replay/"]
FORM_PAGES = ["new/", "{id}/edit/", "{id}/removal/", "{id}/secret/"]


# --- The list ---


def test_first_page_offers_to_add_one(cast, open_page):
    page = open_page(cast.alice, "")

    assert "No webhooks yet" in page
    assert 'href="/o/north/settings/webhooks/new/"' in page


def test_list_shows_how_each_is_doing(cast, add_webhook, publish, work, world, act, open_page):
    failing, _secret = add_webhook(cast.alice, title="Failing one")
    world.receiver.planned = [status(500)]
    publish(cast.alice)
    work()
    off, _secret = add_webhook(cast.alice, title="Off one")
    act(cast.alice, f"{off.pk}/off/")
    add_webhook(cast.alice, title="Fine one")

    rows = re.findall(r"<tr>.*?</tr>", open_page(cast.dave, "").split("<tbody>")[1], re.DOTALL)

    told = [re.sub(r"<[^>]+>|\s+", " ", row) for row in rows]
    assert [("Failing one" in told[0], "Failing since" in " ".join(told[0].split()))] == [(True, True)]
    assert " On " in told[1]
    assert "Off one" in told[2]
    assert "Switched off by hand" in told[2]
    assert failing.host in rows[0]


def test_list_asks_the_database_the_same_for_one_and_for_many(cast, client_of, add_webhook):
    client, address = client_of(cast.alice), cast.alice.url("settings/webhooks/")
    add_webhook(cast.alice, title="1")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for title in ("2", "3"):
        add_webhook(cast.alice, title=title)

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


# --- Adding and changing ---


def test_new_webhook_shows_its_secret_once(cast, client_of, open_page):
    form = {"title": "Warehouse", "url": URL, "everything": "on"}
    response = client_of(cast.dave).post(cast.dave.url("settings/webhooks/new/"), form)
    page = response.content.decode()

    assert len(re.findall(r"whsec_[A-Za-z0-9+/]{43}=", page)) == 1
    assert "no-store" in response["Cache-Control"]
    with tenant_context(cast.north.pk):
        webhook = Webhook.objects.get()
    for path in GET_PAGES[:-1]:
        assert "whsec_" not in open_page(cast.dave, path.format(id=webhook.pk))


def test_sending_the_form_again_makes_no_second_webhook(cast, client_of):
    form = {"title": "Warehouse", "url": URL, "everything": "on"}
    client, address = client_of(cast.alice), cast.alice.url("settings/webhooks/new/")
    client.post(address, form)

    again = client.post(address, form | {"title": "WAREHOUSE"})

    assert again.status_code == 422
    assert "There is a webhook of this name already." in again.content.decode()
    with tenant_context(cast.north.pk):
        assert Webhook.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "two\nlines"}, "Write this on one line"),
        ({"url": ""}, "This field is required."),
        ({"url": "http://example.com/"}, "must start with https://"),
        ({"url": "https://127.0.0.1/"}, "the name of a public host"),
        ({"url": "https://user:pw@example.com/"}, "Leave out the name and password"),
        ({"url": "https://example.com:22/"}, "Only the ports 443 and 8443"),
        ({"url": "https://example.com/" + "x" * 2000}, "at most 2000 characters"),
        ({"everything": ""}, "Choose every event, or some of these."),
        ({"kinds": ["mail.bounced"]}, "Choose every event, or some of these."),
        ({"everything": "", "kinds": ["nothing.happened"]}, "Select a valid choice."),
        ({"everything": "", "kinds": ["webhook.test"]}, "Select a valid choice."),
    ],
)
def test_bad_input_is_answered_at_its_field(cast, act, fields, says):
    page = act(cast.alice, "new/", code=422, **{"title": "Warehouse", "url": URL, "everything": "on"} | fields)

    assert says in page
    assert "whsec_" not in page
    with tenant_context(cast.north.pk):
        assert not Webhook.objects.exists()


def test_script_in_names_and_addresses_stays_text(cast, add_webhook, open_page):
    webhook, _secret = add_webhook(cast.alice, title="<script>alert(1)</script>", url=f"https://{HOST}/<script>")

    for path in ("", f"{webhook.pk}/"):
        page = open_page(cast.alice, path).split("<main", 1)[1]
        assert "<script>" not in page
        assert "&lt;script&gt;" in page


def test_changed_webhook_keeps_its_secret_and_its_chosen_kinds(cast, add_webhook, act, open_page, acts):
    webhook, _secret = add_webhook(cast.alice, everything="", kinds=["mail.bounced"])
    page = open_page(cast.alice, f"{webhook.pk}/edit/")
    assert len(re.findall(r"<input[^>]* checked", page)) == 1

    page = act(cast.alice, f"{webhook.pk}/edit/", title="Shop", url=f"https://{HOST}/other", kinds=["mail.replied"])

    assert "Saved." in page
    with tenant_context(cast.north.pk):
        changed = Webhook.objects.get()
    assert (changed.title, changed.url, changed.kinds) == ("Shop", f"https://{HOST}/other", ["mail.replied"])
    assert bytes(changed.sealed_secret) == bytes(webhook.sealed_secret)
    entry = acts()[-1]
    assert entry.changes["title"] == ["Warehouse", "Shop"]
    assert entry.changes["url"] is None  # may hold a password


def test_twenty_webhooks_are_enough(cast, add_webhook, act):
    for number in range(20):
        add_webhook(cast.alice, title=str(number))

    page = act(cast.alice, "new/", code=422, title="One more", url=URL, everything="on")

    assert "There are 20 webhooks already." in page


def test_kinds_of_the_organizations_own_can_be_chosen(cast, open_page, now):
    from accounts.events.models import CustomKind

    with tenant_context(cast.north.pk):
        CustomKind.objects.create(name="custom.order", title="Order placed", created_at=now)

    assert "Order placed" in open_page(cast.alice, "new/")
    assert "Order placed" not in open_page(cast.mallory, "new/")


# --- The secret ---


def test_secret_is_changed_after_a_question_and_shown_once(cast, add_webhook, client_of, acts):
    webhook, old = add_webhook(cast.alice)
    client, address = client_of(cast.alice), cast.alice.url(f"settings/webhooks/{webhook.pk}/secret/")
    assert 'name="number" value="1"' in client.get(address).content.decode()

    response = client.post(address, {"number": "1"})

    (new,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", response.content.decode())
    assert new != old
    assert "no-store" in response["Cache-Control"]
    assert "an older one still signs until" in client.get(address).content.decode()
    assert acts()[-1].action == "webhook.rotated"


@pytest.mark.parametrize("number", ["1", "", "x", "-1", "٢", "9" * 5000])
def test_secret_is_not_changed_twice_by_one_page(cast, add_webhook, act, number):
    webhook, _secret = add_webhook(cast.alice)
    act(cast.alice, f"{webhook.pk}/secret/", number="1")

    page = act(cast.alice, f"{webhook.pk}/secret/", number=number)

    assert "The secret was changed already" in page
    assert "whsec_" not in page
    with tenant_context(cast.north.pk):
        assert Webhook.objects.get().secret_number == 2


# --- On, off, gone ---


def test_webhook_is_switched_off_and_on(cast, add_webhook, act, acts):
    webhook, _secret = add_webhook(cast.alice)

    for _twice in range(2):
        assert "Warehouse is off" in act(cast.dave, f"{webhook.pk}/off/")
    assert "so nothing is sent. Switch it on first." in act(cast.dave, f"{webhook.pk}/test/")
    for _twice in range(2):
        assert "Warehouse is on" in act(cast.dave, f"{webhook.pk}/on/")

    assert [entry.action for entry in acts()] == ["webhook.created", "webhook.disabled", "webhook.enabled"]
    assert {entry.actor_id for entry in acts()[1:]} == {cast.dave.employee.pk}


def test_removal_asks_and_forgets_address_and_secrets(
    cast, add_webhook, publish, work, deliveries, act, open_page, acts
):
    webhook, _secret = add_webhook(cast.alice)
    publish(cast.alice)
    work()
    (delivery,) = deliveries(webhook)
    assert "Remove Warehouse?" in open_page(cast.alice, f"{webhook.pk}/removal/")

    assert "Warehouse is removed." in act(cast.alice, f"{webhook.pk}/removal/")

    for path in GET_PAGES[2:]:
        open_page(cast.alice, path.format(id=webhook.pk, delivery=delivery.pk), code=404)
    with tenant_context(cast.north.pk):
        row = Webhook.objects.get()
    assert (row.url, bytes(row.sealed_secret), row.sealed_previous) == ("https://", b"", None)
    assert acts()[-1].action == "webhook.removed"
    add_webhook(cast.alice)  # the name is free again


def test_audit_page_tells_it_in_sentences(cast, client_of, add_webhook, act):
    webhook, _secret = add_webhook(cast.alice)
    act(cast.alice, f"{webhook.pk}/removal/")

    page = client_of(cast.erin).get(cast.erin.url("settings/audit/")).content.decode()

    assert "<strong>Alice Ahlberg</strong> removed the webhook <strong>Warehouse</strong>" in page


# --- Whose pages they are ---


@pytest.fixture
def paths(cast, add_webhook, publish, work, deliveries):
    """Fill in the ids of a webhook of North and of one of its messages."""
    webhook, _secret = add_webhook(cast.alice)
    publish(cast.alice)
    work()
    (delivery,) = deliveries(webhook)
    return lambda path: path.format(id=webhook.pk, delivery=delivery.pk)


def test_pages_need_the_right_to_manage_integrations(cast, client_of, paths):
    for person in (cast.bob, cast.carol, cast.erin):
        client = client_of(person)
        assert "settings/webhooks/" not in client.get(person.url("settings/people/")).content.decode()
        for path in GET_PAGES:
            assert client.get(person.url("settings/webhooks/" + paths(path))).status_code == 403
        for path in POST_PAGES + FORM_PAGES:
            assert client.post(person.url("settings/webhooks/" + paths(path))).status_code == 403
    assert "settings/webhooks/" in client_of(cast.dave).get(cast.dave.url("settings/people/")).content.decode()


def test_message_belongs_to_its_webhook(cast, client_of, paths, add_webhook):
    other, _secret = add_webhook(cast.alice, title="Other")

    path = f"settings/webhooks/{other.pk}/deliveries/{paths('{delivery}')}/"

    assert client_of(cast.alice).get(cast.alice.url(path)).status_code == 404
    assert client_of(cast.alice).get(cast.alice.url(f"settings/webhooks/{uuid7()}/")).status_code == 404


def test_acts_are_posts(cast, client_of, paths):
    for path in POST_PAGES:
        assert client_of(cast.alice).get(cast.alice.url("settings/webhooks/" + paths(path))).status_code == 405


def test_secrets_are_in_no_row_no_log_and_no_trail(cast, add_webhook, publish, act, work, world, acts, caplog):
    caplog.set_level("DEBUG")
    webhook, secret = add_webhook(cast.alice)
    world.receiver.planned = [status(500)]
    publish(cast.alice)
    work()
    page = act(cast.alice, f"{webhook.pk}/secret/", number="1")
    (new,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)

    with tenant_context(cast.north.pk):
        rows = repr([list(model.objects.values_list()) for model in (Webhook, WebhookDelivery, AuditEntry)])
    seen = rows + caplog.text + repr([entry.changes for entry in acts()])
    for one in (secret, new):
        assert one not in seen
        assert one.removeprefix("whsec_") not in seen
    assert URL not in caplog.text + repr([entry.changes for entry in acts()])
