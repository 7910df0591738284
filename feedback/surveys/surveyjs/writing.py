"""A document as the JSON of SurveyJS."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from html import escape
from typing import Any

from feedback.surveys.conditions import All, Comparison, Condition, Either, Not, Op, asked
from feedback.surveys.document import SCORED, WRITTEN, Act, Audience, Choice, Document, Question, Rule, Texts, Type
from feedback.surveys.document import write as write_document
from feedback.surveys.foreign import Losses, Lost
from feedback.surveys.surveyjs.expressions import UnreadableError, write_expression
from feedback.surveys.surveyjs.recalling import incoming, lost, outgoing
from feedback.surveys.surveyjs.words import AUDIENCE, CHOOSING, FACT, FACTS, KINDS, LANGUAGES_OUT, OWN, TOLD

FRAME = ("letter", "reply_days", "questions_promised", "seconds_promised")
# What colleagues note for themselves: nobody who answers misses it.
NOTES = {"type", "decision", "source", "series"}
PLACED = {"id", "type", "title", "help", "required", "audience", "starts_page"}  # of every question


def write(document: Document) -> tuple[dict[str, Any], Losses]:
    """Return the survey as SurveyJS JSON, and what other programs will not know of it.

    `read` gives the same survey again; its rules in other words perhaps, for several may have become one condition.
    """
    writer = _Writer(document)
    return writer.survey(), writer.losses


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.losses = Losses()
        self.order = [one.id for one in document.questions]
        self.names = {id_: id_ for id_ in self.order}
        self.recalled: dict[str, str] = {}  # texts of ours by what became of them
        self.place = ""

    def survey(self) -> dict[str, Any]:
        document = self.document
        first = document.languages[0]
        written = {"locale": LANGUAGES_OUT.get(first, first), "title": self.texts(document.title)}
        if document.intro:
            written["description"] = self.texts(document.intro)
        if document.thanks:
            written["completedHtml"] = self.texts(document.thanks, is_html=True)
        plain = write_document(document)
        own = {"languages": list(document.languages)} | {name: plain[name] for name in FRAME if name in plain}
        for name in own.keys() & {"letter"}:
            self.losses.note("", Lost.OWN, setting=name)
        rules = self.writable()
        written |= {"pages": self.pages(rules), "triggers": self.triggers(rules)}
        return written | {OWN: own | ({"recall": self.recalled} if self.recalled else {})}

    def texts(self, texts: Texts, *, is_html: bool = False) -> Any:
        first = self.document.languages[0]
        texts = {language: self.text(text) for language, text in texts.items()}
        if is_html:
            texts = {language: _html(text) for language, text in texts.items()}
        if set(texts) == {first}:
            return texts[first]
        others = {LANGUAGES_OUT.get(one, one): text for one, text in texts.items() if one != first}
        return ({"default": texts[first]} if first in texts else {}) | others

    def text(self, text: str) -> str:
        """Return a text with its recalls as SurveyJS writes them; one that cannot be told from that is kept beside."""
        written = outgoing(text)
        for kind, details in lost(text):
            self.losses.note(self.place, kind, **details)
        if incoming(written, self.names, Losses(), "") != text:
            self.recalled.setdefault(written, text)
        return written

    def variable(self, source: str, name: str) -> str:
        if "{" in name or "}" in name or name != name.strip():
            raise UnreadableError("no name")
        if source == "answer":
            if name not in self.order:
                raise UnreadableError("no such question")
            return f"{{{name}}}"
        return f"{{{name}}}" if name in FACTS and name not in self.order else f"{{{FACT}{name}}}"

    def writable(self) -> list[Rule]:
        """Return the rules that lead somewhere and can be written."""
        found = []
        for number, rule in enumerate(self.document.rules, start=1):
            at = self.order.index(rule.question) if rule.question in self.order else -1
            is_dead = at < 0 or (rule.act == Act.SKIP and rule.to not in self.order[at + 1 :])
            try:
                write_expression(rule.when, self.variable)
            except UnreadableError:
                is_dead = True
            if is_dead:
                self.losses.note(rule.question, Lost.RULE, number=number)
            else:
                found.append(rule)
        return found

    def pages(self, rules: Sequence[Rule]) -> list[dict[str, Any]]:
        pages: list[dict[str, Any]] = []
        for one in self.document.questions:
            if one.starts_page or not pages:
                pages.append({"name": f"page{len(pages) + 1}", "elements": []})
            pages[-1]["elements"].append(self.element(one, [rule for rule in rules if rule.question == one.id]))
        return pages

    def element(self, question: Question, rules: Sequence[Rule]) -> dict[str, Any]:
        kind, self.place = KINDS[question.type], question.id
        written = {"type": kind["type"], "name": question.id, **kind}
        if question.type == Type.INFORMATION:
            written["html"] = self.texts(question.title, is_html=True)
        else:
            written["title"] = self.texts(question.title)
        if question.help:
            written["description"] = self.texts(question.help)
        shown = _parts_of(question.audience) + _shown(rules)
        if shown:
            written["visibleIf"] = write_expression(All(tuple(shown)), self.variable)
        demands = [rule.when for rule in rules if rule.act == Act.REQUIRE]
        if demands:
            written["requiredIf"] = write_expression(Either(tuple(demands)), self.variable)
        if question.required:
            written["isRequired"] = True
        expressed = self.of_type(question, written)
        return written | self.own(question, expressed)

    def of_type(self, question: Question, written: dict[str, Any]) -> set[str]:
        """Write what belongs to the type of the question, and return what of ours is said by it."""
        type_, said = question.type, set(PLACED)
        if type_ in SCORED:
            said |= self.scored(question, written)
        if type_ in CHOOSING:
            written["choices"] = [self.choice(one) for one in question.choices]
            said |= {"choices", "is_shuffled"} | (set() if type_ == Type.RANKING else {"has_other"})
            if question.is_shuffled:
                written["choicesOrder"] = "random"
            if question.has_other and type_ != Type.RANKING:
                written["showOtherItem"] = True
        if type_ == Type.MATRIX:
            written["columns"] = [self.choice(one) for one in question.choices]
            written["rows"] = [self.choice(one) for one in question.rows]
            said |= {"choices", "rows"}
        if type_ in WRITTEN and question.longest:
            written["maxLength"] = question.longest
            said |= {"longest"}
        names = {Type.MULTIPLE: ("minSelectedChoices", "maxSelectedChoices"), Type.NUMBER: ("min", "max")}.get(type_)
        if names:
            said |= {"least", "most"}
            numbers = zip(names, (question.least, question.most), strict=True)
            written.update({name: number for name, number in numbers if number is not None})
        return said

    def scored(self, question: Question, written: dict[str, Any]) -> set[str]:
        for name, texts in (("minRateDescription", question.low), ("maxRateDescription", question.high)):
            if texts:
                written[name] = self.texts(texts)
        if question.type != Type.RATING or not question.maximum:
            return {"low", "high"}
        written["rateMax"] = question.maximum
        return {"low", "high", "maximum"}

    def choice(self, choice: Choice) -> dict[str, Any]:
        parts = _parts_of(choice.audience)
        only = {"visibleIf": write_expression(All(tuple(parts)), self.variable)} if parts else {}
        return {"value": choice.id, "text": self.texts(choice.text), **only}

    def own(self, question: Question, said: set[str]) -> dict[str, Any]:
        """Return what SurveyJS has no word for, as ours stands in a document."""
        plain = write_document(Document(languages=self.document.languages, questions=(question,)))["questions"][0]
        kept = {name: value for name, value in plain.items() if name not in said and (name, value) != ("series", 1)}
        if question.type in TOLD:
            kept["type"] = str(question.type)
        if question.type == Type.INFORMATION and question.required:
            kept["required"] = True
        if question.starts_page and question.id == self.order[0]:
            kept["starts_page"] = True
        for name in kept.keys() - NOTES:
            self.losses.note(question.id, Lost.OWN, setting=name)
        return {OWN: kept} if kept else {}

    def triggers(self, rules: Sequence[Rule]) -> list[dict[str, Any]]:
        written = []
        for rule in sorted(rules, key=lambda one: self.order.index(one.question)):
            if rule.act in {Act.SKIP, Act.END}:
                expression = write_expression(rule.when, self.variable)
                kind = {"type": "skip", "gotoName": rule.to} if rule.act == Act.SKIP else {"type": "complete"}
                is_said = list(asked(rule.when))[-1:] == [rule.question]
                written.append(kind | {"expression": expression} | ({} if is_said else {OWN: rule.question}))
        return written


def _parts_of(audience: Audience) -> list[Condition]:
    wanted = {one.name: getattr(audience, one.name) for one in fields(audience)}
    return [Comparison("fact", fact, Op.IN, list(wanted[ours])) for fact, ours in AUDIENCE.items() if wanted[ours]]


def _shown(rules: Iterable[Rule]) -> list[Condition]:
    shows = tuple(rule.when for rule in rules if rule.act == Act.SHOW)
    hides = [Not(rule.when) for rule in rules if rule.act == Act.HIDE]
    return ([Either(shows)] if shows else []) + list(hides)


def _html(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")
