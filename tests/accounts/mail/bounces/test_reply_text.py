"""What a person newly wrote, in the styles of mail programs people really use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.mail.bounces import Kind, classify, new_text
from tests.accounts.mail.bounces.specimens import specimen

OLD = "> Доброго дня!\n> Як ми попрацювали?\n"

REPLIES = {
    "gmail en": ("Fine.\n\nOn Tue, Oct 6, 2026 at 9:14 AM Kolosok <hello@kolosok.example> wrote:\n\n" + OLD, "Fine."),
    "gmail en, broken line": (
        "Fine.\n\nOn Tue, Oct 6, 2026 at 9:14 AM Kolosok\n<hello@kolosok.example> wrote:\n" + OLD,
        "Fine.",
    ),
    "gmail uk": ("Добре\n\nвт, 6 жовт. 2026 р. о 09:14 Пекарня <h@k.example> пише:\n\n" + OLD, "Добре"),
    "gmail ru": ("Хорошо\n\nвт, 6 окт. 2026 г. в 09:14, Пекарня <h@k.example>:\n\n" + OLD, "Хорошо"),
    "thunderbird uk": ("Добре\n\n06.10.26 09:14, Пекарня пише:\n" + OLD, "Добре"),
    "thunderbird ru": ("Хорошо\n\n06.10.2026 9:14, Пекарня пишет:\n" + OLD, "Хорошо"),
    "ru he wrote": ("Хорошо\n6 октября 2026 г., 9:14, Пекарня писал(а):\n" + OLD, "Хорошо"),
    "de": ("Gut\n\nAm 06.10.2026 um 09:14 schrieb Bäckerei <h@k.example>:\n" + OLD, "Gut"),
    "fr": ("Bien\n\nLe mar. 6 oct. 2026 à 09:14, Kolosok <h@k.example> a écrit :\n" + OLD, "Bien"),
    "pl": ("Dobrze\n\nwt., 6 paź 2026 o 09:14 Kolosok <h@k.example> napisał(a):\n" + OLD, "Dobrze"),
    "not marked": ("Fine.\n\nOn Oct 6, 2026, Kolosok <h@k.example> wrote:\n\nHow did we do?\n", "Fine."),
    "outlook en": (
        "Fine.\n\n-----Original Message-----\nFrom: Kolosok\nSent: Tuesday\nTo: Kim\nSubject: x\n\nHow?",
        "Fine.",
    ),
    "outlook en, no line": (
        "Fine.\n\nFrom: Kolosok <h@k.example>\nSent: Tuesday\nTo: Kim\nSubject: x\n\nHow?",
        "Fine.",
    ),
    "outlook uk": ("Добре\n\nВід: Пекарня\nНадіслано: вівторок\nКому: Олена\nТема: x\n\nЯк?", "Добре"),
    "outlook ru": ("Хорошо\n\nОт: Пекарня\nОтправлено: вторник\nКому: Иван\nТема: x\n\nКак?", "Хорошо"),
    "outlook line": ("Fine.\n________________________________\nFrom: Kolosok\n", "Fine."),
    "mail.ru": ("Хорошо\n\n--\nИван Петров\nОтправлено из Почты Mail.Ru\n\n> Как?", "Хорошо"),
    "iphone en": ("Fine.\nSent from my iPhone\n\n> On 6 Oct 2026, at 09:14, Kolosok wrote:\n> \n> How?", "Fine."),
    "iphone uk": (
        "Добре\n\nНадіслано з iPhone\n\n6 жовт. 2026 р. о 09:14 Пекарня <h@k.example> пише:\n\n\ufeffЯк?",
        "Добре",
    ),
    "iphone ru": ("Хорошо\nОтправлено с iPhone\n", "Хорошо"),
    "signature": ("Fine.\n\n-- \nKim Lee\n+1 555 0100\n", "Fine."),
    "closing uk": ("Добре.\n\nЗ повагою,\nОлена Коваленко\n+380 44 000 00 00", "Добре."),
    "closing ru": ("Хорошо.\n\nС уважением,\nИван", "Хорошо."),
    "closing en": ("Fine.\n\nBest regards,\nKim", "Fine."),
    "answers between": ("> How was it?\nGood.\n> And the price?\nHigh.", "Good.\nHigh."),
    "answer below": ("On Oct 6, 2026, Kolosok <h@k.example> wrote:\n> How?\n\nGood, thanks.", "Good, thanks."),
    "only a quotation": (OLD, ""),
    "a word of a closing first": (
        "Regards to the baker, the bread is great.",
        "Regards to the baker, the bread is great.",
    ),
    "a colon is no header": ("From: my heart.\nThank you!", "From: my heart.\nThank you!"),
    "he wrote me": ("The courier wrote:\nI am late.\nThat is all.", "The courier wrote:\nI am late.\nThat is all."),
    "quoted by hand": ("Водій написав:\nя запізнююсь.\nІ все.", "Водій написав:\nя запізнююсь.\nІ все."),
    "empty lines": ("One.\n\n\n\n\nTwo.", "One.\n\nTwo."),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("style", REPLIES)
def test_new_text(style):
    text, expected = REPLIES[style]

    assert new_text(text) == expected
    assert new_text(text.replace("\n", "\r\n")) == expected


@given(st.text())
def test_any_text(text):
    assert len(new_text(text)) <= len(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reply-uk-gmail", "Усе чудово, дякую! Поставила б 9."),
        ("reply-ru-outlook", "Доставка опоздала на два дня, это недопустимо."),
        ("reply-html-only", "Thanks, very good!"),
        ("reply-windows1251", "Добрый день. Оценка 7, долго ждали."),
        ("reply-en-apple", "All good"),
    ],
)
def test_reply_carries_its_new_text(name, text):
    report = classify(specimen(name).raw)

    assert (report.kind, report.text) == (Kind.REPLY, text)


def test_auto_reply_carries_its_text():
    assert classify(specimen("oof-html").raw).text == "Я у декретній відпустці. Пишіть Оксані."


def test_html_is_read_without_what_nobody_sees():
    markup = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>One &amp; two<br>three</p><script>x()</script>"
        "<!-- no --><blockquote type='cite'>old</blockquote></body></html>"
    )
    raw = f"From: a@b.example\nIn-Reply-To: <x>\nContent-Type: text/html; charset=utf-8\n\n{markup}".encode()

    assert classify(raw).text == "One & two\nthree"
