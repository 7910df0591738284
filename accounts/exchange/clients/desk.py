"""The part of the registry that a batch of rows speaks of, loaded with a constant number of queries.

Rows find their client and their person here, also those that an earlier row of the batch has just made.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from accounts.clients.models import (
    Client,
    ClientTag,
    Contact,
    ContactEmail,
    ContactRole,
    Position,
    Segment,
    Tag,
)
from accounts.exchange.drafts import Draft
from accounts.exchange.words import fold
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee, Organization
from accounts.web.text import sort_key


class Ambiguous(LookupError):
    """More than one fits; `names` are those that do."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = ", ".join(dict.fromkeys(names))


class Desk:
    """Lookups for one batch. With `lock`, rows that may be changed are locked until the end of the transaction."""

    def __init__(self, drafts: Sequence[Draft], *, lock: bool) -> None:
        self.lock = lock
        self.organization = Organization.objects.get()
        self.clients: dict[uuid.UUID, Client] = {}
        self.by_external: dict[str, Client] = {}
        self.by_domain: dict[str, list[Client]] = defaultdict(list)
        self.by_name: dict[str, list[Client]] = defaultdict(list)
        self.former_names: set[tuple[uuid.UUID, str]] = set()  # (client, number or name) of those merged into it
        self.contacts: dict[uuid.UUID, Contact] = {}
        self.contact_of_email: dict[str, Contact] = {}
        self.contact_by_external: dict[str, Contact] = {}
        self.has_primary: set[uuid.UUID] = set()
        self.positions: dict[tuple[uuid.UUID, uuid.UUID], Position] = {}
        self.people_at: dict[tuple[uuid.UUID, str], list[Contact]] = defaultdict(list)
        self.roles: dict[uuid.UUID, set[str]] = defaultdict(set)
        self.tags_of: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        self._load_clients(drafts)
        self._load_people(drafts)
        self._load_words(drafts)

    def match(self, draft: Draft) -> tuple[Client | None, Contact | None]:
        """Return the client and the person that the row means, as far as they are known; blame it for naming several."""
        client = contact = None
        try:
            client = self.client_for(draft)
            if client is None and not draft.client:
                client = self.client_of_address(draft.person.get("emails", ()))
        except Ambiguous as several:
            draft.blame("ambiguous_client", "client.name", more=several.names)
        try:
            contact = self.contact_for(draft, client)
        except Ambiguous as several:
            field = "person.emails" if "emails" in draft.person else "person.name"
            draft.blame("ambiguous_person", field, more=several.names)
        return client, contact

    def known(self, draft: Draft) -> tuple[Client | None, Contact | None]:
        """Return what `match` does, and blame the row when one of the two is not there or can no longer be spoken of."""
        client, contact = self.match(draft)
        if draft.faults:
            return client, contact
        named = next(
            (f"client.{key}" for key in ("external_id", "domain", "name") if key in draft.client), "client.name"
        )
        if client is None:
            draft.blame("unknown_client", named)
        elif client.archived_at:
            draft.blame("archived_client", named, more=client.name)
        if client and draft.person and (contact is None or (contact.pk, client.pk) not in self.positions):
            draft.blame("unknown_person", "person.emails" if "emails" in draft.person else "person.name")
        return client, contact

    # --- Clients ---

    def client_for(self, draft: Draft) -> Client | None:
        """Return the client that the row means: by number, then by domain, then by name. Raises Ambiguous."""
        row = draft.client
        external, domain, name = row.get("external_id", ""), row.get("domain", ""), sort_key(row.get("name", ""))
        if external and external in self.by_external:
            return self.by_external[external]
        for candidates in (
            self.by_domain.get(domain, []) if domain else [],
            self.by_name.get(name, []) if name else [],
        ):
            # Another number is another client, whatever it is called.
            fitting = [one for one in candidates if not external or not one.external_id]
            if len(fitting) > 1:
                same_name = [one for one in fitting if one.sort_name == name]
                if len(same_name) != 1:
                    raise Ambiguous(one.name for one in fitting)
                fitting = same_name
            if fitting:
                return fitting[0]
        return None

    def client_of_address(self, addresses: Collection[str]) -> Client | None:
        """Return the client whose web domain a person's address has, if there is exactly one."""
        found = [one for address in addresses for one in self.by_domain.get(address.rpartition("@")[2], [])]
        return found[0] if len({one.pk for one in found}) == 1 else None

    def add_client(self, client: Client) -> None:
        """Let later rows find the client."""
        self.clients[client.pk] = client
        if client.external_id:
            self.by_external[client.external_id] = client
        if client.domain and client not in self.by_domain[client.domain]:
            self.by_domain[client.domain].append(client)
        key = sort_key(client.name)
        if client not in self.by_name[key]:
            self.by_name[key].append(client)

    # --- People ---

    def contact_for(self, draft: Draft, client: Client | None) -> Contact | None:
        """Return the person that the row means: by address, by number, then by name at the client. Raises Ambiguous."""
        row = draft.person
        found = {
            one.pk: one for address in row.get("emails", ()) if (one := self.contact_of_email.get(address)) is not None
        }
        if (one := self.contact_by_external.get(row.get("external_id", ""))) is not None:
            found[one.pk] = one
        if not found and client is not None and not row.get("emails") and row.get("name"):
            found = {one.pk: one for one in self.people_at.get((client.pk, sort_key(row["name"])), ())}
        if len(found) > 1:
            raise Ambiguous(one.name for one in found.values())
        return next(iter(found.values()), None)

    def add_contact(self, contact: Contact, client: Client | None, addresses: Iterable[str]) -> None:
        """Let later rows find the person."""
        self.contacts[contact.pk] = contact
        if contact.external_id:
            self.contact_by_external[contact.external_id] = contact
        for address in addresses:
            self.contact_of_email[address] = contact
        if client is not None and contact not in (there := self.people_at[client.pk, sort_key(contact.name)]):
            there.append(contact)

    def colleague(self, text: str) -> Employee | None:
        """Return one of us by address or by name, if exactly one fits."""
        found = self.employees.get(fold(text)) or self.employees.get(text.strip().lower()) or []
        return found[0] if len(found) == 1 else None

    # --- Loading ---

    def _load_clients(self, drafts: Sequence[Draft]) -> None:
        external, domains, names = (
            _wanted(drafts, "external_id"),
            _wanted(drafts, "domain"),
            {sort_key(name) for name in _wanted(drafts, "name")},
        )
        domains |= {
            address.rpartition("@")[2]
            for draft in drafts
            if not draft.client
            for address in draft.person.get("emails", ())
        }
        found: set[tuple[Any, ...]] = set()
        for column, values in (("external_id", external), ("domain", domains), ("sort_name", names)):
            if values:
                rows = Client.objects.filter(**{f"{column}__in": values})
                found |= set(rows.values_list("pk", "merged_into_id", "external_id", "sort_name"))
        for client in self._rows(Client, {merged_into or pk for pk, merged_into, _number, _name in found}):
            if client.merged_into_id is None:
                self.add_client(client)
        for _pk, merged_into, number, name in found:
            if merged_into in self.clients:
                self._remember_former(self.clients[merged_into], number, name)

    def _remember_former(self, client: Client, number: str, name: str) -> None:
        """Let rows that speak of a client under what it was before a merge lead to the one it became."""
        self.former_names |= {(client.pk, number), (client.pk, name)}
        if number:
            self.by_external.setdefault(number, client)
        if client not in self.by_name[name]:
            self.by_name[name].append(client)

    def is_former(self, client: Client, draft: Draft) -> bool:
        """Tell whether the row calls the client by what it was before a merge."""
        called = draft.client.get("external_id") or sort_key(draft.client.get("name", ""))
        return (client.pk, called) in self.former_names

    def _load_people(self, drafts: Sequence[Draft]) -> None:
        addresses = {address for draft in drafts for address in draft.person.get("emails", ())}
        external = {draft.person["external_id"] for draft in drafts if "external_id" in draft.person}
        names = {sort_key(d.person["name"]) for d in drafts if "name" in d.person and not d.person.get("emails")}
        emails = dict(ContactEmail.objects.filter(address__in=addresses).values_list("address", "contact_id"))
        ids = set(emails.values())
        if external:
            ids |= set(Contact.objects.filter(external_id__in=external).values_list("pk", flat=True))
        if names and self.clients:
            there = Position.objects.filter(client__in=list(self.clients), contact__sort_name__in=names)
            ids |= set(there.values_list("contact_id", flat=True))
        for contact in self._rows(Contact, ids):
            if contact.merged_into_id is None and contact.erased_at is None:
                self.add_contact(contact, None, ())
        found = list(self.contacts)
        self.contact_of_email = {a: self.contacts[pk] for a, pk in emails.items() if pk in self.contacts}
        self.has_primary = set(
            ContactEmail.objects.filter(contact__in=found, is_primary=True).values_list("contact_id", flat=True)
        )
        for position in Position.objects.filter(contact__in=found):
            self.positions[position.contact_id, position.client_id] = position
            contact = self.contacts[position.contact_id]
            self.people_at[position.client_id, contact.sort_name].append(contact)
        places = [position.pk for position in self.positions.values()]
        for place, role in ContactRole.objects.filter(position__in=places, valid_until=None).values_list(
            "position", "role"
        ):
            self.roles[place].add(role)

    def _load_words(self, drafts: Sequence[Draft]) -> None:
        """Load what rows name in words: segments, tags, and our own people."""
        self.segments: dict[str, Segment] = {}
        self.tags: dict[str, Tag] = {}
        self.employees: dict[str, list[Employee]] = defaultdict(list)
        mentioned = {key for draft in drafts for key in draft.client}
        if "segment" in mentioned:
            self.segments = {fold(one.name): one for one in Segment.objects.filter(archived_at=None)}
        if "tags" in mentioned:
            self.tags = {fold(one.name): one for one in Tag.objects.all()}
            for client_id, tag_id in ClientTag.objects.filter(client__in=list(self.clients)).values_list(
                "client", "tag"
            ):
                self.tags_of[client_id].add(tag_id)
        if {"manager", "sponsor"} & mentioned:
            for one in organizations.active_employees():
                for word in {fold(one.name), (one.email or "").lower()} - {""}:
                    self.employees[word].append(one)

    def _rows(self, model: Any, ids: Collection[uuid.UUID]) -> list[Any]:
        rows = model.objects.filter(pk__in=ids).order_by("pk")
        return list(rows.select_for_update() if self.lock else rows)


def _wanted(drafts: Sequence[Draft], key: str) -> set[str]:
    return {draft.client[key] for draft in drafts if draft.client.get(key)}
