"""Columns as people name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.exchange import guessing

TABLES = [
    (
        ["Company", "Website", "Name", "Email", "Role"],
        "client.name client.domain person.name person.emails person.roles",
    ),
    (
        ["Клієнт", "Сайт", "Ім’я", "Ел. пошта", "Роль"],
        "client.name client.domain person.name person.emails person.roles",
    ),
    (["Клиент", "Имя", "Эл. почта", "Роль"], "client.name person.name person.emails person.roles"),
    (["Компанія", "ПІБ", "Посада", "Телефон"], "client.name person.name person.job_title person.phone"),
    (["Name", "Domain", "Country"], "client.name client.domain client.country"),
    (["Client", "Name"], "client.name person.name"),
    (["Name", "E-mail"], "person.name person.emails"),
    (["Название", "Код", "Ответственный"], "client.name client.external_id client.manager"),
    (
        ["First name", "Last name", "Company name", "E-mail"],
        "person.first_name person.last_name client.name person.emails",
    ),
    (["Client", "Client country", "Contact", "Language"], "client.name client.country person.name person.language"),
    (["Клієнт", "Контактна особа", "Мова контактної особи"], "client.name person.name person.language"),
    (["Клиент", "ФИО", "Дата рождения", "Комментарий"], "client.name person.name person.birthday person.notes"),
]


@pytest.mark.parametrize(("headers", "fields"), TABLES, ids=lambda value: value if isinstance(value, str) else "")
def test_headers_in_three_languages(headers, fields):
    assert guessing.guess(headers, []) == fields.split()


def test_content_tells_what_a_strange_header_does_not():
    rows = [
        ["Acme", "olha@acme.example", "+380 44 123 45 67", "ЛПР"],
        ["Bolt", "p@bolt.example", "380671234567", "user"],
    ]

    assert guessing.guess(["Client", "x1", "x2", "x3"], rows) == [
        *("client.name", "person.emails", "person.phone", "person.roles"),
    ]


def test_no_field_is_guessed_twice():
    assert guessing.guess(["Email", "E-mail", "Client"], []) == ["person.emails", "", "client.name"]


def test_own_fields_win_over_our_words():
    assert guessing.guess(["Segment"], [], labels={"segment": "client.custom.segment"}) == ["client.custom.segment"]


@pytest.mark.parametrize(
    ("row", "below", "expected"),
    [
        (["Client", "Email"], [], True),
        (["Клієнт", "щось"], [["Acme", "x"]], True),
        (["Acme", "a@b.example"], [["Bolt", "b@b.example"]], False),
        (["foo", "bar"], [["Acme", "a@b.example"]], True),
        (["Acme", "Bolt"], [["Corn", "Dune"]], False),
    ],
)
def test_first_row_names_the_columns_or_is_data(row, below, expected):
    assert guessing.names_columns(row, below) is expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["12/31/2026", "01/02/2026"], True),
        (["31/12/2026"], False),
        (["01/02/2026"], False),
        (["12/31/26", "31/12/26"], False),
    ],
)
def test_which_number_is_the_month(days, expected):
    assert guessing.month_comes_first([[day] for day in days]) is expected


@given(st.lists(st.text(max_size=30), max_size=12), st.lists(st.lists(st.text(max_size=20), max_size=12), max_size=4))
def test_any_table_is_guessed(headers, rows):
    fields = guessing.guess(headers, rows)

    assert len(fields) == len(headers)
    chosen = [field for field in fields if field]
    assert len(chosen) == len(set(chosen))
