"""What columns about contracts may hold, and how their texts are read."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.exchange import cells
from accounts.exchange.cells import BadCell, Wrong
from accounts.exchange.clients.fields import CLIENTS, FIXED
from accounts.exchange.contracts.words import NAMES, PERIODS, SIGNS
from accounts.exchange.drafts import Attribute, line, plainly
from accounts.exchange.words import fold
from accounts.fields import CURRENCIES
from accounts.web.forms import EARLIEST, LATEST

CONTRACTS, SIGNERS = _("Contract"), _("Who signed it")
MOST_NOTICE = 730
DIGITS = re.compile(r"[.,]?\d(?:.*\d)?")
AROUND = " .\u00a0"  # what means nothing beside a currency
DAYS = re.compile(r"(\d{1,4})\D*\Z")


def currency(text: str) -> str:
    """Return the code of a currency that is named by its code, its sign or its name; raise BadCell."""
    word = cells.line(text, limit=100)
    code = word.upper().strip(AROUND)
    found = code if code in CURRENCIES else SIGNS.get(word.lower().strip(AROUND)) or NAMES.get(fold(word))
    if not found:
        raise BadCell(Wrong.CURRENCY)
    return found


def amount(text: str) -> tuple[str, str]:
    """Return the digits of an amount as they were typed, and the currency beside them, "" for none; raise BadCell."""
    text = cells.line(text, limit=100)
    found = DIGITS.search(text)
    if not found:
        raise BadCell(Wrong.AMOUNT)
    before, behind = text[: found.start()], text[found.end() :]
    sign = "-" if before.strip(AROUND + "+") != before.strip(AROUND + "+-−") else ""
    words = [word for word in (before.strip(AROUND + "+-−"), behind.strip(AROUND + "-–")) if word]
    if len(words) > 1:
        raise BadCell(Wrong.AMOUNT)
    return sign + found[0], currency(words[0]) if words else ""


def period(text: str) -> str:
    """Return for how long the amount is paid; raise BadCell for a word that we do not know."""
    found = PERIODS.get(fold(cells.line(text, limit=100)))
    if not found:
        raise BadCell(Wrong.PERIOD)
    return found


def notice(text: str) -> int:
    """Return a number of days, "30" or "30 days"; raise BadCell."""
    found = DAYS.match(cells.line(text, limit=100))
    if not found or int(found[1]) > MOST_NOTICE:
        raise BadCell(Wrong.DAYS, str(MOST_NOTICE))
    return int(found[1])


def day(text: str, month_first: bool) -> date:
    """Return a day on which a contract can begin or end; raise BadCell."""
    found = cells.day(text, month_first=month_first)
    if not EARLIEST <= found <= LATEST:
        raise BadCell(Wrong.DAY)
    return found


CONTRACT = [
    Attribute("number", pgettext_lazy("of a contract", "Number"), line(60)),
    Attribute("title", _("What it is about"), line(200)),
    Attribute("amount", _("Amount"), plainly(amount)),
    Attribute("currency", _("Currency"), plainly(currency)),
    Attribute("period", _("Paid"), plainly(period)),
    Attribute("starts_on", _("First day"), day),
    Attribute("ends_on", _("Last day"), day),
    Attribute("renewal_on", _("To be renewed on"), day),
    Attribute("notice_days", _("Days of notice"), plainly(notice)),
]
LABELS = {one.key: one.label for one in CONTRACT} | {"signed_by_id": _("Signed by")}
OF_CLIENT = ("client.name", "client.external_id", "client.domain")
ATTRIBUTES = (
    {key: FIXED[key] for key in OF_CLIENT}
    | {f"contract.{one.key}": one for one in CONTRACT}
    | {
        "person.name": Attribute("name", _("Signed by"), line(200)),
        "person.emails": Attribute("emails", _("E-mail of who signed"), plainly(cells.emails)),
    }
)
GROUPS = {"client": CLIENTS, "contract": CONTRACTS, "person": SIGNERS}
