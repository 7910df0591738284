"""Components that compute: what they say to the eye they say in words as well."""

import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st


def render(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(("language", "name"), [("en", "Upset, 34"), ("uk", "Біда, 34"), ("ru", "Беда, 34")])
def test_face_has_a_name(language, name):
    with translation.override(language):
        assert f'aria-label="{name}"' in render("{% mood 34 %}")


def test_face_without_a_score_is_no_face():
    face = render("{% mood score size='large' %}", score=None)

    assert "mood--unknown" in face
    assert "<svg" not in face


@pytest.mark.parametrize(("change", "words"), [(Decimal("2.4"), "▲ up 2.4"), (-14, "▼ down 14"), (0, "= unchanged 0")])
def test_change_is_arrow_word_and_number(change, words):
    assert re.sub(r"<[^>]+>|\s+", " ", render("{% delta change %}", change=change)).split() == words.split()


def test_numbers_of_a_bar_are_written_with_a_point_in_every_language():
    rows = [{"label": "a", "value": Decimal("2.5")}, {"label": "b", "value": -1}]
    with translation.override("uk"):
        bars = render("{% contribution_list rows score=1.5 %}", rows=rows)

    assert re.findall(r'<rect[^>]+bar[^>]+x="([^"]+)" y="2" width="([^"]+)"', bars) == [
        ("50%", "48.0%"),
        ("30.8%", "19.2%"),
    ]
    assert "+2,5" in bars


@given(
    values=st.lists(st.decimals(-40, 40, places=1), max_size=8),
    score=st.decimals(0, 100, places=1),
    start=st.decimals(1, 100, places=1),
)
def test_contributions_always_sum_to_the_score(values, score, start):
    rows = [{"label": "x", "value": value} for value in values]
    shown = render("{% contribution_list rows score=score start=start %}", rows=rows, score=score, start=start)

    numbers = re.findall(r'value--\w+">([+−])([\d.]+)<', shown)
    assert start + sum(Decimal(f"-{number}" if sign == "−" else number) for sign, number in numbers) == score
    assert all(
        float(x) >= 2 and float(x) + float(width) <= 98.1
        for x, width in re.findall(r'x="([\d.]+)%" y="2" width="([\d.]+)%', shown)
    )


def test_coverage_of_nobody_is_hatched_and_not_zero():
    assert "coverage__bar--unknown" in render('{% coverage_bar "Users" 0 0 %}')
    assert "coverage--low" in render('{% coverage_bar "Users" 1 10 %}')
    assert "coverage--low" not in render('{% coverage_bar "Users" 5 10 %}')


def test_what_people_write_is_escaped_in_every_kind_of_component():
    page = render(
        "{% card name %}{{ name }}{% endcard %}{% coverage_bar name 1 2 %}{% contribution_list rows score=1 %}"
        "{% menu name %}{% endmenu %}{% dialog id='d' title=name %}{% enddialog %}",
        name="<script>",
        rows=[{"label": "<script>", "value": 1}],
    )

    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 6
