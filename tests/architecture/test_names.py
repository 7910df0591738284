"""Files are named after what they are for: six words and a registry in every slice, and plain nouns that stand here.

A new name is a decision: enter it, or use one of the words.
"""

import pytest

from tests.architecture.source import APPS, CHECKOUT, layers, name, python_files

DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "misc",
    "tools",
    "lib",
    "shared",
    "base",
    "stuff",
    "managers",
}
WORDS = {"models", "queries", "actions", "forms", "views", "urls", "public_views", "public_urls", "registry"}
OF_AN_APP = {"apps", "models", "urls", "subscribers", "tasks", "management", "migrations", "templatetags"}
SHELL = {
    "apps", "celery", "doctor", "environment", "errors", "formats", "health", "locale", "local", "logs", "management",
    "metrics", "public", "schedule", "settings", "tasks", "templatetags", "urls", "wsgi",
}  # fmt: skip
# What a slice has besides: calculations, and the one thing that only this slice does.
NAMED = {
    "accounts.api_tokens": {"acts"},
    "accounts.audit": set(),
    "accounts.event_kinds": {"acts"},
    "accounts.contracts": {"acts", "amounts", "keys", "conversion", "revenue", "said"},
    "accounts.clients": {"acts", "culture", "enums", "keys", "looks", "people_data", "places", "said", "story", "tabs"},
    "accounts.events": {"kinds", "payload"},
    "accounts.exchange": {
        "acts", "cells", "columns", "clients", "contracts", "drafts", "edits", "faults", "guessing", "keys", "outcomes",
        "reader", "refusals", "then", "words", "work",
    },
    "accounts.inbound": {"acts", "bodies", "faults", "importing", "mapping", "signatures", "told"},
    "accounts.jobs": {"claims", "hints"},
    "accounts.mail": {
        "acts", "addresses", "alarm", "blocking", "bounces", "compose", "evidence", "hook_urls", "hooks", "imap",
        "inbound", "inbox", "incoming", "issues", "letters", "mime", "outbox", "plain", "preview", "render", "said",
        "signing", "smtp", "suppression", "writing",
    },
    "accounts.organizations": {
        "access", "acts", "adapters", "allauth_texts", "first_steps", "hours", "middleware", "navigation", "roles", "sign_up",
    },
    "accounts.search": {"lookup", "operations", "sources", "words"},
    "accounts.tenancy": {
        "audit_catalog", "backend", "cache", "checks", "context", "fields", "grants", "middleware", "operations", "owner",
        "removal", "roles", "statements", "tables", "tasks", "uuid7",
    },
    "accounts.web": {
        "cache", "charts", "context_processors", "cookies", "counted", "countries", "csv_safe", "currencies", "files",
        "finders", "flood", "formats", "htmx", "metrics", "middleware", "mood", "notes", "once", "pagination", "parts",
        "request_context", "sheets", "styles", "text", "theme", "undo", "waits",
    },
    "accounts.webhooks": {"acts", "address", "chat", "deliver", "http", "message", "schedule", "signing", "vault"},
    "happiness.api": {
        "answers", "cases", "clients", "contacts", "contracts", "events", "fields", "framework", "interactions", "middleware",
        "problems", "resources", "stages", "surveys",
    },
    "happiness.background": {"acts", "said"},
    "feedback.alerts": {"acts", "keys", "quiet", "rules", "said", "words"},
    "feedback.coverage": {"acts", "keys", "rules", "said"},
    "feedback.insights": {
        "acts", "culture", "distribution", "drivers", "formula", "guard", "money", "tables", "trend", "validation",
        "weighting", "words",
    },
    "feedback.personal_line": set(),
    "feedback.safe_island": {"acts", "keys", "places", "vault", "writers"},
    "feedback.interactions": {"acts", "found", "importing", "keys", "places", "said"},
    "feedback.letters": {"keys", "sending", "words"},
    "feedback.responses": {
        "acts", "controls", "found", "importing", "kept", "keys", "letters", "open_urls", "page", "phone", "places", "replied",
        "said", "scores", "visits", "wishes",
    },
    "feedback.invitations": {
        "acts", "clicks", "fatigue", "foreseeing", "keys", "letters", "places", "rules", "said", "words",
    },
    "feedback.happiness_index": {"acts", "contradictions", "formula", "keys", "opposed", "said", "words"},
    "feedback.sentiment": {"acts", "asking", "fusion", "keys", "remote", "said", "text_mood", "told", "wanted", "weights"},
    "feedback.surveys": {
        "acts", "comparing", "conditions", "document", "editing", "foreign", "library", "limesurvey", "lints", "recall",
        "retyping", "rules", "runner", "starting", "surveyjs", "wording", "words",
    },
    "feedback.triggers": {
        "acts", "backtest", "cadence", "keys", "often", "reports", "rules", "starters", "whom", "words",
    },
    "journeys.subscribers": {"deciding", "planning", "promises", "scenarios"},
    "journeys.playbooks": {"acts", "effect", "gallery", "keys", "said", "script", "told", "words"},
    "journeys.cases": {"acts", "apology", "found", "hearing", "keys", "letters", "places", "praise", "said", "sla"},
    "journeys.stages": {"acts", "formula", "keys", "pace", "rules", "said"},
    "journeys.decisions": {"acts", "keys", "said"},
    "journeys.initiatives": {"acts", "keys", "letters"},
    "journeys.care": {"acts", "calendar", "effect", "feed", "keys", "letters", "places", "said", "words"},
    "happiness.digest": {"acts", "alarm", "content", "due", "facts", "told"},
    "happiness.figures": {"board", "curves", "house", "parts", "period", "service", "words"},
    "happiness.dashboard": {"charts", "first_steps", "words"},
    "happiness.demo": {
        "alerting", "answering", "answers", "asking", "caring", "clients", "closing", "confiding", "deciding", "feeling",
        "former", "further", "guiding", "history", "improving", "listening", "path", "people", "removing", "stepping",
        "surveys", "tour", "weighing",
    },
    "happiness.gallery": {"charts", "examples", "letters"},
}  # fmt: skip


def parts(folder) -> set[str]:
    """Return the modules and packages directly in a folder."""
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return modules | {path.parent.name for path in folder.glob("*/__init__.py")}


def slices() -> list[str]:
    return [
        f"{app}.{layer}"
        for app in APPS
        for layer in sorted(frozenset().union(*layers(app)))
        if (CHECKOUT / app / layer / "__init__.py").exists()
    ]


def test_no_file_is_a_drawer():
    folders = (*python_files(), *python_files("tests"))
    # The base of a database backend is what Django looks for under this name.
    found = [name(path) for path in folders if {path.stem, path.parent.name} & DRAWERS]
    assert found == ["accounts/tenancy/backend/base.py"]


@pytest.mark.parametrize("place", slices())
def test_slice_has_files_of_the_six_words_and_named_ones(place):
    found = parts(CHECKOUT / place.replace(".", "/"))

    assert found - WORDS == NAMED.get(place, set())


@pytest.mark.parametrize("app", ["accounts", "feedback", "journeys"])
def test_app_has_its_own_files_and_slices(app):
    assert parts(CHECKOUT / app) - OF_AN_APP <= frozenset().union(*layers(app))


def test_shell_has_its_own_files_and_slices():
    assert parts(CHECKOUT / "happiness") - SHELL <= frozenset().union(*layers("happiness"))


def test_every_named_slice_is_there():
    assert set(NAMED) <= set(slices())


def test_top_level_holds_the_four_apps_and_the_tests():
    assert {path.parent.name for path in CHECKOUT.glob("*/__init__.py")} == {*APPS, "tests"}
