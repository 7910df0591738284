"""What must hold for any text: spans, negation, intensifiers, language, aspects, signals."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedback.sentiment.text_mood import OrganizationWord, analyze, lexicon, rules
from feedback.sentiment.text_mood.tokens import cut

LEXICON = lexicon.built()
POLAR = {
    language: [word for word in sorted(LEXICON.forms[language])[::97] if abs(LEXICON.forms[language][word]) >= 1]
    for language in ("uk", "ru", "en")
}
STRENGTHENING = {"uk": ["дуже", "надзвичайно"], "ru": ["очень", "крайне"], "en": ["very", "extremely"]}
NOT = {"uk": "не", "ru": "не", "en": "not"}
PIECES = [
    "дуже",
    "не",
    "погано",
    "добре",
    "але",
    "но",
    "спасибо",
    "great",
    "awful",
    ",",
    ".",
    "!!!",
    ")))",
    ":(",
    "🔥",
    "😡",
    "не працює",
]


def score(text: str, language: str) -> float:
    return rules.compound(rules.find(cut(text), LEXICON, language))


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_intensifier_never_makes_a_word_weaker(language):
    assert len(POLAR[language]) > 20
    for word in POLAR[language]:
        for intensifier in STRENGTHENING[language]:
            assert abs(score(f"{intensifier} {word}", language)) >= abs(score(word, language))


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_negation_turns_a_word_round(language):
    turned = 0
    for word in POLAR[language]:
        hits = rules.find(cut(f"{NOT[language]} {word}"), LEXICON, language)
        if any(hit.rule.startswith("phrase") for hit in hits):
            continue  # somebody has written down what it means
        turned += 1
        assert score(f"{NOT[language]} {word}", language) * score(word, language) < 0
    assert turned > 0.9 * len(POLAR[language])


@pytest.mark.parametrize(
    ("text", "same", "language"),
    [
        ("не погано", "погано", "uk"),
        ("зовсім не погано", "погано", "uk"),
        ("isn't good", "good", "en"),
        ("нисколько не плохо", "плохо", "ru"),
        ("незручний", "зручний", "uk"),
    ],
)
def test_negated_words_mean_the_opposite(text, same, language):
    assert score(text, language) * score(same, language) < 0


def test_what_stands_behind_but_counts_more():
    assert score("дорого, але чудово", "uk") > score("чудово, але дорого", "uk")


def test_ending_bracket_smiles_and_an_enclosing_one_does_not():
    assert score("дякую)", "uk") > score("дякую", "uk")
    assert score("рахунок (копія)", "uk") == 0
    assert score("ну ок(((", "uk") < 0


@settings(max_examples=150, deadline=None)
@example("НЕ НЕ ¹")
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)))
def test_any_text_gets_an_answer_whose_spans_rebuild_it(text):
    result = analyze(text)

    place, rebuilt = 0, ""
    for hit in result.hits:
        assert place <= hit.start < hit.end
        rebuilt += text[place : hit.start] + hit.text
        place = hit.end
    assert rebuilt + text[place:] == text
    assert (result.score is None) == (result.label == "unknown")
    assert abs(sum(result.probabilities) - 1) < 0.001
    spans = [span for aspect in result.aspects for span in aspect.spans] + [
        (one.start, one.end) for one in result.signals
    ]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=20), st.floats(-4, 4))
def test_own_words_of_any_kind_crash_nothing(pattern, valence):
    analyze(f"Дякуємо {pattern} за все", words=[OrganizationWord(pattern, valence)])


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("Дякую за швидку відповідь", None, "uk"),
        ("Спасибо за быстрый ответ", None, "ru"),
        ("Thanks for the quick answer", None, "en"),
        ("норм", "uk", "uk"),
        ("норм", "ru", "ru"),
        ("Все добре, чекаємо рахунок", "ru", "uk"),
        ("Ждём счёт", "uk", "ru"),
        ("🙂", "uk", "uk"),
        ("🙂", None, "und"),
    ],
)
def test_language(text, hint, language):
    assert analyze(text, hint=hint).language == language


def test_aspects_have_the_mood_of_their_clause():
    found = {aspect.name: aspect.score for aspect in analyze("Ціна чудова, але доставка жахлива.").aspects}

    assert found["price"] > 0 > found["delivery"]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Розриваємо договір з вами", "churn"),
        ("Расторгаем договор", "churn"),
        ("We are switching to another supplier", "churn"),
    ],
)
def test_signals(text, signal):
    found = analyze(text).signals

    assert signal in {one.name for one in found}
    assert all(text[one.start : one.end] for one in found)
