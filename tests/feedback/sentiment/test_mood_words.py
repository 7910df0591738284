"""Forms that our own rules make of the words of each language."""

import pytest

from feedback.sentiment.text_mood.inflection import forms
from feedback.sentiment.text_mood.phrases import Phrases, spelled
from feedback.sentiment.text_mood.tokens import cut

TABLE = [
    ("uk", "зручний", "a", "зручна зручного зручними зручно зручніше зручніший"),
    ("uk", "ганебний", "a", "ганебне ганебній"),
    ("uk", "помилка", "n", "помилки помилку помилкою помилці помилок помилками"),
    ("uk", "збій", "n", "збою збої збоїв збоями"),
    ("uk", "затримка", "n", "затримок затримці"),
    ("uk", "якість", "n", "якості якістю"),
    ("uk", "запізнення", "n", "запізнень запізненням"),
    ("uk", "обманювати", "v", "обманюємо обманюєте обманював обманюють"),
    ("uk", "зламати", "v", "зламав зламали зламаний зламано зламають"),
    ("uk", "хвалити", "v", "хвалю хвалить хвалять хвалив"),
    ("uk", "зробити", "v", "зроблю зробили зроблять зроблено"),
    ("uk", "подобатися", "v", "подобається подобалось подобалося подобаються"),
    ("uk", "швидко", "d", "швидше"),
    ("ru", "удобный", "a", "удобная удобного удобно удобнее удобен удобны"),
    ("ru", "отвратительный", "a", "отвратительное отвратительно"),
    ("ru", "ошибка", "n", "ошибки ошибок ошибкой ошибками"),
    ("ru", "задержка", "n", "задержек задержки"),
    ("ru", "сбой", "n", "сбоя сбои сбоев"),
    ("ru", "опоздание", "n", "опозданий опоздания опозданием"),
    ("ru", "жаловаться", "v", "жалуемся жалуюсь жаловался жалуются"),
    ("ru", "сломать", "v", "сломали сломал сломано сломают"),
    ("ru", "хвалить", "v", "хвалю хвалят хвалим хвалил"),
    ("ru", "подвести", "v", "подведет подвел подвели"),
    ("ru", "нравиться", "v", "нравится нравятся нравилось"),
    ("en", "delay", "n", "delays"),
    ("en", "disappoint", "v", "disappointed disappointing disappoints"),
    ("en", "drop", "v", "dropped dropping"),
    ("en", "happy", "a", "happier happiest happily"),
    ("en", "reply", "v", "replies replied replying"),
]


@pytest.mark.parametrize(("language", "word", "part", "expected"), TABLE)
def test_forms(language, word, part, expected):
    assert set(expected.split()) - forms(language, word, part) == set()


def test_longest_phrase_wins_and_marks_part_words():
    phrases = Phrases(
        [("не", "a"), ("не працю*", "b"), ("не працю* взагалі", "c"), ("день", "d"), ("*", "never"), ("", "never")]
    )

    def found(text):
        return [meaning for _, _, meaning in phrases.find(spelled(cut(text)))]

    assert found("Не працює взагалі") == ["c"]
    assert found("не працює. Взагалі") == ["b"]
    assert found("не день") == ["a", "d"]
    assert found("днина") == []


def test_phrases_hear_through_mixed_spelling():
    assert Phrases([("дякуємо щиро", 1)]).find(spelled(cut("дякуемо щыро")))
