"""Ready-made playbooks: what most houses need, with letters in every language. Surveys are chosen when one is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from feedback.surveys.conditions import Condition, read_condition
from journeys.playbooks.models import Scenario
from journeys.playbooks.script import About, Begin, End, Script, Sort, Step


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A playbook that is filled in already, except for its surveys."""

    key: str
    scenario: Scenario
    name: Any
    text: Any
    about: About
    begin: Begin
    steps: Sequence[Any]  # of `_task` and the like, written in the language of whoever takes it
    stage: str = ""
    ends: tuple[End, ...] = ()

    def content(self) -> Script:
        """Return the playbook in the language of the moment."""
        steps = tuple(one() for one in self.steps)
        return Script(about=self.about, begin=self.begin, stage=self.stage, ends=self.ends, steps=steps)


def ready_made(key: str) -> ReadyMade:
    """Return one of the gallery; raise LookupError."""
    return {one.key: one for one in GALLERY}[key]


def _task(title: Any, *checklist: Any, days: int = 2, is_meeting: bool = False) -> Any:
    sort = Sort.MEETING if is_meeting else Sort.TASK
    return lambda: Step(sort=sort, title=str(title), days=days, checklist=tuple(map(str, checklist)))


def _meeting(title: Any, *checklist: Any, days: int = 5) -> Any:
    return _task(title, *checklist, days=days, is_meeting=True)


def _letter(to: str, subject: Any, text: Any) -> Any:
    return lambda: Step(sort=Sort.LETTER, to=to, subject=_in_every_language(subject), text=_in_every_language(text))


def _survey(to: str = "") -> Any:
    return lambda: Step(sort=Sort.SURVEY, to=to)


def _wait(days: int, *, is_working: bool = True) -> Any:
    return lambda: Step(sort=Sort.WAIT, days=days, is_working=is_working)


def _only_if(where: Condition, *, skips: int = 0) -> Any:
    return lambda: Step(sort=Sort.CONDITION, where=where, skips=skips)


def _in_every_language(text: Any) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(text)
    return found


def _unheard_for(fact: str, days: int) -> Condition:
    return read_condition({"any": [{"fact": fact, "op": "unanswered"}, {"fact": fact, "op": ">=", "value": days}]})


MOOD_IS_LOW = read_condition({"fact": "client.mood", "op": "<", "value": 65})

GALLERY = (
    ReadyMade(
        "new-buyer",
        Scenario.WELCOME,
        _("Welcome of a new buyer"),
        _(
            "A person who joins a client is met as at the very beginning: a letter, a talk, and a question after two weeks."
        ),
        About.PERSON,
        Begin.STAGE,
        (
            _task(
                _("Prepare for the new person"),
                _("Read what their colleagues have said in the last year"),
                _("List our open promises to the client"),
                _("Find out what they answer for, and who sent them"),
                days=1,
            ),
            _letter(
                "",
                _("Good to meet you"),
                _(
                    "You have joined a company that we have worked with for a while, and I look after this work on our side.\n"
                    "You need not look for anybody else: with any question, wish or complaint, simply reply to this letter, "
                    "and I will see to it.\n"
                    "In the coming days I will suggest a short talk, to hear what matters to you."
                ),
            ),
            _meeting(
                _("Get to know the new person"),
                _("What do they expect of us, and by what will they judge it?"),
                _("What would they change first?"),
                _("How and how often do they like to talk?"),
            ),
            _wait(10),
            _survey(),
            _wait(5),
            _only_if(_unheard_for("person.days_since_heard", 14)),
            _meeting(_("Call the new person: how were the first weeks?"), days=2),
        ),
        stage="onboarding",
        ends=(End.STAGE,),
    ),
    ReadyMade(
        "silent-person",
        Scenario.RETENTION,
        _("A silent person is asked and heard"),
        _("Who has said nothing for long is asked by letter; who stays silent gets a call instead of one more letter."),
        About.PERSON,
        Begin.CALL,
        (
            _survey(),
            _wait(5),
            _only_if(_unheard_for("person.days_since_heard", 6)),
            _meeting(
                _("Call: this person has not been heard for long"),
                _("Ask how the work goes, and only then about us"),
                _("Ask what keeps them from answering, and how they would rather be asked"),
                days=3,
            ),
            _task(_("Write down what was said, and what we promise"), days=1),
        ),
    ),
    ReadyMade(
        "before-renewal",
        Scenario.RETENTION,
        _("Two months before the renewal"),
        _("What the buyer needs in order to stay is found out while there is time to act. Begun by a rule."),
        About.CLIENT,
        Begin.CALL,
        (
            _task(
                _("Put together how the year went"),
                _("Promises: kept, late, open"),
                _("What each role has said, and who was not heard"),
                _("What has changed because of their words"),
                days=3,
            ),
            _letter(
                "economic",
                _("What this year brought you"),
                _(
                    "A year of our work together is coming to its end, and before anything is decided we want to know "
                    "whether it was worth it for you.\n"
                    "I have put together what you have asked for in this year, what we have done, and what we still owe you. "
                    "In the next days I will suggest half an hour to look at it together.\n"
                    "If there is something that we should change first, write to me already now."
                ),
            ),
            _meeting(
                _("Talk with the buyer about the past year"),
                _("What was worth the money, and what was not?"),
                _("What would make them decide against us?"),
                _("What has to be different next year?"),
                days=7,
            ),
            _task(_("Agree inside the house on what we change, by whom and until when"), days=5),
            _wait(15),
            _only_if(MOOD_IS_LOW),
            _meeting(_("Bring top management together with the buyer"), days=5),
        ),
    ),
    ReadyMade(
        "recovery",
        Scenario.RECOVERY,
        _("After a failure: apologize, mend, ask"),
        _(
            "A call on the same day, an apology without excuses, a plan with names and days, a talk about whether it is better."
        ),
        About.CLIENT,
        Begin.ALERT,
        (
            _meeting(
                _("Call today: listen, and promise nothing that is not sure"),
                _("What happened, in their own words"),
                _("What it costs them"),
                _("When they want to hear from us again"),
                days=0,
            ),
            _letter(
                "economic",
                _("We let you down, and we are mending it"),
                _(
                    "Something went wrong in our work for you, and the fault is ours. I am sorry for it.\n"
                    "We are finding out how it could happen. I answer for it personally: until it is mended, you will hear "
                    "from me how it goes, and you need not ask.\n"
                    "If it hinders you in anything right now, call me or reply to this letter."
                ),
            ),
            _task(
                _("Agree on what is mended, by whom and until when"),
                _("The cause, and not only the consequence"),
                _("One person who answers for it"),
                _("A day that the client knows"),
                days=2,
            ),
            _task(_("Tell the client what was done, and by what they will see it"), days=5),
            _wait(5),
            _meeting(_("Ask whether it is better now, and what is still missing"), days=2),
        ),
        ends=(End.CASE,),
    ),
    ReadyMade(
        "return",
        Scenario.RETURN,
        _("A lost client is asked back"),
        _(
            "First why they left, then time, then one honest letter and a talk. Nothing is sold before the reason is mended."
        ),
        About.CLIENT,
        Begin.CALL,
        (
            _task(
                _("Find out why they left"),
                _("What they said in the last half year, and to whom"),
                _("What we promised and did not do"),
                _("Whether the reason is still there"),
                days=5,
            ),
            _wait(60, is_working=False),
            _letter(
                "economic",
                _("What we have changed since you left"),
                _(
                    "Some time ago we stopped working together. I have looked again at why, and much of it was up to us.\n"
                    "Since then we have changed what you had pointed out. I do not want to sell you anything: I would like "
                    "to show you what is different, and to hear how you are doing.\n"
                    "If you would rather not hear from us, one line is enough."
                ),
            ),
            _wait(7),
            _meeting(_("Call, and ask what would have to be true for a second beginning"), days=5),
            _task(_("Decide honestly: go on, wait, or leave them in peace"), days=5),
        ),
    ),
    ReadyMade(
        "engagement",
        Scenario.ENGAGEMENT,
        _("Those who work with it every day"),
        _(
            "End users are heard before they give up: a letter that says why, a question, a talk about what hinders them."
        ),
        About.CLIENT,
        Begin.CALL,
        (
            _letter(
                "end_user",
                _("You know best how it works"),
                _(
                    "You work with what we do every day, and we mostly hear of it from others.\n"
                    "In the next days you get one short question from us. Whatever you answer is read by a person, and you "
                    "will hear what became of it.\n"
                    "If something hinders you right now, simply reply to this letter."
                ),
            ),
            _wait(3),
            _survey("end_user"),
            _wait(7),
            _meeting(
                _("Look over the shoulder of those who work with it"),
                _("What takes longest?"),
                _("What do they do around us, on paper or in another program?"),
                days=10,
            ),
            _task(_("Tell the users and their lead what we change because of this"), days=5),
        ),
    ),
    ReadyMade(
        "first-hundred-days",
        Scenario.ENGAGEMENT,
        _("The first hundred days"),
        _("What was expected is written down at the start and compared after a month and at the end, role by role."),
        About.CLIENT,
        Begin.STAGE,
        (
            _meeting(
                _("Begin together: who expects what"),
                _("What each role expects, in their own words"),
                _("By what and when they will see that it works"),
                _("Whom to call when something is wrong"),
                days=5,
            ),
            _wait(20),
            _survey("technical"),
            _wait(10),
            _survey("end_user"),
            _wait(10),
            _only_if(MOOD_IS_LOW, skips=1),
            _meeting(_("Talk about what does not go as expected"), days=3),
            _wait(20),
            _meeting(
                _("Compare with what was expected at the start"),
                _("What was fulfilled, what was not, what was better?"),
                _("What comes next, and who answers for it?"),
                days=5,
            ),
        ),
        stage="onboarding",
        ends=(End.STAGE,),
    ),
)
