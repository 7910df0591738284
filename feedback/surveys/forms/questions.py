"""One question: its words in every language, its answers, and whom it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from feedback.surveys import editing
from feedback.surveys.document import (
    CHOSEN,
    MOST_CHOICES,
    SCORED,
    WITH_OTHER,
    WRITTEN,
    Audience,
    Choice,
    Document,
    Group,
    Question,
    Type,
    Wording,
    is_id,
)
from feedback.surveys.forms.texts import InLanguage, TranslatedForm
from feedback.surveys.words import GROUPS, LANGUAGES, TEXTS, group_range, title_of

SHORT, MEDIUM, LONG = 100, 300, 600
LISTS = ("choices", "rows")


@dataclass(frozen=True, slots=True)
class Line:
    """An answer to choose, or a row of a table, for the page."""

    id: str
    number: int
    texts: list[InLanguage]
    roles: BoundField | None


class QuestionForm(TranslatedForm):
    """The fields that the question's type has. Which answers there are is part of what is sent: their ids, in their order.

    A button of the list of answers ("choices.add", "choices.drop.<id>", "choices.up.<id>") sends the form as well.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        question: Question,
        document: Document,
        segments: Mapping[str, str],
        act: str = "",
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.question, self.document, self.languages = question, document, document.languages
        self.lists: dict[str, list[str]] = {}
        self.newest = ""  # the answer that was just added: its first field is where one goes on writing
        for name in LISTS:
            ids = [one.id for one in getattr(question, name)] if data is None else _ids(data.getlist(name))
            self.lists[name] = self._rearranged(name, ids, act)
        self._add_words()
        self._add_settings()
        self._add_audience(segments)

    def _rearranged(self, name: str, ids: list[str], act: str) -> list[str]:
        kind, _dot, rest = act.partition(".")
        verb, _dot, id_ = rest.partition(".")
        if kind != name:
            return ids
        if verb == "add" and len(ids) < MOST_CHOICES:
            self.newest = editing.new_id("row" if name == "rows" else "choice")
            return [*ids, self.newest]
        if id_ not in ids:
            return ids
        at = ids.index(id_)
        others = [one for one in ids if one != id_]
        if verb == "drop":
            return others
        to = max(0, at - 1) if verb == "up" else at + 1
        return [*others[:to], id_, *others[to:]]

    # --- Fields ---

    def _add_words(self) -> None:
        question = self.question
        self.add_texts("title", question.title, label=TEXTS["title"], longest=MEDIUM, rows=2)
        self.add_texts("help", question.help, label=TEXTS["help"], longest=LONG, rows=2)
        if question.type in SCORED:
            self.add_texts("low", question.low, label=TEXTS["low"], longest=SHORT)
            self.add_texts("high", question.high, label=TEXTS["high"], longest=SHORT)
        for name, label in (("choices", _("Answer")), ("rows", _("Row"))):
            for id_ in self.lists[name]:
                self.add_texts(_name(name, id_), self._line(name, id_).text, label=label, longest=MEDIUM)
        self.scores = _earlier_scores(self.document, question.id)
        if self.scores:
            known = {one.of for one in question.wordings} & {one.id for one in self.scores}
            of = next((one for one in self.scores if one.id in known), self.scores[0])
            self.fields["wording_of"] = forms.ChoiceField(
                label=_("Depending on the score of"),
                choices=[(one.id, title_of(one, self.languages)) for one in self.scores],
                initial=of.id,
            )
            for group in Group:
                texts = next((one.title for one in question.wordings if (one.of, one.group) == (of.id, group)), {})
                self.add_texts(f"wording_{group}", texts, label=GROUPS[group], longest=MEDIUM)

    def _add_settings(self) -> None:
        question, type_ = self.question, self.question.type
        if type_ != Type.INFORMATION:
            self._flag("required", _("An answer is demanded"))
        if type_ in WITH_OTHER:
            self._flag("has_other", _("People may write an answer of their own"))
        if type_ in CHOSEN:
            self._flag("is_shuffled", _("Answers in another order for each person"))
        if type_ == Type.MULTIPLE:
            self._number("least", _("Fewest answers"), 0, MOST_CHOICES)
            self._number("most", _("Most answers"), 1, MOST_CHOICES)
        if type_ == Type.NUMBER:
            self._number("least", _("Smallest number"), -(10**12), 10**12)
            self._number("most", _("Largest number"), -(10**12), 10**12)
        if type_ == Type.RATING:
            self._number("maximum", _("Last mark of the scale"), 3, 10)
        if type_ in WRITTEN:
            self._number("longest", _("Longest text, characters"), 1, 10_000)
        self._flag("starts_page", _("Begins a new page"))
        self.fields["decision"] = forms.CharField(
            label=_("Which decision it serves"),
            required=False,
            max_length=MEDIUM,
            initial=question.decision,
            help_text=_("For colleagues: what will you do differently, depending on the answers?"),
        )

    def _add_audience(self, segments: Mapping[str, str]) -> None:
        audience = self.question.audience
        stored = dict(segments) | {one: _("A segment that is gone") for one in audience.segments if one not in segments}
        spoken = {one: LANGUAGES.get(one, one) for one in (*self.languages, *audience.languages)}
        self._several("roles", _("Buyer roles"), BuyerRole.choices, audience.roles)
        self._several("stages", _("Stages"), Stage.choices, audience.stages)
        if stored:
            self._several("segments", _("Segments"), list(stored.items()), audience.segments)
        self._several("spoken", _("Languages"), list(spoken.items()), audience.languages)
        for id_ in self.lists["choices"]:
            chosen = self._line("choices", id_).audience.roles
            self._several(f"{_name('choices', id_)}_roles", _("Only for"), BuyerRole.choices, chosen)

    def _flag(self, name: str, label: Any) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False, initial=getattr(self.question, name))

    def _number(self, name: str, label: Any, least: int, most: int) -> None:
        initial = getattr(self.question, name)
        self.fields[name] = forms.IntegerField(
            label=label, required=False, min_value=least, max_value=most, initial=initial
        )

    def _several(self, name: str, label: Any, choices: Sequence[Any], initial: Sequence[str]) -> None:
        self.fields[name] = forms.MultipleChoiceField(
            label=label, required=False, choices=choices, initial=list(initial), widget=forms.CheckboxSelectMultiple
        )

    def _line(self, name: str, id_: str) -> Choice:
        return next((one for one in getattr(self.question, name) if one.id == id_), Choice(id=id_))

    # --- For the page ---

    def texts_of(self, *names: str) -> list[list[InLanguage]]:
        """Return the texts of these names that the question has."""
        return [self.in_languages(name) for name in names if f"{name}_{self.languages[0]}" in self.fields]

    def words(self) -> list[list[InLanguage]]:
        """Return the question's own words."""
        return self.texts_of("title", "help", "low", "high")

    def wordings(self) -> list[tuple[str, list[InLanguage]]]:
        """Return the words for each group of scores, with its marks."""
        if not self.scores:
            return []
        chosen = self["wording_of"].value()
        of = next((one for one in self.scores if one.id == chosen), self.scores[0])
        return [(group_range(of, group), self.in_languages(f"wording_{group}")) for group in Group]

    def choice_lines(self) -> list[Line]:
        """Return the answers to choose from."""
        return self._lines("choices")

    def row_lines(self) -> list[Line]:
        """Return the rows of a table."""
        return self._lines("rows")

    def _lines(self, name: str) -> list[Line]:
        return [
            Line(
                id=id_,
                number=number,
                texts=self.in_languages(_name(name, id_)),
                roles=self[f"{_name(name, id_)}_roles"] if name == "choices" else None,
            )
            for number, id_ in enumerate(self.lists[name], 1)
        ]

    def settings(self) -> list[BoundField]:
        """Return the fields that are neither words nor an audience."""
        names = ("required", "has_other", "is_shuffled", "starts_page", "least", "most", "maximum", "longest")
        return [self[name] for name in names if name in self.fields]

    def audience(self) -> list[BoundField]:
        """Return the fields that say whom the question is for."""
        return [self[name] for name in ("roles", "stages", "segments", "spoken") if name in self.fields]

    # --- What was written ---

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        least, most = values.get("least"), values.get("most")
        if least is not None and most is not None and least > most:
            raise ValidationError({"most": _("This is less than what stands before it.")})
        return values

    def to_question(self) -> Question:
        """Return the question as it was written; what the form has no field for stays."""
        values, question = self.cleaned_data, self.question
        own = ("required", "has_other", "is_shuffled", "starts_page", "least", "most", "maximum", "longest", "decision")
        plain: dict[str, Any] = {name: values[name] for name in own if name in values}
        plain |= {
            name: self.texts(name, getattr(question, name)) for name in TEXTS if f"{name}_{self.languages[0]}" in values
        }
        return replace(
            question,
            **plain,
            choices=tuple(self._choice("choices", id_) for id_ in self.lists["choices"]),
            rows=tuple(self._choice("rows", id_) for id_ in self.lists["rows"]),
            wordings=self._wordings(),
            audience=Audience(
                roles=tuple(values["roles"]),
                stages=tuple(values["stages"]),
                segments=tuple(values.get("segments", ())),
                languages=tuple(values["spoken"]),
            ),
        )

    def _choice(self, name: str, id_: str) -> Choice:
        before = self._line(name, id_)
        audience = before.audience
        if name == "choices":
            audience = replace(audience, roles=tuple(self.cleaned_data[f"{_name(name, id_)}_roles"]))
        return replace(before, text=self.texts(_name(name, id_), before.text), audience=audience)

    def _wordings(self) -> tuple[Wording, ...]:
        before = self.question.wordings
        if not self.scores:
            return before
        of = self.cleaned_data["wording_of"]
        old = {one.group: one.title for one in before if one.of == of}
        written = [Wording(of=of, group=one, title=self.texts(f"wording_{one}", old.get(one, {}))) for one in Group]
        shown = self["wording_of"].initial
        others = [one for one in before if one.of not in {of, shown}]
        return (*(one for one in written if one.title), *others)


def _name(name: str, id_: str) -> str:
    return f"{name}_{id_}"


def _ids(sent: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(one for one in sent if is_id(one)))[:MOST_CHOICES]


def _earlier_scores(document: Document, question_id: str) -> list[Question]:
    ids = [one.id for one in document.questions]
    earlier = document.questions[: ids.index(question_id)] if question_id in ids else ()
    return [one for one in earlier if one.type in SCORED]
