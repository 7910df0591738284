"""What became of a survey between two of its versions, and which questions must not be compared blindly. Plain Python."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from feedback.surveys.document import Document, Question, Texts, texts_of


class Fate(StrEnum):
    """What became of a question, as SurveyVersion.comparability keeps it."""

    SAME = "same"  # its trend goes on
    REWORDED = "reworded"  # its trend breaks: it has the next series
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in one language, before and after; either may be empty."""

    place: str  # as texts_of names it
    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one question. `settings` are the names of what else was changed."""

    id: str
    before: Question | None
    after: Question | None
    is_moved: bool = False
    wordings: tuple[Wording, ...] = ()
    settings: tuple[str, ...] = ()
    has_other_rules: bool = False

    @property
    def question(self) -> Question:
        """Return the question as it is now, or as it was last."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a difference is of a question")
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs: texts of the page and the letter, other settings by name, and the questions in their order."""

    wordings: tuple[Wording, ...]
    settings: tuple[str, ...]
    questions: tuple[Difference, ...]

    def __bool__(self) -> bool:
        return bool(self.wordings or self.settings or self.questions)


FRAME_SETTINGS = ("languages", "reply_days", "questions_promised", "seconds_promised")
SETTINGS = (
    "required", "has_other", "is_shuffled", "least", "most", "maximum", "longest", "starts_page", "audience", "decision",
)  # fmt: skip


def compare(before: Document, after: Document) -> Comparison:
    """Return what differs between two documents."""
    old, new = (
        {place: texts for place, texts in texts_of(one) if not _is_of_question(place)} for one in (before, after)
    )
    questions = (_difference(before, after, id_) for id_ in _ids(before, after))
    return Comparison(
        wordings=tuple(_wordings(old, new)),
        settings=tuple(name for name in FRAME_SETTINGS if getattr(before, name) != getattr(after, name)),
        questions=tuple(one for one in questions if one is not None),
    )


def reworded(before: Document, after: Document) -> list[str]:
    """Return the ids of the questions of which somebody must say whether their trend goes on, in their order.

    That are those of which a text that people have read is another one now, or choices came or went. A language that was
    added changes nothing for those who were asked before. A question of another type or scale is never the same one:
    `broken` returns it.
    """
    found = []
    for one in after.questions:
        old = before.question(one.id)
        if old is not None and old.series == one.series and _texts(old, before) != _texts(one, before):
            found.append(one.id)
    return [id_ for id_ in found if id_ not in broken(before, after)]


def broken(before: Document, after: Document) -> list[str]:
    """Return the ids of the questions whose answers are of another kind now: another type or another scale."""
    pairs = ((before.question(one.id), one) for one in after.questions)
    return [new.id for old, new in pairs if old and (old.type, old.scale) != (new.type, new.scale)]


def settle(before: Document | None, after: Document, decisions: Mapping[str, str]) -> tuple[Document, dict[str, str]]:
    """Return the document with the next series where a trend breaks, and the fate of every question of both.

    A question that was reworded goes on only when `decisions` say "same" of it.
    """
    if before is None:
        return after, {one.id: Fate.NEW for one in after.questions}
    doubtful, other = reworded(before, after), broken(before, after)
    fates: dict[str, str] = {one.id: Fate.GONE for one in before.questions}
    questions = []
    for one in after.questions:
        old = before.question(one.id)
        question = one
        if old is None:
            fates[one.id] = Fate.NEW
        elif one.series != old.series:
            fates[one.id] = Fate.REWORDED
        elif one.id in other or (one.id in doubtful and decisions.get(one.id) != Fate.SAME):
            fates[one.id] = Fate.REWORDED
            question = replace(one, series=old.series + 1)
        else:
            fates[one.id] = Fate.SAME
        questions.append(question)
    return replace(after, questions=tuple(questions)), fates


def pieces(before: str, after: str) -> list[tuple[bool, str, str]]:
    """Return two texts cut into runs of words: whether the run is in both, the words before, the words after."""
    old, new = before.split(), after.split()
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(kind == "equal", " ".join(old[a:b]), " ".join(new[c:d])) for kind, a, b, c, d in codes]


def _ids(before: Document, after: Document) -> list[str]:
    """Return the ids of both, in the order of the later one, each lost question behind the one it stood behind."""
    ids = [one.id for one in after.questions]
    behind = 0
    for one in before.questions:
        if one.id in ids:
            behind = ids.index(one.id) + 1
        else:
            ids.insert(behind, one.id)
            behind += 1
    return ids


def _difference(before: Document, after: Document, id_: str) -> Difference | None:
    old, new = before.question(id_), after.question(id_)
    if old is None or new is None:
        return Difference(id_, old, new)
    found = Difference(
        id_,
        old,
        new,
        is_moved=id_ in _moved(before, after),
        wordings=tuple(_wordings(*(dict(_of_question(one)) for one in (old, new)))),
        settings=tuple(name for name in SETTINGS if getattr(old, name) != getattr(new, name)),
        has_other_rules=_rules(before, id_) != _rules(after, id_),
    )
    return found if found.is_moved or found.wordings or found.settings or found.has_other_rules else None


def _rules(document: Document, id_: str) -> list[object]:
    return [one for one in document.rules if one.question == id_]


def _moved(before: Document, after: Document) -> set[str]:
    """Return the fewest questions that must have been moved, of those in both."""
    old = [one.id for one in before.questions if after.question(one.id)]
    new = [one.id for one in after.questions if before.question(one.id)]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    stayed = {id_ for start, _, size in blocks for id_ in old[start : start + size]}
    return set(new) - stayed


def _of_question(question: Question) -> Iterator[tuple[str, Texts]]:
    alone = Document(languages=(), questions=(question,))
    return ((place, texts) for place, texts in texts_of(alone) if _is_of_question(place))


def _is_of_question(place: str) -> bool:
    return place.startswith("questions.")


def _wordings(old: Mapping[str, Texts], new: Mapping[str, Texts]) -> Iterator[Wording]:
    for place in [*old, *(place for place in new if place not in old)]:
        was, now = old.get(place, {}), new.get(place, {})
        for language in [*was, *(one for one in now if one not in was)]:
            if was.get(language, "") != now.get(language, ""):
                yield Wording(place, language, was.get(language, ""), now.get(language, ""))


def _texts(question: Question, seen: Document) -> dict[str, Texts]:
    """Return what people of the languages of `seen` read in the question, and which choices there are."""
    return {
        place: {language: text for language, text in texts.items() if language in seen.languages and text}
        for place, texts in _of_question(question)
    }
