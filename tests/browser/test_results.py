"""Results of a survey in a browser: accessible in every look, no wider than a phone, and filtered without a new page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.tenancy.context import tenant_context
from tests.browser.conftest import NARROWEST, sideways
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import QUESTIONS, a_document, a_response, a_version

MORE = [
    {"id": "ease", "type": "ces", "title": {"uk": "Легко?", "ru": "Легко?", "en": "Was it easy?"}},
    {
        "id": "order",
        "type": "ranking",
        "title": {"uk": "Що важливіше?", "ru": "Что важнее?", "en": "What matters most?"},
        "choices": [
            {"id": "price", "text": {"uk": "Ціна", "ru": "Цена", "en": "Price"}},
            {"id": "care", "text": {"uk": "Турбота", "ru": "Забота", "en": "Care"}},
        ],
    },
]


@pytest.fixture
def answered(live_product, now):
    """Fill North with answers of every kind; return the addresses that show them."""
    by = live_product.cast.alice.employee
    with tenant_context(live_product.cast.north.pk):
        client = a_client("Nordwerk", by=by, now=now)
        contact = a_contact("Taras Melnyk", at=client, by=by, now=now, roles=["technical"]).contact
        version = a_version("Relation", by=by, now=now, content=a_document(*QUESTIONS, *MORE))
        for number in range(24):
            answers = {
                "recommend": number % 11,
                "ease": number % 7 + 1,
                "order": ["price", "care"],
                "reason": ["speed"],
            }
            role = ("technical", "technical", "economic")[number % 3]
            who = {"client": client, "contact": contact, "role": role, "stage": "onboarding"}
            how = {
                0: {"confidentiality": "role"},
                1: {"confidentiality": "leadership"},
                2: {"proxy_by": by},
                3: {"origin": "import"},
            }
            at = now - timedelta(days=40 * (number % 2))
            words = {"words": f"{'Great'} {number} {'x' * 60}"}
            row = a_response({**answers, **words}, version=version, now=at, **who, **how.get(number, {}))
        for name in ("technical", "end_user"):
            a_response({"recommend": 3}, version=version, now=now, client=client, role=name)
    survey = {"slug": "north", "survey_id": version.survey_id}
    one = reverse("answer", kwargs={"slug": "north", "response_id": row.pk})
    return [reverse("survey-results", kwargs=survey), reverse("survey-answers", kwargs=survey), one]


def test_results_are_accessible_and_fit_a_phone(live_product, flaws, violations, answered):
    alice = live_product.cast.alice
    page = live_product.sign_in(alice)
    wrong = []

    for path in answered:
        assert page.goto(path).status == 200
        wrong += flaws(page)
    # Longer words in other languages: the narrowest look is enough for what they can break.
    page.set_viewport_size(NARROWEST)
    for language in ("uk", "ru"):
        with tenant_context(live_product.cast.north.pk):
            type(alice.employee).objects.filter(pk=alice.employee.pk).update(language=language)
        page.goto(answered[0])
        assert page.locator("html").get_attribute("lang") == language
        wrong += [f"{language}: {violation}" for violation in violations(page)]
        if sideways(page):
            wrong.append(f"{language} is wider than a phone by {sideways(page)}")

    assert wrong == []


def test_figures_follow_the_filter_and_lead_to_their_answers(live_product, answered):
    page = live_product.sign_in(live_product.cast.alice)
    page.goto(answered[0])

    page.get_by_label("Buyer role", exact=True).select_option("economic")
    page.get_by_role("link", name="8 answers").first.wait_for()
    page.get_by_role("link", name="8 answers").first.click()

    assert "role=economic" in page.url
    assert page.locator("#answers .rows > li").count() == 8
