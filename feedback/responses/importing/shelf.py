"""The surveys that rows speak of: those that are there, and those that are made for answers that no survey of ours has asked.

A survey that is made so asks what its answers tell and no more, is closed from the beginning, and marks its questions as
imported: answers of later imports may bring it further questions, and nobody else's survey ever gets any.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.audit import actions as audit
from accounts.exchange.registry import Setting
from accounts.organizations.models import Organization
from feedback.responses.importing.asked import IMPORTED
from feedback.responses.models import Response
from feedback.surveys import actions as surveys
from feedback.surveys import document as documents
from feedback.surveys.document import WRITTEN, Document, Question, Texts, Type
from feedback.surveys.models import Survey, SurveyDraft, SurveyVersion

NAMELESS = _("Past answers")
TITLES = {
    "nps": _("How likely are you to recommend us?"),
    "csat": _("How satisfied are you?"),
    "ces": _("How easy was it?"),
    "comment": _("In your own words"),
}
TYPES = {"nps": Type.NPS, "csat": Type.CSAT, "ces": Type.CES, "comment": Type.LONG_TEXT}
LONGEST = 10_000


@dataclass(slots=True)
class Kept:
    """A survey under one name with its versions, the oldest first; `survey` is None while it is only going to be made."""

    name: str
    survey: Survey | None = None
    versions: list[tuple[SurveyVersion | None, Document]] = field(default_factory=list)
    is_wanted: bool = False  # by a row that can be imported

    @property
    def is_imported(self) -> bool:
        """Tell whether all that it asks was made for imports."""
        return bool(self.versions) and all(one.source == IMPORTED for one in self.versions[-1][1].questions)

    def asked_on(self, at: datetime, questions: Collection[str]) -> Document:
        """Return what it asked that day; before its first version, the first one that asks all these questions."""
        return self.versions[self._index(at, questions)][1]

    def version_on(self, at: datetime, questions: Collection[str]) -> SurveyVersion:
        version = self.versions[self._index(at, questions)][0]
        if version is None:
            raise LookupError(f"{self.name} is not made yet")
        return version

    def _index(self, at: datetime, questions: Collection[str]) -> int:
        if self.is_imported:
            return -1
        before = [i for i, (one, _content) in enumerate(self.versions) if one is not None and one.published_at <= at]
        if before:
            return before[-1]
        fitting = (i for i, (_one, asked) in enumerate(self.versions) if all(map(asked.question, questions)))
        return next(fitting, 0)


class Shelf:
    """The surveys of a batch of rows by name, loaded with two queries."""

    def __init__(self, names: Iterable[str], ids: Collection[uuid.UUID], organization: Organization) -> None:
        with translation.override(organization.language):
            self.nameless = str(NAMELESS)
        wanted = {name.lower() for name in names if name}
        aliases = {text.lower() for text in _in_every_language(NAMELESS).values()}
        rows = Survey.objects.filter(archived_at=None).annotate(key=Lower("name"))
        rows = rows.filter(Q(key__in=wanted | aliases) | Q(pk__in=ids))
        found = {row.pk: Kept(row.name, row) for row in rows}
        for version in SurveyVersion.objects.filter(survey__in=list(found)).order_by("number"):
            found[version.survey_id].versions.append((version, documents.read(version.content)))
        self.kept = {kept.name.lower(): kept for kept in found.values()}
        self.alias = next((one for name, one in self.kept.items() if name in aliases), None)

    def find(self, name: str) -> Kept:
        """Return the survey of the name, "" for answers without one; a new one is only noted."""
        if not name and self.alias:
            return self.alias
        name = name or self.nameless
        return self.kept.setdefault(name.lower(), Kept(name))

    def of(self, survey_id: uuid.UUID) -> Kept:
        """Return the survey of the id."""
        return next(one for one in self.kept.values() if one.survey and one.survey.pk == survey_id)

    def need(self, kept: Kept, kinds: Collection[str]) -> None:
        """Let a survey that is made here ask what these answers tell."""
        if kept.survey is not None and not kept.is_imported:
            return
        questions = {one.id: one for one in kept.versions[-1][1].questions} if kept.versions else {}
        if set(kinds) - questions.keys():
            asked = _document(kept.name, {*questions, *kinds})
            if kept.versions and kept.versions[-1][0] is None:
                kept.versions[-1] = (None, asked)
            else:
                kept.versions.append((None, asked))

    def make(self, setting: Setting) -> None:
        """Publish what is only noted so far."""
        for kept in self.kept.values():
            if not kept.is_wanted or not kept.versions or kept.versions[-1][0] is not None:
                continue
            content = kept.versions[-1][1]
            if kept.survey is None:
                kept.survey = Survey(name=kept.name, closed_at=setting.now)
                surveys.create_survey(survey=kept.survey, content=content, by=setting.by, now=setting.now)
            else:
                draft = SurveyDraft.objects.filter(survey=kept.survey)
                draft.update(content=documents.write(content), saved_at=setting.now, saved_by=setting.by)
            version = surveys.publish(survey=kept.survey, by=setting.by, now=setting.now)
            kept.versions[-1] = (version, content)


def put_away_empty(*, now: datetime) -> None:
    """Archive surveys that were made for an import of which no answer is left."""
    last = SurveyVersion.objects.filter(survey=OuterRef("pk"), content__questions__0__source=IMPORTED)
    answered = Response.objects.filter(version__survey=OuterRef("pk"))
    for survey in Survey.objects.filter(Exists(last), ~Exists(answered), archived_at=None):
        before = audit.snapshot(survey)
        survey.archived_at = now
        survey.save(update_fields=["archived_at"])
        audit.record(action="survey.archived", subject=survey, by=None, now=now, before=before)


def question_for(document: Document, kind: str, *, asked: Collection[str]) -> Question | None:
    """Return the question whose answers are such marks or words: the first that is asked of this person, else the first."""
    fitting = [
        one for one in document.questions if (one.type in WRITTEN if kind == "comment" else one.type == TYPES[kind])
    ]
    return next((one for one in fitting if one.id in asked), fitting[0] if fitting else None)


def _document(name: str, kinds: Collection[str]) -> Document:
    questions = tuple(
        Question(
            id=kind,
            type=TYPES[kind],
            title=_in_every_language(title),
            longest=LONGEST if kind == "comment" else None,
            source=IMPORTED,
        )
        for kind, title in TITLES.items()
        if kind in kinds
    )
    languages = tuple(code for code, _name in settings.LANGUAGES)
    return replace(Document(languages=languages), title=dict.fromkeys(languages, name), questions=questions)


def _in_every_language(text: object) -> Texts:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(text)
    return found
