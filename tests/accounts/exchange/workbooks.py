"""Workbooks as programs write them: openpyxl keeps texts in their cells, Excel and LibreOffice in a part of their own."""

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook_of(*rows) -> bytes:
    """Return an XLSX file with one sheet of these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, part: str, replace: Callable[[bytes], bytes]) -> bytes:
    """Return the file with one of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replace(old.read(name)) if name == part else old.read(name))
    return file.getvalue()


def with_shared_texts(*rows: list[str]) -> bytes:
    """Return an XLSX file whose texts all stand in xl/sharedStrings.xml."""
    content = repacked(workbook_of(["x"]), "[Content_Types].xml", _declare)
    content = repacked(content, "xl/_rels/workbook.xml.rels", _relate)
    cells = [
        f'<row r="{number}">'
        + "".join(
            f'<c r="{get_column_letter(column + 1)}{number}" t="s"><v>{(number - 1) * len(row) + column}</v></c>'
            for column in range(len(row))
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    ]
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(cells)}</sheetData></worksheet>'
    content = repacked(content, "xl/worksheets/sheet1.xml", lambda _old: sheet.encode())
    texts = "".join(f"<si><t>{escape(cell)}</t></si>" for row in rows for cell in row)
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
    return file.getvalue()


def _declare(types: bytes) -> bytes:
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{OFFICE}.sharedStrings+xml"/>'
    return types.replace(b"</Types>", part.encode() + b"</Types>")


def _relate(relations: bytes) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    return relations.replace(
        b"</Relationships>",
        f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'.encode(),
    )
