from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.worktime import ALL_WEEK, ANY_TIME, Place, Window, is_open
from feedback.invitations.fatigue import HARD_FLOOR, Calm, Touch, Touched
from feedback.invitations.rules import (
    Asked,
    Caution,
    Decision,
    Obstacle,
    Reason,
    Verdict,
    Wish,
    cautions,
    decide,
    obstacles,
)

NOW = datetime(2026, 3, 17, 9, tzinfo=UTC)  # a Tuesday
WELL = {"address": "taras@client.example"}
CALM = Calm()


def touched(touch=Touch.EVENT, **ago):
    return {"touched": (Touched(NOW - timedelta(**ago), touch),)}


@pytest.mark.parametrize(
    ("known", "by_letter", "wanted"),
    [
        (WELL, True, []),
        ({}, True, [Obstacle.NO_ADDRESS]),
        ({}, False, []),
        (WELL | {"is_erased": True}, False, [Obstacle.ERASED]),
        (WELL | {"works_there": False}, False, [Obstacle.LEFT]),
        (WELL | {"is_blocked": True}, True, [Obstacle.BLOCKED]),
        (WELL | {"is_blocked": True}, False, []),
        (WELL | {"has_withdrawn": True}, False, [Obstacle.WITHDRAWN]),
        (WELL | {"asking": "never"}, False, [Obstacle.NEVER]),
        (WELL | {"asking": "phone"}, True, [Obstacle.PHONE_ONLY]),
        (WELL | {"asking": "phone"}, False, []),
        (WELL | {"asking": "less_often"}, True, []),
        (WELL | touched(hours=23, minutes=59), True, [Obstacle.JUST_ASKED]),
        (WELL | touched(Touch.REMINDER, hours=23, minutes=59), True, [Obstacle.JUST_ASKED]),
        (WELL | touched(hours=24), True, []),
    ],
)
def test_obstacles(known, by_letter, wanted):
    assert obstacles(Asked(**known), by_letter=by_letter, now=NOW) == wanted


@pytest.mark.parametrize(
    ("known", "is_relation", "wanted"),
    [
        ({}, True, []),
        (touched(days=29), False, [Caution.RECENTLY_ASKED]),
        (touched(days=30), False, []),
        (touched(days=30), True, []),
        (touched(Touch.RELATION, days=30), True, [Caution.RECENTLY_ASKED]),
        (touched(Touch.RELATION, days=30), False, []),
        (touched(Touch.RELATION, days=90), True, []),
        (touched(Touch.REMINDER, days=2), True, []),
        (touched(days=59) | {"asking": "less_often"}, False, [Caution.RECENTLY_ASKED]),
        (touched(days=60) | {"asking": "less_often"}, False, []),
        ({"has_open": True}, False, [Caution.WAITING]),
    ],
)
def test_cautions(known, is_relation, wanted):
    assert cautions(Asked(**known), is_relation=is_relation, calm=CALM, now=NOW) == wanted


def wish(*, wanted=timedelta(0), patience=timedelta(days=60), **more):
    return Wish(**{"wanted_at": NOW + wanted, "give_up_at": NOW + patience, "is_relation": False} | more)


DAY = timedelta(days=1)
WEDNESDAY = Window(frozenset({3}), time(13), time(15))
NIGHTS = Window(ALL_WEEK, time(22), time(6))


@pytest.mark.parametrize(
    ("known", "wished", "wanted"),
    [
        ({}, wish(), Decision(Verdict.SEND)),
        ({"asking": "never"}, wish(), Decision(Verdict.REFUSE, Obstacle.NEVER)),
        ({}, wish(is_open=False), Decision(Verdict.REFUSE, Reason.CLOSED)),
        ({}, wish(wanted=DAY), Decision(Verdict.WAIT, Reason.LATER, NOW + DAY)),
        (touched(days=9), wish(), Decision(Verdict.WAIT, Reason.FATIGUE, NOW + 21 * DAY)),
        (touched(days=9), wish(patience=20 * DAY), Decision(Verdict.REFUSE, Reason.FATIGUE, NOW + 21 * DAY)),
        (touched(days=9), wish(is_meant=True), Decision(Verdict.SEND)),
        (touched(hours=20), wish(is_meant=True), Decision(Verdict.WAIT, Obstacle.JUST_ASKED, NOW + DAY / 6)),
        ({"is_held": True}, wish(), Decision(Verdict.WAIT, Reason.HOLD, NOW + DAY)),
        ({"is_held": True}, wish(patience=DAY / 2), Decision(Verdict.REFUSE, Reason.HOLD, NOW + DAY)),
        ({"is_held": True}, wish(is_meant=True), Decision(Verdict.SEND)),
        ({"is_held": True}, wish(wanted=3 * DAY), Decision(Verdict.WAIT, Reason.LATER, NOW + 3 * DAY)),
        # It is 5 in the morning in New York: the working hours begin in four hours.
        ({"place": Place("America/New_York")}, wish(), Decision(Verdict.WAIT, Reason.WINDOW, NOW + DAY / 6)),
        # A rule of its own hours: Wednesday alone, in the afternoon; and those that never meet the working hours.
        ({}, wish(window=WEDNESDAY), Decision(Verdict.WAIT, Reason.HOURS, NOW + DAY + timedelta(hours=4))),
        (
            {},
            wish(window=WEDNESDAY, patience=DAY),
            Decision(Verdict.REFUSE, Reason.HOURS, NOW + DAY + timedelta(hours=4)),
        ),
        ({}, wish(window=WEDNESDAY, is_meant=True), Decision(Verdict.SEND)),
        ({}, wish(window=NIGHTS), Decision(Verdict.REFUSE, Reason.HOURS, datetime.max.replace(tzinfo=UTC))),
        ({}, wish(wanted=-9 * DAY, patience=-DAY), Decision(Verdict.REFUSE, Reason.LATE, NOW)),
    ],
)
def test_decision(known, wished, wanted):
    assert decide(Asked(**WELL, **known), wished, calm=CALM, now=NOW) == wanted


def test_window_without_days_refuses_instead_of_waiting_for_ever():
    calm = Calm(event_window=Window(frozenset(), time(9), time(10)))

    assert decide(Asked(**WELL), wish(), calm=calm, now=NOW).reason == Reason.WINDOW


TOUCHES = st.lists(
    st.builds(Touched, st.timedeltas(timedelta(0), timedelta(days=200)).map(lambda ago: NOW - ago), st.sampled_from(Touch)),
    max_size=6,
).map(tuple)  # fmt: skip
PLACES = st.builds(
    Place, st.sampled_from(["Europe/Kyiv", "America/New_York", "Australia/Lord_Howe"]), st.sampled_from(["", "US"])
)
PEOPLE = st.builds(
    Asked,
    address=st.just("taras@client.example"),
    asking=st.sampled_from(["normal", "less_often"]),
    touched=TOUCHES,
    is_held=st.booleans(),
    place=PLACES,
)
WISHES = st.builds(
    wish,
    wanted=st.timedeltas(-timedelta(days=5), timedelta(days=40)),
    patience=st.timedeltas(timedelta(days=1), timedelta(days=400)),
    is_relation=st.booleans(),
    is_meant=st.booleans(),
    window=st.none() | st.just(WEDNESDAY) | st.just(Window(ALL_WEEK, time(17), time(10))),
)


@given(PEOPLE, WISHES)
def test_letter_never_leaves_within_the_floor_nor_outside_the_window(person, wished):
    found = decide(person, wished, calm=CALM, now=NOW)

    if found.verdict == Verdict.SEND:
        assert all(NOW - one.at >= HARD_FLOOR for one in person.touched)
        window = ANY_TIME if wished.is_meant else CALM.window(is_relation=wished.is_relation)
        assert wished.is_meant or is_open(NOW, window=window, place=person.place)
        assert wished.is_meant or not wished.window or is_open(NOW, window=wished.window, place=person.place)
        assert wished.is_meant or not person.is_held
    elif found.verdict == Verdict.WAIT:
        assert NOW < found.until <= wished.give_up_at
    else:
        assert found.until is None or found.until > wished.give_up_at


@given(PEOPLE, WISHES)
def test_who_waits_is_asked_at_the_promised_moment_unless_held(person, wished):
    """Nobody is put off for ever: at the moment that was promised, nothing new having happened, the letter leaves."""
    found, now = decide(person, wished, calm=CALM, now=NOW), NOW
    for _turn in range(3):
        if found.verdict != Verdict.WAIT or (person.is_held and not wished.is_meant):
            return
        now = found.until
        found = decide(person, wished, calm=CALM, now=now)

    assert found.verdict == Verdict.SEND
