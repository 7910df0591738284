"""A rating and a text together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.sentiment.text_mood.fusion import PRIOR, RATINGS, band, fuse

BITTER, KIND = (0.9, 0.07, 0.03), (0.03, 0.07, 0.9)


def test_weights_are_shares():
    assert sum(PRIOR) == pytest.approx(1)
    for place in range(3):
        assert sum(shares[place] for shares in RATINGS.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("points", "expected"), [(0, "critic"), (6, "critic"), (7, "passive"), (8, "passive"), (9, "promoter")]
)
def test_bands_of_the_eleven_points(points, expected):
    assert band(points / 10) == expected


def test_nothing_heard_is_no_mood():
    assert fuse().value is None
    assert fuse(text=KIND, label="unknown").value is None


def test_rating_alone_is_its_share_of_the_scale():
    assert fuse(rating=0.7).value == 70


def test_text_pulls_a_high_rating_down_and_it_is_said():
    told = fuse(rating=1.0, text=BITTER, label="negative", score=-0.87)

    assert told.value < 50
    assert told.disagreement == "bitter_text"
    assert [reason.source for reason in told.reasons] == ["rating", "text"]
    assert told.reasons[0].odds > 0 > told.reasons[1].odds


def test_kind_text_beside_a_low_rating_is_said():
    assert fuse(rating=0.3, text=KIND, label="positive", score=0.87).disagreement == "kind_text"
    assert fuse(rating=0.9, text=KIND, label="positive", score=0.87).disagreement == ""


@pytest.mark.parametrize("rating", [-0.1, 1.01])
def test_rating_outside_its_scale_is_refused(rating):
    with pytest.raises(ValueError, match="share of a scale"):
        fuse(rating=rating)


@given(st.floats(0, 1), st.floats(0, 1), st.tuples(*[st.floats(0.01, 1)] * 3))
def test_better_rating_never_means_a_worse_mood(one, other, chances):
    total = sum(chances)
    text = tuple(chance / total for chance in chances)
    low, high = (fuse(rating=rating, text=text, label="neutral", score=0.0).value for rating in sorted((one, other)))

    assert 0 <= low <= high <= 100
