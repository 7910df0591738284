"""The main pages: accessible in both themes at both sizes, and never wider than the narrowest phone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.events.models import CustomKind
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import blocking
from accounts.mail.models import OutgoingEmail, State
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from accounts.webhooks import actions as webhooks
from accounts.webhooks.http import Answer
from accounts.webhooks.models import Webhook
from happiness import schedule
from tests.browser.conftest import NARROWEST, each_look, sideways

PUBLIC = ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/", "/no-such-page/"]
SIGNED_IN = [
    *("/o/north/", "/o/north/no-such-page/", "/organizations/", "/organizations/new/"),
    *("/account/", "/account/sessions/", "/account/password/change/", "/account/email/", "/account/reauthenticate/"),
]


LONG = "x" * 40
LETTERS = ("mail-log", "mail-sender", "suppressions", "suppression-new")
OTHER_SYSTEMS = ("webhooks", "webhook-new", "event-kinds", "event-kind-new", "background")


@pytest.fixture
def backbone(live_product, now):
    """Fill North with letters, webhooks, kinds of events and failed work, long names too; return the pages that show them."""
    by, organization = live_product.cast.alice.employee, live_product.cast.north
    with tenant_context(organization.pk):
        letter = _letters(by, now)
        entry = blocking.block(address=f"{LONG}@{LONG}.example", until=None, by=by, now=now)
        webhook, delivery = _webhook(by, now)
        kind = _kind(now)
        mail.stop_sending(by=by, now=now)
    failed = Job.objects.filter(queue="mail", subject_id=letter.pk)
    failed.update(last_error=f"the mail server is away: {LONG}", failing_since=now, run_at=now)
    Job.objects.create(organization_id=organization.pk, queue=LONG, subject_id=uuid7(), run_at=now - timedelta(hours=1))
    for recurring in schedule.TIMETABLE[1:]:
        jobs.run_recurring(name=recurring.name, every=recurring.every, action=recurring.action, now=now)
    one = {
        ("mail-letter", "letter_id"): letter,
        ("suppression-removal", "suppression_id"): entry,
        **{(f"webhook{page}", "webhook_id"): webhook for page in ("", "-edit", "-secret", "-removal")},
        **{(f"event-kind{page}", "kind_id"): kind for page in ("", "-edit", "-archive")},
    }
    return [
        *(reverse(name, args=["north"]) for name in (*LETTERS, *OTHER_SYSTEMS)),
        *(reverse(name, kwargs={"slug": "north", key: row.pk}) for (name, key), row in one.items()),
        reverse("webhook-delivery", args=["north", webhook.pk, delivery.pk]),
    ]


def _letters(by, now):
    context = {"organization_name": "North", "webhook_title": LONG, "is_gone": True, "url": "https://north.example/"}
    for number, state in enumerate(State):
        to = f"{LONG}{number}@client.example"
        row = mail.send("webhook_disabled", to=to, language="en", context=context, now=now)
        OutgoingEmail.objects.filter(pk=row.pk).update(state=state, reason=f"550 5.1.1 {LONG * 2}")
    return OutgoingEmail.objects.get(state=State.HELD)


def _webhook(by, now):
    for title in (LONG, "Warehouse"):
        webhook = Webhook(title=title, url=f"https://{LONG}.example/{LONG * 3}", kinds=["*"])
        webhooks.add_webhook(webhook=webhook, by=by, now=now)
    delivery = webhooks.send_test(webhook=webhook, by=by, now=now)
    answer = Answer(status=500, text=LONG * 9, ms=1200)
    job = Job.objects.get(queue="webhooks", subject_id=delivery.pk)
    webhooks.record_attempt(delivery_id=delivery.pk, job_id=job.pk, answer=answer, now=now)
    return webhook, delivery


def _kind(now):
    fields = {"days": "number", LONG: "text"}
    kind = CustomKind.objects.create(name=f"custom.{LONG}", title="Order is late", fields=fields, created_at=now)
    CustomKind.objects.create(name="custom.gone", title=LONG, created_at=now, archived_at=now)
    events.publish(Fact(kind=kind.name, happened_at=now, payload={"days": 3, LONG: LONG * 5}), now=now)
    return kind


def test_public_pages_are_accessible(live_product, violations):
    page = live_product.open()

    for path in PUBLIC:
        page.goto(path)
        for look in each_look(page):
            assert violations(page) == [], f"{path} {look}"


def test_pages_behind_the_sign_in_are_accessible(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)

    for path in SIGNED_IN:
        page.goto(path)
        for look in each_look(page):
            assert violations(page) == [], f"{path} {look}"


def test_pages_of_letters_and_other_systems_are_accessible_and_fit_a_phone(live_product, flaws, backbone):
    page = live_product.sign_in(live_product.cast.alice)
    wrong = []

    for path in backbone:
        assert page.goto(path).status == 200
        wrong += flaws(page)

    assert wrong == []


def test_open_menus_and_failed_forms_are_accessible(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)
    for look in each_look(page):
        for menu in ("organizations", "person"):
            page.goto("/o/north/")
            page.locator(f'[popovertarget="{menu}"]').click()
            assert page.locator(f"#{menu}").is_visible()
            assert violations(page) == [], f"{menu} {look}"

    page.goto("/account/password/change/")
    page.get_by_label("Current password", exact=False).fill("wrong")
    page.get_by_label("New Password", exact=True).fill("123")
    page.get_by_label("New Password (again)").fill("1234")
    page.get_by_role("button", name="Save the password").click()
    for look in each_look(page):
        assert violations(page) == [], f"failed form {look}"


def test_nothing_is_wider_than_the_narrowest_phone(live_product):
    page = live_product.sign_in(live_product.cast.alice, viewport=NARROWEST)
    house = [reverse(name, args=["north"]) for name in ("people", "departments", "touchpoints", "audit", "profile")]

    for path in [*SIGNED_IN, *house, reverse("settings-organization", args=["north"])]:
        page.goto(path)
        assert sideways(page) == 0, path

    stranger = live_product.open(viewport=NARROWEST)
    for path in PUBLIC:
        stranger.goto(path)
        assert sideways(stranger) == 0, path


@pytest.mark.parametrize("path", ["/account/login/", "/account/signup/"])
def test_text_of_twice_the_size_fits_a_phone(live_product, path):
    page = live_product.open(path, viewport={"width": 390, "height": 844})

    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")

    assert sideways(page) == 0
