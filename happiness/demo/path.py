"""The path of the demo's clients: drawn once, and drawn anew with a shorter onboarding; and what talks were about."""

from datetime import datetime, timedelta

from accounts.audit import actions as audit
from accounts.clients.enums import Stage
from accounts.organizations.models import Employee, Touchpoint
from feedback.interactions.models import Channel
from happiness.demo.clients import Talk
from journeys.stages import actions, queries
from journeys.stages.models import JourneyPart
from journeys.stages.rules import Step, as_json

PRE, ON, LONG, RE = Stage.PREBOARDING, Stage.ONBOARDING, Stage.LONG_TERM, Stage.REBOARDING
FIRST, SECOND = timedelta(days=757), timedelta(days=300)  # ago
FIRST_MEETING, LAUNCH, QUARTER = "Перша зустріч", "Запуск", "Квартальна розмова"
ACTS, SUPPORT = "Акти й рахунки", "Звернення до підтримки"
# Stage, touchpoint, and within how many days what was promised there is to be done.
PARTS = {
    "pivnich-soft": (
        *((PRE, FIRST_MEETING, 3), (ON, LAUNCH, 10), (ON, "Демонстрація результату", 5), (LONG, QUARTER, 5)),
        *((LONG, ACTS, 2), (LONG, SUPPORT, 1), (RE, FIRST_MEETING, 3)),
    ),
    "harbor-instruments": (
        *((PRE, "Contract talk", 5), (ON, "Kick-off", 5), (ON, "Delivery", 3), (LONG, "Monthly report", 3)),
        *((LONG, "Service call", 1), (LONG, "Maintenance visit", 5), (LONG, "Invoices", 5), (RE, "Contract talk", 5)),
    ),
}
STEPS = {
    "pivnich-soft": (Step("kick-off", "Старт і цілі", 14), Step("launch", "Запуск", 31)),
    "harbor-instruments": (Step("kick-off", "Kick-off", 14), Step("first-report", "First report", 31)),
}
NOTES = {
    "pivnich-soft": ("Як працюємо зараз", "Онбординг за 45 днів: дві сходинки, одна відповідальна людина"),
    "harbor-instruments": ("As we work now", "Onboarding within 45 days, in two steps"),
}
DOCUMENTS = ("акт", "рахун", "invoice")


def draw(slug: str, *, by: Employee, now: datetime) -> None:
    """Publish both versions of the path, each at its own time."""
    first, second = NOTES[slug]
    version = actions.start_draft(by=by, now=now - FIRST)
    stages = queries.stages_of(version)
    touchpoints = {one.name: one for one in Touchpoint.objects.select_related("department", "owner")}
    for stage, name, days in PARTS[slug]:
        place = touchpoints[name]
        part = JourneyPart(stage=stages[stage], touchpoint=place, department=place.department, owner=place.owner)
        part.standard_days = days
        actions.save_part(part=part, by=by, now=now - FIRST)
    actions.publish(by=by, now=now - FIRST, note=first)
    onboarding = queries.stages_of(actions.start_draft(by=by, now=now - SECOND))[ON]
    before = audit.snapshot(onboarding)
    onboarding.allowed_days, onboarding.stuck_days, onboarding.steps = 45, 70, as_json(STEPS[slug])
    actions.save_stage(stage=onboarding, by=by, now=now - SECOND, before=before)
    actions.publish(by=by, now=now - SECOND, note=second)


def about(talk: Talk, stage: str) -> Touchpoint | None:
    """Return the touchpoint that a talk of the demo was about, by its words, its channel, and where the client stood."""
    text = f"{talk.notes} {talk.quote}".lower()
    if any(word in text for word in DOCUMENTS):
        name = ACTS
    elif stage == LONG:
        name = SUPPORT if talk.channel in {Channel.CALL, Channel.MESSENGER} else QUARTER
    else:
        name = LAUNCH if stage == ON else FIRST_MEETING
    return Touchpoint.objects.select_related("department").filter(name=name).first()
