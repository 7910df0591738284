"""A score and words as one mood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.responses.scores import value_of
from feedback.sentiment import weights
from feedback.sentiment.fusion import BAD, GOOD, NEUTRAL, Told, fused

likelihoods = st.tuples(*[st.floats(0.01, 1)] * 3).map(lambda some: Told(*(one / sum(some) for one in some)))
values = st.one_of(st.none(), st.integers(0, 100))


@given(values, st.lists(likelihoods, max_size=3))
def test_mood_stays_on_the_scale(value, texts):
    mood = fused(value, texts)

    assert mood is None if value is None and not texts else 0 <= mood <= 100


@given(st.integers(0, 99), likelihoods)
def test_better_score_and_better_words_are_no_worse_mood(value, told):
    assert fused(value, [told]) <= fused(value + 1, [told])
    better = Told(told.bad / 2, told.neutral, told.good + told.bad / 2)
    assert fused(value, [told]) <= fused(value, [better])


@pytest.mark.parametrize("value", [0, 15, 50, 85, 100])
def test_neutral_words_leave_the_score_as_it_is(value):
    assert fused(value, [NEUTRAL]) == value


def test_promoter_with_bitter_words_is_no_happy_client():
    assert fused(100, [BAD]) < 65
    assert fused(100, [GOOD]) == 100
    assert fused(50, [BAD]) < 15
    assert (fused(None, [BAD]) < 15, fused(None, [GOOD]) > 85) == (True, True)


@given(st.integers(0, 10), st.integers(1, 5), st.integers(1, 7))
def test_better_scores_are_no_worse_mood(nps, csat, ces):
    mood = value_of({"nps": nps, "csat": csat, "ces": ces})

    assert 0 <= mood <= 100
    assert mood <= value_of({"nps": min(nps + 1, 10), "csat": min(csat + 1, 5), "ces": min(ces + 1, 7)})


def test_scores_stand_in_the_bands_of_their_names():
    assert [value_of({"nps": nps}) for nps in (5, 6, 7, 8, 9)] == [38, 46, 60, 70, 85]
    assert value_of({}) is None
    with pytest.raises(LookupError):
        value_of({"nps": 11})


def test_people_of_a_role_weigh_one_together():
    assert float(weights.share_of(3)) * 3 == pytest.approx(1, abs=0.01)
    assert weights.share_of(5000) > 0
