"""What a page weighs on its way (UX: performance budgets), read from the answers themselves, packed as a server packs them."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

KB = 1000  # as budgets count
PAGE = 100 * KB  # everything that is there before somebody touches the page, fonts too
BUDGETS = {"html": 20 * KB, "css": 16 * KB, "scripts": 30 * KB}
FILE = re.compile(r'(?:<link rel="stylesheet" href|<script src)="/static/([^"?]+)"')
IMPORTED = re.compile(r'url\("?([^")]+)"?\)')


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6, mtime=0))


def static(name: str) -> Path:
    found = finders.find(name)
    assert found, name
    return Path(found)


def weight(html: bytes) -> dict[str, int]:
    """Return the bytes of each kind, every file packed on its own; fonts are packed already."""
    files = [static(name) for name in FILE.findall(html.decode())]
    styles = [path for path in files if path.suffix == ".css"]
    faces = {path.parent / name for path in styles for name in IMPORTED.findall(path.read_text())}
    fonts = {
        face for face in faces if face.suffix == ".woff2" and "-ext" not in face.name
    }  # those are for rare letters
    return {
        "html": packed(html),
        "css": sum(packed(path.read_bytes()) for path in styles),
        "scripts": sum(packed(path.read_bytes()) for path in files if path.suffix == ".js"),
        "fonts": sum(font.stat().st_size for font in fonts),
    }


def excess(html: bytes) -> dict[str, int]:
    """Return what weighs too much, empty for a page within its budget."""
    found = weight(html)
    over = {kind: size for kind, size in found.items() if size > BUDGETS.get(kind, PAGE)}
    return found if over or sum(found.values()) > PAGE else {}
