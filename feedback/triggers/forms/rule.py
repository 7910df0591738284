"""Clean input of a rule: rows of plain fields in, the rule's data out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from accounts.events.kinds import CATALOGUE, Group
from accounts.organizations.models import Employee
from accounts.web.mood import Mood
from accounts.worktime import Window
from feedback.invitations.forms import HeadsUpField
from feedback.surveys.forms.texts import InLanguage, TranslatedForm
from feedback.triggers import rules, words
from feedback.triggers.forms.reach import OWNER, ROLES, ReachFields, reach_of
from feedback.triggers.forms.rows import ConditionRows, rows_of
from feedback.triggers.rules import Repeat, Rule
from feedback.triggers.words import Names

EVENT, STAGE, TASK, SILENCE, MOOD = "event", "stage", "task", "silence", "mood"
EVERY, BEFORE = "every", "before"
MOMENTS = (
    (EVENT, _("When something happens")),
    (STAGE, _("When a stage begins or ends")),
    (TASK, _("When a task is done")),
    (SILENCE, _("When a role falls silent")),
    (MOOD, _("When the mood drops")),
    (EVERY, _("By the calendar")),
    (BEFORE, _("Before the renewal")),
)
OF_THEIR_OWN = {
    rules.STAGE_ENTERED: STAGE,
    rules.STAGE_LEFT: STAGE,
    rules.TASK_DONE: TASK,
    rules.SILENCE: SILENCE,
    rules.MOOD: MOOD,
}
STAGE_ACTS = ((rules.STAGE_ENTERED, _("It begins")), (rules.STAGE_LEFT, _("It ends")))
BANDS = (("", _("Any mood")), *((mood.name.lower(), mood.label) for mood in list(Mood)[:-1]))
OF_A_MOMENT = {"kind": EVENT, "every_days": EVERY, "days_before": BEFORE}
MISSING = {"required": _("Fill this in.")}
LEAST_DROP = 5  # a smaller move of the index is no event
# Where a fault of the rule is shown.
FIELDS = {
    "when": "moment",
    "when.kind": "kind",
    "when.every_days": "every_days",
    "when.before": "moment",
    "when.days": "days_before",
    "when.stage": "stage",
    "when.role": "silent_role",
    "when.drop": "drop",
    "when.band": "band",
    "whom.roles": "roles",
    "whom.contacts": "contacts",
    "whom.choice_days": "choice_days",
    "window": "window_since",
    "whom.most": "most",
    "whom.first": "first",
    "what": "survey",
    "what.survey": "survey",
    "what.task": "task",
    "what.task_days": "task_days",
    "what.playbook": "playbook",
    "what.subject": "subject_uk",
    "what.text": "text_uk",
    "delay.days": "delay_days",
    "delay.hours": "delay_hours",
    "delay.heads_up_days": "heads_up_days",
    "limits.repeat": "repeat",
    "limits.repeat_days": "repeat_days",
    "limits.person_days": "person_days",
    "limits.most": "most_asked",
    "limits.most_days": "most_days",
    "limits.topic": "topic",
    "limits.patience_days": "patience_days",
}


def _whole(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class RuleForm(ReachFields, ConditionRows, TranslatedForm):
    """A rule in rows of plain fields."""

    languages = tuple(code for code, _name in settings.LANGUAGES)

    name = forms.CharField(label=_("Name"), max_length=120)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Employee.objects.none())
    moment = forms.ChoiceField(label=_("Moment"), choices=MOMENTS, widget=forms.RadioSelect, initial=EVENT)
    kind = forms.ChoiceField(label=_("What happens"), error_messages=MISSING)
    every_days = _whole(_("Every so many days"), 1, rules.LONGEST_PERIOD, error_messages=MISSING)
    days_before = _whole(
        _("Days before the renewal"), -rules.LONGEST_DELAY, rules.LONGEST_DELAY, error_messages=MISSING
    )
    stage_act = forms.ChoiceField(label=_("What a stage does"), choices=STAGE_ACTS, required=False)
    stage = forms.ChoiceField(label=_("Which stage"), choices=(("", _("Any stage")), *Stage.choices), required=False)
    silent_role = forms.ChoiceField(
        label=_("Which role"), choices=(("", _("Any role")), *BuyerRole.choices), required=False
    )
    drop = _whole(_("By so many points at least"), LEAST_DROP, 100, required=False)
    band = forms.ChoiceField(label=_("Down to"), choices=BANDS, required=False)
    survey = forms.ChoiceField(label=_("Survey"), required=False)
    task = forms.CharField(label=_("Or a task for the manager"), max_length=rules.LONGEST_TEXT, required=False)
    task_days = _whole(_("Days for the task"), 0, rules.LONGEST_DELAY, required=False)
    playbook = forms.ChoiceField(
        label=_("Or a playbook that begins"),
        required=False,
        help_text=_(
            "Without roles it is about the client, or about the person of the event; with roles, about these people."
        ),
    )
    delay_days = _whole(_("Days to wait"), 0, rules.LONGEST_DELAY, initial=0)
    delay_hours = _whole(_("Hours to wait"), 0, 23, initial=0)
    is_working = forms.BooleanField(label=_("Count working days only"), required=False)
    heads_up_days = HeadsUpField()
    repeat = forms.ChoiceField(label=_("How often"), choices=tuple(words.REPEATS.items()), initial=Repeat.ALWAYS)
    repeat_days = _whole(_("Once in so many days"), 1, rules.LONGEST_PERIOD, required=False)
    person_days = _whole(_("The same person at most once in so many days"), 1, rules.LONGEST_PERIOD, required=False)
    most_asked = _whole(_("The rule asks at most so many people"), 1, rules.LONGEST_PERIOD, required=False)
    most_days = _whole(_("In so many days"), 1, rules.LONGEST_PERIOD, required=False)
    topic = forms.CharField(
        label=_("Topic"),
        max_length=rules.LONGEST_TEXT // 2,
        required=False,
        help_text=_("Several events of one topic are one question. Rules may share a topic."),
    )
    patience_days = _whole(_("Too late after so many days"), 1, rules.LONGEST_DELAY, initial=45)

    def __init__(
        self,
        *args: Any,
        names: Names,
        surveys: Mapping[str, str],
        owners: Any,
        facts: Mapping[str, str],
        kinds: Mapping[str, Any],
        windows: Sequence[Window],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.names, self.facts, self.windows = names, facts, windows
        self.offer_people(names.people)
        owner: Any = self.fields["owner"]
        owner.queryset = owners
        self.fields["kind"].choices = [("", "—"), *_kind_choices(names, kinds)]  # type: ignore[attr-defined]
        self.fields["playbook"].choices = [("", "—"), *names.playbooks.items()]  # type: ignore[attr-defined]
        self.add_texts("subject", {}, label=_("Or a letter: its subject"), longest=rules.LONGEST_TEXT)
        self.add_texts("text", {}, label=_("Its text"), longest=rules.LONGEST_LETTER, rows=5)
        self.fields["survey"].choices = [("", "—"), *surveys.items()]  # type: ignore[attr-defined]
        self.offer([("", "—"), *_fact_choices(names, facts, kinds)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        moment = cleaned.get("moment")
        for name, of in OF_A_MOMENT.items():
            if moment != of:  # it is not asked for
                self.errors.pop(name, None)
                cleaned[name] = None
        if moment == MOOD and not cleaned.get("drop") and not cleaned.get("band") and "drop" not in self.errors:
            self.add_error("drop", _("Say by how many points, or down to which mood."))
        reaches = any(cleaned.get(name) for name in ("survey", *(f"text_{code}" for code in self.languages)))
        if reaches and cleaned.get("asked") in {ROLES, OWNER} and not cleaned.get("roles") and moment != SILENCE:
            self.add_error("roles", _("Choose at least one role, or another answer to “Whom to ask”."))
        return cleaned

    @property
    def letter(self) -> list[list[InLanguage]]:
        """Return the fields of the letter: its subject, then its text, each in every language."""
        return [self.in_languages("subject"), self.in_languages("text")]

    def content(self) -> dict[str, Any]:
        """Return the rule's data, for rules.read."""
        data = self.cleaned_data
        when: dict[str, Any] = {
            EVENT: {"kind": data["kind"]},
            STAGE: {"kind": data["stage_act"] or rules.STAGE_ENTERED, "stage": data["stage"]},
            TASK: {"kind": rules.TASK_DONE},
            SILENCE: {"kind": rules.SILENCE, "role": data["silent_role"]},
            MOOD: {"kind": rules.MOOD, "drop": data["drop"] or 0, "band": data["band"]},
            EVERY: {"every_days": data["every_days"]},
            BEFORE: {"before": "renewal_on", "days": data["days_before"]},
        }[data["moment"]]
        return {
            "when": when,
            "where": self.where(),
            "whom": self.whom(),
            "window": self.window(),
            "what": {
                "survey": data["survey"] or None,
                "task": data["task"],
                "task_days": 3 if data["task_days"] is None else data["task_days"],
                "playbook": data["playbook"] or None,
                "subject": self.texts("subject", {}),
                "text": self.texts("text", {}),
            },
            "delay": {
                "days": data["delay_days"],
                "hours": data["delay_hours"],
                "is_working": data["is_working"],
                "heads_up_days": data["heads_up_days"],
            },
            "limits": {
                "repeat": data["repeat"],
                "repeat_days": data["repeat_days"] or 0,
                "person_days": data["person_days"] or 0,
                "most": data["most_asked"] or 0,
                "most_days": data["most_days"] or 0,
                "topic": data["topic"],
                "patience_days": data["patience_days"],
            },
        }

    def add_faults(self, faults: Mapping[str, rules.Fault]) -> None:
        """Show what is wrong with the rule where it can be mended."""
        for part, fault in faults.items():
            self.add_error(FIELDS.get(part, "join" if part == "where" else None), words.FAULTS[fault])


def initial_of(rule: Rule, names: Names) -> dict[str, Any]:
    """Return what the form shows of a rule."""
    when = rule.when
    found: dict[str, Any] = {
        "moment": OF_THEIR_OWN.get(when.kind, EVENT) if when.kind else EVERY if when.every_days else BEFORE,
        "kind": when.kind,
        "stage_act": when.kind if OF_THEIR_OWN.get(when.kind) == STAGE else "",
        "stage": when.stage,
        "silent_role": when.role,
        "drop": when.drop or None,
        "band": when.band,
        "every_days": when.every_days or None,
        "days_before": when.days if when.before else None,
        "survey": str(rule.what.survey_id or ""),
        "task": rule.what.task,
        "task_days": rule.what.task_days,
        "playbook": str(rule.what.playbook_id or ""),
        **{f"subject_{language}": text for language, text in rule.what.subject.items()},
        **{f"text_{language}": text for language, text in rule.what.text.items()},
        "delay_days": rule.delay.days,
        "delay_hours": rule.delay.hours,
        "is_working": rule.delay.is_working,
        "heads_up_days": rule.delay.heads_up_days or "",
        "repeat": rule.limits.repeat,
        "repeat_days": rule.limits.repeat_days or None,
        "person_days": rule.limits.person_days or None,
        "most_asked": rule.limits.most or None,
        "most_days": rule.limits.most_days or None,
        "topic": rule.limits.topic,
        "patience_days": rule.limits.patience_days,
    }
    return found | reach_of(rule) | rows_of(rule.where, names)


def _kind_choices(names: Names, kinds: Mapping[str, Any]) -> list[tuple[Any, list[tuple[str, str]]]]:
    groups: dict[Any, list[tuple[str, str]]] = {}
    for name in kinds:
        if name in OF_THEIR_OWN:
            continue
        known = CATALOGUE.get(name)
        group = Group(known.group).label if known else _("Your own events")
        groups.setdefault(str(group), []).append((name, words.kind_title(name, names)))
    return [(group, sorted(kinds_of, key=lambda one: one[1])) for group, kinds_of in sorted(groups.items())]


def _fact_choices(
    names: Names, facts: Mapping[str, str], kinds: Mapping[str, Any]
) -> list[tuple[Any, list[tuple[str, str]]]]:
    of_events = sorted({f"event.{name}" for fields in kinds.values() for name in fields if not name.endswith("_id")})
    return [
        (_("The client"), [(name, words.fact_name(name, names)) for name in facts]),
        (_("What came with the event"), [(name, name.removeprefix("event.")) for name in of_events]),
    ]
