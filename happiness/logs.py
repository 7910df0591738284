"""Log lines: JSON in production, readable text at home; with request and organization, without persons or link tokens."""

import logging
import re
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from accounts.tenancy.context import organization_id_or_none
from accounts.web import request_context

ROW_VALUES = re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE)


class AddContext(logging.Filter):
    """Add the request's and the organization's id, and replace paths (they hold tokens) by their route."""

    def filter(self, record: logging.LogRecord) -> bool:
        facts = request_context.current()
        record.request_id = facts.request_id if facts else None
        if getattr(record, "organization_id", None) is None:
            organization_id = organization_id_or_none()
            record.organization_id = str(organization_id) if organization_id else None
        request = record.__dict__.pop("request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "(no route)"
            record.args = tuple(route if value == getattr(request, "path", None) else value for value in record.args)
        return True


class WithoutRows:
    """Mix into a formatter: a database error's text goes without the values of the row that it is about."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 the name that logging calls
        return ROW_VALUES.sub(r"\1 (left out)", super().formatException(ei))  # type: ignore[misc]


class TextFormatter(WithoutRows, logging.Formatter):
    pass


class LineFormatter(WithoutRows, JsonFormatter):
    pass


def logging_settings(*, style: str) -> dict[str, Any]:
    """Return the LOGGING setting; `style` is "json" or "text"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"context": {"()": AddContext}},
        "formatters": {
            "json": {
                "()": LineFormatter,
                "format": "%(levelname)s %(name)s %(message)s",
                "rename_fields": {"levelname": "level"},
                "timestamp": True,
            },
            "text": {
                "()": TextFormatter,
                "format": "%(asctime)s %(levelname)-7s %(name)s %(message)s",
                "datefmt": "%H:%M:%S",
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["context"],
                "formatter": "json" if style == "json" else "text",
            }
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # One line for each request is written by accounts.web.middleware; Django's own would repeat it with the path.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "happiness.access": {"level": "INFO" if style == "json" else "WARNING"},
            "celery": {"level": "WARNING" if style == "text" else "INFO"},
        },
    }
