"""The REST API as another system uses it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.api_tokens import actions
from accounts.api_tokens.models import ApiToken
from accounts.audit.models import AuditEntry
from accounts.clients.models import Client, Contact
from accounts.contracts import actions as contracts
from accounts.contracts.models import Contract
from accounts.organizations import actions as organizations
from accounts.organizations.models import Membership
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from tests.factories.accounts import a_client, a_contact
from tests.happiness.api.conftest import System, is_problem


def names(answer):
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["results"]]


@pytest.mark.django_db
def test_client_is_added_found_changed_and_audited_as_its_owners_act(system, cast):
    made = system.post(
        "clients/", {"name": "Nordwerk", "domain": "https://www.Nordwerk.de/", "external_id": "7", "tags": ["VIP"]}
    )
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["domain"], row["tags"], row["time_zone"]) == ("nordwerk.de", ["VIP"], "Europe/Kyiv")

    assert names(system.get("clients/", external_id="7")) == ["Nordwerk"]
    assert names(system.get("clients/", external_id="8")) == []
    changed = system.patch(f"clients/{row['id']}/", {"name": "Nordwerk AG", "manager": str(cast.alice.employee.pk)})
    assert changed.json()["name"] == "Nordwerk AG"
    assert system.get(f"clients/{row['id']}/").json() == changed.json()
    assert changed.json()["tags"] == ["VIP"]
    with tenant_context(cast.north.pk):
        actors = AuditEntry.objects.filter(subject_id=row["id"]).values_list("actor_id", flat=True)
        assert set(actors) == {cast.alice.employee.pk}


@pytest.mark.django_db
def test_person_is_added_at_a_client_and_found_by_address(system, cast, now):
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now)
    made = system.post(
        "contacts/",
        {
            "name": "Taras",
            "emails": ["T@Mail.example"],
            "client": str(client.pk),
            "job_title": "CTO",
            "roles": ["technical"],
        },
    )
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["emails"], row["positions"][0]["job_title"]) == (["t@mail.example"], "CTO")
    assert names(system.get("contacts/", email="t@MAIL.example")) == ["Taras"]
    assert system.patch(f"contacts/{row['id']}/", {"phone": "+380"}).json()["emails"] == ["t@mail.example"]
    twin = is_problem(system.post("contacts/", {"name": "Twin", "emails": ["t@mail.example"]}), 422)
    assert "t@mail.example" in twin["errors"]["emails"][0]
    with tenant_context(cast.north.pk):
        assert Contact.objects.count() == 1


@pytest.mark.django_db
def test_talks_are_written_and_those_of_top_management_are_never_there(system, cast, now):
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now)
        place = a_contact("Taras", at=client, by=cast.alice.employee, now=now)
        secret = Interaction(client=client, channel="call", quote="secret", happened_at=now, visibility="leadership")
        interactions.log(interaction=secret, people=[], by=cast.alice.employee, now=now)
    typed = {"client": str(client.pk), "channel": "call", "happened_at": now.isoformat(), "mood": 80}
    made = system.post("interactions/", typed | {"contacts": [str(place.contact_id)]})
    assert made.status_code == 201, made.content
    listed = system.get("interactions/", client=str(client.pk)).json()["results"]
    assert [row["id"] for row in listed] == [made.json()["id"]]
    assert system.get(f"interactions/{secret.pk}/").status_code == 404
    assert "visibility" in is_problem(system.post("interactions/", typed | {"visibility": "leadership"}), 422)["errors"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "data", "field"),
    [
        ("clients/", {}, "name"),
        ("clients/", {"name": "a\nb"}, "name"),
        ("clients/", {"name": "A", "domain": "half"}, "domain"),
        ("clients/", {"name": "A", "time_zone": "Mars"}, "time_zone"),
        ("clients/", {"name": "A", "manager": "00000000-0000-7000-8000-000000000000"}, "manager"),
        ("contacts/", {"name": "A", "emails": ["x"]}, "emails"),
        ("contacts/", {"name": "A", "job_title": "CTO"}, "client"),
        ("interactions/", {"channel": "call", "happened_at": "2099-01-01T00:00:00Z"}, "client"),
        ("interactions/", {"happened_at": "2099-01-01T00:00:00Z"}, "happened_at"),
    ],
)
def test_refusal_names_the_field(system, path, data, field):
    assert field in is_problem(system.post(path, data), 422)["errors"]


@pytest.mark.django_db
def test_bad_requests_are_problems_too(system):
    is_problem(system.get("clients/", updated_since="yesterday"), 422)
    is_problem(system.get("interactions/", client="x"), 422)
    is_problem(system.get("clients/00000000-0000-7000-8000-000000000000/"), 404)
    is_problem(system.ask("delete", "clients/"), 405)


@pytest.mark.django_db
def test_other_organization_is_not_there(system, cast, now):
    with tenant_context(cast.south.pk):
        foreign = a_client("Sudwerk", by=cast.mallory.employee, now=now)
    assert names(system.get("clients/")) == []
    is_problem(system.get(f"clients/{foreign.pk}/"), 404)
    is_problem(system.patch(f"clients/{foreign.pk}/", {"name": "Mine"}), 404)
    assert names(System(cast.mallory, now=now).get("clients/")) == ["Sudwerk"]


@pytest.mark.django_db
def test_tokens_that_open_nothing_are_the_same(system, cast, now):
    expired = System(cast.alice, now=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    revoked = System(cast.alice, now=now - timedelta(days=3))
    of_leaver = System(cast.dave, now=now)
    with tenant_context(cast.north.pk):
        actions.revoke_token(token=revoked.row, by=cast.alice.employee, now=now)
        Membership.objects.filter(pk=cast.dave.membership.pk).update(ends_at=now - timedelta(days=1))
    tokens = [expired.token, revoked.token, of_leaver.token, "x", "", system.token[:-2] + "AA"]
    answers = []
    for token in tokens:
        system.token = token
        answers.append(is_problem(system.get("clients/"), 401))
    assert all(answer == answers[0] for answer in answers)
    is_problem(Browser().get("/api/v1/clients/"), 401)


@pytest.mark.django_db
def test_scope_and_role_must_both_allow_it(cast, now):
    reader = System(cast.alice, now=now, scopes=["clients:read"])
    assert reader.get("clients/").status_code == 200
    assert "clients:write" in is_problem(reader.post("clients/", {"name": "A"}), 403)["detail"]
    is_problem(reader.get("contacts/"), 403)
    fallen = System(cast.dave, now=now)
    with tenant_context(cast.north.pk):
        Membership.objects.filter(pk=cast.dave.membership.pk).update(role=Role.VIEWER)
    assert fallen.get("clients/").status_code == 200
    is_problem(fallen.post("clients/", {"name": "A"}), 403)


@pytest.mark.django_db
def test_lists_cost_the_same_and_go_on(system, cast, now):
    def add(number):
        with tenant_context(cast.north.pk):
            client = a_client(f"Client {number}", by=cast.alice.employee, now=now, tags=[f"t{number}"])
            place = a_contact(f"P {number}", at=client, by=cast.alice.employee, now=now, email=f"p{number}@x.example")
            talk = Interaction(client=client, channel="call", mood=5, happened_at=now)
            interactions.log(interaction=talk, people=[place.contact], by=cast.alice.employee, now=now)
            contract = Contract(client=client, title="C", amount=5, currency="EUR", starts_on=now.date())
            contracts.add_contract(contract=contract, by=cast.alice.employee, now=now)

    def cost(path):
        with CaptureQueriesContext(connection) as captured:
            assert system.get(path).status_code == 200
        return len(captured)

    add(1)
    paths = ("clients/", "contacts/", "contracts/", "events/", "interactions/")
    system.get("clients/")  # the first use is noted
    ones = [cost(path) for path in paths]
    add(2), add(3)
    assert [cost(path) for path in paths] == ones

    first = system.get("clients/", limit=2)
    assert names(first) == ["Client 1", "Client 2"]
    assert names(system.ask("get", first.json()["next"].split("/api/v1/")[1])) == ["Client 3"]
    assert len(names(system.get("clients/", updated_since=(now - timedelta(hours=1)).isoformat()))) == 3
    assert names(system.get("clients/", updated_since=(now + timedelta(hours=1)).isoformat())) == []


@pytest.mark.django_db
def test_same_key_makes_one_thing(system, cast):
    first = system.post("clients/", {"name": "Once"}, **{"Idempotency-Key": "k"})
    second = system.post("clients/", {"name": "Once"}, **{"Idempotency-Key": "k"})
    assert (second.status_code, second.json()) == (201, first.json())
    assert second["Idempotency-Replayed"] == "true"
    assert (
        "Idempotency-Key"
        in is_problem(system.post("clients/", {"name": "Two"}, **{"Idempotency-Key": "k"}), 422)["errors"]
    )
    is_problem(system.post("clients/", {}, **{"Idempotency-Key": "again"}), 422)
    assert system.post("clients/", {"name": "Again"}, **{"Idempotency-Key": "again"}).status_code == 201
    with tenant_context(cast.north.pk):
        assert Client.objects.count() == 2


def test_same_key_at_the_same_moment_makes_one_thing(committed_cast, now):
    system = System(committed_cast.alice, now=now)

    def post(_number):
        try:
            return system.post("clients/", {"name": "Once"}, **{"Idempotency-Key": "k"})
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(post, range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    with tenant_context(committed_cast.north.pk):
        assert Client.objects.count() == 1


@pytest.mark.django_db
def test_token_that_asks_too_often_waits(system, settings):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {"token": "2/min"}}
    assert [system.get("clients/").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.django_db
def test_schema_is_valid_and_open_to_everybody(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))
    answer = Browser().get("/api/v1/schema/")
    assert answer.status_code == 200
    assert b"/api/v1/interactions/" in answer.content


@pytest.mark.django_db
def test_token_is_made_shown_once_used_and_revoked_on_its_page(cast, client_of):
    browser = client_of(cast.alice)
    url = cast.alice.url("settings/api-tokens/")
    page = browser.post(url + "new/", {"title": "Warehouse", "scopes": ["clients:read"], "days": "30"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in browser.get(url).content.decode()
    headers = {"Authorization": f"Bearer {secret}"}
    assert Browser().get("/api/v1/clients/", headers=headers).status_code == 200
    with tenant_context(cast.north.pk):
        row = ApiToken.objects.get()
    assert row.last_used_at
    assert bytes(row.nonce) == b""
    assert browser.post(url + "new/", {"title": "warehouse", "scopes": ["clients:read"]}).status_code == 422
    assert browser.post(f"{url}{row.pk}/revocation/").status_code == 302
    assert Browser().get("/api/v1/clients/", headers=headers).status_code == 401
    assert client_of(cast.carol).get(url).status_code == 403


@pytest.mark.django_db
def test_organization_that_is_switched_off_answers_403_to_its_own_tokens_alone(system, cast, now):
    south = System(cast.mallory, now=now)
    with tenant_context(cast.north.pk):
        organizations.switch_off(now=now)

    assert "switched off" in is_problem(system.get("clients/"), 403)["detail"]
    is_problem(system.post("clients/", {"name": "Nordwerk"}), 403)
    assert south.get("clients/").status_code == 200

    with tenant_context(cast.north.pk):
        organizations.switch_on(now=now)
    assert names(system.get("clients/")) == []
