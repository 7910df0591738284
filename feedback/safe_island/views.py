"""The readers' pages. For everybody else of top management they look the same whether there is a letter or not."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from accounts.web.once import once
from accounts.web.request_context import unlogged
from feedback.safe_island import actions, queries, vault
from feedback.safe_island.forms import ReadersForm, WordsForm
from feedback.safe_island.models import ConfidentialThread

FOLDER = "feedback/safe_island"


@unlogged
@in_organization(Right.READ_ISLAND)
@require_safe
def letters(request: OrganizationRequest) -> HttpResponse:
    """The letters that I read, without their words, the newest first; and who reads them."""
    now = clock.now()
    rows = queries.with_news(queries.threads_for(request.employee, now=now), reader=request.employee)
    page = pagination.page_of(rows, order="-last_at", after=pagination.wanted_page(request))
    people = queries.readers(now=now)
    context = {
        "letters": page.rows,
        "readers": people,
        "is_reader": request.employee in people,
        "is_ready": vault.is_ready(),
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/list.html", context)


@unlogged
@in_organization(Right.READ_ISLAND)
@require_safe
def letter(request: OrganizationRequest, thread_id: uuid.UUID) -> HttpResponse:
    """A letter with its answers and who opened it; that I have opened it is noted first."""
    thread = _thread(request, thread_id)
    actions.open_letter(thread=thread, by=request.employee, now=clock.now())
    return _page(request, thread, WordsForm(initial={"key": uuid.uuid4().hex}))


@unlogged
@in_organization(Right.READ_ISLAND)
@require_POST
@once
def answer(request: OrganizationRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Answer the writer."""
    thread, form, now = _thread(request, thread_id), WordsForm(request.POST), clock.now()
    if not form.is_valid():
        actions.open_letter(thread=thread, by=request.employee, now=now)
        return _page(request, thread, form)
    words, key = form.cleaned_data["text"], form.cleaned_data["key"]
    actions.answer(thread=thread, words=words, author=request.employee, key=key, now=now)
    messages.success(request, _("Answered. The writer sees it behind their link."))
    return redirect("island-thread", slug=request.seat.slug, thread_id=thread.pk)


@unlogged
@in_organization(Right.READ_ISLAND)
@require_POST
def prolong(request: OrganizationRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Keep the letter for another year."""
    thread = _thread(request, thread_id)
    actions.prolong(thread=thread, by=request.employee, now=clock.now())
    messages.success(request, _("Kept for another year."))
    return redirect("island-thread", slug=request.seat.slug, thread_id=thread.pk)


@unlogged
@in_organization(Right.READ_ISLAND)
@require_POST
def tell(request: OrganizationRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Pass on what the writer allows, in their words."""
    thread = _thread(request, thread_id)
    try:
        actions.tell(thread=thread, by=request.employee, now=clock.now())
        messages.success(request, _("Passed on, in the writer’s words."))
    except actions.NotAllowed:
        messages.error(request, _("The writer does not allow it any more, or it was passed on already."))
    return redirect("island-thread", slug=request.seat.slug, thread_id=thread.pk)


@in_organization(Right.MANAGE_OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: OrganizationRequest) -> HttpResponse:
    """Who of top management reads letters. Everybody who reads, and who did, hears of a change."""
    now = clock.now()
    data = request.POST if request.method == "POST" else None
    chosen = {"people": [one.pk for one in queries.readers(now=now)]}
    form = ReadersForm(data, leaders=organizations.top_management(now=now), initial=chosen)
    if form.is_valid():
        actions.name_readers(people=list(form.cleaned_data["people"]), by=request.employee, now=now)
        messages.success(request, _("Saved. Everybody concerned is told by letter."))
        return redirect("island", slug=request.seat.slug)
    return render(request, f"{FOLDER}/readers.html", {"form": form}, status=422 if form.errors else 200)


def _thread(request: OrganizationRequest, thread_id: uuid.UUID) -> ConfidentialThread:
    thread: ConfidentialThread = get_object_or_404(queries.threads_for(request.employee, now=clock.now()), pk=thread_id)
    return thread


def _page(request: OrganizationRequest, thread: ConfidentialThread, form: WordsForm) -> HttpResponse:
    context = {
        "thread": thread,
        "messages_said": thread.messages.select_related("author").order_by("written_at", "id"),
        "accesses": thread.accesses.select_related("employee").order_by("-happened_at", "-id")[: queries.MOST],
        "form": form,
    }
    return render(request, f"{FOLDER}/letter.html", context, status=422 if form.errors else 200)
