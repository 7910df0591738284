"""What letters are drawn with. Mail programs know no custom properties: the colors of the mood scale stand here as they are."""

from django import template

from accounts.web.mood import Mood, mood_of

register = template.Library()

# The light values of --m1 to --m5 in tokens.css, and what can be read on them; tests/accounts/mail/test_layouts.py compares.
FILLS = {
    Mood.UPSET: "#a93a1e",
    Mood.TENSE: "#df923f",
    Mood.NEUTRAL: "#b9b3a5",
    Mood.CONTENT: "#5aa8a7",
    Mood.DELIGHTED: "#1a6580",
}
WHITE, INK = "#ffffff", "#1d1b18"
ON_FILLS = {mood: WHITE if mood in {Mood.UPSET, Mood.DELIGHTED} else INK for mood in FILLS}
PLAIN = "#857e70"  # a bar that is no mood


@register.filter
def mood_fill(mood: int | None) -> str:
    """Return the color of a mood of 1 to 5, or a plain one."""
    return FILLS[Mood(mood)] if mood else PLAIN


@register.filter
def score_fill(score: float) -> str:
    """Return the color of a score of 0 to 100."""
    return FILLS[mood_of(score)]


@register.filter
def score_ink(score: float) -> str:
    """Return the color of text on the color of a score."""
    return ON_FILLS[mood_of(score)]


@register.filter
def cell_width(share: float) -> int:
    """Return a share of 0 to 100 as the whole percent of a cell: what is not nothing is seen."""
    return min(100, max(1, round(share))) if share > 0 else 0


@register.filter
def cell_rest(share: float) -> int:
    """Return what a cell of this share leaves of the row."""
    return 100 - cell_width(share)
