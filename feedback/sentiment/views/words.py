"""The organization's own words: the list with a sentence to try, new, changed, removed."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from feedback.sentiment import actions, queries
from feedback.sentiment.forms import SOUNDS, TryForm, WordForm
from feedback.sentiment.models import Aspect, Label

FOLDER = "feedback/sentiment/words"


@in_organization(Right.MANAGE_CLIENTS)
@require_safe
def words(request: OrganizationRequest) -> HttpResponse:
    """Every own word; a sentence in the address is read aloud: how it sounds, and because of which words."""
    form = TryForm(request.GET or None)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    result = queries.spoken(text) if text else None
    context = {
        "words": queries.own_words(),
        "sounds": dict(SOUNDS),
        "aspects": dict(Aspect.choices),
        "form": form,
        "result": result,
        "label": Label(result.label).label if result else "",
    }
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_word(request: OrganizationRequest) -> HttpResponse:
    """Add a word."""
    form = WordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.add_word(word=form.instance, by=request.employee, now=clock.now())
        except actions.WordTaken:
            form.add_error("pattern", _("There is this word in this language already."))
        except actions.TooManyWords:
            form.add_error(None, _("There are 500 own words already. Remove one that is no longer used."))
        else:
            return _saved(request)
    return render(request, f"{FOLDER}/form.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_word(request: OrganizationRequest, word_id: uuid.UUID) -> HttpResponse:
    """Change a word."""
    word = get_object_or_404(queries.own_words(), pk=word_id)
    before = audit.snapshot(word)
    form = WordForm(request.POST if request.method == "POST" else None, instance=word)
    if form.is_valid():
        try:
            actions.save_word(word=word, by=request.employee, now=clock.now(), before=before)
        except actions.WordTaken:
            form.add_error("pattern", _("There is this word in this language already."))
        else:
            return _saved(request)
    context = {"form": form, "word": before["pattern"]}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_word(request: OrganizationRequest, word_id: uuid.UUID) -> HttpResponse:
    """Ask, and remove a word."""
    word = get_object_or_404(queries.own_words(), pk=word_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/removal.html", {"word": word})
    actions.remove_word(word=word, by=request.employee, now=clock.now())
    return _saved(request)


def _saved(request: OrganizationRequest) -> HttpResponse:
    messages.success(request, _("Saved. What clients have said is read anew, and the numbers follow in a moment."))
    return redirect("mood-words", slug=request.seat.slug)
