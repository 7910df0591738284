"""What the answer page's form holds: the answers by question id, and a signed ticket that says what was asked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from accounts import tokens
from feedback.responses.models import Confidentiality
from feedback.responses.visits import Visit
from feedback.surveys.document import OTHER, Document, Question, Type
from feedback.surveys.runner import Person

# Fields beside the questions'; ids of questions begin with a letter.
TICKET, READERS, LANGUAGE = "_ticket", "_readers", "_language"
LISTS = frozenset({Type.MULTIPLE})
SALT = "happiness.survey.form"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"  # bytes that were no UTF-8
Fields = Mapping[str, list[str]]  # what stands in the form, by the name of the field


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a form was made for, so that its answers can be judged without asking the database first.

    `page` is the page of several, None where everything stands on one; `revision` that of the answer which is being changed.
    """

    invitation_id: uuid.UUID
    version_id: uuid.UUID
    survey_id: str
    role: str
    stage: str
    segment: str
    language: str
    hides_in_role: bool
    issued: int  # seconds since 1970
    page: int | None = None
    revision: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        return Person(role=self.role, stage=self.stage, segment=self.segment, language=self.language, facts=self.facts)


class ColleagueForm(forms.Form):
    """Who should be asked instead."""

    name = forms.CharField(max_length=200)
    address = forms.EmailField(required=False)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


def write_ticket(ticket: Ticket) -> str:
    """Return the signed text of a ticket."""
    ids = [str(ticket.invitation_id), str(ticket.version_id), ticket.survey_id]
    rest = [ticket.role, ticket.stage, ticket.segment, ticket.language, ticket.hides_in_role, ticket.issued]
    return tokens.seal([*ids, *rest, ticket.page, ticket.revision, dict(ticket.facts)], salt=SALT)


def read_ticket(text: str, *, invitation_id: uuid.UUID) -> Ticket | None:
    """Return the ticket of this invitation; None for any other text: the page is then judged by its row."""
    try:
        invitation, version, survey, *rest = tokens.unseal(text, salt=SALT)
    except tokens.BadToken:
        return None
    if invitation != str(invitation_id):
        return None
    role, stage, segment, language, hides, issued, page, revision, facts = rest
    return Ticket(
        invitation_id=invitation_id,
        version_id=uuid.UUID(version),
        survey_id=survey,
        role=role,
        stage=stage,
        segment=segment,
        language=language,
        hides_in_role=hides,
        issued=issued,
        page=page,
        revision=revision,
        facts=facts,
    )


def ticket_of(visit: Visit, *, language: str, issued: int, page: int | None) -> Ticket:
    """Return the ticket of the page that a visit shows."""
    return Ticket(
        invitation_id=visit.invitation_id,
        version_id=visit.version_id,
        survey_id=visit.survey_id,
        role=visit.role,
        stage=visit.stage,
        segment=str(visit.segment_id or ""),
        language=language,
        hides_in_role=visit.hides_in_role,
        issued=issued,
        page=page,
        revision=visit.revision,
        facts=visit.facts,
    )


def readers_of(form: QueryDict, *, before: str | None = None) -> Confidentiality | None:
    """Return who may read the answer: as before, or everybody, where nothing was chosen; None for what is no choice."""
    try:
        return Confidentiality(form.get(READERS) or before or Confidentiality.NAMED)
    except ValueError:
        return None


def typed(document: Document, form: QueryDict) -> dict[str, list[str]]:
    """Return what stands in the fields of the document's questions; whatever else was sent is nobody's answer."""
    names = {name for question in document.questions for name in field_names(question)}
    return {name: form.getlist(name) for name in form if name in names}


def field_names(question: Question) -> list[str]:
    """Return the names of a question's fields: one for each row of a matrix and each choice that is ranked."""
    if question.type == Type.MATRIX:
        return [f"{question.id}.{row.id}" for row in question.rows]
    if question.type == Type.RANKING:
        return [f"{question.id}.{choice}" for choice in ranked_choices(question)]
    return [question.id, f"{question.id}.{OTHER}"] if question.has_other else [question.id]


def ranked_choices(question: Question) -> list[str]:
    """Return the ids of what is put in order."""
    return [choice.id for choice in question.choices]


def raw_of(document: Document, fields: Fields) -> dict[str, Any]:
    """Return the answers in a form as the engine takes them; a text that could not be read as UTF-8 is no text."""
    raw: dict[str, Any] = {}
    for question in document.questions:
        if question.type == Type.MATRIX:
            rows = {row.id: _one(fields, f"{question.id}.{row.id}") for row in question.rows}
            raw[question.id] = {row: picked for row, picked in rows.items() if picked}
        elif question.type == Type.RANKING:
            raw[question.id] = _ranked(question, fields)
        elif question.type in LISTS:
            raw[question.id] = [value for value in fields.get(question.id, []) if value]
        else:
            value = _one(fields, question.id)
            raw[question.id] = [value] if UNREADABLE in value else value  # a list is refused by every type
        if other := _one(fields, f"{question.id}.{OTHER}") if question.has_other else "":
            raw[f"{question.id}.{OTHER}"] = [other] if UNREADABLE in other else other
    return raw


def fields_of(document: Document, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return how answers stand in the form's fields: what `raw_of` reads gives the same answers again."""
    fields: dict[str, list[str]] = {}
    for question in document.questions:
        value = answers.get(question.id)
        if value is None:
            continue
        if question.type == Type.MATRIX:
            fields |= {f"{question.id}.{row}": [picked] for row, picked in value.items()}
        elif question.type == Type.RANKING:
            fields |= {f"{question.id}.{picked}": [str(place)] for place, picked in enumerate(value, 1)}
        elif isinstance(value, bool):
            fields[question.id] = ["yes" if value else "no"]
        else:
            fields[question.id] = value if isinstance(value, list) else [str(value)]
        if other := answers.get(f"{question.id}.{OTHER}"):
            fields[f"{question.id}.{OTHER}"] = [other]
    return fields


def _ranked(question: Question, fields: Fields) -> list[str]:
    """Return the choices in the order of their places; the same place twice names a choice twice, which is no ranking."""
    places = {choice: _one(fields, f"{question.id}.{choice}") for choice in ranked_choices(question)}
    given = {choice: int(place) for choice, place in places.items() if place.isascii() and place.isdigit()}
    order = sorted(given, key=lambda choice: given[choice])
    return order if len(set(given.values())) == len(given) else [*order, order[0]]


def _one(fields: Fields, name: str) -> str:
    """Return a field's value, the last one where it was sent several times, as Django's forms do."""
    values = fields.get(name)
    return values[-1] if values else ""
