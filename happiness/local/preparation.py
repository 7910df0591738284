"""Tables and demo for `up`, in one process: `manage.py migrate`, `seed_demo` and `seed_demo --logins` without three starts.

Run as `python -m happiness.local.preparation [LOGINS_FILE]`; with a file, the demo is loaded and its sign-ins written there.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command


def main(logins_file: Path | None) -> None:
    """Bring the database up to date; the only process of an instance that may act as the owner of the tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "happiness.settings")
    django.setup()
    call_command("migrate", interactive=False)
    if logins_file is not None:
        call_command("seed_demo")
        with logins_file.open("w") as file:
            call_command("seed_demo", logins=True, stdout=file)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
