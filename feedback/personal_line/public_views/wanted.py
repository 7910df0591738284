"""What the person wants: how to be talked to and asked, who else should be asked, and what becomes of their data."""

from django.http import HttpRequest, HttpResponse

from accounts.audit import actions as audit
from accounts.clients import actions as clients
from accounts.clients.actions import people_data
from accounts.clients.forms import time_zones
from feedback.personal_line import queries
from feedback.personal_line.forms import AskingForm, NamesColleague, TalkForm
from feedback.personal_line.public_views.door import Opened, behind_link
from feedback.personal_line.queries import Wish
from feedback.responses import wishes


@behind_link("GET", "HEAD", "POST")
def talk(request: HttpRequest, person: Opened) -> HttpResponse:
    """How letters begin, in which language and hours, and what whoever calls should know."""
    contact = person.visit.contact
    before = audit.snapshot(contact)
    form = TalkForm(request.POST if request.method == "POST" else None, instance=contact)
    if form.is_valid():
        clients.describe_oneself(contact=contact, now=person.now, before=before)
        return person.lead("line-talk", "&saved=1")
    names = {"form": form, "zones": time_zones().values(), "is_saved": "saved" in request.GET}
    return person.show("talk", **names, status=422 if form.errors else 200)


@behind_link("GET", "HEAD", "POST")
def asking(request: HttpRequest, person: Opened) -> HttpResponse:
    """How often and by which way to be asked."""
    contact = person.visit.contact
    form = AskingForm(request.POST if request.method == "POST" else None, initial={"asking": contact.asking})
    if form.is_valid():
        clients.choose_asking(contact_id=contact.pk, asking=form.cleaned_data["asking"], now=person.now)
        return person.lead("line-asking", "&saved=1")
    stop = queries.stop_of(contact_id=contact.pk, now=person.now)
    names = {"form": form, "stop": stop, "is_saved": "saved" in request.GET}
    return person.show("asking", **names, status=422 if form.errors else 200)


@behind_link("POST")
def letters(request: HttpRequest, person: Opened) -> HttpResponse:
    """Stop all letters, or take that back."""
    act = clients.resume_letters if "undo" in request.POST else clients.stop_letters
    act(contact_id=person.visit.contact.pk, now=person.now)
    return person.lead("line-asking", "&saved=1")


@behind_link("GET", "HEAD", "POST")
def colleague(request: HttpRequest, person: Opened) -> HttpResponse:
    """Name somebody who should be asked instead. Nobody gets a letter by it."""
    if not person.visit.places:
        return person.lead("line")
    form = NamesColleague(request.POST if request.method == "POST" else None, visit=person.visit)
    is_told = form.is_valid()
    if is_told and form.chosen:
        named = {name: form.cleaned_data[name] for name in ("name", "address")}
        wishes.pass_on(visit=Wish(person.visit.contact.pk, form.chosen.pk), **named, now=person.now)
    return person.show("colleague", form=form, is_told=is_told, status=422 if form.errors else 200)


@behind_link("GET", "HEAD", "POST")
def data(request: HttpRequest, person: Opened) -> HttpResponse:
    """Say what is kept of the person and who reads it; a POST asks a colleague to delete it."""
    wish = Wish(person.visit.contact.pk, next((one.client_id for one in person.visit.places), None))
    if request.method == "POST":
        wishes.ask_for_deletion(visit=wish, now=person.now)
        return person.lead("line-data")
    return person.show("data", kept=wishes.kept_of(wish, now=person.now))


@behind_link("POST")
def data_file(request: HttpRequest, person: Opened) -> HttpResponse:
    """Put together what we hold of the person, and hand it out at once."""
    content = people_data.own_archive(contact=person.visit.contact, now=person.now)
    headers = {"Content-Disposition": 'attachment; filename="my-data.zip"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(content, content_type="application/zip", headers=headers)
