"""Answers are found by the words in them, by those who may read them, and by nobody once the words are gone."""

import re

import pytest

from accounts import clock
from accounts.clients.actions import people_data
from accounts.clients.models import Contact
from accounts.jobs import actions as jobs
from accounts.search.models import SearchTerm
from accounts.tenancy.context import tenant_context
from feedback.responses.models import Response
from tests.factories.feedback import a_version

pytestmark = pytest.mark.django_db
PEOPLE = ("alice", "bob", "carol", "dave", "erin")
TOLD = {
    "named": ({*PEOPLE}, "Taras, technical buyer · Acme"),
    "role": ({*PEOPLE}, "Technical buyer, without a name · Acme"),
    "leadership": ({"alice", "bob"}, "Taras, technical buyer. For top management only · Acme"),
}


def work() -> None:
    for queue in ("events", "search"):
        jobs.drain(queue=queue, now=clock.real_now)


@pytest.fixture
def found(client_of, cast):
    """Return the groups that somebody finds, and the page as they read it."""

    def look(question, person=cast.alice):
        work()
        answer = client_of(person).get(person.url("search/"), {"q": question})
        return answer.context["groups"], re.sub(r"<[^>]+>", "", answer.content.decode())

    return look


@pytest.mark.parametrize("readers", TOLD)
def test_answers_are_found_by_those_who_may_read_them(ask, found, cast, readers) -> None:
    expected, title = TOLD[readers]
    ask(peers=2).send(recommend="3", words="Ваша бухгалтерка мовчить", _readers=readers)

    seen = {name: found("бухгалтеркою", getattr(cast, name)) for name in PEOPLE}

    assert {name for name, (groups, _page) in seen.items() if groups} == expected
    for groups, page in seen.values():
        if groups:
            ((hit,),) = [group.hits for group in groups]
            assert (hit.title, hit.quote) == (title, "Ваша бухгалтерка мовчить")
            assert ("Taras" in page) == (readers != "role")
            assert hit.note.split()[0].isdigit() == (readers != "role")


def test_words_beside_other_and_changed_ones_are_found(ask, found, now) -> None:
    asked = ask()
    asked.send(recommend="3", reason=["other"], **{"reason.other": "Паркування"})
    assert found("паркуванням")[0]

    asked.send(recommend="3", reason=["other"], **{"reason.other": "Ліфт"})

    assert (found("паркування")[0], len(found("ліфтом")[0])) == ([], 1)


def test_answers_of_the_past_are_found_and_removed_ones_are_not(cast, ask, found, now) -> None:
    ask().send(recommend="3", words="Канарка")
    assert found("канарка")[0]
    assert found("канарка", cast.mallory)[0] == []

    with tenant_context(cast.north.pk):
        Response.objects.update(removed_at=now)

    assert found("канарка")[0] == []
    with tenant_context(cast.north.pk):
        assert not SearchTerm.objects.filter(kind="response").exists()


def test_erasing_a_person_takes_the_words_of_their_answers_out_of_the_search(ask, found, cast, now) -> None:
    ask().send(recommend="3", words="Канарка в шахті")
    assert found("канарка")[0]

    with tenant_context(cast.north.pk):
        people_data.request_erasure(contact=Contact.objects.get(name="Taras"), by=cast.alice.employee, now=now)
    jobs.drain(queue=people_data.QUEUE, now=lambda: now)

    assert found("канарка")[0] == []
    with tenant_context(cast.north.pk):
        assert not SearchTerm.objects.filter(term__startswith="канарк").exists()


def test_answer_without_words_waits_for_nothing(ask, cast, now) -> None:
    with tenant_context(cast.north.pk):
        a_version("Else", by=cast.alice.employee, now=now)
    ask().send(recommend="9")
    work()

    with tenant_context(cast.north.pk):
        assert not SearchTerm.objects.filter(kind="response").exists()
