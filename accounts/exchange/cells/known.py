"""Words that stand for something known: countries, languages, time zones, buyer roles, yes and no."""

import re
import zoneinfo
from functools import cache

from babel import Locale

from accounts.exchange.cells.plain import BadCell, Wrong, sound
from accounts.exchange.words import COUNTRIES, LANGUAGES, NO, ROLES, YES, fold

COUNTRY_CODE = re.compile(r"[A-Z]{2}")
LANGUAGES_OF_NAMES = ("en", "uk", "ru")
BETWEEN_ROLES = re.compile(r"[,;\n|/+&]+|\s+(?:and|та|і|и|й)\s+", re.IGNORECASE)


def country(text: str) -> str:
    """Return the two letters of a country named by its code or in English, Ukrainian or Russian; raise BadCell."""
    return _known(text, _countries(), Wrong.COUNTRY)


def language(text: str) -> str:
    """Return uk, ru or en for a language named in one of them; raise BadCell for others, in which nobody is written to."""
    return _known(text, LANGUAGES, Wrong.LANGUAGE)


def time_zone(text: str) -> str:
    """Return the zone's name of the database, given by it or by its city; raise BadCell."""
    return _known(text, _zones(), Wrong.TIME_ZONE)


def roles(text: str) -> list[str]:
    """Return the buyer roles named in a cell, in words of three languages, each once; raise BadCell for a word beyond them."""
    whole = ROLES.get(fold(text))
    parts = [part for part in BETWEEN_ROLES.split(sound(text)) if fold(part)]
    return [whole] if whole else list(dict.fromkeys(_known(part, ROLES, Wrong.ROLE) for part in parts))


def yes_or_no(text: str) -> bool:
    """Return what "так", "yes", "+", "0" say; raise BadCell for anything else."""
    word = fold(sound(text)) or text.strip()
    if word not in YES | NO:
        raise BadCell(Wrong.YES_OR_NO)
    return word in YES


def _known(text: str, names: dict[str, str], wrong: Wrong) -> str:
    found = names.get(fold(sound(text)))
    if found is None:
        raise BadCell(wrong)
    return found


@cache
def _countries() -> dict[str, str]:
    names = {}
    for code in LANGUAGES_OF_NAMES:
        for territory, name in Locale(code).territories.items():
            if COUNTRY_CODE.fullmatch(territory):
                names[fold(name)] = names[fold(territory)] = territory
    return names | COUNTRIES


@cache
def _zones() -> dict[str, str]:
    zones = sorted(zoneinfo.available_timezones())
    cities = {fold(zone.rpartition("/")[2]): zone for zone in reversed(zones) if "/" in zone}
    return (
        cities
        | {fold(zone): zone for zone in zones}
        | {fold("Kiev"): "Europe/Kyiv", "київ": "Europe/Kyiv", "киев": "Europe/Kyiv"}
    )
