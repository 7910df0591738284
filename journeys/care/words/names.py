"""Names of feasts and occasions, and why something is not done."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from journeys.care.calendar import NAMED
from journeys.care.models import Kind

FEASTS: dict[str, Any] = {
    "new_year": _("New Year"),
    "christmas": _("Christmas"),
    "christmas_january": _("Christmas on 7 January"),
    "easter": _("Easter"),
    "pascha": _("Orthodox Easter"),
    "thanksgiving": _("Thanksgiving"),
    "nauryz": _("Nauryz"),
    "eid_al_fitr": _("Eid al-Fitr"),
    "eid_al_adha": _("Eid al-Adha"),
    "lunar_new_year": _("Lunar New Year"),
    "diwali": _("Diwali"),
    "rosh_hashanah": _("Rosh Hashanah"),
    "national": _("National day"),
}
NATIONAL: dict[str, Any] = {
    "DE": _("Day of German Unity"),
    "EE": _("Independence Day"),
    "FI": _("Independence Day"),
    "GE": _("Independence Day"),
    "IT": _("Republic Day"),
    "KZ": _("Republic Day"),
    "LT": _("Day of Restoration of the State"),
    "NO": _("Constitution Day"),
    "PL": _("Independence Day"),
    "UA": _("Independence Day"),
    "US": _("Independence Day"),
}
# Why nobody is congratulated, or nothing is given.
REASONS: dict[str, Any] = {
    "never": _("This person does not want to be congratulated."),
    "gone": _("This person no longer works at the client."),
    "no_consent": _("This person has not agreed to be greeted on the birthday."),
    "case": _("A case is open at the client: first help, then congratulate."),
    "held": _("Nobody is asked there for now, so nobody is congratulated either."),
    "hard": _("It is a hard moment there: nobody is congratulated now."),
    "off": _("The organization does not greet on this occasion."),
    "no_address": _("There is no e-mail address to which a letter could go."),
    "no_letters": _("This person declined letters."),
    "forbidden": _("The client’s rules accept no gifts."),
    "unknown_gifts": _("Nobody has noted the client’s rules on gifts. Ask, and note them at the client."),
    "over_limit": _("It costs more than the client’s rules allow."),
    "over_person": _("It goes beyond the limit for one person in a year."),
    "over_budget": _("It goes beyond the budget of the year."),
    "no_rate": _("There is no rate for this currency: enter one under “Currency and rates”."),
    "own": _("What costs money is approved by somebody other than who proposed it."),
    "late": _("Nobody approved it in time."),
    "empty": _("A letter needs a subject and a text."),
    "day_over": _("The day is over."),
}


def feast_name(key: str, country: str = "") -> str:
    """Return the name of a feast; of a national day as the country calls it, where that is known."""
    return str(NATIONAL.get(country, FEASTS["national"]) if key == "national" else FEASTS.get(key, key))


def feast_choices() -> list[tuple[str, str]]:
    """Return the feasts that a person can choose, by their keys."""
    return [(key, feast_name(key)) for key in NAMED]


def heading(*, kind: str, key: str, who: str, years: int | None = None, country: str = "", what: str = "") -> str:
    """Return an occasion in one line: "Birthday: Taras Melnyk", "3 years of working together: Nordwerk"."""
    if kind == Kind.FEAST:
        name = feast_name(key, country)
    elif kind == Kind.TOGETHER and years:
        name = ngettext("%(years)s year of working together", "%(years)s years of working together", years) % {
            "years": years
        }
    elif kind == Kind.CONTRACT and years:
        name = ngettext("%(years)s year of the contract", "%(years)s years of the contract", years) % {"years": years}
    else:
        name = what or str(Kind(kind).label)
    return gettext("%(occasion)s: %(who)s") % {"occasion": name, "who": who} if who else name


def reason(code: str) -> str:
    """Return why it is not done, with what to do about it where there is something; "" for none."""
    return str(REASONS[code]) if code else ""
