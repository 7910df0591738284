"""Whose answers rows are: known people, or new ones whose address and client the row tells."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from accounts.clients.models import Client, Contact, ContactRole
from accounts.exchange.clients.desk import Desk
from accounts.exchange.clients.fields import FIXED
from accounts.exchange.clients.planning import Planner
from accounts.exchange.drafts import Draft
from accounts.exchange.edits import Batch
from accounts.exchange.registry import Plan, Setting
from accounts.mail.models import Suppression
from accounts.mail.suppression import digest_of


class People:
    """The people of a batch of rows and their clients, loaded with a constant number of queries."""

    def __init__(self, drafts: Sequence[Draft], setting: Setting, *, lock: bool) -> None:
        self.desk = Desk(drafts, lock=lock)
        self.planner = Planner(self.desk, dict(FIXED), setting)
        self.clients = dict(self.desk.clients)
        missing = {client_id for _contact, client_id in self.desk.positions} - self.clients.keys()
        self.clients |= {one.pk: one for one in Client.objects.filter(pk__in=missing)}
        unknown = {
            digest_of(self.desk.organization.pk, address)
            for draft in drafts
            for address in draft.person.get("emails", ())
            if address not in self.desk.contact_of_email
        }
        self._peers: Counter[tuple[Any, str]] | None = None
        self.erased = set(Suppression.objects.filter(address__in=unknown).values_list("address", flat=True))

    @property
    def batch(self) -> Batch:
        """Return what is to be written before the answers."""
        return self.planner.batch

    def meant(self, draft: Draft) -> tuple[Client | None, Contact | None]:
        """Return client and person of the row, None for a person who is to be added; blame a row that cannot be understood."""
        client, contact = self.desk.match(draft)
        if draft.faults:
            return client, contact
        if not draft.person:
            draft.blame("no_person", "person.emails")
        elif contact is None:
            self._check_new(draft, client)
        else:
            client = self._client_of(draft, client, contact)
        if client is not None and client.archived_at:
            draft.blame("archived_client", "client.name", more=client.name)
        return client, contact

    def peers(self, client: Client, role: str) -> int:
        """Return how many people of a role work at the client now: among them one may speak without a name."""
        if self._peers is None:
            here = {"valid_until": None, "position__left_on": None, "position__contact__erased_at": None}
            rows = ContactRole.objects.filter(position__client__in=list(self.clients), **here)
            self._peers = Counter(rows.values_list("position__client", "role"))
        return self._peers[client.pk, role]

    def add(self, plan: Plan, draft: Draft, client: Client) -> Contact:
        """Plan the new person of a row, under their address when the row names nobody, in the role in which they answered."""
        draft.person.setdefault("name", draft.person["emails"][0])
        if role := draft.own.get("role"):
            draft.person["roles"] = [role]
        return self.planner.add_person(plan, draft, client)

    def _client_of(self, draft: Draft, client: Client | None, contact: Contact) -> Client | None:
        places = [place for (person, _client), place in self.desk.positions.items() if person == contact.pk]
        if draft.client:
            if client is None:
                draft.blame("unknown_client", _named(draft))
            elif all(place.client_id != client.pk for place in places):
                draft.blame("not_at_client", _named(draft), more=contact.name)
            return client
        present = [place for place in places if place.left_on is None] or places
        if len(present) == 1:
            return self.clients[present[0].client_id]
        names = ", ".join(sorted(self.clients[place.client_id].name for place in present))
        draft.blame("which_client" if present else "no_client", "client.name", more=names)
        return None

    def _check_new(self, draft: Draft, client: Client | None) -> None:
        addresses = draft.person.get("emails", ())
        if any(digest_of(self.desk.organization.pk, address) in self.erased for address in addresses):
            draft.blame("erased", "person.emails")
        elif client is None and draft.client:
            draft.blame("unknown_client", _named(draft))
        elif client is None or not addresses:
            draft.blame("new_person", "person.emails" if addresses else "person.name")


def _named(draft: Draft) -> str:
    """Return the column that names the row's client."""
    return next((f"client.{key}" for key in ("external_id", "domain", "name") if key in draft.client), "client.name")
