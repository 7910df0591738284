"""The page of results: figures, what is kept back, and who reads what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.surveys import actions as surveys
from feedback.surveys.models import SurveyDraft
from tests.factories.feedback import an_invitation

pytestmark = pytest.mark.django_db


def context(client_of, cast, page, query="", person=None, of=None):
    answer = client_of(person or cast.alice).get(page(query=query, of=of))
    assert answer.status_code == 200
    return answer.context


@pytest.fixture
def seen(client_of, cast, page):
    def seen(query="", person=None, of=None):
        return context(client_of, cast, page, query, person, of)

    return seen


def nps(found):
    (headline,) = found["headlines"]
    return headline.value


def test_figures_of_everybody(seen, text_of, nordwerk, many) -> None:
    many([10, 9, 8, 7, 3], at=nordwerk)

    value = nps(seen())
    text = text_of()

    assert (value.text, value.shown.n) == ("+20", 5)
    assert "5 answers" in text
    assert "tentative" in text
    assert [(part.label, part.n) for part in seen()["headlines"][0].parts] == [
        ("Promoters", 2),
        ("Passives", 2),
        ("Detractors", 1),
    ]


def test_page_without_answers_says_what_to_do_next(text_of, published) -> None:
    assert "No answers yet" in text_of()
    assert "Choose a client" in text_of()


def test_list_and_builder_lead_to_the_results_and_back(client_of, cast, page, version, text_of) -> None:
    for path in ("surveys/", f"surveys/{version.survey_id}/edit/"):
        assert page() in client_of(cast.alice).get(cast.alice.url(path)).content.decode()

    assert f"surveys/{version.survey_id}/edit/" in text_of()
    assert f"surveys/{version.survey_id}/versions/" in text_of(person=cast.erin)


def test_titles_are_read_without_the_places_to_fill(client_of, cast, page, published, many, nordwerk) -> None:
    title = {"en": "{salutation}, how was {fact:act|the last act}?"}
    asked = published({"id": "act", "type": "csat", "title": title}, languages=["en"])
    many([None] * 5, at=nordwerk, of=asked, more={"act": 4})

    text = client_of(cast.alice).get(page(of=asked)).content.decode()

    assert "How was the last act?" in text
    assert "{" not in text.split("question-act")[1].split("</section>")[0]


def test_figure_of_a_small_group_is_kept_back(seen, text_of, nordwerk, many) -> None:
    many([10, 9, 9, 3], at=nordwerk)

    assert nps(seen()).shown.is_hidden
    assert "Too early to say: 4 of 5 answers" in text_of()
    assert "+50" not in text_of()


def test_organization_decides_how_small_a_group_may_be(cast, seen, nordwerk, many) -> None:
    many([10, 9, 9, 3], at=nordwerk)
    with tenant_context(cast.north.pk):
        Organization.objects.update(confidentiality_group=3)

    assert nps(seen()).text == "+50"


def test_subtracting_shown_roles_gives_no_small_one(seen, nordwerk, many) -> None:
    many([10] * 9, at=nordwerk, role="technical")
    many([3] * 6, at=nordwerk, role="economic")
    many([0, 0], at=nordwerk, role="end_user")

    rows = {row.key: row.values[0].shown for row in seen()["by_role"]}

    assert not rows["technical"].is_hidden
    assert rows["end_user"].is_hidden
    assert rows["economic"].is_hidden
    assert not rows["economic"].is_small


def test_what_was_confided_enters_no_figure_of_others(seen, text_of, cast, nordwerk, many, answer) -> None:
    many([10, 10, 10, 10, 10], at=nordwerk)
    many([0, 0, 0], at=nordwerk, confidentiality="leadership", words="between us")

    for person in (cast.carol, cast.dave, cast.erin):
        found = seen(person=person)
        assert (nps(found).text, nps(found).shown.n, found["confided"]) == ("+100", 5, 0)
        assert found["headlines"][0].confided is None
        assert sum(row.n for row in found["by_role"]) == 5
        assert sum(one.n for one in found["summaries"]) == 5
        text = text_of(person=person)
        assert "between us" not in text
        assert "top management" not in text
    for person in (cast.alice, cast.bob):
        found = seen(person=person)
        assert nps(found).text == "+100"
        assert found["headlines"][0].confided.text == "+25"
        assert sum(row.n for row in found["by_role"]) == 5


def test_response_rate_by_role_and_stage(cast, seen, version, nordwerk, answer, now) -> None:
    with tenant_context(cast.north.pk):
        positions = list(nordwerk.positions.order_by("contact__name"))
        asked = [
            an_invitation(to=one, version=version, by=cast.alice.employee, now=now, role=role)[0]
            for one, role in zip(positions, ["technical", "economic", "technical", "technical"], strict=True)
        ]
        type(asked[0]).objects.filter(pk=asked[2].pk).update(closed_at=now)  # passed on, or withdrawn
    answer(9, at=nordwerk, invitation=asked[0])
    answer(9, at=nordwerk, source="open")
    answer(9, at=nordwerk, origin="import", source="import")
    answer(2, at=nordwerk, invitation=asked[3], confidentiality="leadership")

    found = seen(person=cast.carol)

    assert (found["asked"], found["answered"]) == (3, 1)
    rows = {row.key: (row.asked, row.answered, row.n) for row in found["by_role"]}
    assert rows == {"technical": (2, 1, 3), "economic": (1, 0, 0), "end_user": (0, 0, 0)}
    assert (found["sums"].opened, found["sums"].imported) == (1, 1)


def test_filters_narrow_every_figure(cast, seen, nordwerk, many, now) -> None:
    many([10] * 5, at=nordwerk, role="economic", stage="onboarding", language="uk")
    many([0] * 6, at=nordwerk, origin="import", happened_at=now - timedelta(days=90))
    many([8] * 7, at=nordwerk, proxy_by=cast.carol.employee)

    def n(query):
        return seen(query)["sums"].n

    assert n("") == 18
    assert n("role=economic") == n("stage=onboarding") == n("language=uk") == 5
    assert n("origin=import") == 6
    assert n("origin=live") == 12
    assert (n("proxy=proxy"), n("proxy=own")) == (7, 11)
    assert n(f"client={nordwerk.pk}") == 18
    assert n(f"since={(now - timedelta(days=5)).date()}") == 12
    assert n(f"until={(now - timedelta(days=5)).date()}") == 6
    assert seen("proxy=proxy")["sums"].unconfirmed == 7


@pytest.mark.parametrize(
    "query", ["role=director", "since=yesterday", "version=x", "client=1", "since=2026-02-02&until=2026-01-01"]
)
def test_wrong_filter_says_so(client_of, cast, page, query) -> None:
    assert client_of(cast.alice).get(page(query=query)).status_code == 422


def test_form_sends_what_is_empty_too(seen, nordwerk, many) -> None:
    many([10] * 5, at=nordwerk, role="economic")
    many([10] * 2, at=nordwerk)
    empty = "&".join(
        f"{name}=" for name in ("stage", "since", "until", "version", "segment", "language", "origin", "proxy")
    )

    assert seen(f"role=economic&{empty}")["sums"].n == 5


def test_removed_answers_count_nowhere(seen, nordwerk, many, now) -> None:
    many([10] * 5, at=nordwerk)
    many([0] * 5, at=nordwerk, removed_at=now)

    assert nps(seen()).text == "+100"


def again(cast, version, document, now):
    """Publish the next version of a survey."""
    with tenant_context(cast.north.pk):
        SurveyDraft.objects.filter(survey=version.survey).update(content=document)
        return surveys.publish(survey=version.survey, by=cast.alice.employee, now=now)


def test_trend_breaks_where_the_question_was_reworded(cast, seen, version, nordwerk, many, now) -> None:
    months = [now - timedelta(days=days) for days in (95, 62, 31, 0)]
    for at, score in zip(months[:2], (10, 8), strict=True):
        many([score] * 5, at=nordwerk, happened_at=at)
    content = {**version.content, "questions": [{**version.content["questions"][0], "series": 2}]}
    second = again(cast, version, content, now)
    for at, score in zip(months[2:], (0, 10), strict=True):
        many([score] * 5, at=nordwerk, happened_at=at, of=second)

    ((_id, figure),) = seen()["trends"]
    found = seen()

    assert figure.data[0]["y"] == [100, 0, None, -100, 100]
    assert figure.layout["annotations"][0]["text"] == "reworded"
    assert (nps(found).text, nps(found).shown.n, found["headlines"][0].older) == ("0", 10, 10)
    (question,) = [one for one in found["summaries"] if one.question.id == "recommend"]
    assert (question.n, question.older) == (10, 10)


def test_trend_goes_on_where_the_same_question_was_kept(cast, seen, version, nordwerk, many, now) -> None:
    many([10] * 5, at=nordwerk, happened_at=now - timedelta(days=40))
    second = again(cast, version, version.content, now)
    many([0] * 5, at=nordwerk, of=second)

    ((_id, figure),) = seen()["trends"]

    assert figure.data[0]["y"] == [100, -100]
    assert nps(seen()).shown.n == 10


def test_another_organization_finds_nothing(client_of, cast, page, version, nordwerk, many) -> None:
    many([10] * 5, at=nordwerk)

    assert client_of(cast.mallory).get(page()).status_code == 404
    assert client_of(cast.mallory).get(page().replace("/north/", "/south/")).status_code == 404


def test_same_number_of_statements_however_many_answers(client_of, cast, page, nordwerk, many, answer) -> None:
    browser = client_of(cast.alice)

    def statements():
        browser.get(page())
        with CaptureQueriesContext(connection) as found:
            assert browser.get(page()).status_code == 200
        return len(found)

    answer(9, at=nordwerk, by="Taras Melnyk", words="good")
    few = statements()
    many([10, 9, 8, 3, 2, 1], at=nordwerk, by="Petro Bondar", words="many words")
    many([10, 9, 8, 3, 2, 1], at=nordwerk, role="economic", stage="onboarding", more={"reason": ["papers"]})

    assert statements() == few


def test_left_empty_is_told_from_not_asked(seen, published, nordwerk, many, answer) -> None:
    rules = [
        {"when": {"answer": "recommend", "op": "<=", "value": 6}, "act": "show", "question": "wrong"},
        {"when": {"answer": "recommend", "op": "=", "value": 0}, "act": "end", "question": "wrong"},
    ]
    version = published(
        {"id": "recommend", "type": "nps", "title": {"en": "Would you?"}},
        {"id": "wrong", "type": "short_text", "title": {"en": "What went wrong?"}},
        {"id": "price", "type": "yes_no", "title": {"en": "The price?"}, "audience": {"roles": ["economic"]}},
        {"id": "words", "type": "long_text", "title": {"en": "More?"}},
        rules=rules,
    )
    many([10, 9, 9, 3], at=nordwerk, of=version)
    answer(0, at=nordwerk, of=version, more={"wrong": "All"})
    answer(8, at=nordwerk, of=version, role="economic", words="Fine")

    found = seen(of=version)["stops"]

    assert [(one.summary.question.id, one.answered, one.blank, one.spared) for one in found] == [
        ("recommend", 6, 0, 0),
        ("wrong", 1, 1, 4),
        ("price", 0, 1, 5),
        ("words", 1, 4, 1),
    ]
    assert [one.spared for one in seen("role=technical&stage=onboarding", of=version).get("stops", ())] == []
    assert {one.spared for one in seen("role=economic", of=version)["stops"]} == {None}
