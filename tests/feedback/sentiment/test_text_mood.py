"""The mood of a text, by its door."""

import json

import pytest

from feedback.sentiment.text_mood import MoodResult, OrganizationWord, analyze


@pytest.mark.parametrize(
    ("text", "label", "language"),
    [
        ("Дуже дякуємо, все зробили вчасно і якісно!", "positive", "uk"),
        ("Третій тиждень без відповіді, жахливо.", "negative", "uk"),
        ("Спасибо, отличная работа, очень довольны.", "positive", "ru"),
        ("Ужасный сервис, деньги на ветер.", "negative", "ru"),
        ("Great work, thank you so much!", "positive", "en"),
        ("Terrible support, still waiting for an answer.", "negative", "en"),
        ("🔥🔥", "positive", "und"),
    ],
)
def test_plain_moods(text, label, language):
    result = analyze(text)

    assert (result.label, result.language) == (label, language)


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00\x01\x02", "שלום עולם", "مرحبا", "12345", "жж " * 50_000, "????", "a" * 1_000_000]
)
def test_what_tells_nothing_is_unknown_and_never_neutral(text):
    result = analyze(text)

    assert (result.label, result.score) == ("unknown", None)


def test_result_survives_json():
    result = analyze("Ціна висока, але підтримка чудова. Розриваємо договір?")

    assert MoodResult.read_json(json.loads(json.dumps(result.as_json()))) == result


def test_own_words_stand_over_the_shipped_ones():
    text = "Ця бомба нарешті приїхала"
    praised = analyze(text, words=[OrganizationWord("бомба", 4, "quality")])
    blamed = analyze(text, words=[OrganizationWord("бомб*", -4)])

    assert praised.score > blamed.score
    assert [aspect.name for aspect in praised.aspects if aspect.name == "quality"] == ["quality"]
    assert analyze(text) == analyze(text, words=[])
