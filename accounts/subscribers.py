"""What accounts itself does about events."""

from accounts import clock
from accounts.events.kinds import ANY
from accounts.events.models import Event
from accounts.events.registry import subscribe
from accounts.webhooks import actions as webhooks


@subscribe(ANY)
def offer_to_webhooks(event: Event) -> None:
    """Let every webhook that wants the event have it."""
    webhooks.fan_out(event=event, now=clock.real_now())
