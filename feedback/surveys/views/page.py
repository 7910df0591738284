"""The builder as a page: what it shows of a draft, and its answers to what was saved."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts import clock
from accounts.clients.enums import BuyerRole
from accounts.organizations.access import OrganizationRequest
from accounts.web import htmx
from feedback.surveys import comparing, editing, lints, queries, words
from feedback.surveys import document as documents
from feedback.surveys import rules as checks
from feedback.surveys.document import Document, Question
from feedback.surveys.forms import FrameForm, PreviewForm, QuestionForm, RulesForm
from feedback.surveys.forms.preview import PAGE
from feedback.surveys.models import Survey, SurveyDraft, SurveyVersion
from feedback.surveys.rules import Finding

FOLDER = "feedback/surveys/builder"
TEXTS = "texts"  # opened instead of a question: what people read besides
DONE = "done"  # the button that closes what is open
SAVED = "draft-saved"  # what the page's scripts hear


@dataclass(frozen=True, slots=True)
class Row:
    """A question as the builder lists it."""

    question: Question
    place: int
    title: str
    kind: Any
    audience: str
    lacking: str
    rules: int
    has_choices: bool
    is_open: bool
    is_reworded: bool


@dataclass(frozen=True, slots=True)
class Editor:
    """What is open, and the forms in it: those that were refused, with what was typed."""

    opened: str = ""
    question: QuestionForm | None = None
    rules: RulesForm | None = None
    frame: FrameForm | None = None
    shown: str = ""  # the fingerprint that was sent with a refused form
    conflict: SurveyDraft | None = None
    focus: str = ""  # the answer that was just added
    is_reshaped: bool = False  # other languages than before


def show(request: OrganizationRequest, survey: Survey, editor: Editor, *, status: int = 200) -> HttpResponse:
    """Return the builder with this open, as a page or as the part that htmx asks for."""
    draft = queries.draft_of(survey)
    document = documents.read(draft.content)
    segments = queries.segment_names()
    found = checks.faults(document)
    last = queries.latest_version(survey_id=survey.pk)
    context = {
        "survey": survey,
        "is_launched": last is not None,
        "opened": editor.opened,
        "conflict": editor.conflict,
        "focus": editor.focus,
        "is_reshaped": editor.is_reshaped,
        "rows": _rows(last, document, segments, editor, _lacking(document, found)),
        "kinds": words.TYPES.items(),
        "is_full": len(document.questions) >= documents.MOST_QUESTIONS,
        "own_language": get_language() if get_language() in document.languages else document.languages[0],
        "sketch": {} if htmx.is_partial(request) else sketch(request, document),
        **_open(editor, document, segments),
        **_state(draft, document, found),
    }
    response = htmx.page(request, f"{FOLDER}/builder.html", f"{FOLDER}/_builder.html", context, status=status)
    return htmx.trigger(response, SAVED) if request.method == "POST" else response


def after_saving(
    request: OrganizationRequest,
    draft: SurveyDraft,
    *,
    opened: str,
    shown: str,
    focus: str = "",
    is_reshaped: bool = False,
) -> HttpResponse:
    """Answer a form of the builder that was saved.

    What htmx sends while somebody types changes nothing in the form; a button of it, or a change that gives the form other
    fields, shows it anew, and "done" closes it.
    """
    act = request.POST.get("act", "")
    is_done = act == DONE or (not act and not htmx.is_partial(request))
    if not htmx.is_partial(request):
        view, arguments = _address(opened, is_done=is_done)
        url = reverse(view, kwargs={"slug": request.seat.slug, "survey_id": draft.survey_id, **arguments})
        return redirect(f"{url}#part-{opened}")
    if is_done or act or is_reshaped:
        return show(
            request, draft.survey, Editor(opened="" if is_done else opened, focus=focus, is_reshaped=is_reshaped)
        )
    document = documents.read(draft.content)
    context = {"survey": draft.survey, "shown": shown, "is_partial": True}
    context |= _state(draft, document, checks.faults(document))
    response = render(request, f"{FOLDER}/_saved.html", context)
    response["HX-Reswap"] = "none"
    return htmx.trigger(response, SAVED)


def _address(opened: str, *, is_done: bool) -> tuple[str, dict[str, str]]:
    if is_done:
        return "survey-edit", {}
    return ("survey-texts", {}) if opened == TEXTS else ("survey-question", {"question_id": opened})


def sketch(request: OrganizationRequest, document: Document) -> dict[str, Any]:
    """Return what the preview's frame shows, and as whom."""
    form = PreviewForm(request.GET if "language" in request.GET else None, document=document)
    return {"form": form, "query": form.query(), "part": form["part"].value() or PAGE}


def _state(draft: SurveyDraft, document: Document, found: Sequence[Finding]) -> dict[str, Any]:
    """Return what the page says of the whole draft: when it was saved, how long it is, what must be mended."""
    today = timezone.localdate(clock.now())
    return {
        "draft": draft,
        "document": document,
        "languages": _languages(document, found),
        "saved_today": timezone.localdate(draft.saved_at) == today,
        "faults": words.tell(document, found),
        "lints": words.tell(document, lints.lints(document)),
        "length": checks.length_of(document),
        "reach": queries.reach(today=today),
    }


def _languages(document: Document, found: Sequence[Finding]) -> list[tuple[str, Any, int]]:
    """Return the survey's languages with their names, and how many texts each one lacks."""
    missing = Counter(language for one in found for language in one.details.get("languages", ()))
    return [(one, words.LANGUAGES.get(one, one), missing[one]) for one in document.languages]


def _rows(
    last: SurveyVersion | None,
    document: Document,
    segments: Mapping[str, str],
    editor: Editor,
    lacking: Mapping[str, str],
) -> list[Row]:
    reworded = comparing.reworded(documents.read(last.content), document) if last else []
    questions = [*document.questions]
    if editor.question and document.question(editor.opened) is None:
        questions.append(editor.question.question)  # somebody has taken it out; what was typed stays on the page
    return [
        Row(
            question=one,
            place=place,
            title=words.title_of(one, document.languages),
            kind=words.TYPES[one.type].name,
            audience=words.audience_name(one.audience, segments),
            lacking=lacking.get(one.id, ""),
            rules=len(editing.rules_of(document, one.id)),
            has_choices=one.type in documents.CHOSEN,
            is_open=one.id == editor.opened,
            is_reworded=one.id in reworded,
        )
        for place, one in enumerate(questions)
    ]


def _lacking(document: Document, found: Sequence[Finding]) -> dict[str, str]:
    """Return for each question the languages in which words of it are missing."""
    missing: dict[str, set[str]] = {}
    for one in found:
        head, _dot, rest = one.place.partition(".")
        if head == "questions" and "languages" in one.details:
            missing.setdefault(rest.partition(".")[0], set()).update(one.details["languages"])
    return {
        id_: ", ".join(str(words.LANGUAGES.get(one, one)) for one in document.languages if one in languages)
        for id_, languages in missing.items()
    }


def _open(editor: Editor, document: Document, segments: Mapping[str, str]) -> dict[str, Any]:
    """Return the forms of what is open, and the fingerprints of what they show."""
    if editor.opened == TEXTS:
        frame = editor.frame or FrameForm(document=document)
        return {"frame": frame, "shown": editor.shown or editing.fingerprint(document)}
    question = document.question(editor.opened)
    if question is None:
        return {"form": editor.question, "shown": editing.GONE} if editor.question else {}
    rules = editing.rules_of(document, question.id)
    shape: dict[str, Any] = {"question": question, "document": document, "segments": segments}
    form = editor.question or QuestionForm(**shape)
    return {
        "form": form,
        "branches": _branches(question, document),
        "rules": editor.rules or RulesForm(rules=rules, **shape),
        "shown": (editor.question and editor.shown) or editing.fingerprint(question),
        "shown_rules": (editor.rules and editor.shown) or editing.fingerprint(rules),
    }


def _branches(question: Question, document: Document) -> dict[str, str]:
    """Return for each buyer role the answers that it alone, or it with others, is offered, in words."""
    language = get_language() or ""
    return {
        str(role): ", ".join(
            documents.say(one.text, language, document.languages)
            for one in question.choices
            if not one.audience.roles or role in one.audience.roles
        )
        for role in BuyerRole
    }
