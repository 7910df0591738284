"""Static files that stand in no folder: the pages' one stylesheet, and Plotly for a machine without npm."""

from abc import ABC, abstractmethod
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


class OneFileFinder(BaseFinder, ABC):
    """Offers one file under its name, and nothing else of the folder that it comes from."""

    name: str

    @abstractmethod
    def file(self) -> Path | None:
        """Return where the file is, under the last part of its name; None where it is not offered."""

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        file = self.file() if path == self.name else None
        found = [str(file)] if file else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        if file := self.file():
            storage: Any = FileSystemStorage(location=file.parent)
            storage.prefix = str(Path(self.name).parent)  # what Django's own finders do
            yield file.name, storage


class PlotlyFinder(OneFileFinder):
    """The full bundle of the Python package as PLOTLY, where no directory of static files has PLOTLY."""

    name = PLOTLY

    def file(self) -> Path | None:
        if any((Path(directory) / PLOTLY).is_file() for directory in settings.STATICFILES_DIRS):
            return None
        package = find_spec("plotly")
        assert package is not None
        assert package.origin is not None
        return Path(package.origin).parent / "package_data" / "plotly.min.js"


class StyleFinder(OneFileFinder):
    """The stylesheets of all pages as one."""

    name = styles.NAME

    def file(self) -> Path:
        return styles.bundle()
