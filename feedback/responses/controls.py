"""The questions of a page as its template draws them: titles for each score, marks, choices, what was typed, and faults."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.responses.forms import Fields, ranked_choices
from feedback.surveys.document import OTHER, SCORED, Choice, Question, Texts, Type
from feedback.surveys.runner import Asked, Fault, in_order
from feedback.surveys.runner.cleaning import LONGEST

LARGEST = 10**12  # as the engine takes numbers
Say = Callable[[Texts], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something to press or to tick."""

    value: str
    label: str
    is_checked: bool
    group: str = ""  # of a score: low, middle or high
    place: str = ""  # of what is put in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a matrix."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A question on the page. `wordings` are (score question's id, group, title): the page shows the one that fits."""

    id: str
    type: str
    title: str
    help: str
    is_required: bool
    wordings: tuple[tuple[str, str, str], ...] = ()
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    low: str = ""
    high: str = ""
    value: str = ""
    other: str | None = None  # the words beside "other"; None where nobody may write their own
    longest: int = 0
    fault: str = ""

    @property
    def is_scale(self) -> bool:
        return self.type in SCORED

    @property
    def shape(self) -> str:
        """Return how the marks of a scale stand on a phone: eleven as 4-4-3, more than seven in two rows."""
        return "eleven" if len(self.options) == 11 else "two" if len(self.options) > 7 else ""  # noqa: PLR2004 see UX §9

    @property
    def places(self) -> range:
        return range(1, len(self.options) + 1)


def control(
    asked: Asked,
    *,
    fields: Fields,
    fault: Fault | None,
    say: Say,
    seed: str,
    before: Collection[str],
) -> Control:
    """Return the control of a question; `before` are the questions that stand above it on the same page."""
    question = asked.question
    value = (fields.get(question.id) or [""])[-1]
    low, high = _ends(question, say)
    return Control(
        id=question.id,
        type=str(question.type),
        # A wording that depends on this page is chosen in the browser; of an earlier page the engine has chosen it.
        title=say(question.title if _switches(question, before) else asked.title),
        help=say(question.help),
        is_required=asked.is_required,
        wordings=tuple(
            (one.of, str(one.group), say(one.title))
            for one in question.wordings
            if one.of in before and any(one.title.values())
        ),
        options=_options(asked, fields, say, seed),
        rows=_rows(asked, fields, say, seed),
        low=low,
        high=high,
        value=value,
        other=(fields.get(f"{question.id}.{OTHER}") or [""])[-1] if question.has_other else None,
        longest=question.longest or LONGEST.get(question.type, 0),
        fault=fault_in_words(fault, question) if fault else "",
    )


def _switches(question: Question, before: Collection[str]) -> bool:
    return any(one.of in before for one in question.wordings)


def _ends(question: Question, say: Say) -> tuple[str, str]:
    first, last = question.scale or (0, 0)
    low, high = say(question.low), say(question.high)
    return f"{first} — {low}" if low else "", f"{last} — {high}" if high else ""


def _options(asked: Asked, fields: Fields, say: Say, seed: str) -> tuple[Option, ...]:
    question, given = asked.question, fields.get(asked.question.id, [])
    if question.scale:
        first, last = question.scale
        return tuple(
            Option(value=str(mark), label=str(mark), is_checked=str(mark) in given, group=str(question.group_of(mark)))
            for mark in range(first, last + 1)
        )
    if question.type == Type.YES_NO:
        words = {"yes": _("Yes"), "no": _("No")}
        return tuple(Option(value=one, label=words[one], is_checked=one in given) for one in words)
    if question.type == Type.CONSENT:
        return (Option(value="yes", label=say(asked.title), is_checked="yes" in given),)
    if question.type in {Type.SINGLE, Type.MULTIPLE}:
        return _choices(asked, given, say, seed)
    if question.type == Type.RANKING:
        places = {one: (fields.get(f"{question.id}.{one}") or [""])[-1] for one in ranked_choices(question)}
        return tuple(
            Option(value=one.value, label=one.label, is_checked=False, place=places[one.value])
            for one in _choices(asked, [], say, seed)
        )
    return ()


def _rows(asked: Asked, fields: Fields, say: Say, seed: str) -> tuple[Row, ...]:
    question = asked.question
    return tuple(
        Row(
            name=f"{question.id}.{row.id}",
            label=say(row.text),
            options=_choices(asked, fields.get(f"{question.id}.{row.id}", []), say, ""),
        )
        for row in (in_order(question.rows, seed=f"{seed}{question.id}") if question.is_shuffled else question.rows)
    )


def _choices(asked: Asked, given: Collection[str], say: Say, seed: str) -> tuple[Option, ...]:
    question = asked.question
    choices: Sequence[Choice] = asked.choices
    if question.is_shuffled and seed:
        choices = in_order(choices, seed=f"{seed}{question.id}")
    found = [Option(value=one.id, label=say(one.text), is_checked=one.id in given) for one in choices]
    if question.has_other and all(one.id != OTHER for one in choices):
        found.append(Option(value=OTHER, label=_("Other"), is_checked=OTHER in given))
    return tuple(found)


def fault_in_words(fault: Fault, question: Question) -> str:
    """Say what is wrong with an answer, and how to mend it."""
    first, last = question.scale or (0, 0)
    longest = question.longest or LONGEST.get(question.type, 200)
    least = -LARGEST if question.least is None else question.least
    most = LARGEST if question.most is None else question.most
    limits = {"first": first, "last": last, "least": least, "most": most}
    texts: Mapping[Fault, str] = {
        Fault.MISSING: _("Please answer this: the answer is needed."),
        Fault.NOT_A_SCORE: _("Choose a score from %(first)s to %(last)s."),
        Fault.NOT_A_CHOICE: _("Give every place once.")
        if question.type == Type.RANKING
        else _("Choose from what is offered."),
        Fault.TOO_FEW: _("Give every place once.")
        if question.type == Type.RANKING
        else ngettext("Choose at least %(least)s.", "Choose at least %(least)s.", question.least or 0),
        Fault.TOO_MANY: ngettext("Choose %(most)s at most.", "Choose %(most)s at most.", question.most or 0),
        Fault.NOT_A_NUMBER: _("Write a number, such as 12 or 12.5."),
        Fault.TOO_SMALL: _("Write a number that is not below %(least)s."),
        Fault.TOO_LARGE: _("Write a number that is not above %(most)s."),
        Fault.NOT_A_DAY: _("Choose a day, such as 2026-03-12."),
        Fault.TOO_LONG: ngettext(
            "This is too long. %(longest)s character fits; your words are still here.",
            "This is too long. %(longest)s characters fit; your words are still here.",
            longest,
        ),
        Fault.NOT_A_TEXT: _("This could not be read. Please write it again."),
        Fault.NOT_ALL_ROWS: _("Choose one in every line."),
    }
    return texts.get(fault, _("Choose from what is offered.")) % {**limits, "longest": longest}
