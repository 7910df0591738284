"""What accounts itself does about events."""

from accounts import clock
from accounts.contracts import actions as contracts
from accounts.events.kinds import ANY, CLIENT_MERGED, CLIENT_SEPARATED, MAIL_BOUNCED, MAIL_COMPLAINED
from accounts.events.models import Event, Origin
from accounts.events.registry import subscribe
from accounts.organizations.actions import mail_trouble
from accounts.webhooks import actions as webhooks


@subscribe(ANY)
def offer_to_webhooks(event: Event) -> None:
    """Let every webhook that wants the event have it."""
    webhooks.fan_out(event=event, now=clock.real_now())


@subscribe(MAIL_BOUNCED)
@subscribe(MAIL_COMPLAINED)
def tell_of_lost_readers(event: Event) -> None:
    """Let owners and administrators hear of an address that gets no more letters."""
    if event.origin == Origin.LIVE and (event.kind == MAIL_COMPLAINED.name or event.payload.get("permanent")):
        mail_trouble.foresee(now=clock.real_now())


@subscribe(CLIENT_MERGED)
@subscribe(CLIENT_SEPARATED)
def count_again(event: Event) -> None:
    """Count the money of a client anew that has taken over the contracts of another entry, or given them back."""
    if event.client_id:
        contracts.recount(client_ids=[event.client_id], now=event.recorded_at)
