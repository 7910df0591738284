"""Copies the third-party files that the browser gets from node_modules to static_vendor/, under names that stay."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

# The weights are one variable file per script. Latin and Cyrillic are the product's languages, Ukrainian ґ included;
# the extended sets hold the letters of neighbors' names and ₴. The browser loads only those that a page needs.
ONEST = "@fontsource-variable/onest"
FILES = {
    f"{ONEST}/files/onest-{script}-wght-normal.woff2": f"fonts/onest-{script}.woff2"
    for script in ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
} | {f"{ONEST}/LICENSE": "fonts/onest-license.txt"}


class Command(BaseCommand):
    """`manage.py assets`: to be run after `npm ci`; without node_modules it says what is lost and changes nothing."""

    help = "Copy fonts and other third-party files from node_modules to static_vendor/."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own form

    def handle(self, *args: Any, **options: Any) -> None:
        packages = Path(settings.BASE_DIR) / "node_modules"
        target = Path(settings.BASE_DIR) / "static_vendor"
        if not packages.is_dir():
            self.stdout.write("node_modules is missing (npm ci makes it): pages use the system's font.")
            return
        lost = [name for name in FILES if not (packages / name).is_file()]
        if lost:
            raise CommandError(f"node_modules is out of date, run npm ci: {', '.join(lost)} missing")
        shutil.rmtree(target, ignore_errors=True)
        for name, stable_name in FILES.items():
            (target / stable_name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(packages / name, target / stable_name)
        self.stdout.write(f"{len(FILES)} files copied to static_vendor/.")
