"""THE LETTERS: every letter that can leave the house, and how each is treated."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Priority(IntEnum):
    """Smaller is sooner. An alert overtakes every bulk mailing, of every organization."""

    ALERT = 10
    SYSTEM = 20
    PERSONAL = 50
    BULK = 100


class InDoubt(StrEnum):
    """What to do with a letter that may have been sent, when nobody can tell: RELIABILITY rule 4."""

    HOLD = "hold"  # a person decides: at most once
    RESEND = "resend"  # at least once, under the same Message-ID, which many mailboxes fold into one


@dataclass(frozen=True, slots=True)
class LetterKind:
    """`secret`: its content holds a code or a key link, and is shown to nobody. `optional`: the reader may decline it.

    `is_hidden`: that it was written is known to nobody but its reader and whoever runs the machine; no log shows it.
    `slots`: texts of its context that its templates print as they are, in no `if` and through no filter. They differ from
    letter to letter, and everything around them is rendered once (accounts.mail.render); a test holds each one to it.
    """

    name: str
    priority: Priority = Priority.SYSTEM
    in_doubt: InDoubt = InDoubt.RESEND
    secret: bool = True
    optional: bool = False
    is_hidden: bool = False
    slots: tuple[str, ...] = ()


# A code that comes twice does no harm; one that never comes locks a person out.
SIGN_IN = [
    LetterKind(name, slots=("email", "code", "ip", "from_email", "to_email", "deleted_email"))
    for name in (
        "account_already_exists",
        "email_changed",
        "email_confirm",
        "email_confirmation",
        "email_confirmation_signup",
        "email_deleted",
        "login_code",
        "password_changed",
        "password_reset",
        "password_reset_code",
        "password_set",
        "recovery_codes_generated",
        "totp_activated",
        "totp_deactivated",
        "unknown_account",
        "webauthn_added",
        "webauthn_removed",
    )
]
STAFF_INVITATION = LetterKind(
    "staff_invitation",
    priority=Priority.PERSONAL,
    slots=("employee.name", "employee.email", "invited_by.name", "role", "url"),
)
WEBHOOK_DISABLED = LetterKind("webhook_disabled", secret=False, slots=("webhook_title", "url"))
READERS_LOST = LetterKind("readers_lost", secret=False)
MAIL_ALARM = LetterKind("mail_alarm", priority=Priority.ALERT, secret=False)
# Its link answers in the reader's name, so that nobody of ours may see it; asked twice is worse than not asked.
SURVEY_INVITATION = LetterKind(
    "survey_invitation",
    priority=Priority.BULK,
    in_doubt=InDoubt.HOLD,
    optional=True,
    slots=("subject", "greeting", "question", "sender.name", "url", "personal.url"),
)
# Once more, in other words.
SURVEY_REMINDER = LetterKind(
    "survey_reminder",
    priority=Priority.BULK,
    in_doubt=InDoubt.HOLD,
    optional=True,
    slots=SURVEY_INVITATION.slots,
)
# That somebody's first question is coming.
SURVEY_HEADS_UP = LetterKind(
    "survey_heads_up",
    priority=Priority.BULK,
    in_doubt=InDoubt.HOLD,
    secret=False,
    optional=True,
    slots=("greeting", "sender.name", "personal.url"),
)
# To somebody whose reply could not be counted as it is: the same question, and why.
SURVEY_HELP = LetterKind(
    "survey_help",
    priority=Priority.PERSONAL,
    in_doubt=InDoubt.HOLD,
    optional=True,
    slots=SURVEY_INVITATION.slots,
)
# The same letter to one of us: its link leads to a preview.
SURVEY_SAMPLE = LetterKind("survey_sample", priority=Priority.PERSONAL, secret=False, slots=SURVEY_INVITATION.slots)
# What one of us has written down of a call, to the person who said it.
SURVEY_PROXY = LetterKind(
    "survey_proxy",
    priority=Priority.PERSONAL,
    in_doubt=InDoubt.HOLD,
    optional=True,
    slots=("greeting", "sender.name", "url", "personal.url"),
)
# In words of the house, wanted by a rule or a playbook.
OWN_LETTER = LetterKind(
    "own_letter",
    priority=Priority.PERSONAL,
    in_doubt=InDoubt.HOLD,
    secret=False,
    optional=True,
    slots=("subject", "greeting", "sender.name", "personal.url"),
)
# Whether it is well again: the link answers in the reader's name. Of a case in confidence no log shows that it was written.
CASE_FIXED = LetterKind(
    "case_fixed",
    priority=Priority.PERSONAL,
    in_doubt=InDoubt.HOLD,
    slots=("greeting", "done", "url", "sender.name", "personal.url"),
)
CASE_FIXED_CONFIDED = LetterKind(
    "case_fixed_confided",
    priority=Priority.PERSONAL,
    in_doubt=InDoubt.HOLD,
    is_hidden=True,
    slots=CASE_FIXED.slots,
)
# To the lead of a department: the link answers in the lead's name.
CASE_UNIT = LetterKind(
    "case_unit", priority=Priority.PERSONAL, slots=("about", "question", "department", "url", "sender.name")
)
CASE_UNIT_CONFIDED = LetterKind("case_unit_confided", priority=Priority.PERSONAL, is_hidden=True, slots=CASE_UNIT.slots)
CASE_NOTICE = LetterKind(
    "case_notice", priority=Priority.PERSONAL, secret=False, slots=("subject", "title", "text", "about", "url")
)
# That a case in confidence waits: not which, and not whose.
CASE_CONFIDED = LetterKind("case_confided", priority=Priority.PERSONAL, is_hidden=True, slots=("url",))
CASE_APOLOGY = LetterKind(
    "case_apology",
    priority=Priority.PERSONAL,
    in_doubt=InDoubt.HOLD,
    secret=False,
    slots=("subject", "sender.name", "personal.url"),
)
CASE_REFERENCE = LetterKind(
    "case_reference",
    priority=Priority.PERSONAL,
    in_doubt=InDoubt.HOLD,
    secret=False,
    optional=True,
    slots=("greeting", "sender.name", "personal.url"),
)
# Kind words on a birthday or a holiday, that one of us has approved: twice would be worse than not at all.
GREETING = LetterKind(
    "greeting",
    priority=Priority.PERSONAL,
    in_doubt=InDoubt.HOLD,
    secret=False,
    optional=True,
    slots=("subject", "greeting", "sender.name", "personal.url"),
)
# Bad news to one of ours; its links act in the reader's name. That of what was confided says only that there is something.
ALERT = LetterKind("alert", priority=Priority.ALERT)
ALERT_CONFIDED = LetterKind("alert_confided", priority=Priority.ALERT, is_hidden=True, slots=("url",))
# A question to one of us: its link decides in the reader's name.
DECISION_ASKED = LetterKind("decision_asked", priority=Priority.PERSONAL)
DECISION_ANSWERED = LetterKind("decision_answered", priority=Priority.PERSONAL, slots=("who", "chosen", "url"))
# What a department owes, to whoever leads it; and to top management when its day has passed.
RULING = LetterKind("ruling", priority=Priority.PERSONAL)
RULING_LATE = LetterKind("ruling_late", priority=Priority.PERSONAL)
# What top management reads once a week. It may be stopped by its own page; what it tells is for its reader's eyes.
DIGEST = LetterKind("digest", priority=Priority.PERSONAL)
# Whose digest did not come, to those who look after letters; it leaves where sending was stopped, too.
DIGEST_MISSED = LetterKind("digest_missed", secret=False)
DIGEST_ALARM = LetterKind("digest_alarm", priority=Priority.ALERT, secret=False)
# That something waits behind a link: not what, and not from whom. Its priority lets it leave where sending was stopped, and
# past the hour's limit: nothing that others can see depends on it.
MESSAGE_WAITS = LetterKind("message_waits", priority=Priority.SYSTEM, is_hidden=True, slots=("url",))
# Who reads letters to top management from now on, to everybody who reads them, and who did.
READERS_CHANGED = LetterKind("readers_changed", secret=False, slots=("by", "names", "url"))

KINDS = {
    kind.name: kind
    for kind in (
        *SIGN_IN,
        STAFF_INVITATION,
        WEBHOOK_DISABLED,
        READERS_LOST,
        MAIL_ALARM,
        SURVEY_INVITATION,
        SURVEY_REMINDER,
        SURVEY_HEADS_UP,
        SURVEY_HELP,
        SURVEY_SAMPLE,
        SURVEY_PROXY,
        OWN_LETTER,
        CASE_FIXED,
        CASE_FIXED_CONFIDED,
        CASE_UNIT,
        CASE_UNIT_CONFIDED,
        CASE_NOTICE,
        CASE_CONFIDED,
        CASE_APOLOGY,
        CASE_REFERENCE,
        GREETING,
        ALERT,
        ALERT_CONFIDED,
        DECISION_ASKED,
        DECISION_ANSWERED,
        RULING,
        RULING_LATE,
        DIGEST,
        DIGEST_MISSED,
        DIGEST_ALARM,
        MESSAGE_WAITS,
        READERS_CHANGED,
    )
}

HIDDEN = [kind.name for kind in KINDS.values() if kind.is_hidden]


def kind_of(name: str) -> LetterKind:
    """Return how a letter is treated; raise LookupError for a letter that nobody has listed."""
    return KINDS[name]
