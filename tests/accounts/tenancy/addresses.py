"""The rows that addresses name: a page whose address has a new argument is entered here, or a test says so."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import clock
from accounts.clients.actions import keep_undo, merge_clients, people_data
from accounts.clients.enums import Stage
from accounts.clients.models import (
    Client,
    ClientFacts,
    ClientTeamMember,
    CustomField,
    PersonRequest,
    Position,
    SavedView,
    Segment,
    Tag,
    Undo,
)
from accounts.contracts.models import Contract, ExchangeRate, Outcome, RevenueEntry
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from feedback.alerts.models import AlertRule, Snooze
from feedback.happiness_index import actions as indices
from feedback.happiness_index.formula import HALF_LIVES
from feedback.happiness_index.models import IndexVersion
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from feedback.invitations import actions as invitations
from feedback.invitations.models import CalmRule, Hold, Invitation, PlannedAsk, Source, Wave, WavePerson
from feedback.responses.models import Response
from feedback.sentiment import actions as moods
from feedback.sentiment.actions import read_texts
from feedback.sentiment.models import LexiconEntry, MoodReading, TextMood
from feedback.surveys import actions as surveys
from feedback.surveys.models import Survey
from feedback.triggers import actions as triggers
from feedback.triggers.models import Backtest, RuleChoice, RuleVersion, TriggerFiring, TriggerRule
from journeys.care.models import Gesture, HardMoment
from journeys.cases import actions as cases
from journeys.cases.models import Case, Compensation, RootCause
from journeys.decisions import actions as decisions
from journeys.decisions.models import Decision
from journeys.initiatives import actions as initiatives
from journeys.initiatives.models import Initiative, InitiativeStep, Ruling
from journeys.playbooks import actions as playbooks
from journeys.playbooks import script
from journeys.playbooks.models import Playbook, PlaybookRun, Task
from journeys.stages import actions as stages
from journeys.stages import queries as paths
from journeys.stages.models import Expectation, JourneyPart, JourneyVersion, StageVisit
from tests.accounts.tenancy import integrations
from tests.accounts.tenancy.houses import House
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_letter, a_response, a_version, an_invitation


def _client(house: House) -> Client:
    found = Client.objects.filter(name=house.secret).first()
    return found or a_client(house.secret, by=house.owner.employee, now=house.organization.created_at)


def _position(house: House) -> Position:
    by, now = house.owner.employee, house.organization.created_at
    found = Position.objects.filter(contact__name=house.secret).first()
    return found or a_contact(house.secret, at=_client(house), by=by, now=now)


def _talk(house: House) -> Interaction:
    if found := Interaction.objects.filter(notes=house.secret).first():
        return found
    by, now = house.owner.employee, house.organization.created_at
    talk = Interaction(client=_client(house), channel="call", mood=20, notes=house.secret, happened_at=now)
    said = interactions.Said(need=house.secret, promise=house.secret, promise_due=now.date())
    file = SimpleUploadedFile("secret.txt", house.secret.encode(), content_type="text/plain")
    interactions.log(interaction=talk, people=[], by=by, now=now, said=said, files=[file])
    return talk


def _survey(house: House) -> Survey:
    if found := Survey.objects.filter(name=house.secret).first():
        return found
    by, now = house.owner.employee, house.organization.created_at
    survey = a_version(house.secret, by=by, now=now).survey
    surveys.move_question(survey=survey, question_id="words", to=1, by=by, now=now)  # something to launch
    return survey


def _invitation(house: House) -> Invitation:
    version = _survey(house).versions.get()
    if found := Invitation.objects.filter(version=version).first():
        return found
    by, now = house.owner.employee, house.organization.created_at
    return an_invitation(to=_position(house), version=version, by=by, now=now)[0]


def _ask(house: House) -> PlannedAsk:
    position, survey = _position(house), _survey(house)
    now = house.organization.created_at
    wanted = invitations.Wanted(
        contact_id=position.contact_id,
        client_id=position.client_id,
        survey_id=survey.pk,
        role="technical",
        occurrence="secret",
        source=Source.HAND,
        wanted_at=now,
    )
    return invitations.plan([wanted], now=now)[0]


def _hold(house: House) -> Hold:
    client = _client(house)
    now, cause = house.organization.created_at, invitations.cause_of(client)
    return invitations.hold(client=client, cause=cause, by=house.owner.employee, now=now, note=house.secret)


def _wave(house: House) -> Wave:
    if found := Wave.objects.first():
        return found
    by, now, position = house.owner.employee, house.organization.created_at, _position(house)
    wave = invitations.prepare_wave(
        survey=_survey(house), clients=ClientFacts.objects.filter(client=position.client_id), roles=["technical"],
        per_role=None, wanted_at=None, by=by, now=now,
    )  # fmt: skip
    values = {
        "contact": position.contact,
        "client": position.client,
        "role": "technical",
        "is_asked": True,
        "leaves_at": now,
    }
    WavePerson.objects.create(wave=wave, **values)
    Wave.objects.update(state="draft", prepared=1, people=1)
    return wave


def _event(house: House) -> Event:
    return Event.objects.filter(client_id=_client(house).pk).first()


def _draft(house: House) -> Interaction:
    now = house.organization.created_at
    values = {"channel": "letter", "notes": house.secret, "happened_at": now, "created_at": now, "draft": True}
    return Interaction.objects.get_or_create(message_id=f"<{house.secret}@client.example>", defaults=values)[0]


def _task(house: House) -> Task:
    values = {"owner": house.owner.employee, "due_on": house.organization.created_at.date()}
    created_at = house.organization.created_at
    return Task.objects.get_or_create(title=house.secret, defaults={**values, "created_at": created_at})[0]


def _segment(house: House) -> Segment:
    values = {"created_at": house.organization.created_at}
    return Segment.objects.get_or_create(name=house.secret, defaults=values)[0]


def _tag(house: House) -> Tag:
    return Tag.objects.get_or_create(name=house.secret, defaults={"created_at": house.organization.created_at})[0]


def _field(house: House) -> CustomField:
    values = {"label": house.secret, "subject": "client", "kind": "text", "created_at": house.organization.created_at}
    return CustomField.objects.get_or_create(key="secret", defaults=values)[0]


def _view(house: House) -> SavedView:
    values = {"query": "mood=unhappy", "created_at": house.organization.created_at}
    return SavedView.objects.get_or_create(name=house.secret, employee=None, defaults=values)[0]


def _member(house: House) -> ClientTeamMember:
    values = {"duty": house.secret, "started_on": house.organization.created_at.date()}
    return ClientTeamMember.objects.get_or_create(
        client=_client(house), employee=house.owner.employee, ended_on=None, defaults=values
    )[0]


def _undo(house: House) -> Undo:
    now, by = house.organization.created_at, house.owner.employee
    data = {"column": "segment", "new": None, "old": {str(_client(house).pk): None}}
    found = Undo.objects.filter(title=house.secret).first()
    return found or keep_undo(kind="clients.column", title=house.secret, data=data, by=by, now=now)


def _merge(house: House) -> Undo:
    now, by = house.organization.created_at, house.owner.employee
    found = Undo.objects.filter(title=f"{house.secret} merged").first()
    if found:
        return found
    source = a_client(f"{house.secret} twice", by=by, now=now)
    title = f"{house.secret} merged"
    return merge_clients(source=source, into=_client(house), values={}, title=title, by=by, now=now)


def _rule(house: House) -> TriggerRule:
    found = TriggerRule.objects.filter(name=house.secret).first()
    if found:
        return found
    content = {"when": {"every_days": 90}, "whom": {"roles": ["technical"]}, "what": {"survey": str(_survey(house).pk)}}
    by, now = house.owner.employee, house.organization.created_at
    return triggers.create_rule(name=house.secret, owner=by, content=content, by=by, now=now)


def _backtest(house: House) -> Backtest:
    rule, now = _rule(house), house.organization.created_at
    since = now - timedelta(days=30)
    found = Backtest.objects.filter(rule=rule).first()
    return found or triggers.begin_replay(rule=rule, since=since, until=now, by=house.owner.employee, now=now)


def _choice(house: House) -> RuleChoice:
    rule, now = _rule(house), house.organization.created_at
    RuleVersion.objects.get_or_create(rule=rule, number=1, defaults={"content": rule.content, "published_at": now})
    values = {"version": 1, "client": _client(house), "fired_at": now, "outcome": "asked"}
    firing = TriggerFiring.objects.get_or_create(rule=rule, occurrence=house.secret, defaults=values)[0]
    values = {"chooser": house.owner.employee, "until": clock.real_now() + timedelta(days=1)}
    return RuleChoice.objects.get_or_create(firing=firing, defaults=values)[0]


def _playbook(house: House) -> Playbook:
    found = Playbook.objects.filter(name=house.secret).first()
    if found:
        return found
    by, now = house.owner.employee, house.organization.created_at
    content = script.read({"steps": [{"sort": "task", "title": house.secret}]})
    row = playbooks.create(name=house.secret, scenario="return", owner=by, content=content, by=by, now=now)
    return playbooks.publish(playbook=row, by=by, now=now)


def _run(house: House) -> PlaybookRun:
    playbook, client, now = _playbook(house), _client(house), house.organization.created_at
    found = PlaybookRun.objects.filter(playbook=playbook, client=client, ended_at=None).first()
    if found:
        return found
    run = playbooks.start_by_hand(playbook=playbook, client=client, by=house.owner.employee, now=now)
    playbooks.work_off([run.pk], now)
    return run


def _contract(house: House) -> Contract:
    day = house.organization.created_at.date()
    values = {"amount": 1000, "currency": "EUR", "starts_on": day, "created_at": house.organization.created_at}
    return Contract.objects.get_or_create(client=_client(house), title=house.secret, defaults=values)[0]


def _entry(house: House) -> RevenueEntry:
    values = {"day": house.organization.created_at.date(), "amount": 100, "currency": "EUR"}
    values |= {"contract": _contract(house), "source": house.secret, "created_at": house.organization.created_at}
    return RevenueEntry.objects.create(client=_client(house), **values)


def _outcome(house: House) -> Outcome:
    created_at = house.organization.created_at
    values = {"kind": "referred", "day": created_at.date(), "text": house.secret, "created_at": created_at}
    return Outcome.objects.create(client=_client(house), **values)


def _rate(house: House) -> ExchangeRate:
    created_at = house.organization.created_at
    values = {"rate": 2, "created_at": created_at}
    return ExchangeRate.objects.get_or_create(base="EUR", currency="USD", day=created_at.date(), defaults=values)[0]


def _request(house: House) -> PersonRequest:
    now, contact = house.organization.created_at, _position(house).contact
    found = PersonRequest.objects.first()
    if found is None:
        asked = people_data.request_export(contact=contact, by=house.owner.employee, now=now)
        people_data.work([asked.pk], clock.real_now())
        found = asked
    return found


def _mark(house: House) -> MoodReading:
    found = MoodReading.objects.filter(source="mark").first()
    now = house.organization.created_at
    return found or moods.record_by_hand(client=_client(house), value=20, by=house.owner.employee, now=now)


def _word(house: House) -> LexiconEntry:
    values = {"valence": 1, "by": house.owner.employee, "created_at": house.organization.created_at}
    return LexiconEntry.objects.get_or_create(pattern=house.secret, language="", defaults=values)[0]


def _response(house: House) -> Response:
    version, now = _survey(house).versions.get(), house.organization.created_at
    people = {"client": _client(house), "contact": _position(house).contact, "role": "technical"}
    return a_response({"recommend": 9, "words": house.secret}, version=version, now=now, **people)


def _text(house: House) -> TextMood:
    talk = _talk(house)
    found = TextMood.objects.filter(interaction=talk).first()
    if found is None:
        read_texts(client_ids=[talk.client_id], now=house.organization.created_at)
    return found or TextMood.objects.get(interaction=talk)


def _journey(house: House) -> JourneyVersion:
    """Return the version in force; there is a draft beside it, with a touchpoint."""
    found, by, now = paths.versions().first(), house.owner.employee, house.organization.created_at
    if found is None:
        stages.start_draft(by=by, now=now)
        found = stages.publish(by=by, now=now, note=house.secret)
        draft = stages.start_draft(by=by, now=now)
        place = {"touchpoint": house.touchpoint, "department": house.department, "result": house.secret}
        stages.save_part(part=JourneyPart(stage=paths.stages_of(draft)["onboarding"], **place), by=by, now=now)
    return found


def _part(house: House) -> JourneyPart:
    _journey(house)
    return JourneyPart.objects.select_related("stage").get()


def _expectation(house: House) -> Expectation:
    found = Expectation.objects.filter(text=house.secret).first()
    if found is None:
        found = Expectation(client=_client(house), text=house.secret)
        stages.expect(expectation=found, by=house.owner.employee, now=house.organization.created_at)
    return found


def _visit(house: House) -> StageVisit:
    client, now = _client(house), house.organization.created_at
    found = StageVisit.objects.filter(client=client, contact=None).first()
    return found or stages.enter(client=client, stage=Stage.ONBOARDING, by=house.owner.employee, now=now)


def _case(house: House) -> Case:
    if found := Case.objects.filter(title=house.secret).first():
        return found
    now, client = house.organization.created_at, _client(house)
    heard = cases.Heard(origin="hand:secret", client=client, topic="secret", heard_at=now, quote=house.secret)
    return cases.hear(heard, by=house.owner.employee, now=now, title=house.secret, owner=house.owner.employee)


def _cause(house: House) -> RootCause:
    created_at = house.organization.created_at
    return RootCause.objects.get_or_create(name=house.secret, defaults={"created_at": created_at})[0]


def _compensation(house: House) -> Compensation:
    values = {"amount": 900, "currency": "EUR", "wanted_by": house.owner.employee}
    values |= {"wanted_at": house.organization.created_at}
    return Compensation.objects.get_or_create(case=_case(house), what=house.secret, defaults=values)[0]


def _gesture(house: House) -> Gesture:
    found = {"client": _client(house), "kind": "promised", "on": house.organization.created_at.date()}
    rest = {"owner": house.owner.employee, "created_at": house.organization.created_at, "title": "A book"}
    return Gesture.objects.get_or_create(**found, defaults=rest)[0]


def _moment(house: House) -> HardMoment:
    rest = {"since": house.organization.created_at.date(), "by": house.owner.employee}
    rest |= {"created_at": house.organization.created_at}
    return HardMoment.objects.get_or_create(client=_client(house), defaults=rest)[0]


def _decision(house: House) -> Decision:
    if found := Decision.objects.filter(question=house.secret).first():
        return found
    now, owner = house.organization.created_at, house.owner.employee
    row = Decision(question=house.secret, asked_of=owner, due_on=now.date(), client=_client(house))
    return decisions.ask(decision=row, by=owner, now=now)


def _initiative(house: House) -> Initiative:
    if found := Initiative.objects.filter(name=house.secret).first():
        return found
    now, owner = house.organization.created_at, house.owner.employee
    row = Initiative(name=house.secret, owner=owner, goal_to=70, goal_on=now.date())
    return initiatives.create(initiative=row, by=owner, now=now)


def _initiative_step(house: House) -> InitiativeStep:
    owner, now = house.owner.employee, house.organization.created_at
    values = {"owner": owner, "due_on": now.date()}
    return InitiativeStep.objects.get_or_create(initiative=_initiative(house), text=house.secret, defaults=values)[0]


def _ruling(house: House) -> Ruling:
    if found := Ruling.objects.filter(what=house.secret).first():
        return found
    now, owner = house.organization.created_at, house.owner.employee
    row = Ruling(what=house.secret, department=house.department, lead=owner, due_on=now.date())
    return initiatives.make(ruling=row, by=owner, now=now)


def _alert_rule(house: House) -> AlertRule:
    values = {"kind": "low", "created_at": house.organization.created_at}
    return AlertRule.objects.get_or_create(name=house.secret, defaults=values)[0]


def _snooze(house: House) -> Snooze:
    now = house.organization.created_at
    values = {"until": now + timedelta(days=7), "created_at": now}
    return Snooze.objects.get_or_create(employee=house.owner.employee, rule=_alert_rule(house), defaults=values)[0]


def _index_version(house: House) -> IndexVersion:
    if found := IndexVersion.objects.first():
        return found
    days = {f"{kind}_days": days for kind, days in HALF_LIVES.items()}
    version = IndexVersion(title=house.secret, economic=40, technical=35, end_user=25, **days)
    return indices.begin_version(version=version, by=house.owner.employee, now=house.organization.created_at)


ROWS: dict[str, Callable[[House], object]] = {
    "case_id": _case,
    "case_label": _case,
    "cause_id": _cause,
    "compensation_id": _compensation,
    "decision_id": _decision,
    "initiative_id": _initiative,
    "step_id": _initiative_step,
    "ruling_id": _ruling,
    "person_id": lambda house: house.owner.employee,
    "department_id": lambda house: house.department,
    "touchpoint_id": lambda house: house.touchpoint,
    "import_id": integrations.an_import,
    "webhook_id": integrations.webhook,
    "delivery_id": integrations.delivery,
    "letter_id": integrations.letter,
    "issue_id": integrations.issue,
    "suppression_id": integrations.suppression,
    "kind_id": integrations.kind,
    "client_id": _client,
    "contact_id": lambda house: _position(house).contact,
    "position_id": _position,
    "interaction_id": _talk,
    "draft_id": _draft,
    "task_id": _task,
    "playbook_id": _playbook,
    "run_id": _run,
    "attachment_id": lambda house: _talk(house).attachments.get(),
    "promise_id": lambda house: _talk(house).promises.get(),
    "reading_id": _mark,
    "word_id": _word,
    "need_id": lambda house: _talk(house).needs.get(),
    "job_id": integrations.job,
    "event_id": _event,
    "expectation_id": _expectation,
    "visit_id": _visit,
    "journey_id": _journey,
    "part_id": _part,
    "stage_id": lambda house: _part(house).stage,
    "survey_id": _survey,
    "rule_id": _rule,
    "alert_rule_id": _alert_rule,
    "snooze_id": _snooze,
    "backtest_id": _backtest,
    "choice_id": _choice,
    "invitation_id": _invitation,
    "ask_id": _ask,
    "hold_id": _hold,
    "wave_id": _wave,
    "calm_id": lambda house: CalmRule.objects.get_or_create(segment=_segment(house))[0],
    "segment_id": _segment,
    "version_id": _index_version,
    "tag_id": _tag,
    "field_id": _field,
    "view_id": _view,
    "member_id": _member,
    "undo_id": _undo,
    "token_id": integrations.token,
    "hook_id": integrations.hook,
    "merge_id": _merge,
    "contract_id": _contract,
    "entry_id": _entry,
    "outcome_id": _outcome,
    "rate_id": _rate,
    "request_id": _request,
    "response_id": _response,
    "text_id": _text,
    "gesture_id": _gesture,
    "moment_id": _moment,
    "thread_id": lambda house: a_letter(_position(house), house.secret, now=house.organization.created_at),
}

# Arguments that name no row: a file, a version of a stylesheet, a color, a question of a survey and the number of a version.
WORDS = {**dict.fromkeys(("path", "version", "digits"), "x"), "question_id": "recommend", "number": 1, "country": "UA"}
WORDS |= {"alert_number": 1, "sealed_number": 1}


def row_ids(house: House, arguments: list[str]) -> dict[str, uuid.UUID]:
    """Return the id of a row of the house for each argument that names one, made if need be."""
    with tenant_context(house.id):
        rows = {name: ROWS[name](house) for name in arguments if name in ROWS}
    return {name: row.label if name == "case_label" else row.pk for name, row in rows.items()}
