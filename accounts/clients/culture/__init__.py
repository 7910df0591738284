"""Culture cards that come with the product (cards.toml): what people of a country are used to, in three languages.

Habits, never a judgement of one person: how a person wants to be talked to stands on their own card, and wins.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

PARTS = ("talk", "decide", "avoid", "celebrate")


@cache
def cards() -> Mapping[str, Mapping[str, Any]]:
    """Return the cards by the country's code: for each part its text by language, and "sources"."""
    return tomllib.loads((Path(__file__).parent / "cards.toml").read_text(encoding="utf-8"))
