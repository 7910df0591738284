"""Rows of a house that letters, jobs, imports and other systems leave."""

from accounts.api_tokens import actions as api_tokens
from accounts.api_tokens.models import ApiToken
from accounts.events.models import CustomKind
from accounts.exchange.models import ImportJob, ImportRow
from accounts.inbound import actions as inbound
from accounts.inbound.models import InboundHook
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail.models import LetterIssue, OutgoingEmail, Suppression
from accounts.tenancy.uuid7 import uuid7
from accounts.webhooks.models import TEST, Webhook, WebhookDelivery
from tests.accounts.tenancy.houses import House


def webhook(house: House) -> Webhook:
    webhook = Webhook.objects.filter(title=house.secret).first()
    if webhook is None:
        created_at = house.organization.created_at
        webhook = Webhook(title=house.secret, url="https://hooks.example/", kinds=[], created_at=created_at)
        webhook.set_secret(b"secret of the webhook")
        webhook.save()
    return webhook


def delivery(house: House) -> WebhookDelivery:
    created_at = house.organization.created_at
    return WebhookDelivery.objects.create(webhook=webhook(house), event_id=uuid7(), kind=TEST, created_at=created_at)


def letter(house: House) -> OutgoingEmail:
    context, now = {"webhook_title": house.secret}, house.organization.created_at
    return mail.send("webhook_disabled", to="taras@client.example", language="en", context=context, now=now)


def issue(house: House) -> LetterIssue:
    today = house.organization.created_at.date()
    content = {"weeks": [61.0, 64.0], "stages": [], "roles": [], "up": [], "down": [], "attention": None, "quote": None}
    content |= {
        "since": today.isoformat(),
        "until": today.isoformat(),
        "currency": "EUR",
        "index": 64.0,
        "change": None,
    }
    content |= {
        "is_real": False,
        "clients": 6,
        "known": 6,
        "money": None,
        "promises": {"kept": 0, "late": 0, "open": 0},
        "cases": {"confirmed": 0, "late": 0},
        "decisions": {"rows": [], "more": 0},
    }
    keys = {"kind": "digest", "period": today, "employee_id": house.owner.employee.pk}
    values = {"content": content, "created_at": house.organization.created_at}
    return LetterIssue.objects.get_or_create(**keys, defaults=values)[0]


def suppression(house: House) -> Suppression:
    address = f"{house.secret.replace(' ', '-')}@client.example"
    values = {"reason": Suppression.Reason.BY_HAND, "created_at": house.organization.created_at}
    return Suppression.objects.get_or_create(address=address, defaults=values)[0]


def kind(house: House) -> CustomKind:
    values = {"title": house.secret, "created_at": house.organization.created_at}
    return CustomKind.objects.get_or_create(name="custom.secret", defaults=values)[0]


def job(house: House) -> Job:
    values = {"run_at": house.organization.created_at, "last_error": "KeyError"}
    keys = {"organization_id": house.id, "queue": "seal_audit", "subject_id": house.id}
    return Job.objects.update_or_create(**keys, leased_until=None, defaults=values)[0]


def an_import(house: House) -> ImportJob:
    now = house.organization.created_at
    headers = {"headers": [house.secret], "mapping": ["client.name"], "header_row": 1}
    values = {"title": house.secret, "size": 1, "by": house.owner.employee, "created_at": now, **headers}
    job, is_new = ImportJob.objects.get_or_create(what="clients", state=ImportJob.State.READY, defaults=values)
    if is_new:
        ImportRow.objects.create(job=job, number=2, cells=[house.secret], plan=ImportRow.Outcome.CREATE)
    return job


def token(house: House) -> ApiToken:
    found = ApiToken.objects.filter(title=house.secret).first()
    if found is None:
        found = ApiToken(title=house.secret, scopes=["clients:read"])
        api_tokens.add_token(token=found, by=house.owner.employee, now=house.organization.created_at)
    return found


def hook(house: House) -> InboundHook:
    found = InboundHook.objects.filter(title=house.secret).first()
    if found is None:
        found = InboundHook(title=house.secret, kind=kind(house), mapping={})
        inbound.add_hook(hook=found, by=house.owner.employee, now=house.organization.created_at)
    return found
