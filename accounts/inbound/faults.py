"""Why an event of another system is refused, with the remedy."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.event_kinds.forms import FAULTS
from accounts.events import payload
from accounts.inbound.told import Fault

LIVE_DAYS = 30  # what is older is news to nobody
LONGEST_KEY = 120
SHOWN = 60  # characters of the sender's own words that are repeated

TEXTS: dict[str, Any] = {
    "unknown_kind": _("No kind of yours in use has this key: define it in the settings."),
    "to_come": _(
        "An event is told when it has happened. Check the clock of the sending system, and the zone of the time."
    ),
    "too_old": _(
        "This happened more than {more} days ago. Send it as history (is_history), so that nothing reacts to it, or "
        "correct the time."
    ),
    "before_all": _("This is before 1970. Check the time."),
    "unknown_client": _("This client does not exist. Check what you send, or add the client first."),
    "archived_client": _("{more} is in the archive. Bring the client back first."),
    "ambiguous_client": _("Several clients fit: {more}. Send the id of the one that is meant."),
    "unknown_contact": _("This person does not exist. Check what you send, or add the person first."),
    "ambiguous_contact": _("Several people fit. Send the id of the one who is meant."),
    "elsewhere": _("This person has never worked at this client. Check both, or add the person there first."),
    "nothing_there": _("There is nothing at {more}. Look at a new sample, and map the field anew."),
    "not_a_moment": _(
        "What stands at {more} is no time. Map another field, or leave it out: then it is the moment of the call."
    ),
    "not_one_value": _("What stands at {more} is no single value. Map one of the fields inside."),
    "not_mapped": _("The fields are not mapped yet. Map them on the page of the address."),
    "bad_body": _("The body is neither JSON nor a form in UTF-8. Look at what the other system is set to send."),
    "bad_signature": _("The signature is missing or wrong. Compare the secret and the header with the other system."),
    "too_late": _("The signature is older than five minutes, or its clock is wrong. Send the event anew."),
}


def of_payload(faults: dict[str, payload.Fault]) -> list[Fault]:
    """Return what is wrong with the fields of a payload."""
    return [Fault("payload", str(fault), shown(name)) for name, fault in faults.items()]


def text_of(fault: Fault) -> str:
    """Return the reason in the language of the page, with its remedy."""
    if fault.field == "payload" and fault.code not in TEXTS:
        return f"{fault.more}: {FAULTS[payload.Fault(fault.code)]}"
    return str(TEXTS[fault.code]).replace("{more}", fault.more)


def shown(text: str) -> str:
    """Return a beginning of the sender's words that can be written anywhere."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:SHOWN]
