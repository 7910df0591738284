"""A case from an answer for top management alone: the others see neither text nor existence."""

import pytest
from django.utils.translation import override

from accounts.audit.models import AuditEntry
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.invitations.models import Hold
from feedback.responses import actions as responses
from feedback.responses.models import Confidentiality
from journeys.cases import actions, queries
from journeys.cases.models import Case
from tests.journeys.cases.conftest import address

pytestmark = pytest.mark.django_db

SECRET = "Xylophonic discontent"


def amended(scene, response, *, readers="named", words=SECRET, score=2) -> None:
    with tenant_context(scene.cast.north.pk):
        answers = {"recommend": score, "words": words}
        readers = Confidentiality(readers)
        values = {"answers": answers, "confidentiality": readers, "language": "en", "now": scene.now}
        responses.amend(response_id=response.pk, **values)


@pytest.fixture
def confided(scene) -> Case:
    scene.says(2, SECRET, confidentiality="leadership")
    jobs.drain(queue="search", now=lambda: scene.now)
    return scene.case()


def test_only_its_readers_know_of_it(scene, confided, client_of) -> None:
    assert confided.label == "c1"
    for person in (scene.cast.alice, scene.cast.bob):
        assert SECRET in client_of(person).get(address("case", "c1")).content.decode()
    pages = ["signals/", "signals/?show=mine", f"clients/{scene.taras.client_id}/", "search/?q=Xylophonic"]
    pages += [f"clients/{scene.taras.client_id}/{name}/" for name in ("cases", "timeline")]
    for person in (scene.cast.carol, scene.cast.dave, scene.cast.erin):
        browser = client_of(person)
        assert browser.get(address("case", "c1")).status_code == 404
        assert browser.get(f"/o/north/cases/{confided.pk}/").status_code == 404
        for path in pages:
            page = browser.get(person.url(path)).content.decode()
            assert "discontent" not in page  # the other word is echoed by the search itself
            assert "c1" not in [word.strip("№") for word in page.split()]
    assert client_of(scene.cast.dave).post(address("case-note", "c1"), {"text": "x"}).status_code == 404


def test_nothing_of_it_is_told_elsewhere(scene, confided, mailbox, client_of) -> None:
    with tenant_context(scene.cast.north.pk):
        assert not Event.objects.filter(kind__startswith="case.").exists()
        assert not AuditEntry.objects.filter(action__startswith="case.").exists()
        assert not Hold.objects.exists()
        assert queries.has_open([scene.taras.client_id]) == set()
    letters = [*mailbox.to("bob@north.example"), *mailbox.to("alice@north.example")]
    assert {letter["Subject"] for letter in letters} >= {"Something waits for you alone"}
    for letter in mailbox:
        assert SECRET not in letter.as_string()
        assert "Taras" not in letter.as_string()
    assert not mailbox.to("carol@north.example")
    log = client_of(scene.cast.dave).get("/o/north/settings/mail/").content.decode()
    assert "confided" not in log


def test_numbers_of_other_cases_have_no_gap(scene, confided) -> None:
    scene.says(3)

    assert {scene.case(visibility="team").label, scene.case(visibility="leadership").label} == {"1", "c1"}


def test_it_cannot_be_carried_by_whoever_may_not_read_it(scene, confided) -> None:
    with tenant_context(scene.cast.north.pk):
        able = queries.may_carry(visibility=confided.visibility, now=scene.now)
        assert {one.name for one in able} == {"Alice Ahlberg", "Bob Berg"}
        with pytest.raises(ValueError, match="carry"):
            actions.assign(case=confided, owner=scene.cast.carol.employee, by=scene.cast.alice.employee, now=scene.now)
        with pytest.raises(actions.NoLead), override("en"):
            values = {"department": scene.accounting, "question": "?", "by": scene.cast.alice.employee}
            actions.ask_unit(case=confided, **values, now=scene.now)


def test_the_client_confirms_it_and_no_log_shows_the_letter(scene, confided, stranger, mailbox, client_of) -> None:
    link = scene.fixed(confided)
    assert len(mailbox.to("taras@nordwerk.example")) == 1
    assert "taras@nordwerk.example" not in client_of(scene.cast.dave).get("/o/north/settings/mail/").content.decode()

    stranger.post(link, {"answer": "yes"})

    assert scene.case().end == "confirmed"
    with tenant_context(scene.cast.north.pk):
        assert not Event.objects.filter(kind__startswith="case.").exists()


def test_what_is_confided_afterwards_is_taken_out_of_the_open_case(scene, client_of) -> None:
    response = scene.says(2, SECRET)
    carol = client_of(scene.cast.carol)
    assert SECRET in carol.get(address("case")).content.decode()

    amended(scene, response, readers="leadership")

    # Nothing is read from the moment of the wish on, and when the case has heard of it, nothing is left of the person.
    for drain in (lambda: None, scene.drain):
        drain()
        page = carol.get(address("case")).content.decode()
        assert SECRET not in page
        assert "2 of 10" not in page
    assert "Taras" not in page
    assert scene.case(visibility="team").end == "dropped"
    assert SECRET in client_of(scene.cast.bob).get(address("case", "c1")).content.decode()


def test_who_wishes_to_stay_unnamed_afterwards_is_named_by_no_case(scene, client_of) -> None:
    response = scene.says(2, SECRET)
    other = scene.says(3, "And the invoice is wrong")

    amended(scene, other, readers="role", words="And the invoice is wrong")
    scene.drain()

    # What else they said openly stays theirs; only when that is taken back as well, nobody is named.
    assert scene.case(number=1).contact == scene.taras.contact
    carol = client_of(scene.cast.carol)
    assert "invoice" not in carol.get(address("case")).content.decode()
    page = carol.get(address("case", "2")).content.decode()
    assert "And the invoice is wrong" in page
    assert "Taras" not in page

    amended(scene, response, readers="role")
    scene.drain()

    for label in ("1", "2"):
        assert "Taras" not in carol.get(address("case", label)).content.decode()
    assert SECRET in carol.get(address("case", "2")).content.decode()
    assert "case.opened" not in carol.get(f"/o/north/people/{scene.taras.contact_id}/").content.decode()
    with tenant_context(scene.cast.north.pk):
        assert not Event.objects.filter(kind__startswith="case.", contact_id=scene.taras.contact_id).exists()
        assert str(scene.taras.contact_id) not in str(list(Event.objects.filter(kind__startswith="case.").values()))


def test_a_case_says_what_the_answer_says_now(scene, client_of) -> None:
    response = scene.says(2, SECRET)

    amended(scene, response, words="It was the carrier", score=4)

    page = client_of(scene.cast.carol).get(address("case")).content.decode()
    assert SECRET not in page
    assert "It was the carrier" in page
    assert "Taras Melnyk: 4 of 10" in page
    with tenant_context(scene.cast.north.pk):
        type(response).objects.update(removed_at=scene.now)
    assert "carrier" not in client_of(scene.cast.carol).get(address("case")).content.decode()
