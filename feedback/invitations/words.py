"""What pages say of invitations, and of why somebody is asked, waits or is not asked: each as whole sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.web.countries import country_name
from feedback.invitations.models import AskState, CalmRule, Invitation, PlannedAsk, SendDecision, WavePerson, Way
from feedback.invitations.queries import Outcome
from feedback.invitations.rules import Caution, Decision, Obstacle, Reason, Verdict

OBSTACLES: dict[str, Any] = {
    Obstacle.ERASED: _("This person's data was erased."),
    Obstacle.LEFT: _("This person no longer works at the client. Ask the successor."),
    Obstacle.NO_ADDRESS: _("There is no e-mail address. Add one to the person's details, or ask by phone."),
    Obstacle.BLOCKED: _("Letters to this address are blocked. See the list of blocked addresses, or ask by phone."),
    Obstacle.WITHDRAWN: _("This person has withdrawn the consent to be asked."),
    Obstacle.NEVER: _("This person wants no questions."),
    Obstacle.PHONE_ONLY: _("This person wants to be asked by phone only."),
    Obstacle.JUST_ASKED: _("A letter left for this person within the last 24 hours. Try again tomorrow."),
}
CAUTIONS: dict[Caution, Any] = {
    Caution.RECENTLY_ASKED: _("This person was asked not long ago: more often makes people tired of questions."),
    Caution.WAITING: _("An earlier question still waits for this person's answer."),
}
# Why a question waits.
WAITS: dict[str, Any] = {
    Reason.LATER: _("This is the moment that was chosen."),
    Reason.FATIGUE: _("This person was asked or written to not long ago, and the calm limits keep a distance."),
    Reason.HOLD: _("Nobody here is asked for now."),
    Reason.WINDOW: _("Before that the hour, the weekday or a holiday does not suit this person."),
    Reason.HOURS: _("Before that are not the hours of the rule."),
    Reason.TOLD: _("A short letter has announced it; the question follows."),
    Obstacle.JUST_ASKED: _("No question follows another letter within 24 hours."),
}
# Why a question never came, and what can be done.
REFUSALS: dict[str, Any] = {
    **{str(obstacle): text for obstacle, text in OBSTACLES.items()},
    Reason.LATER: _("The chosen moment came too late. Plan the question anew."),
    Reason.FATIGUE: _("The calm limits left no moment in time. Ask all the same if it matters, or plan it anew."),
    Reason.HOLD: _("Nobody here was asked until it was too late. Ask anew when it fits again."),
    Reason.WINDOW: _("No suitable hour came in time. Look at the calm limits."),
    Reason.HOURS: _("No hour of the rule came in time. Look at the rule’s hours and at the calm limits."),
    Reason.LATE: _("No suitable moment came in time. Plan the question anew."),
    Reason.CLOSED: _("Nobody answers this survey any more. Reopen it, or choose another one."),
    Reason.TOLD: _("It was announced, and then no suitable moment came in time. Plan the question anew."),
    Reason.TOPIC: _("This person was asked about the same matter already. Nothing is to be done."),
    Reason.STOPPED: _("One of you stopped it. Ask all the same if that was wrong."),
    Reason.PAUSED: _("The rule is paused. Switch it on, or ask all the same."),
    Reason.UNCHOSEN: _("The client’s manager has chosen whom to ask. Ask all the same if that was wrong."),
    Reason.LIMIT: _("The rule has reached its limit. Raise it, or ask all the same."),
    Obstacle.JUST_ASKED: _("Another letter had left within 24 hours. Plan the question anew."),
}
# What one of us may decide otherwise; the others are the person's own will, or facts.
CALM = {Reason.LATER, Reason.FATIGUE, Reason.HOLD, Reason.WINDOW, Reason.HOURS, Reason.LATE, Reason.TOLD}
RECONSIDERED = CALM | {Reason.TOPIC, Reason.STOPPED, Reason.PAUSED, Reason.UNCHOSEN, Reason.LIMIT}


@dataclass(frozen=True, slots=True)
class Step:
    """A decision on the way, in words."""

    at: datetime
    sentence: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A planned question as the ledger tells it; `cause` is the name of the rule that wants it, "" where there is none.

    `may_insist` and `may_stop`: what one of us can still decide.
    """

    ask: PlannedAsk
    sentence: str
    why: str
    steps: Sequence[Step]
    may_insist: bool
    may_stop: bool
    cause: str = ""


def line_of(ask: PlannedAsk, decisions: Sequence[SendDecision] = (), *, now: datetime, cause: str = "") -> Line:
    """Return what the ledger says of a planned question."""
    return Line(
        ask=ask,
        sentence=sentence_of(ask, now=now),
        why=" ".join(filter(None, (why_of(ask), _choice_of(ask, now=now)))),
        steps=[_step(one, ask) for one in decisions],
        may_insist=not ask.is_meant and ask.state != AskState.SENT and ask.reason in RECONSIDERED,
        may_stop=ask.state == AskState.PLANNED,
        cause=cause,
    )


def sentence_of(ask: PlannedAsk, *, now: datetime) -> str:
    """Say what became of a planned question, or what will."""
    there = _there(ask.due_at, ask)
    if ask.state == AskState.SENT and ask.invitation and ask.invitation.way == Way.PHONE:
        return gettext("Was asked by phone on %(day)s at %(time)s, their time.") % there
    if ask.state == AskState.SENT:
        return gettext("Was asked on %(day)s at %(time)s, their time.") % there
    if ask.state == AskState.REFUSED:
        return gettext("Is not asked: decided on %(day)s.") % there
    if ask.reason == Reason.HOLD:
        return gettext("Will be asked once people here may be asked again.")
    if ask.due_at <= now:
        return gettext("Is about to be asked.")
    return gettext("Will be asked on %(day)s at %(time)s, their time.") % there


def why_of(ask: PlannedAsk) -> str:
    """Say why a planned question waits or does not come, and what to do; "" where there is nothing to say."""
    if ask.choice_until and ask.reason == Reason.LATER and ask.state == AskState.PLANNED:
        return ""  # its moment is the end of a choice
    words = REFUSALS if ask.state == AskState.REFUSED else WAITS
    return str(words.get(ask.reason, ""))


def foretold(decision: Decision) -> str:
    """Say what would be decided now of somebody who is not planned to be asked yet."""
    if decision.verdict == Verdict.SEND:
        return gettext("Would be asked at once.")
    if decision.verdict == Verdict.REFUSE:
        return gettext("Would not be asked. %(why)s") % {"why": REFUSALS.get(decision.reason or "", "")}
    day = date_format(localtime(decision.until), "DATE_FORMAT") if decision.until else ""
    return gettext("Would be asked on %(day)s. %(why)s") % {"day": day, "why": WAITS.get(decision.reason or "", "")}


def heads_up(days: int) -> str:
    """Say that somebody's first question is announced."""
    said = ngettext(
        "A short letter announces the first question %(number)s working day before.",
        "A short letter announces the first question %(number)s working days before.",
        days,
    )
    return said % {"number": days}


def told(ask: PlannedAsk, *, now: datetime) -> str:
    """Say all of a planned question in one breath."""
    return " ".join(filter(None, (sentence_of(ask, now=now), why_of(ask), _choice_of(ask, now=now))))


def _choice_of(ask: PlannedAsk, *, now: datetime) -> str:
    """Say who has chosen the person, or that one of us still may choose another one; "" where nobody was to choose."""
    if not ask.choice_until:
        return ""
    if ask.asked_by:
        return gettext("%(who)s has chosen this person.") % {"who": ask.asked_by.name}
    if ask.state == AskState.REFUSED:
        return ""
    if ask.state == AskState.PLANNED and now < ask.choice_until:
        until = {"day": date_format(localtime(ask.choice_until), "DATE_FORMAT")}
        return gettext("The client’s manager may choose somebody else until %(day)s.") % until
    return gettext("Nobody chose in time, so it is as the rule says.")


def _step(one: SendDecision, ask: PlannedAsk) -> Step:
    return Step(at=one.decided_at, sentence=_decided(one, ask), by=one.by.name if one.by else "", note=one.note)


def _decided(one: SendDecision, ask: PlannedAsk) -> str:
    if one.verdict == Verdict.SEND:
        return gettext("It is to be asked all the same.") if one.by else gettext("The letter leaves.")
    if one.verdict == Verdict.REFUSE:
        return str(REFUSALS.get(one.reason, ""))
    why = str(WAITS.get(one.reason, ""))
    if one.until is None or one.reason == Reason.HOLD:
        return why
    until = gettext("It waits until %(day)s, %(time)s.") % _there(one.until, ask)
    return f"{until} {why}".strip()


def _there(moment: datetime, ask: PlannedAsk | WavePerson) -> Mapping[str, str]:
    """Return the moment on the person's own clock."""
    local = localtime(moment, ZoneInfo(ask.contact.time_zone))
    return {"day": date_format(local, "DATE_FORMAT"), "time": date_format(local, "TIME_FORMAT")}


@dataclass(frozen=True, slots=True)
class Group:
    """So many people to whom the same happens, in words; `key` narrows a list to them."""

    key: str
    words: str
    number: int


def outcome_of(one: Outcome) -> Group:
    """Return what became of questions of a wave, in words."""
    named = {
        AskState.SENT: gettext("The letter has left"),
        AskState.PLANNED: gettext("The letter waits for its moment"),
    }
    return (
        refused_of(one) if one.state == AskState.REFUSED else Group(one.state, named[AskState(one.state)], one.number)
    )


def refused_of(one: Outcome) -> Group:
    """Return why people get no letter, in words."""
    return Group(one.reason, str(REFUSALS.get(one.reason, "")), one.number)


def found_of(one: WavePerson) -> str:
    """Say what would become of the question to somebody whom a wave has found."""
    if not one.is_asked or one.leaves_at is None:
        return str(REFUSALS.get(one.reason, ""))
    if one.reason == Reason.HOLD:
        return gettext("Will be asked once people here may be asked again.")
    there = _there(one.leaves_at, one)
    leaves = gettext("The letter leaves on %(day)s at %(time)s, their time.") % there
    return f"{leaves} {WAITS.get(one.reason, '') if one.reason != Reason.LATER else ''}".strip()


@dataclass(frozen=True, slots=True)
class Calmness:
    """What calm limits say: for whom, how often, when, and how often people are reminded."""

    whom: str
    often: str
    relation: str
    event: str
    reminders: str


def calm_of(rule: CalmRule) -> Calmness:
    """Return calm limits in words."""
    segment = rule.segment.name if rule.segment else ""
    country = country_name(rule.country) if rule.country else ""
    gap, relation_gap = rule.gap_days, rule.relation_gap_days
    after = ngettext(
        "Reminders: %(number)d, each after %(days)d day",
        "Reminders: %(number)d, each after %(days)d days",
        rule.reminder_days,
    )
    return Calmness(
        whom=" · ".join(filter(None, (rule.get_role_display() if rule.role else "", segment, country)))
        or gettext("Everybody"),
        often=gettext("%(gap)s between two questions, %(relation_gap)s between two about the relation")
        % {"gap": _days(gap), "relation_gap": _days(relation_gap)},
        relation=hours(rule.relation_days, rule.relation_since, rule.relation_until),
        event=hours(rule.event_days, rule.event_since, rule.event_until),
        reminders=after % {"number": rule.reminders, "days": rule.reminder_days}
        if rule.reminders
        else gettext("No reminders"),
    )


def _days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def hours(days: str, since: time, until: time) -> str:
    """Say when a window is open: its weekdays ("25"), and from when until when."""
    names = ", ".join(str(WEEKDAYS_ABBR[int(day) - 1]) for day in days)
    if since == until:
        return gettext("%(days)s, all day") % {"days": names}
    return f"{names}, {time_format(since, 'TIME_FORMAT')}–{time_format(until, 'TIME_FORMAT')}"


def state_of(row: Invitation, *, now: datetime) -> Any:
    """Return what became of an invitation, in words."""
    if row.answered_at:
        return pgettext_lazy("invitation", "Answered")
    if row.closed_at:
        return pgettext_lazy("invitation", "Closed")
    if row.expires_at <= now:
        return pgettext_lazy("invitation", "Expired")
    return pgettext_lazy("invitation", "Open")
