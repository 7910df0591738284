"""The stylesheets of all pages, one file per component, which browsers get as one file.

Forty requests would keep a phone waiting, and forty small files pack to twice the size. Nothing else is built: the files stand
one behind the other as they are written, without their comments.
"""

import os
import re
from pathlib import Path

from django.conf import settings

NAME = "css/pages.css"
# In the order of the cascade layers; within a layer a later file may add to an earlier one.
COMPONENTS = (
    "sidebar", "nav", "menu", "dropdown", "dialog", "button", "card", "rows", "avatar", "chip", "mood", "stage-strip",
    "coverage", "roles-heard", "contributions", "opposed", "timeline", "loop", "note", "toast", "field", "filter-fold",
    "option-card", "survey-scale", "faces", "table", "chart", "money-bar", "heat-table", "tabs", "breadcrumbs",
    "settings", "search", "skeleton", "empty", "states", "pagination", "code-list",
)  # fmt: skip
PAGES = (
    "entrance", "look", "overview", "clients", "exchange", "results", "asking", "journey", "builder", "builder-side",
    "gallery", "case", "care", "briefing", "digest", "tour",
    "executive",
)  # fmt: skip
ORDER = (
    *("reset", "tokens", "base", "layout"),
    *(f"components/{name}" for name in COMPONENTS),
    *(f"pages/{name}" for name in PAGES),
    "utilities",
)
COMMENT, INDENTATION = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\n\s*")


def bundle() -> Path:
    """Write the one file where it is out of date, and return its path. Raises OSError for a file that is listed and missing."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    content = "".join(lean((folder / f"{name}.css").read_text(encoding="utf-8")) for name in ORDER)
    target = Path(settings.DATA_DIR) / "bundle" / "pages.css"
    if not target.is_file() or target.read_text(encoding="utf-8") != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{os.getpid()}")  # other processes may be reading the old one
        draft.write_text(content, encoding="utf-8")
        draft.replace(target)
    return target


def lean(css: str) -> str:
    """Return a stylesheet without its comments and indentation."""
    return INDENTATION.sub("\n", COMMENT.sub("", css)).lstrip()
