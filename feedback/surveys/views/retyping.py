"""Another type for a question: what it would lose is said beside each type, before anything is lost."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import undo
from feedback.surveys import actions, comparing, editing, queries, retyping, words
from feedback.surveys import document as documents
from feedback.surveys.document import Document, Question, Type
from feedback.surveys.models import Survey
from feedback.surveys.views.page import FOLDER


@dataclass(frozen=True, slots=True)
class Option:
    """A type that the question could have."""

    type: str
    kind: Any
    lost: str
    stirred: list[str]
    breaks: bool  # answers that were given so far cannot be compared with those to come


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def retype(request: OrganizationRequest, survey_id: uuid.UUID, question_id: str) -> HttpResponse:
    """Choose another type, with what each would lose; for ten minutes the question can be had back as it was."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    document = documents.read(queries.draft_of(survey).content)
    question = _found(document, question_id)
    if request.method == "POST" and request.POST.get("type") in list(Type):
        after = retyping.retyped(question, Type(request.POST["type"]))
        if _put(request, survey, after, shown=request.POST.get("shown", "")):
            old = documents.write(Document(languages=document.languages, questions=(question,)))
            told = _("The question is of the type “%(type)s” now.") % {"type": words.TYPES[after.type].name}
            undo.offer(request, told, url=_url(request, survey, question_id, "-type-undone"), kept=old)
            return redirect(_url(request, survey, question_id))
        return redirect(request.path)
    last = queries.latest_version(survey_id=survey.pk)
    options = _options(document, question, documents.read(last.content) if last else None)
    context = {
        "survey": survey,
        "question": question,
        "title": words.title_of(question, document.languages),
        "kind": words.TYPES[question.type],
        "shown": editing.fingerprint(question),
        "options": options,
        "all_break": all(one.breaks for one in options),
    }
    return render(request, f"{FOLDER}/retype.html", context)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def undo_type(request: OrganizationRequest, survey_id: uuid.UUID, question_id: str) -> HttpResponse:
    """Give the question its former type back, with all that it had; what was written since under the new one goes."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    present = _found(documents.read(queries.draft_of(survey).content), question_id)
    taken = undo.facts(request)
    if taken is None:
        messages.error(request, _("It is too late to take this back. Choose the former type again."))
    else:
        _put(request, survey, documents.read(taken["kept"]).questions[0], shown=editing.fingerprint(present))
    return redirect(_url(request, survey, question_id))


def _options(document: Document, question: Question, last: Document | None) -> list[Option]:
    return [
        Option(
            type=str(type_),
            kind=kind,
            lost=", ".join(words.drop_words(one) for one in retyping.dropped(question, type_)),
            stirred=[words.stir_words(one) for one in retyping.stirred(document, question, type_)],
            breaks=last is not None and _breaks(last, document, retyping.retyped(question, type_)),
        )
        for type_, kind in words.TYPES.items()
        if type_ != question.type
    ]


def _breaks(last: Document, document: Document, after: Question) -> bool:
    changed = editing.put_question(document, after, shown=editing.fingerprint(_found(document, after.id)))
    return after.id in comparing.broken(last, changed)


def _put(request: OrganizationRequest, survey: Survey, question: Question, *, shown: str) -> bool:
    """Save the question; tell when somebody has changed it since it was shown."""
    try:
        actions.edit_question(survey=survey, question=question, shown=shown, by=request.employee, now=clock.now())
    except actions.Conflict:
        messages.error(request, _("Somebody has changed the question meanwhile. Look at it, then choose again."))
        return False
    return True


def _found(document: Document, question_id: str) -> Question:
    question = document.question(question_id)
    if question is None:
        raise Http404
    return question


def _url(request: OrganizationRequest, survey: Survey, question_id: str, part: str = "") -> str:
    arguments = {"slug": request.seat.slug, "survey_id": survey.pk, "question_id": question_id}
    return reverse(f"survey-question{part}", kwargs=arguments)
