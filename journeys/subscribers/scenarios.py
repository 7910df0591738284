"""What begins playbooks, fulfills their meetings, and ends them; what rules want done. Handlers may run twice."""

import uuid
import zoneinfo
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext

from accounts.clients.models import Client, Contact
from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import subscribe
from accounts.organizations.models import Employee
from feedback.triggers.models import Pause, TriggerRule
from journeys.playbooks import actions as playbooks
from journeys.playbooks import queries as playbook_queries
from journeys.playbooks.models import CHOICE, Cause, Task
from journeys.playbooks.script import Begin


@subscribe(kinds.STAGE_ENTERED)
def begin_playbooks_of_stage(event: Event) -> None:
    """Begin the playbooks that wait for this stage, of the client or of one of its people."""
    visit_id = event.payload["visit_id"]
    why = playbooks.Why(cause=Cause.STAGE, occurrence=f"stage:{visit_id}", visit_id=uuid.UUID(visit_id))
    playbooks.start_for_event(event=event, begin=Begin.STAGE, why=why, stage=event.payload["stage"])


@subscribe("alert.raised")
def begin_playbooks_of_alert(event: Event) -> None:
    """Begin the playbooks that wait for an alert of its kind and severity."""
    topic = event.payload.get("topic", "")
    why = playbooks.Why(cause=Cause.ALERT, occurrence=f"alert:{event.payload['alert_id']}", topic=topic)
    kind = {"alert": event.payload.get("rule", ""), "severity": event.payload.get("severity", "")}
    playbooks.start_for_event(event=event, begin=Begin.ALERT, why=why, **kind)


@subscribe("case.opened")
def begin_playbooks_of_case(event: Event) -> None:
    """Begin the playbooks that wait for a case, and let those know it that the alert before it has begun."""
    case_id = uuid.UUID(event.payload["case_id"])
    if event.client_id:
        playbooks.know_case(client_id=event.client_id, topic=event.payload.get("topic", ""), case_id=case_id)
    why = playbooks.Why(cause=Cause.CASE, occurrence=f"case:{case_id}", case_id=case_id)
    playbooks.start_for_event(event=event, begin=Begin.CASE, why=why)


@subscribe(kinds.RULE_FIRED)
def begin_playbook_of_rule(event: Event) -> None:
    """Begin the playbook that a rule wants."""
    playbooks.start_for_rule(event=event)


@subscribe(kinds.INTERACTION_LOGGED)
def talk_fulfills_meeting(event: Event) -> None:
    """Let a talk do the task of the meeting that a playbook wants."""
    if event.client_id:
        playbooks.note_talk(event=event)


@subscribe(kinds.STAGE_LEFT)
@subscribe(kinds.CASE_CLOSED)
@subscribe(kinds.CLIENT_ARCHIVED)
@subscribe(kinds.CLIENT_MERGED)
@subscribe(kinds.CONTACT_LEFT)
@subscribe(kinds.CONTACT_ERASED)
def look_at_playbooks(event: Event) -> None:
    """Let the playbooks at work there see whether they are over."""
    if event.client_id:
        playbooks.wake(playbook_queries.open_runs(client_id=event.client_id).values_list("pk", flat=True))


@subscribe(kinds.TASK_WANTED)
def remember_rule(event: Event) -> None:
    """Put what a rule wants done onto the day of the client's manager."""
    client = Client.objects.select_related("manager").filter(pk=event.client_id).first() if event.client_id else None
    if client is None or client.manager is None or client.manager.left_at:
        return
    owner = client.manager
    today = event.recorded_at.astimezone(zoneinfo.ZoneInfo(owner.time_zone)).date()
    playbooks.bring_task(
        origin=event.dedupe_key[:100],
        title=event.payload["title"],
        owner=owner,
        due_on=today + timedelta(days=event.payload.get("days", 0)),
        client=client,
        contact=Contact.objects.filter(pk=event.contact_id, erased_at=None).first() if event.contact_id else None,
        now=event.recorded_at,
    )


@subscribe(kinds.CHOICE_WANTED)
def remember_choice(event: Event) -> None:
    """Put the question whom a rule is to ask onto the day of whoever answers it."""
    owner = Employee.objects.filter(pk=event.payload["employee_id"], left_at=None).first()
    client = Client.objects.filter(pk=event.client_id).first()
    rule = TriggerRule.objects.filter(pk=event.payload["rule_id"]).first()
    if owner is None or client is None or rule is None:
        return
    with translation.override(owner.language):
        title = gettext("Whom shall we ask at %(client)s? The rule “%(rule)s” leaves it to you.")
        title %= {"client": client.name, "rule": rule.name}
    until = datetime.fromisoformat(event.payload["until"])
    playbooks.bring_task(
        origin=f"{CHOICE}{event.payload['choice_id']}",
        title=title,
        owner=owner,
        due_on=until.astimezone(zoneinfo.ZoneInfo(owner.time_zone)).date(),
        client=client,
        now=event.recorded_at,
    )


@subscribe(kinds.CHOICE_ENDED)
def end_task_of_choice(event: Event) -> None:
    """Take the question off the day: it was answered, or it is too late."""
    by = Employee.objects.filter(pk=event.actor_id).first()
    for task in Task.objects.filter(origin=f"{CHOICE}{event.payload['choice_id']}"):
        if event.payload["is_answered"]:
            playbooks.complete_task(task=task, by=by, now=event.recorded_at)
        else:
            playbooks.skip_task(task=task, by=None, now=event.recorded_at)


@subscribe(kinds.RULE_PAUSED)
def remember_paused_rule(event: Event) -> None:
    """Let the owner of a rule that has paused itself see to it."""
    rule = TriggerRule.objects.select_related("owner").filter(pk=event.payload["rule_id"]).first()
    if rule is None or event.payload["reason"] == Pause.BY_HAND or rule.owner.left_at:
        return
    owner = rule.owner
    with translation.override(owner.language):
        words = {"rule": rule.name, "why": Pause(event.payload["reason"]).label}
        playbooks.bring_task(
            origin=f"rule.paused:{event.pk}",
            title=gettext("The rule “%(rule)s” has paused itself. %(why)s") % words,
            owner=owner,
            due_on=event.recorded_at.astimezone(zoneinfo.ZoneInfo(owner.time_zone)).date(),
            now=event.recorded_at,
        )
