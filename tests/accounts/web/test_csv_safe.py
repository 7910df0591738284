"""Cells that a spreadsheet must not run."""

import csv
import io

import pytest

from accounts.web import csv_safe


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","y")',
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        ' "=1"',
        "  =1",
        "'=1",
        "\u00a0=1",
        "\ufeff=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM",
        "+380 44 123 45 67",
        "\tx",
    ],
)
def test_formulas_become_text(text):
    assert csv_safe.cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Anna", "a=b", "5-6", "a@b.example", "Ґанна 🙂", "'quoted'", "(=1)"])
def test_text_stays(text):
    assert csv_safe.cell(text) == text


@pytest.mark.parametrize("number", [0, -5, 1.5, -0.25])
def test_numbers_stay_numbers(number):
    assert csv_safe.cell(number) is number


def test_nothing_is_an_empty_cell():
    assert csv_safe.cell(None) == ""


def test_lines_are_read_back_as_they_were():
    rows = [["a", 'with "quotes", commas;\nand lines'], [None, -1], ["مها", "=x"]]

    text = "".join(csv_safe.lines(rows))

    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) == [
        ["a", 'with "quotes", commas;\nand lines'],
        ["", "-1"],
        ["مها", "'=x"],
    ]


def test_lines_are_made_one_by_one():
    def endless():
        while True:
            yield ["x"]

    lines = csv_safe.lines(endless())

    assert [next(lines) for _ in range(3)] == ["\ufeff", "x\r\n", "x\r\n"]
