"""An organization's color as tokens that can be read: from one hex to fills, text and edges, light and dark.

Plain Python, for pages and letters alike. Contrast is that of WCAG 2.2 (relative luminance of sRGB): 4.5:1 for text, 3:1 for
edges. Mood colors never follow the organization.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

HEX = re.compile(r"#[0-9a-f]{6}")
TEXT, EDGE = 4.5, 3.0
STEPS = 100

# The grounds of tokens.css that brand tokens stand on; tests/accounts/web/test_theme.py compares them with the file.
WHITE, INK, DARK_INK_2 = "#ffffff", "#1d1b18", "#c3bdb0"
LIGHT_GROUNDS = ("#faf8f4", "#ffffff", "#f3f0e9")  # paper, surface, sunken
DARK_GROUNDS = ("#151412", "#1e1c19", "#262420")
DARK_SURFACE = DARK_GROUNDS[1]
# Links stand in notes and chips too, on the tints of the moods.
LIGHT_TINTS = ("#fcebe5", "#fdf2e2", "#f1eee7", "#e4f2f1", "#e1eff4")
DARK_TINTS = ("#3b221b", "#382a18", "#2b2925", "#17302f", "#162d37")


@dataclass(frozen=True, slots=True)
class Theme:
    """Tokens derived from one color. `edge` bounds a fill, `text` is for links and marks, `tint` is a ground behind text."""

    fill: str
    hover: str
    on_fill: str
    edge: str
    text: str
    tint: str
    dark_edge: str
    dark_text: str
    dark_tint: str


@lru_cache(maxsize=1024)
def theme_of(color: str) -> Theme:
    """Return the tokens of a color like "#7b2d5e"; each is the color itself where that can be read, else the nearest shade.

    Raises ValueError for anything that is no color.
    """
    if not HEX.fullmatch(color):
        raise ValueError(f"a color is six hexadecimal digits after #, not {color!r}")
    # A few middling colors can be read under neither white nor ink: they are darkened a little, and white stands on them.
    on_fill = INK if contrast(color, WHITE) < TEXT <= contrast(color, INK) else WHITE
    away = WHITE if on_fill == INK else INK
    fill = _toward(color, away, grounds=(on_fill,), ratio=TEXT)
    tint = mix(color, WHITE, 0.91)
    dark_tint = _toward(mix(color, DARK_SURFACE, 0.72), DARK_SURFACE, grounds=(DARK_INK_2,), ratio=TEXT)
    return Theme(
        fill=fill,
        hover=mix(fill, away, 0.12),
        on_fill=on_fill,
        edge=_toward(fill, INK, grounds=LIGHT_GROUNDS, ratio=EDGE),
        text=_toward(color, INK, grounds=(*LIGHT_GROUNDS, *LIGHT_TINTS, tint), ratio=TEXT),
        tint=tint,
        dark_edge=_toward(fill, WHITE, grounds=DARK_GROUNDS, ratio=EDGE),
        dark_text=_toward(color, WHITE, grounds=(*DARK_GROUNDS, *DARK_TINTS, dark_tint), ratio=TEXT),
        dark_tint=dark_tint,
    )


def stylesheet(color: str) -> str:
    """Return the tokens as CSS, to be loaded after tokens.css. Raises ValueError as theme_of does."""
    t = theme_of(color)
    return (
        "@layer tokens {\n  :root {\n"
        f"    --brand: {t.fill};\n    --brand-hover: {t.hover};\n    --on-brand: {t.on_fill};\n"
        f"    --brand-edge: light-dark({t.edge}, {t.dark_edge});\n"
        f"    --brand-text: light-dark({t.text}, {t.dark_text});\n"
        f"    --brand-tint: light-dark({t.tint}, {t.dark_tint});\n"
        "  }\n}\n"
    )


def version(color: str) -> str:
    """Return what names the stylesheet of a color: another color, or another way to derive it, is another address."""
    return hashlib.sha256(stylesheet(color).encode()).hexdigest()[:12]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, from 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with a share (0 to 1) of `other` in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _toward(color: str, target: str, *, grounds: tuple[str, ...], ratio: float) -> str:
    """Return the first shade on the way to `target` that has the contrast on every ground."""
    shades = (mix(color, target, step / STEPS) for step in range(STEPS))
    return next((shade for shade in shades if all(contrast(shade, ground) >= ratio for ground in grounds)), target)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 sRGB
