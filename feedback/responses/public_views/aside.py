"""The pages around a survey: thanks, "ask me no more", what is kept of a person, and "ask again" where a link came too late."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST

from accounts.clients.enums import Asking
from accounts.tenancy.context import tenant_context
from accounts.web.formats import dates
from feedback.responses import visits, wishes
from feedback.responses.forms import ColleagueForm
from feedback.responses.models import Confidentiality
from feedback.responses.public_views import door
from feedback.responses.visits import AMENDABLE, State, Visit
from feedback.surveys import recall
from feedback.surveys.document import Document, say

MILDER = frozenset({Asking.LESS_OFTEN, Asking.PHONE})  # what may be chosen instead of no more questions at all


@require_http_methods(["GET", "HEAD"])
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Thank for an answer: what happens next and by when, and how to change it."""
    visit = door.visit_of(door.claim_of(token))
    if visit.happened_at is None:
        return HttpResponseRedirect(door.url_of(token))
    document = door.document_of(visit)
    language = door.language_of(request.GET.get("l", ""), visit, document)
    return door.other_page(
        "public/thanks.html",
        visit,
        url=door.url_of(token),
        language=language,
        document=document,
        thanks=_thanks(visit, document, language),
        reply_day=_reply_day(visit, document, language),
        may_amend=visit.state(door.now_of(visit)) == State.ANSWERED,
        amend_day=door.day_of(visit, visit.happened_at + AMENDABLE, language),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Offer to ask this person no more, or otherwise; a POST does it, or takes it back, as long as the link is genuine."""
    visit = door.visit_of(door.claim_of(token))
    document = door.document_of(visit)
    language = door.language_of(request.GET.get("l", ""), visit, document)
    with tenant_context(visit.organization_id):
        if request.method == "POST" and not visit.is_revoked:
            if (wanted := request.POST.get("asking")) in MILDER:
                wishes.choose_asking(visit=visit, asking=Asking(wanted), now=door.now_of(visit))
            else:
                wishes.stop_asking(visit=visit, is_undone="undo" in request.POST, now=door.now_of(visit))
        asking = wishes.asking_of(visit)
    names: dict[str, Any] = {"asking": asking, "is_undone": "undo" in request.POST and asking != Asking.NEVER}
    return door.other_page(
        "public/stop.html", visit, url=door.url_of(token), language=language, document=document, **names
    )


@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, token: str) -> HttpResponse:
    """Say what is kept of this person and who sees it; a POST asks a colleague to delete it."""
    visit = door.visit_of(door.claim_of(token))
    document = door.document_of(visit)
    language = door.language_of(request.GET.get("l", ""), visit, document)
    now = door.now_of(visit)
    with tenant_context(visit.organization_id):
        if request.method == "POST" and not visit.is_erased:
            wishes.ask_for_deletion(visit=visit, now=now)
        kept = wishes.kept_of(visit, now=now)
    return door.other_page(
        "public/data.html",
        visit,
        url=door.url_of(token),
        language=language,
        document=document,
        kept=kept,
        is_asked=kept.is_deletion_asked,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the colleague who should be asked instead; a POST tells whoever asks. Nobody gets a letter by it."""
    visit = door.visit_of(door.claim_of(token))
    document = door.document_of(visit)
    language = door.language_of(request.GET.get("l", ""), visit, document)
    now = door.now_of(visit)
    if visit.state(now) not in {State.OPEN, State.ANSWERED}:
        return door.gone(visit, visit.state(now), url=door.url_of(token), language=language)
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    with translation.override(language):
        is_told = form.is_valid()
    if is_told:
        with tenant_context(visit.organization_id):
            wishes.pass_on(visit=visit, **form.cleaned_data, now=now)
    status = 422 if form.errors else 200
    names = {"form": form, "is_told": is_told}
    return door.other_page(
        "public/pass_on.html",
        visit,
        url=door.url_of(token),
        language=language,
        document=document,
        status=status,
        **names,
    )


@require_POST
def ask_again(request: HttpRequest, token: str) -> HttpResponse:
    """Let the sender know that the person would still answer."""
    visit = door.visit_of(door.claim_of(token))
    now = door.now_of(visit)
    state = visit.state(now)
    if state in {State.OPEN, State.ANSWERED}:
        return HttpResponseRedirect(door.url_of(token))
    if visit.is_erased or state in {State.KEPT, State.OFF}:
        return door.gone(visit, state, url=door.url_of(token))
    with tenant_context(visit.organization_id):
        wishes.ask_again(visit=visit, now=now)
    document = door.document_of(visit)
    language = door.language_of(request.GET.get("l", ""), visit, document)
    return door.other_page(
        "public/asked_again.html", visit, url=door.url_of(token), language=language, document=document
    )


def _thanks(visit: Visit, document: Document, language: str) -> str:
    known = {"salutation": visit.salutation, "organization": visit.organization, "sender": visit.sender or ""}
    known |= {f"fact:{name}": str(value) for name, value in visit.facts.items() if value not in (None, "")}
    return recall.fill(say(document.thanks, language, document.languages), known)


def _reply_day(visit: Visit, document: Document, language: str) -> str:
    """Return the day by which somebody answers; "" where nobody can: an answer without a name, or none was promised."""
    if not document.reply_days or visit.confidentiality == Confidentiality.ROLE or visit.happened_at is None:
        return ""
    day = visits.reply_by(
        start=visit.happened_at,
        days=document.reply_days,
        work_days=visit.work_days or "12345",
        zone=door.zone_of(visit),
    )
    with translation.override(language):
        return dates.day(day)
