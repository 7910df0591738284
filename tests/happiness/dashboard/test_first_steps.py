import pytest

from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db
LEADS = "Who at your clients is not heard?"


def home(client_of, person):
    answer = client_of(person).get(person.url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_home_leads_from_nothing_to_the_first_talk_by_what_is_there(client_of, cast, now) -> None:
    alice, by = cast.alice, cast.alice.employee
    text = home(client_of, alice)
    assert LEADS in text
    assert text.count("chip--good") == 0
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=by, now=now)
    assert home(client_of, alice).count("chip--good") == 1
    with tenant_context(cast.north.pk):
        a_contact("Olena", at=client, by=by, now=now, roles=["economic"])
    assert home(client_of, alice).count("chip--good") == 2
    with tenant_context(cast.north.pk):
        talk = Interaction(client=client, channel="call", mood=70, happened_at=now)
        interactions.log(interaction=talk, people=[], by=by, now=now)

    assert LEADS not in home(client_of, alice)
    assert LEADS in home(client_of, cast.mallory)


def test_who_cannot_bring_in_clients_is_not_asked_to(client_of, cast) -> None:
    assert LEADS not in home(client_of, cast.carol)
