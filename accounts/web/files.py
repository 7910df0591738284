"""Files from strangers and files for members: pictures are made anew, stored files leave with careful headers."""

import mimetypes
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

SHOWN_INLINE = {"image/png", "image/jpeg", "image/webp"}  # no SVG: it can hold a script
PICTURE_FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 25_000_000  # a small file can unfold to gigabytes: look at the size it states before unfolding it
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)
KEPT_BY_BROWSERS = "private, max-age=86400"


def stored_file(path: str, *, name: str = "") -> FileResponse:
    """Return a file of the store: pictures to look at, everything else to download. Raises Http404 when there is none.

    Under a `name` that somebody gave it a file is always to download: its content is a stranger's.

    The caller has decided that the reader may have it.
    """
    try:
        file: IO[bytes] = default_storage.open(path)
    except OSError as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name or path)[0] or "application/octet-stream"
    is_download = bool(name) or kind not in SHOWN_INLINE
    file_name = name or PurePosixPath(path).name
    response = FileResponse(file, as_attachment=is_download, filename=file_name, content_type=kind)
    response["Cache-Control"] = KEPT_BY_BROWSERS
    response["X-Content-Type-Options"] = "nosniff"
    return response


def square_picture(upload: UploadedFile, *, side: int) -> ContentFile:
    """Return the uploaded picture as a PNG that is square and at most `side` wide, with nothing else of the file in it.

    Raises ValidationError for what is no PNG, JPEG or WebP, is broken, or is too large to unfold.
    """
    try:
        with Image.open(upload, formats=PICTURE_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("The picture has too many pixels. Make it smaller, 512 × 512 is enough."))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
        edge = min(side, max(upright.size))
        fitted = ImageOps.contain(upright, (edge, edge))
    except UNREADABLE as error:
        raise ValidationError(_("This is no picture that can be read. Choose a PNG, JPEG or WebP file.")) from error
    square = Image.new("RGBA", (edge, edge))
    square.paste(fitted, ((edge - fitted.width) // 2, (edge - fitted.height) // 2))
    content = ContentFile(b"", name="picture.png")
    square.save(content, format="PNG", optimize=True)
    return content
