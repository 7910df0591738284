"""The settings pages of incoming webhooks, from the first address to its end."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.events.models import Event
from accounts.inbound import actions
from accounts.inbound.models import InboundHook
from accounts.tenancy.context import tenant_context
from tests.accounts.inbound.conftest import BODY, MAPPING, Tool, give

pytestmark = pytest.mark.django_db
ALL = "settings/inbound-hooks/"


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_address_is_made_mapped_from_a_sample_tried_and_called(cast, client_of, tool):
    browser, alice = client_of(cast.dave), cast.dave
    kind_id = str(tool.hook.kind_id)
    page = text(browser.get(alice.url(ALL + "new/")))
    key = re.search(r'name="form_key" value="([^"]+)"', page)
    typed = {"title": "Shop", "kind": kind_id, "signing": "none", "form_key": key[1] if key else ""}
    made = text(browser.post(alice.url(ALL + "new/"), typed))
    shop = Tool(alice, None, re.search(r"/hooks/([\w-]+)/", made)[1])
    with tenant_context(cast.north.pk):
        shop.hook = InboundHook.objects.get(title="Shop")
    one = alice.url(f"{ALL}{shop.hook.pk}/")

    assert shop.token not in text(browser.get(one))
    assert shop.call(BODY).status_code == 422
    assert "not mapped yet" in text(browser.get(one))
    assert browser.post(one + "capture/").status_code == 302
    shop.call(BODY)
    assert "A-1047" in text(browser.get(one))

    choices = text(browser.get(one + "mapping/"))
    assert "/ticket/requester/email = Taras@Nordwerk.example" in choices
    flat = {name: value for name, value in MAPPING.items() if name != "payload"}
    flat |= {f"payload-{name}": path for name, path in MAPPING["payload"].items()}
    assert browser.post(one + "mapping/", flat).status_code == 302
    tried = text(browser.post(one))
    assert "1 event would be recorded." in tried
    with tenant_context(cast.north.pk):
        assert InboundHook.objects.get(pk=shop.hook.pk).mapping == MAPPING
        assert not Event.objects.filter(kind=tool.hook.kind.name).exists()
    assert shop.call(BODY).json()["status"] == "created"
    assert "Recorded" in text(browser.get(one))

    fresh = re.search(r"/hooks/([\w-]+)/", text(browser.post(one + "rotation/")))[1]
    assert (shop.call(BODY).status_code, shop.call(BODY, token=fresh).status_code) == (404, 200)
    assert browser.post(one + "revocation/").status_code == 302
    assert shop.call(BODY, token=fresh).status_code == 404
    assert browser.get(one).status_code == 404
    with tenant_context(cast.north.pk):
        told = AuditEntry.objects.filter(subject_id=shop.hook.pk).order_by("id")
        assert list(told.values_list("action", flat=True)) == [
            f"inbound_hook.{act}" for act in ("created", "changed", "rotated", "revoked")
        ]


def test_sample_is_pasted_and_a_slip_keeps_what_was_typed(cast, client_of, tool):
    browser = client_of(cast.alice)
    one = cast.alice.url(f"{ALL}{tool.hook.pk}/")

    wrong = browser.post(one + "sample/", {"body": "{half"})
    assert (wrong.status_code, "{half" in wrong.content.decode()) == (422, True)
    assert browser.post(one + "sample/", {"body": '{"account": {"number": "C-9\\u0000\\ud800"}}'}).status_code == 302
    assert "does not exist" in text(browser.post(one)) or "nothing at" in text(browser.post(one))
    text(browser.get(one + "mapping/"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": "help DESK"}, "of this name already"),
        ({"signing": "hmac", "secret": "s"}, "name of the header"),
        ({"signing": "standard"}, "Copy the secret"),
        ({"kind": "01a2023e-98b9-753d-af09-854881f53ea6"}, "valid choice"),
    ],
)
def test_wrong_input_is_refused_with_the_remedy(cast, client_of, tool, more, said):
    typed = {"title": "Shop", "kind": str(tool.hook.kind_id), "signing": "none"} | more
    answer = client_of(cast.alice).post(cast.alice.url(ALL + "new/"), typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_nobody_is_no_mapping_and_secret_stays_when_left_blank(cast, client_of, tool, now):
    browser, one = client_of(cast.alice), cast.alice.url(f"{ALL}{tool.hook.pk}/")

    assert browser.post(one + "mapping/", {"client_by": "id", "contact_by": "id"}).status_code == 422
    signed = {"title": "Help desk", "signing": "hmac", "header": "X-Signature"}
    assert browser.post(one + "edit/", signed | {"secret": "shared"}).status_code == 302
    assert browser.post(one + "edit/", signed | {"title": "Desk"}).status_code == 302
    with tenant_context(cast.north.pk):
        row = InboundHook.objects.get(pk=tool.hook.pk)
        assert (row.title, row.secret(), bytes(row.nonce)) == ("Desk", b"shared", b"")
        assert "shared" not in json.dumps(list(AuditEntry.objects.values_list("changes", flat=True)))


def test_pages_are_for_those_who_manage_integrations_of_their_own_house(cast, client_of, tool, now):
    theirs = give(cast.mallory, now=now)

    assert client_of(cast.carol).get(cast.carol.url(ALL)).status_code in {403, 404}
    for path in ("", "edit/", "mapping/", "rotation/", "revocation/"):
        assert client_of(cast.alice).get(cast.alice.url(f"{ALL}{theirs.hook.pk}/{path}")).status_code == 404
    assert client_of(cast.alice).post(cast.alice.url(f"{ALL}{theirs.hook.pk}/capture/")).status_code == 404


def test_list_and_page_cost_the_same_for_one_and_for_many(cast, client_of, tool, now):
    browser, one = client_of(cast.alice), cast.alice.url(f"{ALL}{tool.hook.pk}/")

    def cost(url):
        browser.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == 200
        return len(captured)

    tool.call(BODY)
    before = [cost(cast.alice.url(ALL)), cost(one)]
    with tenant_context(cast.north.pk):
        for number in range(2):
            hook = InboundHook(title=f"Tool {number}", kind=tool.hook.kind)
            actions.add_hook(hook=hook, by=cast.alice.employee, now=now)
            actions.add_sample(hook=tool.hook, body=BODY, now=now)
    tool.call(BODY), tool.call({})
    assert [cost(cast.alice.url(ALL)), cost(one)] == before
