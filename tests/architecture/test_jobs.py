"""Every queue that is written to has somebody who does its work, and every entry of the timetable can run."""

import ast
import importlib
import inspect

import pytest
from django.utils.module_loading import import_string

from accounts.jobs import registry
from happiness import schedule
from tests.architecture.source import CHECKOUT, name, nodes, python_files, said, tree

WRITING = ("enqueue", "enqueue_each", "enqueue_many")
LEDGER = CHECKOUT / "accounts/jobs/actions.py"


def written() -> list[tuple[str, str]]:
    """Return (place, queue) for every call that writes a job."""
    return [
        (f"{name(path)}:{call.lineno}", queue_of(path, call))
        for path in python_files()
        if path != LEDGER
        for call in nodes(path, ast.Call)
        if said(call.func).rsplit(".", 1)[-1] in WRITING
    ]


def queue_of(path, call: ast.Call) -> str:
    """Return the queue's name: a text, a constant of the module, or a constant of a module that it imports."""
    (value,) = (keyword.value for keyword in call.keywords if keyword.arg == "queue")
    if isinstance(value, ast.Constant):
        return value.value
    module = importlib.import_module(".".join(path.relative_to(CHECKOUT).with_suffix("").parts))
    return eval(said(value), vars(module))


def test_every_queue_that_is_written_has_a_handler():
    assert written()
    assert {place: queue for place, queue in written() if queue not in registry.queues()} == {}


def test_every_handler_has_a_queue_that_is_written():
    assert set(registry.queues()) == {queue for _place, queue in written()}


def test_nobody_writes_the_ledger_past_its_actions():
    """But for the public fast path: one statement, which tests/feedback/responses compares with what the actions write."""
    writing = [
        name(path)
        for path in python_files()
        if "INSERT INTO accounts_job" in path.read_text()
        or any(
            said(call.func).startswith("Job.objects.") and "create" in said(call.func) for call in nodes(path, ast.Call)
        )
    ]
    assert writing == [name(LEDGER), "feedback/responses/actions/submitting.py"]


@pytest.mark.parametrize("queue", sorted(registry._handlers))
def test_handler_takes_subjects_and_the_time(queue):
    inspect.signature(registry.handler_of(queue)).bind([], None)


@pytest.mark.parametrize("queue", sorted(registry._outward))
def test_outward_handler_takes_an_organization_jobs_and_a_deadline(queue):
    inspect.signature(registry.outward_of(queue)).bind(None, [], 0.0)


@pytest.mark.parametrize("entry", schedule.TIMETABLE, ids=lambda entry: entry.name)
def test_entry_of_the_timetable_can_run(entry):
    action = import_string(entry.action)

    parameters = inspect.signature(action).parameters
    assert list(parameters) == ["now"]
    assert parameters["now"].kind is inspect.Parameter.KEYWORD_ONLY
    assert entry.every >= schedule.SWEEP


def test_entries_of_the_timetable_have_different_names():
    names = [entry.name for entry in schedule.TIMETABLE]

    assert len(set(names)) == len(names)


def test_tasks_are_hints_and_do_no_work_themselves():
    """A task's name is sent by beat and by older versions: it is spelled out, and takes what it does not know."""
    for path in python_files():
        if path.stem == "tasks" and path.parent.name != "tenancy":
            tasks = [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]
            assert tasks
            for task in tasks:
                assert task.args.kwarg, f"{name(path)}: {task.name}"
                assert all("tenant=False" in said(decorator) for decorator in task.decorator_list)
