"""What a survey is made of, as frozen dataclasses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from feedback.surveys.conditions import Condition

Texts = Mapping[str, str]  # language -> text

OTHER = "other"  # the choice that lets people write their own; the words stand beside it as "<question>.other"


class Type(StrEnum):
    NPS = "nps"  # 0-10
    CSAT = "csat"  # 1-5
    CES = "ces"  # 1-7
    RATING = "rating"  # 1 to `maximum`
    SINGLE = "single"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    CONSENT = "consent"
    INFORMATION = "information"  # nothing is asked
    MATRIX = "matrix"  # one choice in each row
    RANKING = "ranking"


SCALES = {Type.NPS: (0, 10), Type.CSAT: (1, 5), Type.CES: (1, 7)}
CHOSEN = frozenset({Type.SINGLE, Type.MULTIPLE, Type.RANKING, Type.MATRIX})  # have choices
WITH_OTHER = frozenset({Type.SINGLE, Type.MULTIPLE})  # where people may write a choice of their own
WRITTEN = frozenset({Type.SHORT_TEXT, Type.LONG_TEXT})
SCORED = frozenset({*SCALES, Type.RATING})


class Group(StrEnum):
    """Where a score lies, for wordings of what follows: of NPS 0-6, 7-8, 9-10; of other scales their thirds."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Act(StrEnum):
    """What a rule does when its condition holds."""

    SHOW = "show"  # the question is hidden unless one of its show-rules holds
    HIDE = "hide"
    REQUIRE = "require"
    SKIP = "skip"  # after the question, go on at `to`
    END = "end"  # after the question, that was all


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a part is for: empty means everybody."""

    roles: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()  # ids
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    id: str
    text: Texts = field(default_factory=dict)
    audience: Audience = Audience()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How the question is put to those whose answer to the score question `of` lies in `group`."""

    of: str
    group: Group
    title: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: str
    type: Type
    series: int = 1
    title: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    low: Texts = field(default_factory=dict)  # what the ends of a scale mean
    high: Texts = field(default_factory=dict)
    wordings: tuple[Wording, ...] = ()
    required: bool = False
    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()  # of a matrix
    has_other: bool = False
    is_shuffled: bool = False
    least: int | None = None  # choices to pick, or the smallest number
    most: int | None = None
    maximum: int | None = None  # the last mark of a rating: 3 to 10
    longest: int | None = None  # characters of a text
    starts_page: bool = False
    audience: Audience = Audience()
    decision: str = ""  # which decision the answers serve, for colleagues
    source: str = ""  # the library's question it was taken from

    @property
    def scale(self) -> tuple[int, int] | None:
        """Return the first and last mark of a scored question."""
        return (1, self.maximum or 5) if self.type == Type.RATING else SCALES.get(self.type)

    def group_of(self, score: int) -> Group:
        """Return where the score lies (NPS by its published groups, others in thirds of the scale)."""
        if self.type == Type.NPS:
            return Group.LOW if score <= 6 else Group.MIDDLE if score <= 8 else Group.HIGH  # noqa: PLR2004 the definition of NPS
        first, last = self.scale or (0, 0)
        part = (score - first) / max(last - first, 1)
        return Group.LOW if part < 0.5 else Group.MIDDLE if part < 0.75 else Group.HIGH  # noqa: PLR2004 of CSAT: 1-2, 3, 4-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`question` is the one that the rule is about; only SKIP has `to`, a later question."""

    when: Condition
    act: Act
    question: str
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    subject: Texts = field(default_factory=dict)
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything that people read and are asked. Languages: the first is what others fall back to."""

    languages: tuple[str, ...]
    title: Texts = field(default_factory=dict)  # of the page
    intro: Texts = field(default_factory=dict)
    thanks: Texts = field(default_factory=dict)  # what happens next
    letter: Letter = Letter()
    reply_days: int = 2  # by when somebody of ours answers
    questions_promised: int = 3
    seconds_promised: int = 40
    questions: tuple[Question, ...] = ()
    rules: tuple[Rule, ...] = ()

    def question(self, id_: str) -> Question | None:
        """Return the question of the id, if there is one."""
        return next((one for one in self.questions if one.id == id_), None)


def say(texts: Texts, language: str, languages: Sequence[str]) -> str:
    """Return the text in the language, else in the survey's first language that has one; "" when there is none."""
    return next((texts[one] for one in (language, *languages) if texts.get(one)), "")


def texts_of(document: Document) -> Iterator[tuple[str, Texts]]:
    """Return every text that people read, with its place; unused ones are empty. What a language lacks is found by this."""
    yield from (("title", document.title), ("intro", document.intro), ("thanks", document.thanks))
    yield from (("letter.subject", document.letter.subject), ("letter.text", document.letter.text))
    for question in document.questions:
        place = f"questions.{question.id}"
        yield from ((f"{place}.{name}", getattr(question, name)) for name in ("title", "help", "low", "high"))
        for name in ("choices", "rows"):
            yield from ((f"{place}.{name}.{one.id}", one.text) for one in getattr(question, name))
        yield from ((f"{place}.wordings.{one.of}.{one.group}", one.title) for one in question.wordings)
