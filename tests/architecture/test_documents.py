"""What is written beside the code stays true: every decision stands in the index, every link leads somewhere."""

import re

from tests.architecture.source import CHECKOUT, name

DOCS = CHECKOUT / "docs"
DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def test_every_decision_has_its_own_number():
    numbers = [int(path.name.split("-")[0]) for path in DECISIONS]
    assert numbers
    assert sorted(set(numbers)) == numbers


def test_every_decision_stands_in_the_index_by_its_heading():
    headings = [(path, path.read_text().splitlines()[0].removeprefix("# ")) for path in DECISIONS]
    assert [heading for path, heading in headings if not heading.startswith(f"{int(path.name[:4])}. ")] == []
    listed = re.findall(r"^- .*$", (DOCS / "adr/README.md").read_text(), flags=re.MULTILINE)
    assert listed == [f"- [{heading}]({path.name})" for path, heading in headings]


def test_every_link_leads_to_a_file():
    pages = [*CHECKOUT.glob("*.md"), *DOCS.rglob("*.md")]
    links = [(page, target) for page in pages for target in LINK.findall(page.read_text())]
    assert links
    assert [f"{name(page)}: {target}" for page, target in links if not (page.parent / target).exists()] == []
