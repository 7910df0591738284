"""What people type into cells, and how it is understood."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.exchange import cells
from accounts.exchange.cells import BadCell, Wrong

DAYS = [
    ("2026-11-22", date(2026, 11, 22)),
    ("2026-11-22 10:30:00", date(2026, 11, 22)),
    ("22.11.2026", date(2026, 11, 22)),
    ("22.11.26", date(2026, 11, 22)),
    ("5.3.84", date(1984, 3, 5)),
    ("05/03/2026", date(2026, 3, 5)),
    ("22-11-2026", date(2026, 11, 22)),
    ("22.11.2026 р.", date(2026, 11, 22)),
    ("22.11.2026г.", date(2026, 11, 22)),
    ("22 листопада 2026", date(2026, 11, 22)),
    ("22 листопада 2026 р.", date(2026, 11, 22)),
    ("22 ноября 2026 г.", date(2026, 11, 22)),
    ("1 мая 1990", date(1990, 5, 1)),
    ("1 травня 1990", date(1990, 5, 1)),
    ("22 Nov 2026", date(2026, 11, 22)),
    ("November 22, 2026", date(2026, 11, 22)),
    ("22nd November 2026", date(2026, 11, 22)),
    ("29.02.2024", date(2024, 2, 29)),
]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_days(text, expected):
    assert cells.day(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("29.02.2026", "31.04.2026", "32.01.2026", "0000-01-01", "10000-01-01", "9999-12-31", "22.11", "13/13/2026"),
        *("22 Brumaire 2026", "tomorrow", "1732233600", "-1", "", "٢٢.١١.٢٠٢٦x", "22.11.2026.5"),
    ],
)
def test_no_days(text):
    with pytest.raises(BadCell) as refusal:
        cells.day(text)

    assert refusal.value.wrong == Wrong.DAY


def test_month_may_come_first_between_slashes_only():
    assert cells.day("03/05/2026", month_first=True) == date(2026, 3, 5)
    assert cells.day("03.05.2026", month_first=True) == date(2026, 5, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05.03", (5, 3, None)),
        ("29 лютого", (29, 2, None)),
        ("29 февраля", (29, 2, None)),
        ("Feb 29", (29, 2, None)),
        ("29.02.1980", (29, 2, 1980)),
    ],
)
def test_birthdays_need_no_year(text, expected):
    assert cells.birthday(text) == expected


NUMBERS = [
    ("1234", "1234"),
    ("1 234,5", "1234.5"),
    ("1\u00a0234,50", "1234.50"),
    ("1\u202f234\u202f567", "1234567"),
    ("1,234.50", "1234.50"),
    ("1.234,50", "1234.50"),
    ("1,234,567", "1234567"),
    ("1.234.567", "1234567"),
    ("1'234.5", "1234.5"),
    ("0,125", "0.125"),
    ("1.234", "1.234"),
    ("-5,5", "-5.5"),
    ("−5", "-5"),
    ("1e3", "1E+3"),
    (".5", "0.5"),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers(text, expected):
    assert cells.number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "12.34.56", "NaN", "Infinity", "1e99", "٩", "1/2", "1,23.4,5", "5 грн", "1" * 40]
)
def test_no_numbers(text):
    with pytest.raises(BadCell) as refusal:
        cells.number(text)

    assert refusal.value.wrong == Wrong.NUMBER


def test_number_that_could_be_two_is_refused():
    with pytest.raises(BadCell) as refusal:
        cells.number("1,234")

    assert refusal.value.wrong == Wrong.AMBIGUOUS_NUMBER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.B+tag@Client.Example", ["a.b+tag@client.example"]),
        ("a@b.example; c@d.example, a@b.example", ["a@b.example", "c@d.example"]),
        ("Olha <o@b.example>, Petro <p@b.example>", ["o@b.example", "p@b.example"]),
        ("mailto:a@b.example", ["a@b.example"]),
        ("a@пошта.укр", ["a@xn--80a1acn3a.xn--j1amh"]),
    ],
)
def test_emails(text, expected):
    assert cells.emails(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a@b",
            "a@@b.example",
            "a b@c.example",
            "@b.example",
            "a@",
            "a@b..example",
            "a@-b.example",
            "ольга@b.example",
        ),
        *(
            "a" * 250 + "@b.example",
            "a@127.0.0.1",
            "a@b.example\nBcc:x",
            "a@" + "b." * 130 + "example",
            "a@\ufffd.example",
        ),
    ],
)
def test_no_emails(text):
    with pytest.raises(BadCell):
        cells.emails(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.Client.Example/about?x=1", "client.example"),
        ("client.example:8080", "client.example"),
        ("http://user@client.example", "client.example"),
        ("їжак.укр", "xn--80aln7i.xn--j1amh"),
    ],
)
def test_domains(text, expected):
    assert cells.domain(text) == expected


@pytest.mark.parametrize("text", ["client", "a b.example", "127.0.0.1", "http://", "-.example"])
def test_no_domains(text):
    with pytest.raises(BadCell):
        cells.domain(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ЛПР", ["economic"]),
        ("Економічний покупець", ["economic"]),
        ("экономический покупатель", ["economic"]),
        ("Decision maker", ["economic"]),
        ("decision-maker / user", ["economic", "end_user"]),
        ("технічний та користувач", ["technical", "end_user"]),
        ("Технический, Пользователь; технический", ["technical", "end_user"]),
        ("Лицо, принимающее решение", ["economic"]),
        ("End-user", ["end_user"]),
    ],
)
def test_roles(text, expected):
    assert cells.roles(text) == expected


def test_unknown_role_is_refused():
    with pytest.raises(BadCell) as refusal:
        cells.roles("ЛПР, волшебник")

    assert refusal.value.wrong == Wrong.ROLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [("UA", "UA"), ("Україна", "UA"), ("Германия", "DE"), ("germany", "DE"), ("USA", "US"), ("Côte d’Ivoire", "CI")],
)
def test_countries(text, expected):
    assert cells.country(text) == expected


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (cells.language, "Українська", "uk"),
        (cells.language, "RU", "ru"),
        (cells.time_zone, "europe/kyiv", "Europe/Kyiv"),
        (cells.time_zone, "Berlin", "Europe/Berlin"),
        (cells.time_zone, "Киев", "Europe/Kyiv"),
        (cells.yes_or_no, "Так", True),
        (cells.yes_or_no, "+", True),
        (cells.yes_or_no, "нет", False),
        (cells.yes_or_no, "0", False),
    ],
)
def test_words(read, text, expected):
    assert read(text) == expected


@pytest.mark.parametrize("read", [cells.country, cells.language, cells.time_zone, cells.yes_or_no, cells.phone])
def test_unknown_words_are_refused(read):
    with pytest.raises(BadCell):
        read("abrakadabra")


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#ЗНАЧ!", "half \ufffd broken"])
def test_what_the_spreadsheet_could_not_tell_is_no_value(text):
    with pytest.raises(BadCell):
        cells.line(text, limit=100)


def test_lines_and_paragraphs():
    assert cells.line("two\nlines \x07 and\tmore", limit=100) == "two lines and more"
    assert cells.paragraph("two\r\nlines", limit=100) == "two\nlines"
    with pytest.raises(BadCell) as refusal:
        cells.line("x" * 101, limit=100)
    assert (refusal.value.wrong, refusal.value.more) == (Wrong.TOO_LONG, "100")


READERS = [
    *(cells.emails, cells.domain, cells.day, cells.birthday, cells.number, cells.phone, cells.country, cells.language),
    *(cells.time_zone, cells.roles, cells.yes_or_no, cells.several, lambda text: cells.line(text, limit=50)),
]


@given(st.sampled_from(READERS), st.text(max_size=80) | st.text("0123456789.,/-@ e+", max_size=30))
def test_any_text_is_a_value_or_a_bad_cell(read, text):
    try:
        read(text)
    except BadCell as refusal:
        wrong = refusal.wrong
    else:
        wrong = None
    assert wrong is None or wrong in Wrong


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_numbers_are_read_as_each_language_writes_them(value):
    plain = f"{value:.2f}"

    assert cells.number(plain) == value
    assert cells.number(plain.replace(".", ",")) == value
    assert cells.number(f"{value:,.2f}") == value
    assert cells.number(f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",")) == value
