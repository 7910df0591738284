"""What is said and told: the first page, a note to us, what the person said and what became of it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from feedback.personal_line import actions, queries
from feedback.personal_line.forms import NoteForm
from feedback.personal_line.public_views.door import Opened, behind_link
from feedback.safe_island import queries as safe_island


@behind_link("GET", "HEAD")
def home(request: HttpRequest, person: Opened) -> HttpResponse:
    """Who looks after the person, what is promised to them, and the way to everything else."""
    promises = queries.open_promises(contact_id=person.visit.contact.pk)
    return person.show(
        "home",
        promises=promises,
        today=timezone.localtime(person.now).date(),
        can_confide=safe_island.is_open(now=person.now),
    )


@behind_link("GET", "HEAD", "POST")
def write(request: HttpRequest, person: Opened) -> HttpResponse:
    """Take a note to whoever looks after the person."""
    if not person.visit.places:
        return person.lead("line")
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, visit=person.visit, initial={"key": uuid.uuid4().hex})
    if form.is_valid() and form.chosen:
        actions.write_note(
            visit=person.visit,
            client=form.chosen,
            text=form.cleaned_data["text"],
            key=form.cleaned_data["key"],
            now=person.now,
        )
        return person.lead("line-write", "&sent=team")
    names = {"form": form, "is_sent": "sent" in request.GET, "can_confide": safe_island.is_open(now=person.now)}
    return person.show("write", **names, status=422 if form.errors else 200)


@behind_link("GET", "HEAD")
def said(request: HttpRequest, person: Opened) -> HttpResponse:
    """What the person said, and what changed since."""
    contact_id = person.visit.contact.pk
    changes = queries.changes(contact_id=contact_id)
    sayings = queries.sayings(contact_id=contact_id, language=person.language)
    return person.show("said", changes=changes, sayings=sayings)
