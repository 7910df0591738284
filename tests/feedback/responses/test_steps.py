"""A survey whose questions depend on answers goes page by page, and goes on where it stopped, on another device too."""

import pytest
from django.test import Client

from accounts.tenancy.context import tenant_context
from feedback.responses.models import PartialResponse


def three(uk: str) -> dict[str, str]:
    return {"uk": uk, "ru": f"{uk} ru", "en": f"{uk} en"}


QUESTIONS = [
    {"id": "recommend", "type": "nps", "title": three("Порадите?"), "required": True},
    {"id": "why", "type": "long_text", "title": three("Ви дали {answer:recommend|щось}. Чому?"), "required": True},
    {"id": "best", "type": "short_text", "title": three("Що найкраще?")},
    {"id": "again", "type": "yes_no", "title": three("Запитати ще?"), "starts_page": True},
]
RULES = [
    {"when": {"answer": "recommend", "op": "<=", "value": 6}, "act": "show", "question": "why"},
    {"when": {"answer": "recommend", "op": ">=", "value": 9}, "act": "show", "question": "best"},
]


@pytest.fixture
def asked(ask):
    return ask(*QUESTIONS, rules=RULES)


def kept(asked) -> list:
    with tenant_context(asked.invitation.organization_id):
        return list(PartialResponse.objects.values_list("answers", "language"))


def test_answer_decides_the_next_page(asked):
    first = asked.page()
    assert "Далі" in first
    assert "Чому?" not in first

    answer = asked.send(recommend="3")

    assert (answer.status_code, answer["Location"]) == (303, f"{asked.url}?p=1&l=uk")
    second = asked.page("?p=1&l=uk")
    assert "Ви дали 3. Чому?" in second
    assert "Що найкраще?" not in second
    assert kept(asked) == [({"recommend": 3}, "uk")]
    assert asked.responses() == []


def test_last_page_sends_everything(asked):
    asked.send(recommend="3")
    asked.send(ticket=asked.ticket("?p=1"), why="Чекаю")
    last = asked.page("?p=2")
    assert "Надіслати" in last

    answer = asked.send(ticket=asked.ticket("?p=2"), again="no")

    assert answer["Location"] == f"{asked.url}done/?l=uk"
    (response,) = asked.responses()
    assert response.answers == {"recommend": 3, "why": "Чекаю", "again": False}
    assert kept(asked) == []


def test_another_device_goes_on_where_it_stopped(asked):
    asked.send(ticket=asked.ticket("?l=ru"), recommend="10")

    asked.browser = Client()

    html = asked.page()
    assert '<html lang="ru">' in html
    assert "Що найкраще? ru" in html
    assert 'value="10" class="high" checked' in asked.page("?p=0")


def test_page_that_misses_an_answer_is_shown_again(asked):
    asked.send(recommend="3")

    answer = asked.send(ticket=asked.ticket("?p=1"), why=" ")

    assert answer.status_code == 422
    assert "без неї не обійтися" in answer.content.decode()
    assert kept(asked) == [({"recommend": 3}, "uk")]


def test_changed_mind_on_an_earlier_page_leaves_the_other_way(asked):
    asked.send(recommend="3")
    asked.send(ticket=asked.ticket("?p=1"), why="Чекаю")
    asked.send(ticket=asked.ticket("?p=0"), recommend="8")

    asked.send(ticket=asked.ticket("?p=1"), again="yes")

    (response,) = asked.responses()
    assert response.answers == {"recommend": 8, "again": True}


def test_last_page_alone_does_not_make_an_answer(asked):
    answer = asked.send(ticket=asked.ticket("?p=9"), again="yes")

    assert answer.status_code == 422
    assert "Порадите?" in answer.content.decode()
    assert asked.responses() == []


def test_ending_early_still_asks_who_may_read(ask):
    rules = [{"when": {"answer": "recommend", "op": ">=", "value": 7}, "act": "end", "question": "recommend"}]
    asked = ask(*QUESTIONS[:3], rules=rules)

    answer = asked.send(recommend="8")

    closing = asked.page(answer["Location"].removeprefix(asked.url))
    assert "Дякуємо, це все." in closing
    assert "Хто може це прочитати" in closing
    assert asked.send(ticket=asked.ticket("?p=1"), _readers="leadership").status_code == 303
    assert [(one.nps, one.confidentiality) for one in asked.responses()] == [(8, "leadership")]


def test_changing_an_answer_goes_page_by_page_too(asked):
    asked.send(recommend="3")
    asked.send(ticket=asked.ticket("?p=1"), why="Чекаю")
    asked.send(ticket=asked.ticket("?p=2"), again="no")

    assert 'value="3" class="low" checked' in asked.page()
    asked.send(ticket=asked.ticket("?p=0"), recommend="9")
    asked.send(ticket=asked.ticket("?p=1"), best="Усе")
    asked.send(ticket=asked.ticket("?p=2"), again="yes")

    (response,) = asked.responses()
    assert (response.answers, response.revision) == ({"recommend": 9, "best": "Усе", "again": True}, 2)
    assert kept(asked) == []
