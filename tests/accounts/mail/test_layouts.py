"""How letters are made: tables that every mail program lays out, no pictures, and everything in the text part too."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from accounts.mail.render import letter
from accounts.templatetags import letters as drawing
from accounts.web.mood import Mood
from accounts.web.theme import contrast
from happiness.gallery import letters
from tests.accounts.organizations.test_letters import OURS, context

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MADE = [(name, language) for name in (*OURS, letters.SAMPLE) for language in LANGUAGES]
BRAND = "#0b6b4f"
BUDGET = 40_000
SMALLEST = 14  # px; the preview line is hidden, and a cell of a bar has no text
WORD = re.compile(r"[^\W\d_]{3,}")


class Layout(HTMLParser):
    """What a mail program is given: tables, cells with their widths, styles, links, and the words that are read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables, self.rows, self.styles, self.links, self.said = [], [], [], [], []
        self.open_rows = []
        self.silent = 0
        self.feed(re.sub(r"(?s)<!--.*?-->|<style>.*?</style>|<title>.*?</title>", "", html))

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "table":
            self.tables.append(values)
        if tag == "tr":
            self.rows.append([])
            self.open_rows.append(self.rows[-1])
        if tag == "td" and "width" in values:
            self.open_rows[-1].append(values["width"])
        if "style" in values:
            self.styles.append(values["style"])
        if tag == "a":
            self.links.append(values)
        if tag == "div":
            self.silent = "display:none" in values.get("style", "")

    def handle_endtag(self, tag):
        if tag == "tr":
            self.open_rows.pop()
        if tag == "div":
            self.silent = 0

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)


@pytest.fixture(params=MADE, ids="-".join)
def made(request, now):
    name, language = request.param
    if name == letters.SAMPLE:
        return letters.sample(name, language=language, brand_color=BRAND)
    return letter(name, language=language, context=context(now))


def test_letter_is_light_and_needs_nothing_from_outside(made):
    assert len(made.html.encode()) < BUDGET
    assert not re.search(r"<img|<script|<link|<video|background-image|url\(", made.html)
    assert "@import" not in made.html


def test_every_table_is_for_layout_alone(made):
    layout = Layout(made.html)

    assert layout.tables
    assert {table.get("role") for table in layout.tables} == {"presentation"}
    assert all(table.get("cellpadding") == table.get("cellspacing") == "0" for table in layout.tables)


def test_widths_are_whole_percents_or_pixels_and_fill_no_more_than_the_row(made):
    rows = [row for row in Layout(made.html).rows if row]

    for row in rows:
        assert all(re.fullmatch(r"[1-9]\d?%|100%|[1-9]\d{0,2}", width) for width in row), row
        assert sum(int(width[:-1]) for width in row if width.endswith("%")) <= 100, row


def test_text_is_large_enough_and_laid_out_without_flex_or_grid(made):
    styles = Layout(made.html).styles

    sizes = {float(size) for style in styles for size in re.findall(r"font(?:-size)?:(\d+)px", style)}
    assert min(sizes) >= SMALLEST
    assert not [style for style in styles if re.search(r"display:\s*(flex|grid)|position:|float:|var\(", style)]


def test_links_are_whole_named_and_in_the_text_part(made):
    for link in Layout(made.html).links:
        address = link["href"]
        assert address.startswith(f"{settings.BASE_URL}/") or address == settings.BASE_URL
        assert address.split("?s=")[0] in made.text


def test_text_part_says_what_the_letter_says(made):
    """Words of a letter that its text part lacks were forgotten there."""
    scale = re.compile(r"\b(of|з|из)\b")
    said = {word.lower() for data in Layout(made.html).said for word in WORD.findall(data) if not scale.fullmatch(word)}
    written = {word.lower() for word in WORD.findall(made.text)}

    missing = said - written
    assert len(missing) <= len(said) * 0.15, missing


def test_dark_colors_stand_for_apple_mail_and_outlook(made):
    assert '<meta name="color-scheme" content="light dark">' in made.html
    for wanted in ("prefers-color-scheme: dark", "[data-ogsc]", "[data-ogsb]", "<!--[if mso]>"):
        assert wanted in made.html
    classes = set(re.findall(r'class="([^"]+)"', made.html))
    drawn = {name for group in classes for name in group.split()}
    dark = made.html.split("prefers-color-scheme: dark")[1].split("</style>")[0]
    assert {name for name in drawn - {"pad", "digits", "stage"} if f".{name}" not in dark} == set()


# --- The parts ---


def part(name, **values):
    return render_to_string(f"components/letter/{name}", values)


def test_scale_has_eleven_named_cells_that_only_ask():
    links = Layout(
        part("scale.html", url="https://north.example/s/x/", marks=list(range(11)), low="no", high="yes")
    ).links

    assert [link["aria-label"] for link in links] == [f"{number} of 10" for number in range(11)]
    assert [link["href"] for link in links] == [f"https://north.example/s/x/?s={number}" for number in range(11)]


@pytest.mark.parametrize(
    ("share", "cells"),
    [(0, ["100%"]), (0.2, ["1%", "99%"]), (50, ["50%", "50%"]), (58.3, ["58%", "42%"]), (100, ["100%"])],
)
def test_bar_fills_its_share(share, cells):
    bars = [{"label": "Late acts", "value": "−12", "share": share, "mood": 1}]

    assert next(row for row in Layout(part("bars.html", bars=bars)).rows if row) == cells
    assert part("bars.txt", bars=bars).strip() == "Late acts: −12"


def test_stage_without_enough_answers_shows_no_number():
    stages = [
        {"name": "Growth", "score": 39.9, "change": "+3", "note": ""},
        {"name": "Reboarding", "score": None, "note": "2 answers"},
    ]

    html, text = part("stages.html", stages=stages), part("stages.txt", stages=stages)

    assert drawing.FILLS[Mood.UPSET] in html
    assert text.split("\n")[:2] == ["Growth: 40 (Upset), +3", "Reboarding: Too early to say. 2 answers"]


def test_colors_are_those_of_the_pages_and_can_be_read():
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text()

    for mood, fill in drawing.FILLS.items():
        assert f"--m{mood.value}: light-dark({fill}," in tokens
        assert contrast(drawing.ON_FILLS[mood], fill) >= 4.5


def test_letter_has_the_color_of_its_organization(now):
    colored = letter("staff_invitation", language="en", context=context(now) | {"brand_color": BRAND})
    plain = letter("staff_invitation", language="en", context=context(now))

    assert BRAND in colored.html
    assert "#7b2d5e" not in colored.html
    assert "#7b2d5e" in plain.html
