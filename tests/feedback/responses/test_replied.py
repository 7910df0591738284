"""Marks in replies: those that are plainly meant, and no others."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.mail.bounces import new_text
from feedback.responses.replied import Sort, read

NPS, CSAT, CES = (0, 10), (1, 5), (1, 7)

MARKS = [
    ("9", 9, ""),
    ("10!", 10, ""),
    ("0", 0, ""),
    ("9.", 9, ""),
    ("9...", 9, ""),
    (" 9 \n", 9, ""),
    ("*9*", 9, ""),
    ("«9»", 9, ""),
    ("(7) ok", 7, "ok"),
    ("8 - sometimes late", 8, "sometimes late"),
    ("8 – іноді із запізненням", 8, "іноді із запізненням"),
    ("9, бо швидко", 9, "бо швидко"),
    ("9 бо швидко", 9, "бо швидко"),
    ("9 дякую!", 9, "дякую!"),
    ("9 Спасибо, всё хорошо", 9, "Спасибо, всё хорошо"),
    ("9 because you were fast", 9, "because you were fast"),
    ("1 - жах", 1, "жах"),
    (
        "9\nДовго чекали на акт.\n\n10 січня чекаємо наступний.",
        9,
        "Довго чекали на акт.\n\n10 січня чекаємо наступний.",
    ),
    # of ten
    ("9/10", 9, ""),
    ("10 / 10", 10, ""),
    ("7 з 10", 7, ""),
    ("7 із 10. Довго", 7, "Довго"),
    ("7 из 10, долго", 7, "долго"),
    ("7 out of 10", 7, ""),
    ("9 балів", 9, ""),
    ("9 баллов, спасибо", 9, "спасибо"),
    ("8 points", 8, ""),
    # named
    ("Оцінка: 9", 9, ""),
    ("Моя оцінка – 9. Дякую", 9, "Дякую"),
    ("Оценка 7, долго ждали.", 7, "долго ждали."),
    ("Ставлю 10", 10, ""),
    ("Score: 8", 8, ""),
    ("I give you an 8", 8, ""),
    # behind a greeting
    ("Добрий день!\n\n9\nВсе гаразд", 9, "Все гаразд"),
    ("Добрий день, Марино! 8. Довго", 8, "Довго"),
    ("Добрый день\n7\nдолго", 7, "долго"),
    ("Hi Ann, 8", 8, ""),
    # with pictures
    ("9 👍", 9, "👍"),
    ("9 👍 все добре", 9, "👍 все добре"),
    ("10 :)", 10, ""),
    ("9️⃣", 9, ""),
    ("🔟", 10, ""),
    # in words
    ("Дев’ять!", 9, ""),
    ("дев'ять", 9, ""),
    ("девять\nвсё хорошо", 9, "всё хорошо"),
    ("Ten.", 10, ""),
]
UNSURE = [
    "",
    "-",
    "Дякую, чекаємо на акт.",
    "fine, 9",
    "-3",
    "7.5",
    "7,5",
    "8-9",
    "8 – 9",
    "10 - 11 січня",
    "8, 9 січня нас не буде",
    "(10) 11",
    "10 січня чекаю рахунок",
    "10 January suits us",
    "7 years ago we began",
    "5 людей чекали",
    "3 тижні чекали на акт",
    "5 болтів зламалося",
    "5 новых сотрудников",
    "9 of 10 deliveries were late",
    "7 з 10 разів запізнилися",
    "8/10 meeting",
    "06.10.2026 was fine",
    "10:30 is too early",
    "2026",
    "007",
    "5+",
    "10%",
    "9=10",
    "10к",
    "٩",
    "> 9",
    "1. Швидкість\n2. Ціна",
    "2. Ціна\n3. Якість",
    "1. Передзвоніть, будь ласка",
    "Hello, last year we had, 9",
    "дев'ять людей",
]


@pytest.mark.parametrize(("text", "mark", "words"), MARKS)
def test_plain_mark_is_taken(text, mark, words):
    reply = read(text, NPS)

    assert (reply.sort, reply.mark, reply.words) == (Sort.MARK, mark, words)


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_be_meant_otherwise_stays_words(text):
    reply = read(text, NPS)

    assert (reply.sort, reply.mark, reply.words) == (Sort.WORDS, None, text)


@pytest.mark.parametrize(
    ("text", "scale"),
    [("11", NPS), ("100", NPS), ("0", CSAT), ("6", CSAT), ("8", CES), ("0, жах", CES), ("8/10", CSAT), ("4/5", NPS)],
)
def test_mark_of_another_scale_is_none_of_ours(text, scale):
    assert read(text, scale).sort == Sort.OUTSIDE


@pytest.mark.parametrize(
    ("text", "scale", "mark"), [("5/5", CSAT, 5), ("4 з 5", CSAT, 4), ("7", CES, 7), ("6/7", CES, 6)]
)
def test_each_scale_has_its_own_marks(text, scale, mark):
    assert read(text, scale).mark == mark


LETTER = "Оцініть нас від 0 до 10.\n7 з 10 клієнтів уже відповіли."
QUOTED = "\n".join(f"> {line}" for line in LETTER.split("\n"))
CLIENTS = {
    "gmail": f"9\nДякую\n\nвт, 6 жовт. 2026 р. о 09:14 Пекарня <h@k.example> пише:\n\n{QUOTED}",
    "gmail, below": f"вт, 6 жовт. 2026 р. о 09:14 Пекарня <h@k.example> пише:\n\n> 3\n{QUOTED}\n\n9\nДякую",
    "outlook uk": f"9\nДякую\n\nВід: Пекарня\nНадіслано: вівторок\nКому: Олена\nТема: x\n\n{LETTER}",
    "outlook ru": f"9\nДякую\n\nОт: Пекарня\nОтправлено: вторник\nКому: Иван\nТема: x\n\n{LETTER}",
    "outlook en": f"9\nДякую\n\n-----Original Message-----\nFrom: K\nSent: Tuesday\nTo: Kim\nSubject: x\n\n{LETTER}",
    "apple": f"9\nДякую\n\nSent from my iPhone\n\n> On 6 Oct 2026, at 09:14, Kolosok wrote:\n> \n{QUOTED}",
    "ru he wrote": f"9\nДякую\n\n6 октября 2026 г., 9:14, Пекарня писал(а):\n{QUOTED}",
    "signed": "9\nДякую\n\n-- \nОлена\n5-й поверх, 10 кабінет",
    "closing": "9\nДякую\n\nЗ повагою,\nОлена\n+380 44 000 00 00",
}


@pytest.mark.parametrize("client", CLIENTS)
def test_quoted_letter_and_signature_are_no_answer(client):
    reply = read(new_text(CLIENTS[client]), NPS)

    assert (reply.mark, reply.words) == (9, "Дякую")


@given(st.text(), st.sampled_from([NPS, CSAT, CES]))
@example("9\n" * 50_000, NPS)
@example("Hi " + "a " * 50_000, NPS)
@example("(" * 100_000 + "9", NPS)
def test_any_text_is_read(text, scale):
    reply = read(text, scale)

    assert (reply.mark is not None) == (reply.sort == Sort.MARK)
    assert reply.mark is None or scale[0] <= reply.mark <= scale[1]


@given(
    st.integers(0, 10),
    st.sampled_from([" – ", ", ", ". ", "\n", "\n\n"]),
    st.text("абвгґ xyz", min_size=1).map(str.strip),
)
def test_mark_with_words_behind_a_stop_is_always_read(mark, stop, words):
    """Except for numbered lists, which begin alike."""
    if stop == ". " and mark == 1:
        return
    reply = read(f"{mark}{stop}{words}", NPS)

    assert (reply.mark, reply.words) == (mark, words)
