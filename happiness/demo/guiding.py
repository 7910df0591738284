"""The demo's playbooks: some of the gallery, an own one that has run at several clients, and one that is at work today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.clients.models import Client
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from happiness.demo.listening import House
from journeys.playbooks import actions
from journeys.playbooks.models import Playbook, PlaybookRun, RunStep, Scenario, StepState
from journeys.playbooks.script import Script, Sort, Step

DEMO = Origin.DEMO
WRITTEN = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Own:
    """A playbook that the house has written itself: what is done by whom looks after the client, one after the other.

    `ran`: at which clients, and how many days ago it began there.
    """

    name: str
    meeting: str
    checklist: tuple[str, ...]
    task: str
    ran: tuple[tuple[str, int], ...]


OWN = {
    "pivnich-soft": Own(
        "Чого від нас чекають: раз на пів року",
        "Запитати кожну роль, чого вона чекає на наступні пів року",
        ("Що мало статися й не сталося?", "Що зробити першим?", "Чого більше не робити?"),
        "Відповісти листом: що робимо, хто й до якого дня",
        (
            ("ratusha-hotel.example", 188), ("agrolan.example", 135), ("nordwerk.example", 75), ("zerno-pekarnia.example", 70),
            ("balticgrain.example", 66), ("servis-plus.example", 42),
        ),
    ),
    "harbor-instruments": Own(
        "What they expect of us: twice a year",
        "Ask each role what it expects of the next half year",
        ("What should have happened and did not?", "What comes first?", "What should we stop doing?"),
        "Answer by letter: what we do, who, and until when",
        (("fjordfoods.example", 120),),
    ),
}  # fmt: skip
READY = ("before-renewal", "recovery")
AT_WORK = {"pivnich-soft": ("polimer-zahid.example", 15), "harbor-instruments": ("fjordfoods.example", 15)}
SAID = {"uk": "Сказано по телефону: Олена просила без листів.", "en": "Said on the phone instead."}


def load(slug: str, *, by: Employee, now: datetime) -> None:
    """Take the ready-made playbooks, write the own one, and let both be at work at their time."""
    house, since = House(slug), now - WRITTEN
    own = OWN[slug]
    steps = (
        Step(sort=Sort.MEETING, title=own.meeting, days=5, checklist=own.checklist),
        Step(sort=Sort.TASK, title=own.task, days=3),
    )
    draft = actions.create(
        name=own.name, scenario=Scenario.ENGAGEMENT, owner=by, content=Script(steps=steps), by=by, now=since
    )
    written = actions.publish(playbook=draft, by=by, now=since)
    for domain, days in own.ran:
        _run(written, house.clients[domain], now - timedelta(days=days), until=now)
    ready = [actions.publish(playbook=actions.install(key=key, by=by, now=since), by=by, now=since) for key in READY]
    domain, days = AT_WORK[slug]
    _run(ready[0], house.clients[domain], now - timedelta(days=days), until=now - timedelta(days=days - 4))


def _run(playbook: Playbook, client: Client, at: datetime, *, until: datetime) -> None:
    """Begin the playbook, and do what it wants, each step two days after it has begun, as far as `until`."""
    by = client.manager or playbook.owner
    run = actions.start_by_hand(playbook=playbook, client=client, by=by, now=at, origin=DEMO)
    actions.work_off([run.pk], at)
    while (waiting := _at_work(run)) and (at := at + timedelta(days=2)) <= until:
        if waiting.task:
            actions.tick(task=waiting.task, ticked=range(3))
            actions.complete_task(task=waiting.task, by=by, now=at, origin=DEMO)
        else:
            actions.skip(step=waiting, by=by, now=at, note=SAID.get(client.language, SAID["en"]))
        actions.work_off([run.pk], at)


def _at_work(run: PlaybookRun) -> RunStep | None:
    rows = RunStep.objects.filter(run=run, state=StepState.ACTIVE).select_related("task")
    found: RunStep | None = rows.order_by("number").first()
    return found
