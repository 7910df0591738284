"""Build the lexicon of text mood and learn its model from the corpus (docs/sentiment.md). Needs scikit-learn."""

import json
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []  # noqa: RUF012 Django reads a list here

    def handle(self, *args: Any, **options: Any) -> None:
        from feedback.sentiment.text_mood import learning

        data, model = learning.train()
        learning.write(data, model)
        self.stdout.write(json.dumps(model["measured"], ensure_ascii=False, indent=2))
