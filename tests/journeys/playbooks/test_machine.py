"""Whatever happens in whatever order: no run begins twice for one subject, leaves out a due step, or acts after its stage."""

from contextlib import ExitStack
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.clients.enums import Stage
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from feedback.letters import actions as letters
from feedback.letters.models import PlannedLetter
from journeys.playbooks import actions
from journeys.playbooks.models import OPEN, PlaybookRun, RunStep, Task
from journeys.stages import actions as stages
from journeys.subscribers import scenarios as subscribers
from tests.journeys.playbooks.conftest import CALL, LETTER, TUESDAY

WAIT = {"sort": "wait", "hours": 5, "is_working": False}


class Life(RuleBasedStateMachine):
    """What may happen at Acme, of which the test tells who and where."""

    cast: Any
    acme: Any

    def __init__(self):
        super().__init__()
        self.now, self.stack = TUESDAY, ExitStack()
        self.stack.enter_context(tenant_context(self.cast.north.pk))

    def teardown(self):
        transaction.set_rollback(True)
        self.stack.close()

    @rule(hours=st.integers(0, 30))
    def pass_time(self, hours):
        self.now += timedelta(hours=hours, seconds=1)

    @rule(stage=st.sampled_from([Stage.ONBOARDING, Stage.LONG_TERM]))
    def enter(self, stage):
        stages.enter(client=self.acme, stage=stage, by=self.cast.alice.employee, now=self.now)

    @rule(times=st.integers(1, 2))
    def tell_everything_again(self, times):
        for event in [*Event.objects.filter(kind="stage.entered").order_by("recorded_at", "id")] * times:
            subscribers.begin_playbooks_of_stage(event)

    @rule()
    def look(self):
        actions.work_off(list(PlaybookRun.objects.values_list("pk", flat=True)), self.now)

    @rule()
    def deliver(self):
        letters.decide_due(list(PlannedLetter.objects.values_list("pk", flat=True)), self.now)

    @rule(is_done=st.booleans())
    def end_task(self, is_done):
        if task := Task.objects.filter(done_at=None, skipped_at=None).first():
            (actions.complete_task if is_done else actions.skip_task)(
                task=task, by=self.cast.alice.employee, now=self.now
            )

    @rule(is_pause=st.booleans())
    def hold_or_go_on(self, is_pause):
        for run in PlaybookRun.objects.all():
            (actions.pause if is_pause else actions.resume)(run=run, by=self.cast.alice.employee, now=self.now)

    @invariant()
    def one_at_a_time_and_one_of_a_cause(self):
        assert PlaybookRun.objects.filter(state__in=OPEN).count() <= 1
        causes = list(PlaybookRun.objects.values_list("occurrence", flat=True))
        assert len(causes) == len(set(causes))

    @invariant()
    def no_step_overtakes_another(self):
        for run in PlaybookRun.objects.all():
            steps = list(RunStep.objects.filter(run=run).order_by("number"))
            begun = [step.began_at is not None for step in steps]
            assert begun == sorted(begun, reverse=True)
            assert all(one.ended_at <= two.began_at for one, two in pairwise(steps) if two.began_at)

    @invariant()
    def nothing_is_done_after_the_stage(self):
        for step in RunStep.objects.filter(began_at__isnull=False).select_related("run__visit", "letter"):
            left_at = step.run.visit.left_at
            assert left_at is None or step.began_at <= left_at
            if left_at and step.letter and step.letter.state == "sent":
                assert step.letter.due_at <= left_at


def test_playbooks_keep_their_word(cast, house, publish):
    publish(CALL, WAIT, LETTER, CALL, begin="stage", stage="onboarding", ends=["stage"])
    Life.cast, Life.acme = cast, house[0]
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]

    run_state_machine_as_test(
        Life, settings=settings(max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=quiet)
    )
