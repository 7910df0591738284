"""Contracts, and the correction of talks, as another system writes them."""

import pytest

from accounts.audit.models import AuditEntry
from accounts.clients.models import ClientFacts
from accounts.contracts.models import Contract
from accounts.events.models import Event
from accounts.organizations.models import Membership
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from tests.factories.accounts import a_client, a_contact
from tests.happiness.api.conftest import System, is_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def nordwerk(cast, now):
    with tenant_context(cast.north.pk):
        return a_client("Nordwerk", by=cast.alice.employee, now=now)


@pytest.fixture
def signed(system, nordwerk):
    """Add a contract of Nordwerk and return the answer's row."""

    def add(**more):
        answer = system.post("contracts/", typed(nordwerk) | more)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return add


def typed(client, **more):
    usual = {"title": "Support", "number": "17", "amount": "12000.5", "currency": "EUR", "starts_on": "2026-01-01"}
    return {"client": str(client.pk)} | usual | more


def test_contract_is_added_found_corrected_and_counted(system, cast, nordwerk, now):
    with tenant_context(cast.north.pk):
        signer = a_contact("Taras", at=nordwerk, by=cast.alice.employee, now=now).contact_id
    made = system.post("contracts/", typed(nordwerk, signed_by=str(signer), renewal_on="2099-01-01", notice_days=60))
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["amount"], row["currency"], row["period"], row["signed_by"]) == ("12000.50", "EUR", "year", str(signer))

    listed = system.get("contracts/", client=str(nordwerk.pk), number="17").json()["results"]
    assert listed == [row]
    assert system.get("contracts/", number="18").json()["results"] == []
    changed = system.patch(f"contracts/{row['id']}/", {"amount": "1300", "currency": "JPY"})
    assert changed.status_code == 200, changed.content
    assert (changed.json()["amount"], changed.json()["renewal_on"]) == ("1300", "2099-01-01")
    assert system.get(f"contracts/{row['id']}/").json() == changed.json()
    with tenant_context(cast.north.pk):
        assert str(ClientFacts.objects.get(client=nordwerk).renewal_on) == "2099-01-01"
        assert set(AuditEntry.objects.filter(subject_id=row["id"]).values_list("action", "actor_id")) == {
            ("contract.added", cast.alice.employee.pk),
            ("contract.changed", cast.alice.employee.pk),
        }


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": "-1"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1e20"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"amount": "1.5", "currency": "JPY"}, "amount"),
        ({"amount": None}, "amount"),
        ({"currency": "XXX"}, "currency"),
        ({"starts_on": "2026-02-29"}, "starts_on"),
        ({"starts_on": "1969-12-31"}, "starts_on"),
        ({"starts_on": "10000-01-01"}, "starts_on"),
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"renewal_on": "2025-12-31"}, "renewal_on"),
        ({"notice_days": 731}, "notice_days"),
        ({"period": "week"}, "period"),
        ({"title": "two\nlines"}, "title"),
        ({"title": "\x00"}, "title"),
        ({"client": "00000000-0000-7000-8000-000000000000"}, "client"),
        ({"signed_by": "00000000-0000-7000-8000-000000000000"}, "signed_by"),
    ],
)
def test_refusal_names_the_field_and_saves_nothing(system, cast, nordwerk, more, field):
    assert field in is_problem(system.post("contracts/", typed(nordwerk) | more), 422)["errors"]
    with tenant_context(cast.north.pk):
        assert not Contract.objects.exists()


def test_amount_never_changes_its_currency_by_itself(system, signed):
    path = f"contracts/{signed()['id']}/"

    assert "currency" in is_problem(system.patch(path, {"amount": "5"}), 422)["errors"]
    assert "amount" in is_problem(system.patch(path, {"currency": "USD"}), 422)["errors"]
    assert system.get(path).json()["currency"] == "EUR"


def test_number_is_taken_once_and_a_contract_stays_with_its_client(system, cast, nordwerk, signed, now):
    row = signed()
    with tenant_context(cast.north.pk):
        other = a_client("Other", by=cast.alice.employee, now=now)
        stranger = a_contact("Stranger", at=other, by=cast.alice.employee, now=now).contact_id

    assert "number" in is_problem(system.post("contracts/", typed(nordwerk)), 422)["errors"]
    path = f"contracts/{row['id']}/"
    assert "client" in is_problem(system.patch(path, {"client": str(other.pk)}), 422)["errors"]
    assert "signed_by" in is_problem(system.patch(path, {"signed_by": str(stranger)}), 422)["errors"]
    assert "ends_on" in is_problem(system.patch(path, {"ends_on": "2025-01-01"}), 422)["errors"]


def test_same_key_signs_one_contract(system, cast, nordwerk):
    first = system.post("contracts/", typed(nordwerk), **{"Idempotency-Key": "k"})
    second = system.post("contracts/", typed(nordwerk), **{"Idempotency-Key": "k"})

    assert (second.status_code, second.json()) == (201, first.json())
    with tenant_context(cast.north.pk):
        assert Contract.objects.count() == 1


def test_contracts_are_for_tokens_of_those_who_see_money(cast, nordwerk, signed, now):
    row = signed()
    reader = System(cast.bob, now=now)  # executives see money and do not manage it
    assert reader.get(f"contracts/{row['id']}/").status_code == 200
    is_problem(reader.patch(f"contracts/{row['id']}/", {"title": "x"}), 403)
    with tenant_context(cast.north.pk):
        Membership.objects.filter(pk=cast.bob.membership.pk).update(role=Role.SPECIALIST)
    assert reader.get("clients/").status_code == 200
    is_problem(reader.get("contracts/"), 403)
    is_problem(System(cast.alice, now=now, scopes=["clients:read"]).get("contracts/"), 403)


def test_contract_of_another_organization_is_not_there(cast, signed, now):
    row = signed()
    stranger = System(cast.mallory, now=now)

    assert stranger.get("contracts/").json()["results"] == []
    is_problem(stranger.get(f"contracts/{row['id']}/"), 404)
    is_problem(stranger.patch(f"contracts/{row['id']}/", {"title": "Mine"}), 404)


# --- Talks are corrected ---


@pytest.fixture
def talk(cast, nordwerk, now):
    def written(by=cast.alice, **more):
        row = Interaction(client=nordwerk, happened_at=now, **({"channel": "call", "mood": 20} | more))
        with tenant_context(cast.north.pk):
            interactions.log(interaction=row, people=[], by=by.employee, now=now)
        return row

    return written


def test_talk_is_corrected_and_told(system, cast, talk):
    row = talk()

    changed = system.patch(f"interactions/{row.pk}/", {"mood": 90, "quote": "Much better", "visibility": "managers"})

    assert changed.status_code == 200, changed.content
    assert (changed.json()["mood"], changed.json()["quote"], changed.json()["channel"]) == (90, "Much better", "call")
    system.patch(f"interactions/{row.pk}/", {"mood": 90})
    with tenant_context(cast.north.pk):
        assert Event.objects.filter(kind="interaction.changed").count() == 1
        (told,) = AuditEntry.objects.filter(action="interaction.changed")
        assert told.changes == {"mood": None, "quote": None, "visibility": ["team", "managers"]}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"mood": None}, "mood"),
        ({"mood": 101}, "mood"),
        ({"visibility": "leadership"}, "visibility"),
        ({"client": "00000000-0000-7000-8000-000000000000"}, "client"),
        ({"contacts": []}, "contacts"),
        ({"happened_at": "2026-01-01T00:00:00Z"}, "happened_at"),
    ],
)
def test_correction_that_is_none_is_refused(system, talk, data, field):
    assert field in is_problem(system.patch(f"interactions/{talk().pk}/", data), 422)["errors"]


def test_what_people_wrote_on_their_own_page_is_written_by_nobody_else(system, cast, talk, nordwerk, now):
    typed = {"client": str(nordwerk.pk), "happened_at": now.isoformat(), "quote": "We are happy"}

    assert "channel" in is_problem(system.post("interactions/", typed | {"channel": "line"}), 422)["errors"]
    is_problem(system.patch(f"interactions/{talk(channel='line').pk}/", {"quote": "We are happy"}), 403)


def test_talk_is_corrected_by_its_writer_or_by_who_manages_clients(system, cast, talk, now):
    carol = System(cast.carol, now=now)

    assert carol.patch(f"interactions/{talk(by=cast.carol).pk}/", {"mood": 50}).status_code == 200
    of_alice = talk()
    is_problem(carol.patch(f"interactions/{of_alice.pk}/", {"mood": 50}), 403)
    assert system.patch(f"interactions/{talk(by=cast.carol).pk}/", {"mood": 50}).status_code == 200
    is_problem(carol.patch(f"interactions/{talk(visibility='leadership').pk}/", {"mood": 50}), 404)
    is_problem(System(cast.mallory, now=now).patch(f"interactions/{of_alice.pk}/", {"mood": 50}), 404)
