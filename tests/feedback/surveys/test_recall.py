"""What is recalled reads like a sentence, known or not."""

import pytest

from feedback.surveys.recall import fill, names

KNOWN = {"salutation": "Тарасе", "organization": "Північ", "fact:act": "акт від 12 березня", "answer:q1": "Ціна"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{salutation}, чи порадили б ви {organization}?", "Тарасе, чи порадили б ви Північ?"),
        ("Надійшов {fact:act|останній акт}.", "Надійшов акт від 12 березня."),
        ("Надійшов {fact:deal|останній акт}.", "Надійшов останній акт."),
        ("Ви сказали: {answer:q1|щось інше}", "Ви сказали: Ціна"),
        ("{sender}, як справи?", "Як справи?"),
        ("Вітаємо. {sender}: як справи?", "Вітаємо. Як справи?"),
        ("{sender}, {fact:deal|} ми поруч", "Ми поруч"),
        ("Вітаємо, {sender}!", "Вітаємо!"),
        ("Вітаємо {sender}!", "Вітаємо!"),
        ("{salutation}{organization}", "ТарасеПівніч"),
        ("{unknown} {} {fact:} {salutation|друже} {{7*7}}", "{unknown} {} {fact:} Тарасе {{7*7}}"),
        ("", ""),
        ("{sender}", ""),
    ],
)
def test_places_are_filled_or_disappear(text, said):
    assert fill(text, KNOWN) == said


def test_what_is_recalled_is_not_looked_at_again():
    assert fill("{salutation}", {"salutation": "{sender}", "sender": "x"}) == "{sender}"


def test_names_are_those_that_a_text_recalls():
    assert names("{salutation}, {fact:act|x} {answer:q1} {other}") == ["salutation", "fact:act", "answer:q1"]
