"""Copies the third-party files that the browser gets from node_modules to static_vendor/, under names that stay."""

import re
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.web.finders import PLOTLY

# The weights are one variable file per script. Latin and Cyrillic are the product's languages, Ukrainian ґ included;
# the extended sets hold the letters of neighbors' names and ₴. The browser loads only those that a page needs.
ONEST = "@fontsource-variable/onest"
SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
FACE = re.compile(r"/\* onest-(\S+)-wght-normal \*/\s*(@font-face \{.*?\n\})", re.DOTALL)
FILES = {f"{ONEST}/files/onest-{script}-wght-normal.woff2": f"fonts/onest-{script}.woff2" for script in SCRIPTS} | {
    f"{ONEST}/LICENSE": "fonts/onest-license.txt",
    # Scatter, bar and pie, all that charts use: a quarter of the bundle that the Python package brings (its license is inside).
    "plotly.js-basic-dist-min/plotly-basic.min.js": PLOTLY,
}


class Command(BaseCommand):
    """`manage.py assets`: to be run after `npm ci`; without node_modules it says what is lost and changes nothing."""

    help = "Copy fonts and other third-party files from node_modules to static_vendor/."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own form

    def handle(self, *args: Any, **options: Any) -> None:
        packages = Path(settings.BASE_DIR) / "node_modules"
        target = Path(settings.BASE_DIR) / "static_vendor"
        if not packages.is_dir():
            self.stdout.write(
                "node_modules is missing (npm ci makes it): pages use the system's font and the full Plotly."
            )
            return
        lost = [name for name in FILES if not (packages / name).is_file()]
        if lost:
            raise CommandError(f"node_modules is out of date, run npm ci: {', '.join(lost)} missing")
        shutil.rmtree(target, ignore_errors=True)
        for name, stable_name in FILES.items():
            (target / stable_name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(packages / name, target / stable_name)
        faces = (packages / ONEST / "index.css").read_text()
        (target / "fonts" / "onest.css").write_text(_font_css(faces))
        self.stdout.write(f"{len(FILES)} files copied to static_vendor/.")


def _font_css(package_css: str) -> str:
    """Return the package's font faces of our scripts, under the names we serve. Pages link this file only where it exists."""
    faces = [(script, face) for script, face in FACE.findall(package_css) if script in SCRIPTS]
    if len(faces) != len(SCRIPTS):
        raise CommandError("the font's index.css has another shape than this command expects")
    return "\n\n".join(re.sub(r"url\([^)]*\)", f"url(onest-{script}.woff2)", face) for script, face in faces) + "\n"
