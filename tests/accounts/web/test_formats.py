"""What readers of three languages see of numbers, money and time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import formats as django_formats
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.web import formats

LANGUAGES = ("en", "uk", "ru")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NB, THIN = "\u00a0", "\u202f"


@pytest.fixture(params=range(3), ids=LANGUAGES)
def said(request):
    """Return what stands for the active language in a tuple of three; the language is active."""
    with translation.override(LANGUAGES[request.param]):
        yield lambda texts: texts[request.param]


def everywhere(text):
    return (text, text, text)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (72, None, everywhere("72")),
        (72.0, None, everywhere("72")),
        (2.4, None, ("2.4", "2,4", "2,4")),
        (2.456, None, ("2.46", "2,46", "2,46")),
        (1420, None, ("1,420", f"1{THIN}420", f"1{THIN}420")),
        (1234567.5, 1, ("1,234,567.5", f"1{THIN}234{THIN}567,5", f"1{THIN}234{THIN}567,5")),
        (2.5, 0, everywhere("3")),
        (Decimal("-0.5"), 0, everywhere("−1")),
        (-0.004, 2, ("0.00", "0,00", "0,00")),
        (-14, None, everywhere("−14")),
        (1e6, None, ("1,000,000", f"1{THIN}000{THIN}000", f"1{THIN}000{THIN}000")),
    ],
)
def test_number(said, value, places, expected):
    assert formats.number(value, places) == said(expected)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (2.4, None, ("+2.4", "+2,4", "+2,4")),
        (-14, None, everywhere("−14")),
        (0, None, everywhere("0")),
        (0.04, 1, ("0.0", "0,0", "0,0")),
        (-0.04, 1, ("0.0", "0,0", "0,0")),
    ],
)
def test_signed(said, value, places, expected):
    assert formats.signed(value, places) == said(expected)


@pytest.mark.parametrize(
    ("share", "places", "expected"),
    [
        (0.04, 0, ("4%", "4%", f"4{NB}%")),
        (0.125, 1, ("12.5%", "12,5%", f"12,5{NB}%")),
        (1, 0, ("100%", "100%", f"100{NB}%")),
    ],
)
def test_percent(said, share, places, expected):
    assert formats.percent(share, places) == said(expected)


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("64000", "EUR", ("€64,000", f"€64{THIN}000", f"€64{THIN}000")),
        ("64000.50", "EUR", ("€64,000.50", f"€64{THIN}000,50", f"€64{THIN}000,50")),
        ("-7", "UAH", everywhere("−₴7")),
        ("1200", "CHF", (f"CHF{NB}1,200", f"1{THIN}200{NB}CHF", f"1{THIN}200{NB}CHF")),
        ("1200.4", "JPY", (f"JPY{NB}1,200", f"1{THIN}200{NB}JPY", f"1{THIN}200{NB}JPY")),
        ("-0.001", "EUR", everywhere("€0")),
    ],
)
def test_money(said, amount, currency, expected):
    assert formats.money(Decimal(amount), currency) == said(expected)


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("640", "EUR", everywhere("€640")),
        ("999.6", "EUR", ("€1k", f"€1{NB}тис.", f"€1{NB}тыс.")),
        ("1250", "EUR", ("€1.3k", f"€1,3{NB}тис.", f"€1,3{NB}тыс.")),
        ("64000", "EUR", ("€64k", f"€64{NB}тис.", f"€64{NB}тыс.")),
        ("184400", "EUR", ("€184k", f"€184{NB}тис.", f"€184{NB}тыс.")),
        ("999600", "EUR", ("€1M", f"€1{NB}млн", f"€1{NB}млн")),
        ("1420000", "EUR", ("€1.42M", f"€1,42{NB}млн", f"€1,42{NB}млн")),
        ("14260000", "EUR", ("€14.3M", f"€14,3{NB}млн", f"€14,3{NB}млн")),
        ("-3200000000", "USD", ("−$3.2B", f"−$3,2{NB}млрд", f"−$3,2{NB}млрд")),
        ("4000000000000", "USD", ("$4,000B", f"$4{THIN}000{NB}млрд", f"$4{THIN}000{NB}млрд")),
        ("64000", "PLN", (f"PLN{NB}64k", f"64{NB}тис.{NB}PLN", f"64{NB}тыс.{NB}PLN")),
        ("0", "EUR", everywhere("€0")),
        ("-0.2", "EUR", everywhere("€0")),
    ],
)
def test_money_short(said, amount, currency, expected):
    assert formats.money_short(Decimal(amount), currency) == said(expected)


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_short_money_stays_near_the_amount(amount):
    text = formats.money_short(amount, "EUR").removeprefix("€").replace(",", "")
    scale = {"k": 10**3, "M": 10**6, "B": 10**9}.get(text[-1], 1)

    assert abs(Decimal(text.rstrip("kMB")) * scale - amount) <= max(Decimal("0.5"), amount * Decimal("0.06"))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formats.day, (f"5{NB}November{NB}2026", f"5{NB}листопада{NB}2026 року", f"5{NB}ноября{NB}2026 года")),
        (formats.day_and_month, (f"5{NB}November", f"5{NB}листопада", f"5{NB}ноября")),
        (formats.month, (f"November{NB}2026", f"листопад{NB}2026", f"ноябрь{NB}2026")),
        (lambda when: formats.short_month(when, with_year=True), (f"Nov{NB}2026", f"лист.{NB}2026", f"нояб.{NB}2026")),
        (formats.short_day, (f"5{NB}Nov", f"5{NB}лист.", f"5{NB}нояб.")),
        (lambda when: formats.short_month(when, with_year=False), ("Nov", "лист.", "нояб.")),
        (
            lambda when: django_formats.date_format(when, "SHORT_DATE_FORMAT"),
            (f"5{NB}Nov{NB}2026", "05.11.2026", "05.11.2026"),
        ),
    ],
)
def test_dates(said, shown, expected):
    assert shown(date(2026, 11, 5)) == said(expected)


def test_no_date_ends_with_a_full_stop(said):
    """A sentence that ends with a date brings its own."""
    for name in ("DATE_FORMAT", "MONTH_DAY_FORMAT", "SHORT_DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"):
        assert not django_formats.date_format(NOW, name).endswith(".")


def test_moments_are_days_of_the_readers_zone():
    with timezone.override("Europe/Kyiv"):
        assert formats.day(datetime(2026, 11, 5, 23, 30, tzinfo=UTC)) == f"6{NB}November{NB}2026"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (
            date(2026, 11, 5),
            date(2026, 11, 7),
            (f"5–7{NB}November{NB}2026", f"5–7{NB}листопада{NB}2026 року", f"5–7{NB}ноября{NB}2026 года"),
        ),
        (
            date(2026, 10, 29),
            date(2026, 11, 3),
            (
                f"29{NB}October – 3{NB}November{NB}2026",
                f"29{NB}жовтня – 3{NB}листопада{NB}2026 року",
                f"29{NB}октября – 3{NB}ноября{NB}2026 года",
            ),
        ),
        (
            date(2026, 12, 29),
            date(2027, 1, 3),
            (
                f"29{NB}December{NB}2026 – 3{NB}January{NB}2027",
                f"29{NB}грудня{NB}2026 року – 3{NB}січня{NB}2027 року",
                f"29{NB}декабря{NB}2026 года – 3{NB}января{NB}2027 года",
            ),
        ),
        (
            date(2026, 11, 5),
            date(2026, 11, 5),
            (f"5{NB}November{NB}2026", f"5{NB}листопада{NB}2026 року", f"5{NB}ноября{NB}2026 года"),
        ),
    ],
)
def test_date_range(said, start, end, expected):
    assert formats.date_range(start, end) == said(expected)


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        (timedelta(seconds=59), ("just now", "щойно", "только что")),
        (timedelta(seconds=-30), ("just now", "щойно", "только что")),
        (timedelta(minutes=1), ("1 minute ago", f"1{NB}хвилину тому", f"1{NB}минуту назад")),
        (timedelta(minutes=3), ("3 minutes ago", f"3{NB}хвилини тому", f"3{NB}минуты назад")),
        (timedelta(minutes=11), ("11 minutes ago", f"11{NB}хвилин тому", f"11{NB}минут назад")),
        (timedelta(minutes=-21), ("in 21 minutes", f"за 21{NB}хвилину", f"через 21{NB}минуту")),
        (timedelta(hours=5), ("5 hours ago", f"5{NB}годин тому", f"5{NB}часов назад")),
        (timedelta(hours=-2), ("in 2 hours", f"за 2{NB}години", f"через 2{NB}часа")),
        (timedelta(hours=13), ("yesterday", "учора", "вчера")),
        (timedelta(days=-1), ("tomorrow", "завтра", "завтра")),
        (timedelta(days=3), ("3 days ago", f"3{NB}дні тому", f"3{NB}дня назад")),
        (timedelta(days=21), ("21 days ago", f"21{NB}день тому", f"21{NB}день назад")),
        (timedelta(days=-5), ("in 5 days", f"за 5{NB}днів", f"через 5{NB}дней")),
        (timedelta(days=94), ("3 months ago", f"3{NB}місяці тому", f"3{NB}месяца назад")),
        (timedelta(days=-45), ("in 1 month", f"за 1{NB}місяць", f"через 1{NB}месяц")),
        (timedelta(days=364), ("1 year ago", f"1{NB}рік тому", f"1{NB}год назад")),
        (timedelta(days=730), ("2 years ago", f"2{NB}роки тому", f"2{NB}года назад")),
        (timedelta(days=-1900), ("in 5 years", f"за 5{NB}років", f"через 5{NB}лет")),
    ],
)
def test_relative(said, past, expected):
    assert formats.relative(NOW - past, NOW).replace(NB, " ") == said(expected).replace(NB, " ")


def test_hours_pass_midnight_and_days_follow_the_zone():
    after_midnight = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
    assert formats.relative(datetime(2026, 11, 21, 23, 0, tzinfo=UTC), after_midnight) == "3 hours ago"

    evening = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert formats.relative(evening, NOW) == "2 days ago"
    with timezone.override("Europe/Kyiv"):
        assert formats.relative(evening, NOW) == "yesterday"


def test_separators_in_the_order_of_plotly(said):
    assert formats.separators() == said((".,", f",{THIN}", f",{THIN}"))


def test_templates_have_the_same_formats(said):
    template = engines["django"].from_string(
        "{{ amount|money_short:'EUR' }} {{ change|signed }} {{ moment|relative:now }} {% date_range start end %}"
    )
    shown = template.render(
        {"amount": Decimal(64000), "change": -2.4, "moment": NOW, "now": NOW, "start": NOW, "end": NOW}
    )

    assert shown == " ".join(
        [formats.money_short(Decimal(64000), "EUR"), formats.signed(-2.4), formats.relative(NOW, NOW), formats.day(NOW)]
    )
