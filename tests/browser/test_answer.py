"""The answer page in a real browser: by keyboard, without style, in every language and theme; and scanners vote nothing."""

import pytest

from accounts.tenancy.context import tenant_context
from feedback.invitations import actions as invitations
from feedback.invitations.models import LinkOpen
from tests.feedback.responses.conftest import ask_somebody

TEXT = {"uk": "Слово", "ru": "Слово", "en": "Word"}
ALL_TYPES = [
    {"id": "score", "type": "csat", "required": True, "low": TEXT, "high": TEXT},
    {"id": "ease", "type": "ces"},
    {"id": "rate", "type": "rating", "maximum": 10},
    {
        "id": "one",
        "type": "single",
        "has_other": True,
        "choices": [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}],
    },
    {"id": "yes", "type": "yes_no", "required": True},
    {"id": "number", "type": "number", "help": TEXT},
    {"id": "day", "type": "date"},
    {"id": "short", "type": "short_text"},
    {"id": "info", "type": "information", "help": TEXT},
    {"id": "grid", "type": "matrix", "rows": [{"id": "r", "text": TEXT}], "choices": [{"id": "a", "text": TEXT}]},
    {"id": "rank", "type": "ranking", "choices": [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]},
    {"id": "ok", "type": "consent", "help": TEXT},
    {"id": "long", "type": "long_text"},
]
EVERYTHING = [{**one, "title": TEXT} for one in ALL_TYPES]


@pytest.fixture
def asked(live_product, now):
    return ask_somebody(live_product.cast.alice, now=now, peers=2)


def scores(asked) -> list[int | None]:
    return [one.nps for one in asked.responses()]


def test_keyboard_alone_answers(live_product, asked):
    page = live_product.open(asked.url, java_script_enabled=False)
    keys = page.keyboard

    for _stop in range(3):  # the languages
        keys.press("Tab")
    keys.press("Tab")  # the scale
    keys.press("ArrowLeft")  # its last mark, as in every group of radio buttons
    keys.press("Tab")
    keys.press("Space")  # the first reason
    for _stop in range(3):
        keys.press("Tab")
    keys.type("Усе добре")
    keys.press("Tab")  # who may read it
    keys.press("Tab")
    keys.press("Enter")

    page.wait_for_url("**/done/**")
    (response,) = asked.responses()
    assert response.answers == {"recommend": 10, "reason": ["papers"], "words": "Усе добре"}


def test_what_follows_appears_with_the_score_under_its_words(live_product, asked):
    page = live_product.open(asked.url, java_script_enabled=False)
    requests = []
    page.on("request", lambda request: requests.append(request.url))

    assert not page.get_by_role("button", name="Надіслати").is_visible()
    page.get_by_label("3", exact=True).check()

    assert page.get_by_role("group", name="Що насамперед виправити?").is_visible()
    page.get_by_label("9", exact=True).check()
    assert page.get_by_role("group", name="Що вплинуло на оцінку?").is_visible()
    assert not page.get_by_label("Що саме?").is_visible()
    page.get_by_label("Інше").check()
    assert page.get_by_label("Що саме?").is_visible()
    assert requests == []


def test_language_is_changed_with_everything_typed(live_product, asked):
    page = live_product.open(f"{asked.url}?s=3")
    page.get_by_label("Розкажіть своїми словами").fill("Чекаю")

    page.get_by_role("button", name="Рус").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Посоветуете ли нас коллеге?"
    assert page.get_by_label("Расскажите своими словами").input_value() == "Чекаю"
    assert page.get_by_label("3", exact=True).is_checked()
    assert scores(asked) == []


def test_enter_in_a_field_sends_and_changes_no_language(live_product, now):
    asked = ask_somebody(live_product.cast.alice, {"id": "short", "type": "short_text", "title": TEXT}, now=now)
    page = live_product.open(asked.url)

    page.get_by_label("Слово").fill("Так")
    page.get_by_label("Слово").press("Enter")

    page.wait_for_url("**/done/**")
    assert [one.answers for one in asked.responses()] == [{"short": "Так"}]


def test_page_without_its_style_answers_too(live_product, asked):
    page = live_product.open("/livez", java_script_enabled=False)

    def bare(route):
        answer = route.fetch()
        start, _, rest = answer.text().partition("<style>")
        route.fulfill(response=answer, body=start + rest.partition("</style>")[2])

    page.route("**/s/**", lambda route: bare(route) if route.request.method == "GET" else route.continue_())
    page.goto(asked.url)

    assert page.get_by_text("Що вплинуло на оцінку?").is_visible()
    assert not page.get_by_text("Що насамперед виправити?").is_visible()
    page.get_by_label("7", exact=True).check()
    page.get_by_role("button", name="Надіслати").click()
    assert scores(asked) == [7]


@pytest.mark.parametrize("style", ["looks", "runs scripts", "moves the mouse"])
def test_scanner_of_mails_votes_nothing(live_product, asked, now, style):
    """F24: every link of a letter is opened within seconds; the person's own answer still counts."""
    letter = [f"{asked.url}?s={score}" for score in (*range(11), "more")]
    letter += [f"{asked.url}{page}" for page in ("", "stop/", "data/", "done/", "?l=ru", "?p=1")]
    page = live_product.open("/livez", java_script_enabled=style != "looks")
    for link in letter:
        page.goto(link)
        if style == "moves the mouse":
            for x, y in ((40, 40), (200, 300), (300, 600)):
                page.mouse.move(x, y)
            page.mouse.wheel(0, 400)

    assert asked.responses() == []
    invitations.count_clicks(now=now)
    with tenant_context(asked.invitation.organization_id):
        signs = list(LinkOpen.objects.values_list("sign", flat=True))
    assert (len(signs) >= len(letter) - 6, "" in signs) == (True, False)
    page.goto(f"{asked.url}?s=4")
    page.get_by_role("button", name="Надіслати").click()
    assert scores(asked) == [4]


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_every_page_is_accessible_in_every_theme_and_fits_a_phone(live_product, now, flaws, language):
    asked = ask_somebody(live_product.cast.alice, *EVERYTHING, now=now)
    short = ask_somebody(live_product.cast.alice, now=now, name="Olena", peers=2)
    gone = ask_somebody(live_product.cast.alice, now=now, name="Late")
    gone.changed(expires_at=now)
    page = live_product.open(f"{asked.url}?l={language}&s=3")
    wrong = flaws(page)
    page.locator("form").evaluate("form => form.noValidate = true")  # the server says it itself
    page.locator("main button").last.click()
    wrong += flaws(page)
    of_one = [f"{short.url}{path}?l={language}" for path in ("", "stop/", "data/")]
    for path in [*of_one, f"{gone.url}?l={language}", "/s/x/"]:
        page.goto(path)
        wrong += flaws(page)
    page.goto(f"{short.url}?l={language}&s=3")
    page.locator("main button").last.click()
    wrong += flaws(page)

    assert wrong == []
