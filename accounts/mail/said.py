"""What pages say about letters: what a kind of letter is for, and why a letter is where it is, in the reader's language.

The outbox writes reasons in English, because a worker does not know who will read them.
"""

from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.mail.models import Suppression
from accounts.mail.smtp import AWAY

TITLES: dict[str, Any] = {
    "account_already_exists": _("Somebody signs up again"),
    "email_changed": _("The e-mail of a sign-in was changed"),
    "email_confirm": _("An e-mail was confirmed"),
    "email_confirmation": _("Code that confirms an e-mail"),
    "email_confirmation_signup": _("Code that confirms a sign-up"),
    "email_deleted": _("An e-mail was removed from a sign-in"),
    "login_code": _("Code for the sign-in"),
    "password_changed": _("A password was changed"),
    "password_reset": _("A password was replaced"),
    "password_reset_code": _("Code for a new password"),
    "password_set": _("A password was set"),
    "recovery_codes_generated": _("Recovery codes were made"),
    "staff_invitation": _("Invitation of a person of the house"),
    "survey_invitation": _("Question to a client's person"),
    "survey_reminder": _("Reminder of a question"),
    "survey_heads_up": _("Announcement of a question"),
    "survey_help": _("Help with a reply that could not be counted"),
    "survey_sample": _("Sample of a survey's letter"),
    "survey_proxy": _("Copy of an answer heard by phone"),
    "own_letter": _("Letter in your own words"),
    "case_fixed": _("Question to a client whether it is well again"),
    "case_fixed_confided": _("Question to a client whether it is well again"),
    "case_unit": _("Question to a department about a case"),
    "case_unit_confided": _("Question to a department about a case"),
    "case_notice": _("News of a case"),
    "case_confided": _("Something was confided to top management"),
    "case_apology": _("Apology to a client's person"),
    "case_reference": _("Request for a reference"),
    "greeting": _("Greeting to a client's person"),
    "message_waits": _("A message waits"),
    "readers_changed": _("Who reads letters to top management has changed"),
    "totp_activated": _("An authenticator app was added"),
    "totp_deactivated": _("An authenticator app was removed"),
    "unknown_account": _("Sign-in under an unknown address"),
    "webauthn_added": _("A passkey was added"),
    "webauthn_removed": _("A passkey was removed"),
    "webhook_disabled": _("A webhook was switched off"),
    "readers_lost": _("Readers were lost"),
    "mail_alarm": _("Letters do not leave"),
    "decision_asked": _("Question that waits for a decision"),
    "decision_answered": _("Answer to a question"),
    "ruling": _("Ruling on what a department owes"),
    "ruling_late": _("A department is late with what it owes"),
    "digest": _("Weekly digest"),
    "digest_missed": _("A weekly digest did not come"),
    "digest_alarm": _("Digests did not come"),
}
REASONS = {
    gettext_noop("dropped by hand"),
    gettext_noop("it may have been sent: the sender stopped in the middle, and nobody can be asked"),
    gettext_noop("sending is stopped by the organization"),
    gettext_noop("sending is stopped for the whole installation"),
    gettext_noop("staging: nothing leaves"),
    gettext_noop("the address is impossible"),
    gettext_noop("the hour's limit is reached"),
    gettext_noop("the invitation is no longer open"),
    gettext_noop("the question is no longer planned"),
    gettext_noop("the case is no longer to be confirmed"),
    gettext_noop("something speaks against congratulating now"),
    gettext_noop("the letter is larger than 2 MB"),
    gettext_noop("the letter is no longer wanted"),
    gettext_noop("the organization is switched off"),
    gettext_noop("the reader has left the organization"),
    gettext_noop("the server had it, as its archive shows"),
    gettext_noop("the witness is away"),
    gettext_noop("written before the database was restored: it may have been sent"),
    "The address does not exist",
    "The reader reported a letter as unwanted",
    "The reader declined letters",
    "Letters came back several times",
    "Entered by hand",
    "The person's data was erased",
}
ASKED_BY_READER = frozenset({Suppression.Reason.COMPLAINT, Suppression.Reason.UNSUBSCRIBED})


def title_of(letter: str) -> str:
    """Return what the letter is for; of a kind that has no title its name in words."""
    return str(TITLES.get(letter) or letter.replace("_", " ").capitalize())


def why(reason: str) -> str:
    """Return a reason of the outbox for a person; a server's own words stay as they are."""
    if reason.startswith(AWAY):
        return gettext("the mail server is away") + reason.removeprefix(AWAY)
    return gettext(reason) if reason in REASONS else reason
