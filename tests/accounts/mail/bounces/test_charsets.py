"""Text whose charset is missing, unknown or wrong is read all the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.mail.bounces.charsets import codec_of, decode, decode_words, unbase64

TEXTS = {
    "ru": "Такого пользователя не существует, письмо не доставлено.",
    "uk": "Такої поштової скриньки не існує, лист не доставлено.",
    "ru short": "ящик переполнен",
}
CYRILLIC = ("utf-8", "windows-1251", "koi8-u", "iso-8859-5")


@pytest.mark.parametrize("declared", ["", "us-ascii", "iso-8859-1", "x-unknown", *CYRILLIC])
@pytest.mark.parametrize("real", CYRILLIC)
@pytest.mark.parametrize("language", TEXTS)
def test_wrong_declaration(language, real, declared):
    if real == "koi8-u" or "ґ" not in TEXTS[language]:
        assert decode(TEXTS[language].encode(real), declared) == TEXTS[language]


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Empfänger unbekannt, größer", "iso-8859-1"),
        ("L'adresse est inexistante : échec", "windows-1252"),
        ("Nie można znaleźć adresu użytkownika", "iso-8859-2"),
        ("Uživatel neexistuje", "windows-1250"),
        ("送信できませんでした", "iso-2022-jp"),
        ("用户不存在", "gb18030"),
        ("Скриньку не знайдено", "utf-16"),
        ("Скриньку не знайдено", "utf-16-le"),
        ("Скриньку не знайдено", "utf-16-be"),
        ("Пошта", "utf-7"),
        ("Ящик", "cp866"),
    ],
)
def test_right_declaration(text, charset):
    assert decode(text.encode(charset), charset) == text


@pytest.mark.parametrize(
    "name", ["rot13", "punycode", "idna", "base64", "zip", "unicode_escape", "undefined", "", "\x00", "é" * 99]
)
def test_what_is_no_charset(name):
    assert codec_of(name) == ""
    assert decode(b"plain text", name) == "plain text"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?b?0J/RgNC40LLRltGC?=", "Привіт"),
        ("=?utf-8?q?=D0=9F=D1=80?= =?utf-8?q?=D0=B8?=", "При"),
        ("=?utf-8?b?0J/R?= =?utf-8?b?gNC4?=", "При"),  # a letter cut in two
        ("=?koi8-r?Q?=F0=D2=C9=D7=C5=D4?= all", "Привет all"),
        ("Re: =?windows-1251?B?z/Do4uXy?=", "Re: Привет"),
        ("=?utf-8*uk?q?a_b?=", "a b"),
        ("=?nonsense?x?y?=", "=?nonsense?x?y?="),
        ("=?utf-8?b?!!!?=", ""),
        ("no words", "no words"),
    ],
)
def test_words_of_headers(value, text):
    assert decode_words(value) == text


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes(data, declared):
    text = decode(data, declared)

    assert "\x00" not in text
    text.encode()


@given(st.binary(max_size=100))
def test_any_base64(data):
    assert isinstance(unbase64(data), bytes)


@given(st.text(max_size=200))
def test_any_header(value):
    assert isinstance(decode_words(value), str)
