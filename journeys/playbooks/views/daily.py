"""My day: what waits for me, what is late, what comes; a task by hand; done and skipped."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from accounts.web.once import once
from accounts.web.text import as_id
from journeys.playbooks import actions, queries
from journeys.playbooks.forms import TaskForm
from journeys.playbooks.models import Task
from journeys.playbooks.script import MOST_CHECKS

FOLDER = "journeys/playbooks"


@in_organization(Right.LOG_CONTACTS)
@require_safe
def my_day(request: OrganizationRequest) -> HttpResponse:
    """What I have to do, the late first."""
    today = timezone.localtime(clock.now()).date()
    rows = queries.open_tasks(owner=request.employee)
    page = pagination.page_of(rows, order="due_on", after=pagination.wanted_page(request))
    late, now, later = (
        [row for row in page.rows if row.due_on < today],
        [row for row in page.rows if row.due_on == today],
        [row for row in page.rows if row.due_on > today],
    )
    groups = [(pgettext("tasks", "Late"), late, True), (_("Today"), now, False), (_("Later"), later, False)]
    lists = queries.checklists_of(page.rows)
    shown = [(title, [(row, lists.get(row.pk)) for row in group], is_late) for title, group, is_late in groups if group]
    context = {"groups": shown, **pagination.links(request, page)}
    return render(request, f"{FOLDER}/day.html", context)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_task(request: OrganizationRequest) -> HttpResponse:
    """Write a task for oneself or for a colleague, about a client when the address names one."""
    client = None
    if wanted := request.GET.get("client", ""):
        client = get_object_or_404(registry.clients(), pk=as_id(wanted))
    today = timezone.localtime(clock.now()).date()
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        instance=Task(client=client),
        initial={"owner": request.employee, "due_on": today},
    )
    if form.is_valid():
        actions.add_task(task=form.instance, by=request.employee, now=clock.now())
        messages.success(request, _("%(name)s has the task.") % {"name": form.instance.owner.name})
        return redirect("my-day", slug=request.seat.slug)
    return render(
        request, f"{FOLDER}/new_task.html", {"form": form, "client": client}, status=422 if form.errors else 200
    )


@in_organization(Right.LOG_CONTACTS)
@require_POST
def done(request: OrganizationRequest, task_id: uuid.UUID) -> HttpResponse:
    """Note that a task is done."""
    return _end(request, task_id, actions.complete_task, _("Done: %(task)s"))


@in_organization(Right.LOG_CONTACTS)
@require_POST
def skipped(request: OrganizationRequest, task_id: uuid.UUID) -> HttpResponse:
    """Note that a task is no longer to be done."""
    return _end(request, task_id, actions.skip_task, _("No longer to be done: %(task)s"))


@in_organization(Right.LOG_CONTACTS)
@require_POST
def tick(request: OrganizationRequest, task_id: uuid.UUID) -> HttpResponse:
    """Note which lines of a checklist are done."""
    task = get_object_or_404(queries.tasks().filter(owner=request.employee), pk=task_id)
    ticked = {int(one) for one in request.POST.getlist("line") if one.isdecimal() and int(one) < MOST_CHECKS}
    actions.tick(task=task, ticked=ticked)
    messages.success(request, _("Noted."))
    return redirect("my-day", slug=request.seat.slug)


def _end(request: OrganizationRequest, task_id: uuid.UUID, act: Callable[..., None], said: str) -> HttpResponse:
    task = get_object_or_404(queries.tasks().filter(owner=request.employee), pk=task_id)
    act(task=task, by=request.employee, now=clock.now())
    messages.success(request, said % {"task": task.title})
    return redirect("my-day", slug=request.seat.slug)
