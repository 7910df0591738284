"""Static files that stand in no folder: the pages' one stylesheet, and Plotly for a machine without npm."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from accounts.web import styles

# One name for pages, whichever bundle is there: `manage.py assets` puts the basic one, which goes first.
PLOTLY = "vendor/plotly.min.js"


class PlotlyFinder(BaseFinder):
    """Offer the full bundle as PLOTLY, and nothing else of the package, where no directory of static files has PLOTLY."""

    def find(self, path: str, find_all: bool = False) -> Any:
        found = [str(_folder() / "plotly.min.js")] if path == PLOTLY and not _is_in_a_directory() else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        if not _is_in_a_directory():
            storage = FileSystemStorage(location=_folder())
            storage.prefix = "vendor"  # type: ignore[attr-defined]  # as Django's own finders do
            yield "plotly.min.js", storage


class StyleFinder(BaseFinder):
    """Offer the stylesheets of all pages as one file."""

    def find(self, path: str, find_all: bool = False, **options: Any) -> list[str] | str:
        found = [str(styles.bundle())] if path == styles.NAME else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        file = styles.bundle()
        storage = FileSystemStorage(location=file.parent)
        storage.prefix = "css"  # type: ignore[attr-defined] what Django's own finders do
        yield file.name, storage


def _is_in_a_directory() -> bool:
    return any((Path(directory) / PLOTLY).is_file() for directory in settings.STATICFILES_DIRS)


def _folder() -> Path:
    package = find_spec("plotly")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "package_data"
