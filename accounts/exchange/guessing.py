"""Which column holds what: guessed from the names of the columns, and from what stands in them. Plain Python."""

import re
from collections.abc import Mapping, Sequence

from accounts.exchange import cells
from accounts.exchange.words import ATTRIBUTES, CLIENT, OWNERS, PERSON, fold

SURE = 0.6  # share of a column's values that must look alike
PHONE = re.compile(r"\+?[\d\s().-]{7,20}\Z")
# What only one of the two has; what both have belongs to the person where the table is one of people.
ONLY_CLIENT = frozenset({"domain", "segment", "manager", "sponsor", "tags"})
ONLY_PERSON = frozenset({
    "first_name", "last_name", "emails", "phone", "job_title", "roles", "influence", "salutation", "birthday", "interests",
    "notes", "consent",
})  # fmt: skip
OF_CLIENT_BY_HABIT = frozenset({"external_id", "country"})
SAMPLE = 100
MONTHS = 12
FULL_PHONE = 9  # digits of a number with its area


def guess(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, labels: Mapping[str, str] | None = None
) -> list[str]:
    """Return a field for each column, "" where nothing fits; no field twice.

    `labels` maps the organization's own field names to their fields; they win over our words.
    """
    own = {fold(label): field for label, field in (labels or {}).items()}
    columns = [_content(rows, index) for index in range(len(headers))]
    claims = [_claim(header, values) for header, values in zip(headers, columns, strict=True)]
    # "Name" beside "Company" is a person's; alone, or beside a domain, it is the client's.
    has_people = any(side == PERSON or attribute in ONLY_PERSON for side, attribute in claims) or (
        (CLIENT, "name") in claims and ("", "name") in claims
    )
    fields: list[str] = []
    for header, (side, attribute) in zip(headers, claims, strict=True):
        field = own.get(fold(header)) or _field(side, attribute, has_people=has_people)
        fields.append(field if field not in fields else "")
    return fields


def by_names(headers: Sequence[str], fields: Mapping[str, str]) -> list[str]:
    """Return a field for each column by its name alone, "" for a name that `fields` has not; no field twice."""
    found: list[str] = []
    for header in headers:
        field = fields.get(fold(header), "")
        found.append(field if field not in found else "")
    return found


def names_columns(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row of a table names its columns: it holds no data, and some of our words or none below."""
    if any(_is_email(cell) or PHONE.match(cell) for cell in row):
        return False
    if any(_claim(cell, [])[1] or _claim(cell, [])[0] for cell in row):
        return True
    # Words that we do not know, above values of another sort (addresses, numbers): still names.
    return any(_is_email(cell) or any(map(str.isdigit, cell)) for other in below[:5] for cell in other)


def month_comes_first(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether days are written as in the United States: some second number is beyond 12, and no first one is."""
    days = [
        found for row in rows for cell in row if (found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/\d{2,4}", cell.strip()))
    ]
    return any(int(found[2]) > MONTHS for found in days) and not any(int(found[1]) > MONTHS for found in days)


def _claim(header: str, values: Sequence[str]) -> tuple[str, str]:
    """Return (side or "", attribute or "") of a column."""
    words = fold(header)
    if words in OWNERS:
        return OWNERS[words], "name"
    if words in ATTRIBUTES:
        return "", ATTRIBUTES[words]
    for side, attribute in _split(words.split()):
        return side, attribute
    return ("", _by_content(values))


def _split(words: list[str]) -> list[tuple[str, str]]:
    """Return what "client country", "посада контактної особи" say: whose, and what, in either order."""
    found = []
    for at in range(1, len(words)):
        head, tail = " ".join(words[:at]), " ".join(words[at:])
        for owner, attribute in ((head, tail), (tail, head)):
            if owner in OWNERS and attribute in ATTRIBUTES:
                found.append((OWNERS[owner], ATTRIBUTES[attribute]))
    return found


def _field(side: str, attribute: str, *, has_people: bool) -> str:
    if not attribute:
        return ""
    if attribute in ONLY_CLIENT:
        side = CLIENT
    elif attribute in ONLY_PERSON:
        side = PERSON
    elif not side and attribute in OF_CLIENT_BY_HABIT:
        side = CLIENT
    elif not side:
        side = PERSON if has_people else CLIENT
    return f"{side}.{attribute}"


def _by_content(values: Sequence[str]) -> str:
    def share(looks: object) -> float:
        return sum(bool(looks(value)) for value in values) / len(values)  # type: ignore[operator]

    if not values:
        return ""
    if share(_is_email) >= SURE:
        return "emails"
    if share(lambda value: PHONE.match(value) and sum(map(str.isdigit, value)) >= FULL_PHONE) >= SURE:
        return "phone"
    if share(_is_role) >= SURE:
        return "roles"
    return ""


def _is_email(value: str) -> bool:
    try:
        return bool("@" in value and cells.emails(value))
    except cells.BadCell:
        return False


def _is_role(value: str) -> bool:
    try:
        return bool(cells.roles(value))
    except cells.BadCell:
        return False


def _content(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] for row in rows[:SAMPLE] if index < len(row) and row[index]]
