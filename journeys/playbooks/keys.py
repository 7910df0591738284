"""What becomes of tasks and playbooks when clients or people are merged, or people forgotten."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.people_data import Place, register_places
from accounts.clients.registry import Key, Values, register_keys
from feedback.invitations.models import PlannedAsk
from feedback.letters.models import PlannedLetter
from journeys.playbooks.models import Ending, PlaybookRun, RunState, RunStep, Task


def _ended(run: PlaybookRun, now: datetime) -> Values:
    """Of two runs of one playbook the one that is there first goes on; its twin ends, and its jobs find it ended."""
    ended = {"state": RunState.ENDED, "ending": Ending.MERGED, "ended_at": max(now, run.started_at), "paused_at": None}
    return {**ended, "occurrence": f"merged:{run.pk}"}  # both may be of one cause


KEYS = (
    Key(model=Task, column="client", to=Client, title=_("Tasks")),
    Key(model=Task, column="contact", to=Contact, title=_("Tasks")),
    Key(model=PlaybookRun, column="client", to=Client, title=_("Playbooks"), ended=_ended),
    Key(model=PlaybookRun, column="contact", to=Contact, title=_("Playbooks"), ended=_ended),
    Key(model=RunStep, column="contact", to=Contact, title=""),
    Key(model=RunStep, column="ask", to=PlannedAsk, title=""),
    Key(model=RunStep, column="letter", to=PlannedLetter, title=""),
)


def register() -> None:
    """Let tasks and playbooks follow a merge; of a person who is erased the name is struck out, because the task stays."""
    register_keys(*KEYS)
    titles = {"client": _("client")}
    of_runs = {"playbook": _("playbook"), "client": _("client"), "started_at": _("began"), "ended_at": _("ended")}
    of_runs["note"] = _("note")
    register_places(
        Place(model=Task, title=_("Tasks"), of="contact", struck=("title",), harmless=("origin",), titles=titles),
        Place(
            model=PlaybookRun,
            title=_("Playbooks"),
            of="contact",
            struck=("note",),
            harmless=("occurrence", "topic"),
            titles=of_runs,
        ),
        Place(
            model=RunStep,
            title=_("Steps of playbooks"),
            of="contact",
            emptied=("note",),
            harmless=("reason", "ticked"),
            titles={"note": _("note"), "ended_at": _("ended")},
        ),
    )
