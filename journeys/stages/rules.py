"""How a path is described: the steps of a stage, and what leads into it. Plain Python, kept as JSON."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

CLIENT, PERSON = "client", "person"
DAYS_PASSED = "days"  # the kind of a rule that no event starts: so many days in the stage before
NOWHERE = ""  # the stage of those of whom nobody has said where they stand


@dataclass(frozen=True, slots=True)
class Step:
    """A stage's own part, in the house's words. Its key stays when it is renamed, and in later versions."""

    key: str
    name: str
    allowed_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """Who stands in one of the stages `come_from` enters the rule's stage when an event of the kind happens.

    A rule for a person asks where their client stands, and moves the person alone. `role` is what the event must name; `reason`
    says why somebody comes back to the path. Of DAYS_PASSED the days in the former stage count.
    """

    kind: str
    come_from: tuple[str, ...]
    whose: str = CLIENT
    role: str = ""
    reason: str = ""
    days: int = 0

    def fits(self, *, kind: str, stage: str, payload: Mapping[str, Any]) -> bool:
        """Tell whether the event leads somebody who stands (whose client stands) in the stage into the rule's own."""
        is_role = not self.role or payload.get("role") == self.role
        return self.kind == kind and stage in self.come_from and is_role

    def is_due(self, *, stage: str, days: float) -> bool:
        """Tell whether so many days in the stage lead on."""
        return self.kind == DAYS_PASSED and stage in self.come_from and days >= self.days


def read_steps(kept: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Return the steps of a stage, in their order."""
    return [Step(**one) for one in kept]


def read_rules(kept: Iterable[Mapping[str, Any]]) -> list[EntryRule]:
    """Return the rules of a stage, in their order."""
    return [EntryRule(**{**one, "come_from": tuple(one["come_from"])}) for one in kept]


def as_json(rows: Sequence[Step | EntryRule]) -> list[dict[str, Any]]:
    """Return steps or rules as they are kept."""
    return [
        {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(row).items()}
        for row in rows
    ]


def first_that_fits(
    rules: Mapping[str, Collection[EntryRule]], *, whose: str, kind: str, stage: str, payload: Mapping[str, Any]
) -> tuple[str, EntryRule] | None:
    """Return the stage into which the event leads, and by which rule; the earlier stage goes before the later one."""
    for into, of_stage in rules.items():
        for rule in of_stage:
            if rule.whose == whose and into != stage and rule.fits(kind=kind, stage=stage, payload=payload):
                return into, rule
    return None
