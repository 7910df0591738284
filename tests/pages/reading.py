"""What a person reads on a page: its texts, and the attributes that are read out or shown."""

from html.parser import HTMLParser

READ = {"alt", "title", "placeholder", "aria-label", "aria-description", "data-label", "label"}
UNSEEN = {"script", "style", "head"}
DATA = {"code", "pre", "samp", "kbd", "textarea", "time"}  # what a program or a person has written
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}  # fmt: skip


OPEN, CLOSE = "⟦", "⟧"


class Reader(HTMLParser):
    """Collects the texts outside of messages (their brackets) and of what is marked as data.

    Data is what has translate="no" or a language of its own, and elements that hold data by their nature. A message may hold
    elements, so brackets are counted through the whole page.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        is_data = values.get("translate") == "no" or ("lang" in values and tag != "html") or tag in UNSEEN | DATA
        if not (is_data or self._is_in_data()):
            shown = READ | {"value"} if values.get("type") in {"submit", "button"} and tag == "input" else READ
            for value in (values[name] for name in values if name in shown):
                self._note(outside(value or "", 0)[0])
        if tag not in VOID:
            self.open.append((tag, is_data))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text, self.depth = outside(data, self.depth)
        if not self._is_in_data():
            self._note(text)

    def _is_in_data(self) -> bool:
        return any(is_data for _tag, is_data in self.open)

    def _note(self, text: str) -> None:
        if text.strip():
            self.texts.append(" ".join(text.split()))


def outside(text: str, depth: int) -> tuple[str, int]:
    """Return what of the text stands outside of brackets, and how many are open behind it."""
    rest = []
    for sign in text:
        if sign == OPEN:
            depth += 1
        elif sign == CLOSE:
            depth -= 1
        elif not depth:
            rest.append(sign)
    return "".join(rest), depth
