"""The builder in a real browser: accessible and narrow enough, saved while one types, ordered by dragging and by keys."""

import json
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts import clock
from accounts.tenancy.context import tenant_context
from feedback.surveys import document, queries
from tests.browser.test_screens import FOLDER, keep
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import QUESTIONS, a_document, a_version

RULES = [
    {
        "act": "show",
        "question": "words",
        "when": {
            "all": [{"answer": "recommend", "op": "<=", "value": 6}, {"fact": "role", "op": "=", "value": "technical"}]
        },
    }
]


@pytest.fixture
def survey(committed_cast):
    now, by = clock.real_now(), committed_cast.alice.employee
    with tenant_context(committed_cast.north.pk):
        client = a_client("Nordwerk", by=by, now=now)
        a_contact("Taras Melnyk", at=client, by=by, now=now, roles=["technical"])
        return a_version("After the signed act", by=by, now=now, content=a_document(*QUESTIONS, rules=RULES)).survey


def address(name, survey=None, **more):
    arguments = {"slug": "north", **more} | ({"survey_id": survey.pk} if survey else {})
    return reverse(name, kwargs=arguments)


def draft(cast, survey):
    with tenant_context(cast.north.pk):
        return document.read(queries.draft_of(survey).content)


def order(cast, survey):
    return [one.id for one in draft(cast, survey).questions]


def addresses(survey):
    """Return every page of surveys by the name of its picture."""
    questions = {"nps": "recommend", "choices": "reason", "rules": "words"}
    return {
        "surveys": address("surveys"),
        "survey-new": address("survey-new"),
        "builder": address("survey-edit", survey),
        "builder-texts": address("survey-texts", survey),
        "survey-launch": address("survey-launch", survey),
        "survey-versions": address("survey-versions", survey),
        "survey-version": address("survey-version", survey, number=1),
        "survey-settings": address("survey-settings", survey),
        **{f"builder-{name}": address("survey-question", survey, question_id=id_) for name, id_ in questions.items()},
    }


def test_pages_of_surveys_are_accessible_and_narrow_enough(live_product, survey, flaws):
    page = live_product.sign_in(live_product.cast.alice)

    for path in addresses(survey).values():
        page.goto(path)
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert flaws(page) == []


def test_what_is_typed_is_saved_and_seen_in_the_preview(live_product, survey):
    page = live_product.sign_in(live_product.cast.alice, address("survey-edit", survey))
    page.get_by_role("link", name="Would you recommend us?", exact=True).click()
    field = page.get_by_label("Question, English")
    expect(field).to_be_visible()
    expect(page.get_by_label("Question, Russian")).to_be_hidden()

    with page.expect_response(lambda response: response.request.method == "POST"):
        field.fill("Would you tell a friend?")
    page.locator("#preview").get_by_label("Language").select_option("en")

    frame = page.frame_locator("#preview iframe")
    expect(frame.get_by_text("Would you tell a friend?")).to_be_visible()
    expect(field).to_have_value("Would you tell a friend?")
    assert draft(live_product.cast, survey).question("recommend").title["en"] == "Would you tell a friend?"
    field.fill("Would you tell your friends?")
    page.locator(".builder__form").get_by_role("button", name="Done").click()
    expect(page.get_by_role("link", name="Would you tell your friends?", exact=True)).to_be_visible()
    assert draft(live_product.cast, survey).question("recommend").title["en"] == "Would you tell your friends?"


def test_questions_are_ordered_by_keys_and_by_dragging_and_brought_back(live_product, survey):
    cast = live_product.cast
    page = live_product.sign_in(cast.alice, address("survey-edit", survey))
    button = page.get_by_role("button", name="Move up: In your own words")
    button.focus()
    with page.expect_response(re.compile("/place/")):
        page.keyboard.press("Enter")
    expect(button).to_be_focused()
    assert order(cast, survey) == ["recommend", "words", "reason"]

    grip, target = (page.locator(f"#part-{id_} .builder__grip") for id_ in ("recommend", "reason"))
    start, end = grip.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + 20, steps=5)
    with page.expect_response(re.compile("/place/")):
        page.mouse.up()
    assert order(cast, survey) == ["words", "reason", "recommend"]

    with page.expect_response(re.compile("/removal/")):
        page.get_by_role("button", name="Take out: What decided it?").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="What decided it?", exact=True)).to_be_visible()
    assert order(cast, survey) == ["words", "reason", "recommend"]


def test_pictures_are_kept_to_be_looked_at(live_product, survey):
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = live_product.sign_in(live_product.cast.alice)

    for name, path in addresses(survey).items():
        keep(page, name, path)


def test_import_of_a_survey_is_accessible_and_narrow_enough(live_product, flaws):
    page = live_product.sign_in(live_product.cast.alice, address("survey-import"))
    long = {"type": "file", "name": "a_long_name_of_another_program_" * 4}
    score = {"type": "rating", "name": "nps", "rateMin": 0, "rateMax": 10, "title": "Would you recommend us?"}

    for step in ("asked", "found"):
        assert flaws(page) == []
        if step == "asked":
            page.get_by_label("Or paste its text here").fill(json.dumps({"elements": [score, long]}))
            page.get_by_role("button", name="Look at it").click()
            expect(page.get_by_role("heading", name="What did not come along")).to_be_visible()
    page.get_by_role("button", name="Make a draft of it").click()
    expect(page.get_by_role("heading", name="Imported survey")).to_be_visible()
