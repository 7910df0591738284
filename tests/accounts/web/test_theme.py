"""An organization's color: whatever it is, everything derived from it can be read."""

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from accounts.web import theme

colors = st.integers(min_value=0, max_value=0xFFFFFF).map("#{:06x}".format)
TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()


def token(name: str) -> tuple[str, str]:
    """Return a token of the product: light and dark."""
    value = re.search(rf"--{name}: (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", TOKENS)
    light, dark = value[1] or value[3], value[2] or value[3]
    return tuple(
        color if len(color) == 7 else "#" + "".join(digit * 2 for digit in color[1:]) for color in (light, dark)
    )


@given(color=colors)
def test_text_of_any_color_can_be_read_on_every_ground(color):
    brand = theme.theme_of(color)

    for ground in (*theme.LIGHT_GROUNDS, *theme.LIGHT_TINTS, brand.tint):
        assert theme.contrast(brand.text, ground) >= 4.5
    for ground in (*theme.DARK_GROUNDS, *theme.DARK_TINTS, brand.dark_tint):
        assert theme.contrast(brand.dark_text, ground) >= 4.5
    for fill in (brand.fill, brand.hover):
        assert theme.contrast(brand.on_fill, fill) >= 4.5


@given(color=colors)
def test_words_of_the_page_can_be_read_on_the_tint(color):
    brand = theme.theme_of(color)

    for ink in ("ink", "ink-2"):
        light, dark = token(ink)
        assert theme.contrast(light, brand.tint) >= 4.5
        assert theme.contrast(dark, brand.dark_tint) >= 4.5


@given(color=colors)
def test_edges_of_any_color_can_be_seen(color):
    brand = theme.theme_of(color)

    assert all(theme.contrast(brand.edge, ground) >= 3 for ground in theme.LIGHT_GROUNDS)
    assert all(theme.contrast(brand.dark_edge, ground) >= 3 for ground in theme.DARK_GROUNDS)


@given(color=colors)
def test_color_that_can_be_read_stays_itself(color):
    brand = theme.theme_of(color)

    if max(theme.contrast(color, theme.WHITE), theme.contrast(color, theme.INK)) >= 4.5:
        assert brand.fill == color
    if all(theme.contrast(color, ground) >= 4.5 for ground in (*theme.LIGHT_GROUNDS, *theme.LIGHT_TINTS, brand.tint)):
        assert brand.text == color


def test_grounds_are_those_of_the_product():
    grounds = [token(name) for name in ("paper", "surface", "sunken")]
    tints = [token(f"b{mood}") for mood in range(1, 6)]

    assert list(zip(theme.LIGHT_GROUNDS, theme.DARK_GROUNDS, strict=True)) == grounds
    assert list(zip(theme.LIGHT_TINTS, theme.DARK_TINTS, strict=True)) == tints
    assert (token("ink")[0], token("ink-2")[1]) == (theme.INK, theme.DARK_INK_2)


@pytest.mark.parametrize(
    ("words", "ground", "ratio"),
    [
        *((ink, ground, 4.5) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "surface", "sunken")),
        *((f"t{mood}", ground, 4.5) for mood in range(1, 6) for ground in ("paper", "surface", f"b{mood}")),
        *((f"on-m{mood}", f"m{mood}", 4.5) for mood in range(1, 6)),
        *((f"role-{role}", "surface", 4.5) for role in ("economic", "technical", "user")),
        *(("brand-text", ground, 4.5) for ground in ("paper", "surface", "sunken", "brand-tint")),
        *(("on-brand", ground, 4.5) for ground in ("brand", "brand-hover")),
        *((line, ground, 3) for line in ("control", "focus", "brand-edge") for ground in ("paper", "surface")),
    ],
)
def test_tokens_of_the_product_can_be_read(words, ground, ratio):
    for one, other in zip(token(words), token(ground), strict=True):
        assert theme.contrast(one, other) >= ratio


@pytest.mark.parametrize("color", ["", "7b2d5e", "#7b2d5", "#7B2D5E", "#7b2d5e;}", "red", "#12345g"])
def test_only_a_color_becomes_a_stylesheet(color):
    with pytest.raises(ValueError, match="six hexadecimal digits"):
        theme.stylesheet(color)


def test_contrast_is_that_of_the_standard():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the well-known gray that just fails
