"""An import in the browser: from pasted rows to the result and back, accessible in both themes, on the narrowest phone too."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from accounts import clock
from accounts.exchange.models import ImportJob
from accounts.exchange.views import wizard
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context

TABLE = "Клієнт\tІм’я\tЕл. пошта\tРоль\n" + "".join(
    f"Клієнт {number // 3}\tЛюдина {number}\tp{number}@client.example\t{role}\n"
    for number in range(90)
    for role in [("економічний покупець", "технічний покупець", "користувач")[number % 3]]
)
BAD = "Клієнт 1\tХтось\tне адреса\tчарівник\n"


@contextmanager
def a_worker() -> Iterator[None]:
    """Let a worker look into the ledger again and again, as `manage.py drain --loop` does."""
    stopped = threading.Event()

    def work() -> None:
        while not stopped.wait(0.2):
            jobs.drain(queue="imports", now=clock.real_now)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        stopped.set()
        worker.join()


@pytest.mark.parametrize("javascript", [True, False])
def test_thirty_clients_with_ninety_people_are_pasted_imported_and_undone(live_product, javascript):
    page = live_product.sign_in(live_product.cast.alice, "/o/north/imports/", java_script_enabled=javascript)
    with a_worker():
        page.get_by_role("link", name="Import a table").click()
        page.get_by_label("Or paste rows here").fill(TABLE + BAD)
        page.get_by_role("button", name="Look at it").click()
        page.get_by_role("button", name="Check the rows").click()
        page.get_by_text("30 new, 0 changed").wait_for()
        page.get_by_text("90 new, 0 changed").wait_for()
        page.get_by_text("1 row cannot be imported as it is").wait_for()
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_role("heading", name="Imported").wait_for()
        page.get_by_text("1 row was left out").wait_for()
        page.get_by_role("button", name="Undo the import").click()
        page.get_by_role("heading", name="Undone").wait_for()
        page.get_by_text("120 removed").wait_for()


def test_pages_of_an_import_are_accessible(live_product, flaws, monkeypatch):
    page = live_product.sign_in(live_product.cast.alice, "/o/north/imports/")
    assert flaws(page) == [], "empty list"
    page.goto("/o/north/imports/new/")
    assert flaws(page) == [], "new"
    page.get_by_role("button", name="Look at it").click()
    assert flaws(page) == [], "nothing given"
    monkeypatch.setattr(wizard, "SMALL", 0)
    page.get_by_label("Or paste rows here").fill(TABLE + BAD)
    page.get_by_role("button", name="Look at it").click()
    page.locator("#progress").wait_for()
    with tenant_context(live_product.cast.north.pk):
        ImportJob.objects.update(done=400, total=1000)
    assert flaws(page) == [], "progress"
    with a_worker():
        page.get_by_role("button", name="Check the rows").wait_for()
        assert flaws(page) == [], "columns"
        page.get_by_role("button", name="Check the rows").click()
        page.get_by_role("button", name="Import", exact=True).wait_for()
        assert flaws(page) == [], "preview"
        page.get_by_role("link", name="Failed").click()
        assert flaws(page) == [], "failed rows"
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_role("heading", name="Imported").wait_for()
        assert flaws(page) == [], "result"
    page.goto("/o/north/imports/")
    assert flaws(page) == [], "list"
    page.goto("/o/north/imports/new/")
    page.get_by_label("Or paste rows here").fill("Client\tEmail")
    page.get_by_role("button", name="Look at it").click()
    assert flaws(page) == [], "refused"
