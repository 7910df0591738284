"""Of which client and with which people talks were: all of a batch found with a constant number of queries."""

from collections import defaultdict
from collections.abc import Sequence

from accounts.clients.models import Client, Contact
from accounts.exchange.clients.desk import Ambiguous, Desk
from accounts.exchange.drafts import Draft
from accounts.exchange.words import fold
from accounts.organizations.models import Employee


class Who:
    """Looks up clients, people and colleagues that rows name; with `lock` what is found is locked."""

    def __init__(self, drafts: Sequence[Draft], *, lock: bool) -> None:
        self.people = {draft.number: _people(draft) for draft in drafts}
        self.desk = Desk([*drafts, *(one for people in self.people.values() for one in people)], lock=lock)
        missing = {client_id for _contact, client_id in self.desk.positions} - self.desk.clients.keys()
        self.clients = self.desk.clients | {one.pk: one for one in Client.objects.filter(pk__in=missing)}
        self.colleagues: dict[str, list[Employee]] = defaultdict(list)
        if any("by" in draft.own for draft in drafts):
            for one in Employee.objects.all():  # those who have left, too: it was their talk
                for word in {fold(one.name), (one.email or "").lower()} - {""}:
                    self.colleagues[word].append(one)

    def meant(self, draft: Draft) -> tuple[Client | None, list[Contact]]:
        """Return the client and who of them took part; blame a row that cannot be understood."""
        client, _nobody = self.desk.match(draft)
        if draft.faults:
            return None, []
        found = [(one, self._contact(draft, one, client)) for one in self.people[draft.number]]
        if client is None and not draft.client:
            client = self._client_of(draft, [contact for _one, contact in found if contact])
        if draft.faults:
            return None, []
        if client is None:
            named = next((f"client.{key}" for key in ("external_id", "domain", "name") if key in draft.client), "")
            draft.blame("unknown_client", named or "client.name")
            return None, []
        if client.archived_at:
            draft.blame("archived_client", "client.name", more=client.name)
        there = []
        for one, contact in found:
            if contact is None or (contact.pk, client.pk) not in self.desk.positions:
                draft.blame("unknown_participant", _field(one), more=_written(one))
            else:
                there.append(contact)
        return client, list({contact.pk: contact for contact in there}.values())

    def colleague(self, draft: Draft) -> Employee | None:
        """Return who of us had the talk, None where the row does not say; blame a row that names nobody of us, or several."""
        text = draft.own.get("by")
        if not text:
            return None
        found = self.colleagues.get(fold(text)) or self.colleagues.get(text.lower()) or []
        if len(found) != 1:
            draft.blame("colleague", "talk.by")
            return None
        return found[0]

    def _contact(self, draft: Draft, one: Draft, client: Client | None) -> Contact | None:
        try:
            return self.desk.contact_for(one, client)
        except Ambiguous as several:
            draft.blame("ambiguous_person", _field(one), more=several.names)
            return None

    def _client_of(self, draft: Draft, contacts: Sequence[Contact]) -> Client | None:
        """Return the one client at which all of them work."""
        present = [key for key, place in self.desk.positions.items() if place.left_on is None]
        shared = [{client_id for person, client_id in present if person == contact.pk} for contact in contacts]
        known = [self.clients[one] for one in (set.intersection(*shared) if shared else ())]
        if len(known) > 1:
            names = ", ".join(sorted(one.name for one in known))
            draft.blame("which_client_of_talk", "client.name", more=names)
        return known[0] if len(known) == 1 else None


def _people(draft: Draft) -> list[Draft]:
    """Return a draft for each person: addresses say who it was, names do where there are none."""
    emails = draft.own.get("emails") or [one.lower() for one in draft.own.get("people", ()) if "@" in one]
    names = [] if "emails" in draft.own else [one for one in draft.own.get("people", ()) if "@" not in one]
    told = [{"emails": [one]} for one in emails] + [{"name": one} for one in names]
    return [Draft(number=draft.number, client=draft.client, person=one, own={"of": draft}) for one in told]


def _field(one: Draft) -> str:
    return "talk.emails" if "emails" in one.person and "emails" in one.own["of"].own else "talk.people"


def _written(one: Draft) -> str:
    return str(one.person.get("name") or one.person["emails"][0])
