"""The parts of a rule, and what it looks at."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from accounts.worktime import Window
from feedback.surveys.conditions import Condition

ROLES = ("economic", "technical", "end_user")
DATES = ("renewal_on",)
STAGES = ("preboarding", "onboarding", "long_term", "reboarding")
BANDS = ("upset", "tense", "neutral", "content", "delighted")  # of the mood, the worst first
# Moments that have a question of their own: of these events alone a part can be asked for.
STAGE_ENTERED, STAGE_LEFT, SILENCE, MOOD, TASK_DONE = (
    "stage.entered", "stage.left", "coverage.gap_opened", "index.changed", "task.done",
)  # fmt: skip
ANSWERS = ("response.submitted", "response.amended", "response.confided")
# What asking somebody causes: a rule on these would fire itself.
OWN_KINDS = frozenset(
    {"survey.asked", "task.wanted", "rule.fired", "rule.paused", "rule.choice_wanted", "rule.choice_ended"}
)
PLAYBOOKS = ("playbook.started", "playbook.ended")
LONGEST_PERIOD, LONGEST_DELAY, MOST_PEOPLE, LONGEST_TEXT, LONGEST_HEADS_UP = 1000, 365, 50, 200, 5
LONGEST_LETTER = 4000
MOST_NAMED, LONGEST_CHOICE = 50, 14


Pair = tuple[uuid.UUID, uuid.UUID]  # a person, and the client as whose person


class First(StrEnum):
    """Who of several people of one role is asked first."""

    UNHEARD = "unheard"  # never heard, then the longest unheard
    INFLUENTIAL = "influential"
    ASKED_LONG_AGO = "asked_long_ago"


class Repeat(StrEnum):
    """How often one client's events make the rule ask."""

    ALWAYS = "always"
    ONCE = "once"
    DAYS = "days"  # once in so many


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """One of three: an event of `kind`; every so many days; so many days before a date of the client (negative: after).

    Of an event perhaps one sort alone: the `stage` that began or ended, the `role` that fell silent, the mood that has dropped
    by `drop` points at least, or has sunk into a `band`.
    """

    kind: str = ""
    stage: str = ""
    role: str = ""
    drop: int = 0
    band: str = ""
    every_days: int = 0
    before: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """People of these roles at the client, so many of each; no roles: whoever the event is about.

    `contacts` are named instead: those of them who work at the client. With `choice_days` the client's manager chooses among
    people of the roles; without an answer within so many working days it is who was said.
    """

    roles: tuple[str, ...] = ()
    contacts: tuple[uuid.UUID, ...] = ()
    most: int = 1
    first: First = First.UNHEARD
    choice_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """One of four: a survey for them, a letter to them, a task for the client's manager, or a playbook that begins.

    `subject` and `text` of a letter are by language. `task_days` after its moment the task is due.
    """

    survey_id: uuid.UUID | None = None
    task: str = ""
    task_days: int = 3
    subject: Mapping[str, str] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)
    playbook_id: uuid.UUID | None = None

    @property
    def reaches_people(self) -> bool:
        """Tell whether it comes to people of the rule's roles, one by one."""
        return self.survey_id is not None or bool(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How long after the event: whole days, working days of the person's country where `is_working`, and hours.

    Who was never asked is told so many working days before (`heads_up_days`), and asked as much later.
    """

    days: int = 0
    hours: int = 0
    is_working: bool = False
    heads_up_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`topic`: one question for several events of one topic. `patience_days`: after these it is too late to ask.

    The rule asks the same person once in `person_days` at most, and `most` people in `most_days`; 0 is no such limit.
    """

    repeat: Repeat = Repeat.ALWAYS
    repeat_days: int = 0
    person_days: int = 0
    most: int = 0
    most_days: int = 0
    topic: str = ""
    patience_days: int = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What of a rule reaches people leaves within `window`, on their own clock, and within their own."""

    when: When
    whom: Whom
    what: What
    where: Condition | None = None
    delay: Delay = field(default_factory=Delay)
    limits: Limits = field(default_factory=Limits)
    window: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something a rule may fire for. `key` is the same for the same occurrence; `at` is when we knew it."""

    key: str
    kind: str
    client_id: uuid.UUID
    at: datetime
    contact_id: uuid.UUID | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person at the client, in one of their roles, as of the happening."""

    contact_id: uuid.UUID
    role: str
    influence: int = 2
    heard_at: datetime | None = None
    asked_at: datetime | None = None


class Fault(StrEnum):
    """What is wrong with a rule's part; the words for people are in words.py."""

    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN = "unknown"
    NO_MOMENT = "no_moment"
    SEVERAL_MOMENTS = "several_moments"
    FIRES_ITSELF = "fires_itself"
    UNKNOWN_KIND = "unknown_kind"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_DATE = "unknown_date"
    BAD_CONDITION = "bad_condition"
    UNKNOWN_FACT = "unknown_fact"
    UNKNOWN_ROLE = "unknown_role"
    NOBODY = "nobody"  # a calendar has no person of its own: name roles
    NOTHING_TO_DO = "nothing_to_do"
    HALF_A_LETTER = "half_a_letter"  # a language has a subject and no text, or the other way round
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NO_CHOICE = "no_choice"  # there is nobody to choose, or nothing is asked
    NOTHING_LEAVES = "nothing_leaves"  # what reaches nobody has no hours


class BadRule(ValueError):
    """The data is no rule; `faults` maps the part ("when", "limits.repeat_days") to what is wrong with it."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__("; ".join(f"{part}: {fault}" for part, fault in faults.items()))
        self.faults = dict(faults)
