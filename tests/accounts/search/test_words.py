"""Words: whatever is written is found by the beginning of any of its words, in any case, apostrophe and ending."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.search.words import APOSTROPHES, ENDINGS, LONGEST, STEM, beginnings, phone_tails, words

LETTERS = "абвгґдеєёжзиіїйклмнопрстуфхцчшщьюяэыъabcdefghijklmnopqrstuvwxyzöéçñ"
stems = st.text(LETTERS, min_size=STEM, max_size=LONGEST + 5)
endings = st.sampled_from(sorted(ENDINGS | {""}))


def is_found(question: str, text: str) -> bool:
    written = words(text)
    return all(any(word.startswith(start) for word in written) for start in beginnings(question))


@given(stems, endings, endings, st.integers(min_value=STEM), st.booleans())
def test_every_beginning_of_every_form_of_a_word_finds_it(stem, written, asked, length, is_loud):
    question = (stem + asked)[: max(STEM, length % (len(stem + asked) + 1))]

    assert beginnings(question)
    assert is_found(question.upper() if is_loud else question, f"«{stem}{written}», 7 – and more")


@given(stems, stems, st.sampled_from([chr(sign) for sign in APOSTROPHES] + [""]), st.sampled_from("'’ʼ"))
def test_no_apostrophe_is_another_one(before, after, asked, written):
    assert is_found(before + asked + after, f"{before}{written}{after}")


@given(st.text(max_size=60))
def test_every_text_finds_itself(text):
    assert is_found(text, text)


def test_beginning_of_an_ending_is_an_ending():
    assert {ending[:length] for ending in ENDINGS for length in range(1, len(ending))} <= ENDINGS


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("обʼєднання", "Об'єднання «Промінь»"),
        ("КОМПАНІЯМИ", "компанія"),
        ("договорами", "Нового договору немає"),
        ("Королева", "Королеві"),
        ("Королеві", "Королева"),
        ("ёлка", "Елки и палки"),
        ("ґрунт", "грунтами"),
        ("Київ", "м. Київ"),
        ("companies", "The company"),
        ("acme.exam", "olena@acme.example"),
        ("cafe", "Café Zürich"),
        ("STRASSE", "Straße"),
    ],
)
def test_word_is_found_in_another_form(question, text):
    assert is_found(question, text)


@pytest.mark.parametrize(
    ("question", "text"), [("банк", "Танк"), ("ринок", "новий рік"), ("olena acme", "olena@other.example")]
)
def test_other_words_are_not_found(question, text):
    assert not is_found(question, text)


@pytest.mark.parametrize("question", ["+380 44 123-45-67", "0441234567", "123 45 67", "1234567", "(044) 123"])
def test_phone_is_found_by_any_run_of_its_digits(question):
    tails = phone_tails("+38 (044) 123-45-67")

    assert all(any(tail.startswith(start) for tail in tails) for start in beginnings(question))


def test_phone_without_digits_has_no_words():
    assert phone_tails("ask Olena") == []
