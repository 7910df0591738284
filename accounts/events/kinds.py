"""THE CATALOGUE: every kind of event that the product itself publishes, with the fields of its payload.

Organizations add kinds of their own (`CustomKind`), whose names start with `custom.`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.events.payload import FieldType

CUSTOM = "custom."
ANY = "*"  # subscribe to every kind


class Group(models.TextChoices):
    """What the timeline filters by, and draws its icons for."""

    SURVEY = "survey", _("Surveys")
    MEETING = "meeting", _("Talks")
    MAIL = "mail", _("Letters")
    SIGNAL = "signal", _("Signals")
    GESTURE = "gesture", _("Gestures")
    DEAL = "deal", _("Deals")
    NOTE = "note", _("Changes")


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` is what the timeline says; `fields` is what the payload may hold."""

    name: str
    title: str
    fields: Mapping[str, FieldType] = field(default_factory=dict)
    group: Group = Group.NOTE
    is_private: bool = False  # never told to other systems


_letter = {"email_id": FieldType.ID, "letter": FieldType.TEXT, "reason": FieldType.TEXT}

MAIL_BOUNCED = Kind(
    "mail.bounced", gettext_noop("A letter came back"), _letter | {"permanent": FieldType.BOOLEAN}, Group.MAIL
)
MAIL_COMPLAINED = Kind("mail.complained", gettext_noop("A letter was reported as unwanted"), _letter, Group.MAIL)
MAIL_REPLIED = Kind(
    "mail.replied", gettext_noop("A letter was answered"), _letter | {"text": FieldType.TEXT}, Group.MAIL
)
MAIL_UNSUBSCRIBED = Kind("mail.unsubscribed", gettext_noop("Letters were declined"), _letter, Group.MAIL)

_named = {"name": FieldType.TEXT}
_handed_over = {"from_id": FieldType.ID, "to_id": FieldType.ID}
_position = {"position_id": FieldType.ID}
_role = _position | {"role": FieldType.TEXT}

CLIENT_CREATED = Kind("client.created", gettext_noop("The client was added"), _named)
CLIENT_ASSIGNED = Kind("client.assigned", gettext_noop("The happiness manager changed"), _handed_over)
CLIENT_ARCHIVED = Kind("client.archived", gettext_noop("The client was archived"))
CLIENT_RESTORED = Kind("client.restored", gettext_noop("The client is back"))
CLIENT_MERGED = Kind("client.merged", gettext_noop("Two entries of the client became one"), _handed_over)
CLIENT_SEPARATED = Kind("client.separated", gettext_noop("One entry of the client became two again"), _handed_over)
CONTACT_CREATED = Kind("contact.created", gettext_noop("A person was added"), _position)
CONTACT_LEFT = Kind(
    "contact.left", gettext_noop("A person left the client"), _position | {"successor_id": FieldType.ID}
)
CONTACT_RETURNED = Kind("contact.returned", gettext_noop("A person is back at the client"), _position)
CONTACT_MERGED = Kind("contact.merged", gettext_noop("Two entries of a person became one"), _handed_over)
CONTACT_SEPARATED = Kind("contact.separated", gettext_noop("One entry of a person became two again"), _handed_over)
CONTACT_ERASED = Kind("contact.erased", gettext_noop("A person's data was erased"))
ROLE_STARTED = Kind("contact.role_started", gettext_noop("A person took a buyer role"), _role)
ROLE_ENDED = Kind("contact.role_ended", gettext_noop("A person gave up a buyer role"), _role)

_talk = {"interaction_id": FieldType.ID}
_promise = {"promise_id": FieldType.ID, "owner_id": FieldType.ID, "due_on": FieldType.DATE}
# One for each person who took part; one without a person where nobody is named.
INTERACTION_LOGGED = Kind(
    "interaction.logged",
    gettext_noop("A talk"),
    _talk | {"channel": FieldType.TEXT, "mood": FieldType.NUMBER},
    Group.MEETING,
)
INTERACTION_CONFIDED = Kind("interaction.confided", gettext_noop("A talk"), _talk, Group.MEETING, is_private=True)
INTERACTION_CHANGED = Kind(
    "interaction.changed", gettext_noop("A talk was corrected"), _talk, Group.MEETING, is_private=True
)
INTERACTION_REMOVED = Kind(
    "interaction.removed", gettext_noop("A talk was removed"), _talk, Group.MEETING, is_private=True
)
PROMISE_MADE = Kind("promise.made", gettext_noop("Something was promised"), _promise)
PROMISE_KEPT = Kind("promise.kept", gettext_noop("A promise was kept"), _promise)
PROMISE_DROPPED = Kind("promise.dropped", gettext_noop("A promise was taken back"), _promise)
STAGE_ENTERED = Kind(
    "stage.entered", gettext_noop("A stage began"), {"stage": FieldType.TEXT, "visit_id": FieldType.ID}
)
STAGE_LEFT = Kind("stage.left", gettext_noop("A stage ended"), {"stage": FieldType.TEXT, "visit_id": FieldType.ID})
# The stage goes on: it has steps of its own, called by the house's words.
STAGE_STEP = Kind(
    "stage.step",
    gettext_noop("A step of the stage began"),
    {"stage": FieldType.TEXT, "visit_id": FieldType.ID, "step": FieldType.TEXT},
)
# Once for each stay that takes longer than it ever should.
STAGE_STUCK = Kind(
    "stage.stuck",
    gettext_noop("A stage takes too long"),
    {"stage": FieldType.TEXT, "visit_id": FieldType.ID, "days": FieldType.NUMBER},
    Group.SIGNAL,
)
_gap = {"role": FieldType.TEXT}
GAP_OPENED = Kind("coverage.gap_opened", gettext_noop("A role is no longer heard"), _gap, Group.SIGNAL)
GAP_CLOSED = Kind("coverage.gap_closed", gettext_noop("A role is heard"), _gap, Group.SIGNAL)
_contract = {
    "contract_id": FieldType.ID,
    "starts_on": FieldType.DATE,
    "ends_on": FieldType.DATE,
    "renewal_on": FieldType.DATE,
}
CONTRACT_SIGNED = Kind("contract.signed", gettext_noop("A contract was signed"), _contract, Group.DEAL)
CONTRACT_CHANGED = Kind("contract.changed", gettext_noop("A contract was corrected"), _contract, Group.DEAL)
CONTRACT_ENDED = Kind("contract.ended", gettext_noop("A contract ended"), _contract, Group.DEAL)
_outcome = {
    "outcome_id": FieldType.ID,
    "contract_id": FieldType.ID,
    "day": FieldType.DATE,
    "reason": FieldType.TEXT,
}
OUTCOMES = {
    name: Kind(f"outcome.{name}", title, _outcome, Group.DEAL)
    for name, title in (
        ("renewed", gettext_noop("The client stays with us")),
        ("grew", gettext_noop("The client buys more")),
        ("shrank", gettext_noop("The client buys less")),
        ("lost", gettext_noop("The client leaves")),
        ("returned", gettext_noop("The client is back with us")),
        ("referred", gettext_noop("The client recommended us")),
    )
}
_answer = {"response_id": FieldType.ID, "survey_id": FieldType.ID}
_scores = {
    "role": FieldType.TEXT,
    "stage": FieldType.TEXT,
    "nps": FieldType.NUMBER,
    "csat": FieldType.NUMBER,
    "ces": FieldType.NUMBER,
}
# Whoever answered without their name is not the event's contact.
RESPONSE_SUBMITTED = Kind("response.submitted", gettext_noop("A survey was answered"), _answer | _scores, Group.SURVEY)
RESPONSE_AMENDED = Kind("response.amended", gettext_noop("An answer was changed"), _answer | _scores, Group.SURVEY)
# An answer for top management only: that there is one, and nothing of it.
RESPONSE_CONFIDED = Kind(
    "response.confided", gettext_noop("A survey was answered"), _answer, Group.SURVEY, is_private=True
)
SURVEY_ASKED = Kind(
    "survey.asked",
    gettext_noop("A person was asked"),
    {"invitation_id": FieldType.ID, "survey_id": FieldType.ID, "role": FieldType.TEXT},
    Group.SURVEY,
)
# The colleague's name and address are for whoever asked, and for no other system.
SURVEY_PASSED_ON = Kind(
    "survey.passed_on",
    gettext_noop("A person named a colleague to be asked instead"),
    {"invitation_id": FieldType.ID, "name": FieldType.TEXT, "address": FieldType.TEXT},
    Group.SURVEY,
    is_private=True,
)
# Somebody whose link opened nothing any more would still answer.
SURVEY_ASKED_AGAIN = Kind(
    "survey.asked_again", gettext_noop("A person asks to be asked again"), {"invitation_id": FieldType.ID}, Group.SURVEY
)
# A reply to a question's letter in which no mark could be read with certainty; its words stand in mail.replied.
SURVEY_WORDED = Kind(
    "survey.worded",
    gettext_noop("A question was answered in words by letter"),
    {"invitation_id": FieldType.ID},
    Group.SURVEY,
)
ERASURE_ASKED = Kind(
    "contact.erasure_asked",
    gettext_noop("A person asks for their data to be deleted"),
    {"invitation_id": FieldType.ID},
)
TASK_WANTED = Kind(
    "task.wanted",
    gettext_noop("A rule wants something done"),
    {"rule_id": FieldType.ID, "title": FieldType.TEXT, "days": FieldType.NUMBER},
)
# A rule wants a playbook begun, about the event's person where it is about people; `hours`: not before so many from now.
RULE_FIRED = Kind(
    "rule.fired",
    gettext_noop("A rule began a playbook"),
    {"rule_id": FieldType.ID, "playbook_id": FieldType.ID, "occurrence": FieldType.TEXT, "hours": FieldType.NUMBER},
)
# Whom a rule asks is left to somebody (`employee_id`) until a moment.
CHOICE_WANTED = Kind(
    "rule.choice_wanted",
    gettext_noop("A rule lets one of you choose whom to ask"),
    {"rule_id": FieldType.ID, "choice_id": FieldType.ID, "employee_id": FieldType.ID, "until": FieldType.TIME},
)
CHOICE_ENDED = Kind(
    "rule.choice_ended",
    gettext_noop("It is settled whom a rule asks"),
    {"rule_id": FieldType.ID, "choice_id": FieldType.ID, "is_answered": FieldType.BOOLEAN},
)
_run = {"run_id": FieldType.ID, "playbook_id": FieldType.ID, "playbook": FieldType.TEXT}
PLAYBOOK_STARTED = Kind("playbook.started", gettext_noop("A playbook began"), _run | {"cause": FieldType.TEXT})
PLAYBOOK_ENDED = Kind("playbook.ended", gettext_noop("A playbook ended"), _run | {"reason": FieldType.TEXT})
RULE_PAUSED = Kind(
    "rule.paused", gettext_noop("A rule was paused"), {"rule_id": FieldType.ID, "reason": FieldType.TEXT}, Group.SIGNAL
)
_case = {"case_id": FieldType.ID, "number": FieldType.NUMBER}
CASE_OPENED = Kind("case.opened", gettext_noop("A case was opened"), _case | {"topic": FieldType.TEXT}, Group.SIGNAL)
CASE_ACCEPTED = Kind("case.accepted", gettext_noop("A case was accepted"), _case, Group.SIGNAL)
CASE_CONTACTED = Kind("case.contacted", gettext_noop("The client was spoken with about a case"), _case, Group.SIGNAL)
CASE_FIXED = Kind("case.fixed", gettext_noop("A case was fixed, and the client was asked"), _case, Group.SIGNAL)
CASE_REOPENED = Kind("case.reopened", gettext_noop("The client opened a case again"), _case, Group.SIGNAL)
CASE_OVERDUE = Kind("case.overdue", gettext_noop("A step of a case is late"), _case, Group.SIGNAL)
CASE_RECURRED = Kind(
    "case.recurred",
    gettext_noop("The cause of a case has come back"),
    _case | {"cause_id": FieldType.ID, "count": FieldType.NUMBER},
    Group.SIGNAL,
)
CASE_SHOWN = Kind("case.shown", gettext_noop("A case was shown to top management"), _case, Group.SIGNAL)
_compensation = _case | {"compensation_id": FieldType.ID}
COMPENSATION_WANTED = Kind(
    "case.compensation_wanted", gettext_noop("A compensation waits for approval"), _compensation, Group.SIGNAL
)
COMPENSATION_DECIDED = Kind(
    "case.compensation_decided", gettext_noop("A compensation was decided"), _compensation, Group.SIGNAL
)
# What the person had said and what was done for them, in the words in which they read it: on their page and in the next letter.
CASE_CLOSED = Kind(
    "case.closed",
    gettext_noop("A case was closed"),
    {"case_id": FieldType.ID, "said": FieldType.TEXT, "done": FieldType.TEXT},
    Group.SIGNAL,
)
# One of us has set a mood by hand; without a mood it was taken back.
MOOD_MARKED = Kind(
    "mood.marked",
    gettext_noop("A mood was set by hand"),
    {"reading_id": FieldType.ID, "role": FieldType.TEXT, "mood": FieldType.NUMBER},
    Group.SIGNAL,
)
# The index is in another band, or has moved by five points at least. Unknown is missing; `band` is that of `to`.
INDEX_CHANGED = Kind(
    "index.changed",
    gettext_noop("The happiness index has moved"),
    {"from": FieldType.NUMBER, "to": FieldType.NUMBER, "band": FieldType.TEXT, "points": FieldType.NUMBER},
    Group.SIGNAL,
)
# Of alerts that everybody may know of: what rests on words for top management alone is told to nobody by an event.
_alert = {
    "alert_id": FieldType.ID,
    "number": FieldType.NUMBER,
    "rule": FieldType.TEXT,
    "severity": FieldType.TEXT,
    "topic": FieldType.TEXT,
}
ALERT_RAISED = Kind("alert.raised", gettext_noop("An alert was raised"), _alert, Group.SIGNAL)
ALERT_ACKNOWLEDGED = Kind("alert.acknowledged", gettext_noop("An alert was acknowledged"), _alert, Group.SIGNAL)
ALERT_ESCALATED = Kind(
    "alert.escalated",
    gettext_noop("An alert went to the next level"),
    _alert | {"rung": FieldType.NUMBER, "step": FieldType.NUMBER},
    Group.SIGNAL,
)
ALERT_ENDED = Kind("alert.ended", gettext_noop("An alert ended"), _alert | {"ending": FieldType.TEXT}, Group.SIGNAL)
_gesture = {"gesture_id": FieldType.ID, "gesture_kind": FieldType.TEXT, "gesture_form": FieldType.TEXT}
GESTURE_APPROVED = Kind("gesture.approved", gettext_noop("A kind gesture was approved"), _gesture, Group.GESTURE)
GESTURE_SENT = Kind("gesture.sent", gettext_noop("A kind gesture"), _gesture, Group.GESTURE)
# The question itself is between whoever asked and whoever decides; `choice` is a key.
_decision = {"decision_id": FieldType.ID}
DECISION_ASKED = Kind("decision.asked", gettext_noop("A decision was asked for"), _decision)
DECISION_ANSWERED = Kind(
    "decision.answered", gettext_noop("A decision was taken"), _decision | {"choice": FieldType.TEXT}
)
_initiative = {"initiative_id": FieldType.ID, "name": FieldType.TEXT, "state": FieldType.TEXT}
INITIATIVE_APPROVED = Kind("initiative.approved", gettext_noop("An initiative was approved"), _initiative)
INITIATIVE_STARTED = Kind("initiative.started", gettext_noop("An initiative began"), _initiative)
INITIATIVE_ENDED = Kind("initiative.ended", gettext_noop("An initiative ended"), _initiative)
# What a department owes; about a client where it was ruled on one of its cases.
_ruling = {**dict.fromkeys(("ruling_id", "department_id", "case_id"), FieldType.ID), "due_on": FieldType.DATE}
RULING_MADE = Kind("ruling.made", gettext_noop("It was ruled what a department owes"), _ruling)
RULING_LATE = Kind("ruling.late", gettext_noop("A department is late with what it owes"), _ruling, Group.SIGNAL)
RULING_KEPT = Kind("ruling.kept", gettext_noop("A department did what it owed"), _ruling)
TASK_DONE = Kind("task.done", gettext_noop("A task is done"), {"task_id": FieldType.ID})

CATALOGUE = {
    kind.name: kind
    for kind in (
        MAIL_BOUNCED,
        MAIL_COMPLAINED,
        MAIL_REPLIED,
        MAIL_UNSUBSCRIBED,
        CLIENT_CREATED,
        CLIENT_ASSIGNED,
        CLIENT_ARCHIVED,
        CLIENT_RESTORED,
        CLIENT_MERGED,
        CLIENT_SEPARATED,
        CONTACT_CREATED,
        CONTACT_LEFT,
        CONTACT_RETURNED,
        CONTACT_MERGED,
        CONTACT_SEPARATED,
        CONTACT_ERASED,
        ROLE_STARTED,
        ROLE_ENDED,
        INTERACTION_LOGGED,
        INTERACTION_CONFIDED,
        INTERACTION_CHANGED,
        INTERACTION_REMOVED,
        PROMISE_MADE,
        PROMISE_KEPT,
        PROMISE_DROPPED,
        STAGE_ENTERED,
        STAGE_LEFT,
        STAGE_STEP,
        STAGE_STUCK,
        GAP_OPENED,
        GAP_CLOSED,
        CONTRACT_SIGNED,
        CONTRACT_CHANGED,
        CONTRACT_ENDED,
        *OUTCOMES.values(),
        RESPONSE_SUBMITTED,
        RESPONSE_AMENDED,
        RESPONSE_CONFIDED,
        SURVEY_ASKED,
        SURVEY_PASSED_ON,
        SURVEY_ASKED_AGAIN,
        SURVEY_WORDED,
        ERASURE_ASKED,
        TASK_WANTED,
        RULE_FIRED,
        CHOICE_WANTED,
        CHOICE_ENDED,
        RULE_PAUSED,
        PLAYBOOK_STARTED,
        PLAYBOOK_ENDED,
        CASE_OPENED,
        CASE_ACCEPTED,
        CASE_CONTACTED,
        CASE_FIXED,
        CASE_CLOSED,
        CASE_REOPENED,
        CASE_OVERDUE,
        CASE_RECURRED,
        CASE_SHOWN,
        COMPENSATION_WANTED,
        COMPENSATION_DECIDED,
        MOOD_MARKED,
        INDEX_CHANGED,
        ALERT_RAISED,
        ALERT_ACKNOWLEDGED,
        ALERT_ESCALATED,
        ALERT_ENDED,
        GESTURE_APPROVED,
        GESTURE_SENT,
        DECISION_ASKED,
        DECISION_ANSWERED,
        INITIATIVE_APPROVED,
        INITIATIVE_STARTED,
        INITIATIVE_ENDED,
        RULING_MADE,
        RULING_LATE,
        RULING_KEPT,
        TASK_DONE,
    )
}


def title_of(kind: Kind) -> str:
    """Return the kind's title in the language of the page."""
    return str(_(kind.title))


def is_private(name: str) -> bool:
    """Tell whether events of the kind stay in the house: no webhook hears of them."""
    kind = CATALOGUE.get(name)
    return kind is not None and kind.is_private


def group_of(name: str) -> Group:
    """Return the group of a kind by its name; kinds of the organization's own are notes."""
    kind = CATALOGUE.get(name)
    return kind.group if kind else Group.NOTE


def names_in(group: Group) -> list[str]:
    """Return the names of the catalogue's kinds in the group."""
    return [kind.name for kind in CATALOGUE.values() if kind.group == group]
