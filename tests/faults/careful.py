"""A letter that had better not come at all than twice, as an invitation to a survey is."""

from pathlib import Path

from django.apps import AppConfig


class Careful(AppConfig):
    name, label = "tests.faults", "careful"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from accounts.mail.letters import KINDS, InDoubt, LetterKind

        KINDS["careful"] = LetterKind("careful", in_doubt=InDoubt.HOLD, secret=False, slots=("email",))
