"""Tell the mood of texts: reads lines `text[TAB language]` from standard input, prints one JSON result for each line."""

import io
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from feedback.sentiment.text_mood import analyze


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []  # noqa: RUF012 Django reads a list here

    def handle(self, *args: Any, **options: Any) -> None:
        # Bytes that are no UTF-8 are somebody's text all the same: the line gets its answer, and so do those after it.
        lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="\n")
        for line in lines:
            text, _, language = line.rstrip("\r\n").partition("\t")
            hint = language.split("\t")[0].strip().lower() or None
            self.stdout.write(json.dumps(analyze(text, hint=hint).as_json(), ensure_ascii=False))
