"""Keep the one catalogue of texts: collect them from code and templates, check that uk and ru are complete, compile.

Plain Python (Babel), so that it runs on a machine without GNU gettext:
`messages` collects and compiles, `messages --check` fails on what is missing, `messages --compile` compiles.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

SOURCES = ("accounts", "feedback", "journeys", "happiness", "templates")
TRANSLATED = ("uk", "ru")
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# Headers that change with every run, or say nothing.
NOISE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Project-Id-Version|'
    r"Report-Msgid-Bugs-To):.*\n",
    re.MULTILINE,
)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []  # noqa: RUF012 Django reads a list here

    def add_arguments(self, parser: CommandParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--check", action="store_true", help="write nothing; fail on missing or fuzzy texts")
        group.add_argument("--compile", action="store_true", help="only write the .mo files")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
        else:
            if not options["compile"]:
                self._collect()
            for language in TRANSLATED:
                with po_path(language).with_suffix(".mo").open("wb") as file:
                    write_mo(file, read_catalog(language))
            self.stdout.write(f"texts compiled: {', '.join(TRANSLATED)}")

    def _collect(self) -> None:
        texts = collect()
        for language in TRANSLATED:
            catalog = read_catalog(language)
            catalog.update(texts, no_fuzzy_matching=True)
            catalog.header_comment = f"# The {catalog.locale.english_name} texts of happiness."
            buffer = io.BytesIO()
            write_po(buffer, catalog, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
            po_path(language).write_text(NOISE.sub("", buffer.getvalue().decode()), encoding="utf-8")
            self.stdout.write(f"{language}: {len(texts)} texts, {len(list(faults(language, texts)))} to translate")

    def _check(self) -> None:
        texts = collect()
        found = [f"{language}: {fault}" for language in TRANSLATED for fault in faults(language, texts)]
        if found:
            raise CommandError("\n".join(["texts are not complete:", *found]))
        self.stdout.write(f"{len(texts)} texts are complete in {', '.join(TRANSLATED)}")


def faults(language: str, texts: Catalog) -> Iterator[str]:
    """Yield what is wrong with a language's catalogue: missing, fuzzy, superfluous, with other placeholders than the source."""
    catalog = read_catalog(language)
    for source in texts:
        if not source.id:
            continue
        translated = catalog.get(source.id, source.context)
        if translated is None or not _is_filled(translated):
            yield f"missing: {source.id!r}"
        elif translated.fuzzy:
            yield f"fuzzy: {source.id!r}"
        elif _placeholders(translated.string) - _placeholders(source.id) or _loses_a_placeholder(source, translated):
            yield f"placeholders differ: {source.id!r}"
    for known in catalog:
        if known.id and texts.get(known.id, known.context) is None:
            yield f"no longer used: {known.id!r}"


def collect() -> Catalog:
    """Return every text that code and templates give to gettext."""
    texts = Catalog()
    for root in SOURCES:
        for path in sorted((settings.BASE_DIR / root).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                source = path.read_text(encoding="utf-8")
            elif path.suffix in {".html", ".txt"}:
                # Indentation means nothing in a template, but would to Python's tokenizer.
                source = re.sub(
                    r"^[ \t]+", "", templatize(path.read_text(encoding="utf-8"), origin=str(path)), flags=re.MULTILINE
                )
            else:
                continue
            for _line, text, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
                flags = ["python-format"] if _placeholders(text) else []
                texts.add(text, context=context, flags=flags)
    return texts


def read_catalog(language: str) -> Catalog:
    """Return the language's catalogue, an empty one when there is none yet."""
    path = po_path(language)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return Catalog(locale=language, charset="utf-8", header_comment="", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po_path(language: str) -> Path:
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"


def _is_filled(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def _placeholders(text: Any) -> set[str]:
    joined = " ".join(text) if isinstance(text, (list, tuple)) else text or ""
    return set(re.findall(r"%\(\w+\)s|%s|%d|\{\w+\}", joined))


def _loses_a_placeholder(source: Message, translated: Message) -> bool:
    # A plural form may spell the number out; a single text may lose nothing.
    return isinstance(source.id, str) and bool(_placeholders(source.id) - _placeholders(translated.string))
