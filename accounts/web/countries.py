"""Countries by the codes of ISO 3166, named in the reader's language."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from accounts.web.text import sort_key

# Codes of the locale data that are no countries: groups, private use, and what existed once.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def country_name(code: str) -> str:
    """Return the name of the country in the language of the page; an unknown code stays as it is."""
    return _names(get_language() or "en").get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Return every country with its name in the language of the page, in the order of its alphabet."""
    return sorted(_names(get_language() or "en").items(), key=lambda item: sort_key(item[1]))


@cache
def _names(language: str) -> dict[str, str]:
    try:
        territories = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        territories = Locale("en").territories
    alpha_2 = {code: name for code, name in territories.items() if re.fullmatch("[A-Z]{2}", code)}
    return {code: name for code, name in alpha_2.items() if code not in NOT_COUNTRIES}
