"""Who counts as heard: tables for what is decided, properties for what must always hold."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.coverage.rules import LONG_AGO, ROLES, Hearing, Person, State, Target, cover

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OLENA, TARAS, IHOR = (uuid.UUID(int=number) for number in (1, 2, 3))


def person(contact_id, *roles, **more):
    return Person(contact_id=contact_id, name=f"Person {contact_id.int}", roles=frozenset(roles), **more)


def heard(contact_id, days_ago, *roles):
    return Hearing(contact_id=contact_id, roles=frozenset(roles), at=NOW - timedelta(days=days_ago))


def state_of(role, people, hearings, target=None):
    found = cover(people, hearings, {role: target} if target else {}, now=NOW)
    return next(one.state for one in found.roles if one.role == role)


@pytest.mark.parametrize(
    ("people", "hearings", "target", "expected"),
    [
        ([], [], None, State.NOBODY),
        ([person(TARAS, "technical")], [], None, State.UNHEARD),
        ([person(TARAS, "technical")], [heard(TARAS, 90, "technical")], None, State.HEARD),
        ([person(TARAS, "technical")], [heard(TARAS, 91, "technical")], None, State.STALE),
        ([person(TARAS, "technical")], [heard(TARAS, 20, "technical")], Target(days=14), State.STALE),
        ([person(TARAS, "technical")], [heard(TARAS, 1, "technical")], Target(people=2), State.TOO_FEW),
        # What somebody said as an end user is not what they say as a technical buyer.
        ([person(TARAS, "technical")], [heard(TARAS, 1, "end_user")], None, State.UNHEARD),
        # Said before any role was known: it counts for those of today.
        ([person(TARAS, "technical")], [heard(TARAS, 1)], None, State.HEARD),
        # Whoever has left takes along what they have said.
        ([person(IHOR, "technical")], [heard(TARAS, 1, "technical")], None, State.UNHEARD),
        # A talk in which nobody is named.
        ([person(TARAS, "technical")], [heard(None, 1)], None, State.UNHEARD),
        # Not yet.
        ([person(TARAS, "technical")], [heard(TARAS, -1, "technical")], None, State.UNHEARD),
    ],
)
def test_state_of_a_role(people, hearings, target, expected) -> None:
    assert state_of("technical", people, hearings, target) == expected


@pytest.mark.parametrize(
    ("people", "hearings", "expected", "roles"),
    [
        ([], [], None, ()),
        # Somebody without a role closes no gap.
        ([person(OLENA)], [], None, ()),
        # The unheard come before the heard, however influential these are.
        (
            [person(OLENA, "economic", influence=3), person(TARAS, "technical", influence=1)],
            [heard(OLENA, 200, "economic")],
            TARAS,
            ("technical",),
        ),
        # Of the heard, the one heard longest ago.
        (
            [person(OLENA, "economic"), person(TARAS, "technical")],
            [heard(OLENA, 200, "economic"), heard(TARAS, 100, "technical")],
            OLENA,
            ("economic",),
        ),
        # Of equals, the most influential.
        ([person(OLENA, "economic"), person(TARAS, "technical", influence=3)], [], TARAS, ("technical",)),
        # Of equals, the one who closes most gaps.
        ([person(OLENA, "economic"), person(TARAS, "technical", "end_user")], [], TARAS, ("technical", "end_user")),
        # Who does not want to be asked is not asked.
        ([person(OLENA, "economic", may_be_asked=False)], [], None, ()),
        # Who was heard just now is not asked again for the sake of a second voice.
        (
            [person(OLENA, "economic"), person(TARAS, "economic")],
            [heard(OLENA, 1, "economic")],
            None,
            (),
        ),
    ],
)
def test_next_person_to_ask(people, hearings, expected, roles) -> None:
    found = cover(people, hearings, {}, now=NOW).next

    assert (found and found.person.contact_id) == expected
    assert (found.roles if found else ()) == roles


def test_second_voice_is_asked_for_where_the_target_wants_one() -> None:
    people = [person(OLENA, "economic"), person(TARAS, "economic")]

    found = cover(people, [heard(OLENA, 1, "economic")], {"economic": Target(people=2)}, now=NOW)

    assert found.next.person.contact_id == TARAS


@pytest.mark.parametrize(
    ("heard_roles", "expected"),
    [((), False), (("technical",), True), (("technical", "economic"), False), (ROLES, False)],
)
def test_one_sided_is_one_role_alone(heard_roles, expected) -> None:
    found = cover([person(TARAS, *ROLES)], [heard(TARAS, 1, *heard_roles)] if heard_roles else [], {}, now=NOW)

    assert found.is_one_sided is expected


roles = st.frozensets(st.sampled_from(ROLES))
ids = st.integers(1, 5).map(lambda number: uuid.UUID(int=number))
people_lists = st.lists(
    st.builds(
        Person,
        contact_id=ids,
        name=st.sampled_from(["Anna", "Borys"]),
        roles=roles,
        influence=st.integers(1, 3),
        may_be_asked=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda one: one.contact_id,
)
hearing = st.builds(
    Hearing,
    contact_id=st.none() | ids,
    roles=roles,
    at=st.integers(-10, 400).map(lambda days: NOW - timedelta(days=days)),
)
hearing_lists = st.lists(hearing, max_size=8)
target_maps = st.dictionaries(
    st.sampled_from(ROLES), st.builds(Target, people=st.integers(1, 3), days=st.integers(7, 365))
)


@given(people_lists, hearing_lists, target_maps, hearing)
def test_hearing_more_never_opens_a_gap(people, hearings, targets, more) -> None:
    before = cover(people, hearings, targets, now=NOW)
    after = cover(people, [*hearings, more], targets, now=NOW)

    assert set(after.gaps) <= set(before.gaps)
    assert (after.last_heard_at or LONG_AGO) >= (before.last_heard_at or LONG_AGO)


@given(people_lists, hearing_lists, target_maps, st.randoms(use_true_random=False))
def test_order_does_not_matter(people, hearings, targets, random) -> None:
    expected = cover(people, hearings, targets, now=NOW)
    random.shuffle(people)
    random.shuffle(hearings)

    assert cover(people, hearings, targets, now=NOW) == expected


@given(people_lists, hearing_lists, target_maps)
def test_bounds(people, hearings, targets) -> None:
    found = cover(people, hearings, targets, now=NOW)

    assert [one.role for one in found.roles] == list(ROLES)
    assert all((one.state == State.NOBODY) == (not one.voices) for one in found.roles)
    assert all(
        sum(voice.is_fresh for voice in one.voices) >= one.target.people for one in found.roles if not one.is_gap
    )
    assert all(one.last_heard_at is None or one.last_heard_at <= NOW for one in found.roles)
    if found.next:
        assert found.next.person.may_be_asked
        assert set(found.next.roles) <= set(found.gaps) & found.next.person.roles


@given(people_lists, hearing_lists, target_maps, st.integers(0, 500))
def test_time_alone_never_closes_a_gap(people, hearings, targets, days) -> None:
    past = [one for one in hearings if one.at <= NOW]
    before = cover(people, past, targets, now=NOW)
    after = cover(people, past, targets, now=NOW + timedelta(days=days))

    assert set(before.gaps) <= set(after.gaps)
