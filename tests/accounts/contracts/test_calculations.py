"""Money in plain Python: amounts as they are typed, rates, revenue. Tables, and properties that hold for every input."""

import itertools
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.contracts.amounts import BadAmount, Fault, parse
from accounts.contracts.conversion import RateMissing, Rates
from accounts.contracts.revenue import Entry, Revenue, Source, Term, earnings, last_year, revenue, years

EURO = Rates("EUR", [])
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("text", "places", "amount"),
    [
        ("1234", 2, "1234"),
        ("1 234,50", 2, "1234.50"),
        ("1\u00a0234,50", 2, "1234.50"),
        ("1\u202f234\u202f567,5", 2, "1234567.5"),
        ("1,234.50", 2, "1234.50"),
        ("1.234,50", 2, "1234.50"),
        ("1'234.50", 2, "1234.50"),
        ("1’234’567", 2, "1234567"),
        ("1,234", 2, "1234"),  # no euro has thousandths
        ("1.234", 0, "1234"),
        ("1.234", 3, "1.234"),  # a dinar has
        ("1,234,567", 3, "1234567"),
        ("0.50", 2, "0.50"),
        ("0,5", 2, "0.5"),
        ("7.0000", 2, "7.00"),
        ("-12.5", 2, "-12.5"),
        ("\u2212 12,5", 2, "-12.5"),
        ("  42  ", 2, "42"),
        ("999999999999999.99", 2, "999999999999999.99"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, places, amount):
    assert parse(text, places=places) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.NOT_A_NUMBER),
        ("twelve", Fault.NOT_A_NUMBER),
        ("€12", Fault.NOT_A_NUMBER),
        ("1e5", Fault.NOT_A_NUMBER),
        ("NaN", Fault.NOT_A_NUMBER),
        ("Infinity", Fault.NOT_A_NUMBER),
        ("12 34", Fault.NOT_A_NUMBER),
        ("1.234.56", Fault.NOT_A_NUMBER),
        ("1,2,3", Fault.NOT_A_NUMBER),
        ("1 234.567,8.9", Fault.NOT_A_NUMBER),
        ("--1", Fault.NOT_A_NUMBER),
        ("\u0661\u0662", Fault.NOT_A_NUMBER),  # Arabic digits
        ("1.", Fault.NOT_A_NUMBER),
        ("0.123", Fault.TOO_MANY_DECIMALS),
        ("1.2345", Fault.TOO_MANY_DECIMALS),
        ("1" + "0" * 30, Fault.TOO_LARGE),
    ],
)
def test_what_is_no_amount_is_refused_with_a_reason(text, fault):
    with pytest.raises(BadAmount) as refused:
        parse(text, places=2)

    assert refused.value.fault == fault


@given(
    AMOUNTS, st.sampled_from([(" ", ","), ("\u202f", ","), (",", "."), (".", ","), ("'", "."), ("", "."), ("", ",")])
)
def test_every_way_to_write_an_amount_says_the_same(amount, signs):
    thousands, point = signs
    written = f"{amount:,.2f}".replace(",", "T").replace(".", point).replace("T", thousands)

    assert parse(written, places=2) == amount


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(text):
    try:
        amount = parse(text, places=2)
    except BadAmount:
        return
    assert abs(amount) < 10**15
    assert amount == round(amount, 2)


def test_a_rate_holds_until_the_next_one_and_is_never_guessed():
    rates = Rates("EUR", [("USD", date(2026, 6, 1), Decimal("0.9")), ("USD", date(2026, 5, 1), Decimal("0.8"))])

    assert rates.convert(Decimal(10), "USD", date(2026, 5, 1)) == 8
    assert rates.convert(Decimal(10), "USD", date(2026, 5, 31)) == 8
    assert rates.convert(Decimal(10), "USD", date(2027, 1, 1)) == 9
    assert rates.convert(Decimal(10), "EUR", date(1999, 1, 1)) == 10
    for currency, day in (("USD", date(2026, 4, 30)), ("UAH", date(2026, 6, 1))):
        with pytest.raises(RateMissing) as refused:
            rates.convert(Decimal(10), currency, day)
        assert (refused.value.currency, refused.value.day) == (currency, day)


@pytest.mark.parametrize(
    ("term", "since", "until", "earned"),
    [
        # A whole year of a yearly amount, a leap year too.
        (Term(Decimal(12000), "EUR", 12, date(2028, 1, 1)), date(2028, 1, 1), date(2029, 1, 1), Fraction(12000)),
        # A year that begins in March: ten months of days in the first calendar year, the rest in the second.
        (Term(Decimal(365), "EUR", 12, date(2026, 3, 1)), date(2026, 1, 1), date(2027, 1, 1), Fraction(306)),
        (Term(Decimal(365), "EUR", 12, date(2026, 3, 1)), date(2027, 1, 1), date(2027, 3, 1), Fraction(59)),
        # Months from the 31st: each brings its amount, however short it is.
        (Term(Decimal(100), "EUR", 1, date(2026, 1, 31)), date(2026, 1, 1), date(2026, 4, 30), Fraction(300)),
        (Term(Decimal(30), "EUR", 1, date(2026, 4, 1)), date(2026, 4, 10), date(2026, 4, 20), Fraction(10)),
        # The last day of the contract counts.
        (
            Term(Decimal(30), "EUR", 1, date(2026, 4, 1), date(2026, 4, 15)),
            date(2026, 1, 1),
            date(2027, 1, 1),
            Fraction(15),
        ),
        (Term(Decimal(90), "EUR", 3, date(2025, 1, 1)), date(2026, 1, 1), date(2026, 2, 1), Fraction(31)),
        # Paid once: on its first day, or spread over its days.
        (Term(Decimal(500), "EUR", 0, date(2026, 5, 1)), date(2026, 1, 1), date(2027, 1, 1), Fraction(500)),
        (Term(Decimal(500), "EUR", 0, date(2026, 5, 1)), date(2026, 5, 2), date(2027, 1, 1), Fraction(0)),
        (
            Term(Decimal(10), "EUR", 0, date(2026, 5, 1), date(2026, 5, 10)),
            date(2026, 5, 6),
            date(2027, 1, 1),
            Fraction(5),
        ),
        # Before the contract and after it there is nothing.
        (Term(Decimal(500), "EUR", 1, date(2027, 5, 1)), date(2026, 1, 1), date(2027, 1, 1), Fraction(0)),
        (
            Term(Decimal(500), "EUR", 1, date(2020, 5, 1), date(2021, 1, 1)),
            date(2026, 1, 1),
            date(2027, 1, 1),
            Fraction(0),
        ),
    ],
)
def test_a_contract_brings_its_amount_day_by_day(term, since, until, earned):
    assert sum(share for _day, share in earnings(term, since=since, until=until)) == earned


TERMS = st.builds(
    lambda amount, months, start, length: Term(
        amount, "EUR", months, start, start + timedelta(days=length) if length else None
    ),
    AMOUNTS,
    st.sampled_from([0, 1, 3, 12]),
    DAYS,
    st.integers(0, 2000),
)


@given(st.lists(TERMS, max_size=5), st.lists(DAYS, min_size=3, max_size=6, unique=True))
def test_the_parts_of_a_time_add_up_to_the_whole(terms, days):
    days.sort()

    parts = [revenue([], terms, rates=EURO, since=since, until=until) for since, until in itertools.pairwise(days)]
    whole = revenue([], terms, rates=EURO, since=days[0], until=days[-1])

    assert whole.amount == (sum(part.amount for part in parts) if terms else None)


@given(st.lists(TERMS, min_size=1, max_size=6), DAYS)
def test_clients_apart_bring_what_they_bring_together(terms, day):
    since, until = last_year(day)

    apart = sum(revenue([], [term], rates=EURO, since=since, until=until).amount for term in terms)

    assert revenue([], terms, rates=EURO, since=since, until=until).amount == apart


@given(TERMS)
def test_a_contract_over_all_its_days_brings_all_its_periods(term):
    if term.ends_on is None or term.months:
        return
    brought = revenue([], [term], rates=EURO, since=date(2000, 1, 1), until=date(2100, 1, 1))

    assert brought.amount == Fraction(term.amount)


CURRENCIES = st.sampled_from(["EUR", "USD", "UAH"])
ENTRIES = st.lists(st.builds(Entry, DAYS, st.decimals(-(10**6), 10**6, places=2), CURRENCIES), min_size=1, max_size=8)


@given(ENTRIES)
def test_currencies_are_never_mixed_silently(entries):
    known = Rates("EUR", [("USD", date(2020, 1, 1), Decimal("0.9"))])

    found = revenue(entries, [], rates=known, since=date(2020, 1, 1), until=date(2031, 1, 1))

    in_hryvnia = [entry for entry in entries if entry.currency == "UAH"]
    if in_hryvnia:
        assert (found.amount, found.rounded(2)) == (None, None)
        assert found.missing == (("UAH", min(entry.day for entry in in_hryvnia)),)
    else:
        worth = {"EUR": Fraction(1), "USD": Fraction(9, 10)}
        assert found.amount == sum(Fraction(one.amount) * worth[one.currency] for one in entries)
        assert found.missing == ()


def test_what_was_booked_is_the_truth_and_contracts_only_stand_in():
    term = Term(Decimal(1200), "EUR", 12, date(2024, 1, 1))
    booked = [Entry(date(2025, 7, 1), Decimal(900), "EUR"), Entry(date(2025, 8, 1), Decimal(-100), "EUR")]

    found = years(booked, [term], rates=EURO, today=date(2026, 12, 31))

    assert [(year, one.rounded(2), one.source) for year, one in found] == [
        (2024, Decimal("1200.00"), Source.CONTRACTS),
        (2025, Decimal("800.00"), Source.ENTRIES),
        (2026, Decimal("1200.00"), Source.CONTRACTS),
    ]


def test_nothing_on_record_is_unknown_and_a_contract_that_is_over_is_zero():
    since, until = last_year(date(2026, 11, 22))
    over = Term(Decimal(1200), "EUR", 12, date(2020, 1, 1), date(2020, 12, 31))

    assert (since, until) == (date(2025, 11, 23), date(2026, 11, 23))
    assert revenue([], [], rates=EURO, since=since, until=until) == Revenue()
    assert revenue([], [over], rates=EURO, since=since, until=until).rounded(0) == 0


def test_years_end_today_and_begin_with_the_first_money():
    old = Term(Decimal(365), "EUR", 12, date(2010, 1, 1))

    found = years([], [old], rates=EURO, today=date(2026, 1, 10))

    assert [year for year, _one in found] == [2022, 2023, 2024, 2025, 2026]
    assert found[-1][1].rounded(0) == 10
    assert [year for year, _one in years([], [], rates=EURO, today=date(2026, 1, 10))] == [2026]


@pytest.mark.parametrize(
    ("amount", "places", "rounded"),
    [("0.5", 0, "0"), ("1.5", 0, "2"), ("2.5", 0, "2"), ("-0.5", 0, "0"), ("0.125", 2, "0.12"), ("0.375", 2, "0.38")],
)
def test_a_half_is_rounded_to_the_even_neighbor_once_at_the_end(amount, places, rounded):
    assert Revenue(Fraction(amount)).rounded(places) == Decimal(rounded)
