"""What is said of a text's mood, and how it is kept."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Label = Literal["negative", "neutral", "positive", "unknown"]
LABELS: tuple[Label, Label, Label] = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True)
class OrganizationWord:
    """A word of an organization's own: `pattern` is a word or a phrase, `*` ends a prefix; valence −4…4, 0 silences it."""

    pattern: str
    valence: float
    aspect: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of the text that told the mood: `value` below zero speaks of a bad one; `rule` says how it came about."""

    start: int
    end: int
    text: str
    value: float
    rule: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """What the text speaks about: `score` −1…1 of the clauses that name it, none when they tell no mood."""

    name: str
    score: float | None
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """Words of a client who leaves, complains to someone higher, or has fallen silent."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MoodResult:
    """The mood of one text: `probabilities` of negative, neutral, positive; `score` −1…1, none when it is unknown."""

    score: float | None
    label: Label
    probabilities: tuple[float, float, float]
    confidence: float
    language: str
    code_switched: bool
    hits: tuple[Hit, ...]
    aspects: tuple[Aspect, ...]
    signals: tuple[Signal, ...]
    version: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read_json(cls, data: dict[str, Any]) -> "MoodResult":
        """Return what `as_json` has written, also after it went through JSON."""
        return cls(
            **data
            | {
                "probabilities": tuple(data["probabilities"]),
                "hits": tuple(Hit(**hit) for hit in data["hits"]),
                "aspects": tuple(
                    Aspect(aspect["name"], aspect["score"], tuple((start, end) for start, end in aspect["spans"]))
                    for aspect in data["aspects"]
                ),
                "signals": tuple(Signal(**signal) for signal in data["signals"]),
            },
        )
