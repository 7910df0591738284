from decimal import Decimal

import pytest

from accounts.web.mood import Mood, mood_of


@pytest.mark.parametrize(
    ("score", "mood"),
    [
        *((0, Mood.UPSET), (39, Mood.UPSET), (Decimal("39.99"), Mood.UPSET)),
        *((40, Mood.TENSE), (54.9, Mood.TENSE), (55, Mood.NEUTRAL), (64.9, Mood.NEUTRAL)),
        *((65, Mood.CONTENT), (79.9, Mood.CONTENT), (80, Mood.DELIGHTED), (100, Mood.DELIGHTED)),
    ],
)
def test_mood_of_a_score(score, mood):
    assert mood_of(score) == mood


@pytest.mark.parametrize("score", [-0.1, 100.1, float("nan")])
def test_what_is_no_score_has_no_mood(score):
    with pytest.raises(ValueError, match="between 0 and 100"):
        mood_of(score)
