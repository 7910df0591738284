"""The client's link: a GET shows, a POST acts; whatever else is done with it changes nothing."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from feedback.invitations.models import Hold, PlannedAsk
from feedback.invitations.queries import changes
from journeys.cases import actions
from journeys.cases.models import Case, CaseStep, End, State
from tests.journeys.cases.conftest import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(scene) -> str:
    scene.says(3)
    return scene.fixed(scene.case())


def test_the_client_says_yes_and_the_case_is_closed(scene, link, stranger, mailbox) -> None:
    (letter,) = mailbox.to("taras@nordwerk.example")
    assert letter["Subject"] == "Чи знову все гаразд?"
    assert link in letter.get_body(("plain",)).get_content()
    for _look in range(2):  # a scanner opens every link
        assert stranger.get(link).status_code == 200
        assert stranger.head(link).status_code == 200
    assert scene.case().state == "fixed"

    for _again in range(2):
        assert stranger.post(link, {"answer": "yes"}).status_code == 303

    case = scene.case()
    assert (case.state, case.end) == ("closed", "confirmed")
    assert "Дякуємо" in stranger.get(link).content.decode()
    with tenant_context(scene.cast.north.pk):
        assert Event.objects.filter(kind="case.closed").count() == 1
        (change,) = changes(contact_id=scene.taras.contact_id, most=5)
        assert (change.said, change.done) == ("The act is late", "The act is signed")
        assert not Hold.objects.filter(released_at=None).exists()
        assert CaseStep.objects.filter(kind="confirmed", is_by_client=True).count() == 1
        assert PlannedAsk.objects.get().contact == scene.taras.contact  # how they feel afterwards


def test_not_yet_opens_it_again_in_their_words(scene, link, stranger, mailbox) -> None:
    for _again in range(2):
        stranger.post(link, {"answer": "no", "text": "Підпису немає"})

    case = scene.case()
    assert (case.state, case.rounds, case.end) == ("accepted", 2, "")
    with tenant_context(scene.cast.north.pk):
        assert CaseStep.objects.get(kind="not_yet").text == "Підпису немає"
        assert Event.objects.filter(kind="case.reopened").count() == 1
        assert Hold.objects.filter(released_at=None).count() == 1
    assert "The client says: not yet" in mailbox.to(scene.cast.alice.employee.email)[-1]["Subject"]
    stranger.post(link, {"answer": "yes"})  # an old letter, read too late
    assert scene.case().state == "accepted"

    assert scene.fixed(scene.case()) == link
    stranger.post(link, {"answer": "yes"})
    assert scene.case().end == "confirmed"


def test_after_yes_it_can_come_back_and_goes_on_where_it_is_open(scene, link, stranger) -> None:
    stranger.post(link, {"answer": "yes"})
    scene.says(2, at=scene.now + timedelta(seconds=1))  # a newer case of the same matter

    stranger.post(link, {"answer": "no", "text": "Again"})

    assert scene.case(number=1).state == "closed"
    with tenant_context(scene.cast.north.pk):
        assert CaseStep.objects.get(case__number=2, is_by_client=True).text == "Again"


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_the_page_speaks_the_three_languages(link, stranger, language) -> None:
    from django.utils.translation import gettext

    with override(language):
        asked = gettext("Is it well again?")
    page = stranger.get(f"{link}?l={language}")

    assert asked in page.content.decode()
    assert page["Content-Language"] == language
    assert page["Cache-Control"] == "no-store"
    assert "script" not in page["Content-Security-Policy"]


def test_a_link_that_was_changed_or_is_of_another_kind_opens_nothing(scene, link, stranger) -> None:
    token = link.removeprefix("/c/").removesuffix("/")
    other = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")

    for wrong in (other, token[:-1], token.swapcase(), "x"):
        assert stranger.post(f"/c/{wrong}/", {"answer": "yes"}).status_code == 404
    assert stranger.post(f"/c/unit/{token}/", {"answer": "yes"}).status_code == 404
    assert stranger.post(f"/p/{token}/", {}).status_code in {404, 405}
    assert stranger.post(link, {"answer": "maybe"}).status_code == 422
    assert scene.case().state == "fixed"


def test_a_link_ends_by_its_time_and_by_hand(scene, link, stranger, client_of) -> None:
    client_of(scene.cast.alice).post(address("case-link-revocation"), {})
    assert stranger.get(link).status_code == 410
    assert stranger.post(link, {"answer": "yes"}).status_code == 410

    scene.now += timedelta(hours=1)
    renewed = scene.fixed(scene.case())
    assert renewed != link
    assert stranger.get(link).status_code == 404
    with tenant_context(scene.cast.north.pk):
        Case.objects.update(link_ends_at=scene.now - timedelta(days=1))
    assert stranger.post(renewed, {"answer": "yes"}).status_code == 410
    assert scene.case().state == "fixed"


def test_without_the_clients_word_a_case_stays_marked(scene, link, stranger, client_of) -> None:
    form = {"end": "unconfirmed", "text": "No answer for three weeks"}
    page = client_of(scene.cast.alice).post(address("case-end"), form, follow=True).content.decode()

    assert "The client did not confirm it" in page
    assert stranger.get(link).status_code == 410
    with tenant_context(scene.cast.north.pk):
        assert changes(contact_id=scene.taras.contact_id, most=5) == []
        with pytest.raises(actions.NotOpen):
            actions.accept(case=Case.objects.get(), by=scene.cast.alice.employee, now=scene.now)


def test_nobody_is_asked_where_nobody_has_an_address(scene) -> None:
    scene.says(3, contact=None, confidentiality="role")
    with tenant_context(scene.cast.north.pk), pytest.raises(actions.NoAddress):
        actions.ask_client(case=Case.objects.get(), said="", done="x", by=scene.cast.alice.employee, now=scene.now)


def test_the_next_answer_says_whether_it_helped(scene, link, stranger, client_of) -> None:
    stranger.post(link, {"answer": "yes"})
    scene.says(9, at=scene.now + timedelta(minutes=1))

    case = scene.case(end=End.CONFIRMED)
    assert (case.mood_before, case.mood_after, case.delta) == (22, 85, 63)
    assert "n = 1" in client_of(scene.cast.bob).get(address("case")).content.decode()
    assert case.state == State.CLOSED
