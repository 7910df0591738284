"""What a row does to its client and its person: values are set on rows in memory, and every difference is noted."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.clients.enums import BuyerRole, Consent, Influence
from accounts.clients.models import Client, ClientTag, Contact, ContactEmail, ContactRole, Position, Segment, Tag
from accounts.exchange.clients.desk import Desk
from accounts.exchange.clients.fields import CLIENT, CUSTOM, FIXED, PERSON
from accounts.exchange.drafts import Attribute, Draft
from accounts.exchange.edits import Batch, Edit
from accounts.exchange.registry import Change, Plan, Setting
from accounts.exchange.words import fold

LABELS = {"client": {one.key: one.label for one in CLIENT}, "person": {one.key: one.label for one in PERSON}}
CLIENT_COLUMNS = ("name", "domain", "external_id", "country", "language", "time_zone")
NAMES = ("name", "domain", "external_id")  # what a merge has settled is not undone by an old list
PERSON_COLUMNS = (
    "name",
    "phone",
    "language",
    "salutation",
    "country",
    "time_zone",
    "interests",
    "notes",
    "external_id",
)


class Planner:
    """Takes rows one by one; a row with a fault changes nothing at all."""

    def __init__(self, desk: Desk, attributes: dict[str, Attribute], setting: Setting) -> None:
        self.desk, self.attributes, self.setting = desk, attributes, setting
        self.batch = Batch()

    def take(self, draft: Draft) -> None:
        """Plan one row."""
        plan = Plan(number=draft.number, client_key=draft.client_key, key=draft.person_key, faults=draft.faults)
        self.batch.plans.append(plan)
        client, contact = self.desk.match(draft)
        words = self._words(draft)
        if not plan.faults:
            self._check(draft, client, contact)
        if plan.faults:
            return
        if draft.client:
            client = self._client(plan, draft, client, words)
        if draft.person:
            self._person(plan, draft, client, contact)

    def add_person(self, plan: Plan, draft: Draft, client: Client) -> Contact:
        """Plan a new person at a known client for an importer of something else, and return them."""
        return self._person(plan, draft, client, None)

    # --- Whom the row means, and why it cannot be done ---

    def _words(self, draft: Draft) -> dict[str, Any]:
        """Return our own people whom the row names."""
        found: dict[str, Any] = {}
        for key in ("manager", "sponsor"):
            if key in draft.client:
                found[key] = self.desk.colleague(draft.client[key])
                if found[key] is None:
                    draft.blame("colleague", f"client.{key}")
        return found

    def _check(self, draft: Draft, client: Client | None, contact: Contact | None) -> None:
        if not draft.client and not draft.person:
            draft.blame("nothing")
        is_known = client is not None or draft.client_key in self.setting.seen
        if draft.client and not is_known and not draft.client.get("name"):
            draft.blame("no_client_name", "client.name")
        if client is not None and client.archived_at:
            draft.blame("archived_client", "client.name", more=client.name)
        if draft.person:
            self._check_person(draft, client, contact)

    def _check_person(self, draft: Draft, client: Client | None, contact: Contact | None) -> None:
        if contact is not None:
            position = self.desk.positions.get((contact.pk, client.pk)) if client else None
            if position is not None and position.left_on:
                draft.blame("person_left", "person.name", more=contact.name)
        elif draft.person_key not in self.setting.seen:
            if not draft.person.get("name"):
                draft.blame("no_person_name", "person.name")
            if client is None and not draft.client:
                draft.blame("no_client", "client.name")

    # --- The client ---

    def _client(self, plan: Plan, draft: Draft, client: Client | None, words: dict[str, Any]) -> Client:
        row = draft.client
        is_new = client is None
        if client is None:
            house = self.desk.organization
            client = Client(name=row.get("name", ""), language=house.language, time_zone=house.time_zone)
            client.created_at = self.setting.now
        edit = Edit(self.batch, plan, client, kind="client", is_new=is_new, labels=LABELS["client"])
        is_former = not is_new and self.desk.is_former(client, draft)
        for column in CLIENT_COLUMNS:
            if column in row and not (is_former and column in NAMES):
                edit.set(column, row[column])
        colleagues = {one.pk: one.name for found in self.desk.employees.values() for one in found}
        for key, employee in words.items():
            edit.set(f"{key}_id", employee.pk, shown=colleagues.get, label=FIXED[f"client.{key}"].label)
        if "segment" in row:
            segment = self._segment(plan, row["segment"])
            names = {one.pk: one.name for one in self.desk.segments.values()}
            edit.set("segment_id", segment.pk, shown=names.get, label=FIXED["client.segment"].label)
        _set_own(edit, row, self.attributes, "client")
        for name in row.get("tags", ()):
            self._tag(plan, edit, client, name)
        self.desk.add_client(client)
        plan.client_id = client.pk
        edit.finish(part="client", is_seen=draft.client_key in self.setting.seen)
        return client

    def _segment(self, plan: Plan, name: str) -> Segment:
        segment = self.desk.segments.get(fold(name))
        if segment is None:
            segment = Segment(name=name, created_at=self.setting.now)
            self.desk.segments[fold(name)] = segment
            self.batch.make(plan, "segment", segment, new={"name": name})
        return segment

    def _tag(self, plan: Plan, edit: Edit, client: Client, name: str) -> None:
        tag = self.desk.tags.get(fold(name))
        if tag is None:
            tag = Tag(name=name, created_at=self.setting.now)
            self.desk.tags[fold(name)] = tag
            self.batch.make(plan, "tag", tag, new={"name": name})
        if tag.pk not in self.desk.tags_of[client.pk]:
            self.desk.tags_of[client.pk].add(tag.pk)
            edit.after.append(("client_tag", ClientTag(client=client, tag=tag), {}))
            edit.changes.append(Change(FIXED["client.tags"].label, "", name))

    # --- The person ---

    def _person(self, plan: Plan, draft: Draft, client: Client | None, contact: Contact | None) -> Contact:
        row = draft.person
        is_new = contact is None
        if contact is None:
            home = client or self.desk.organization
            contact = Contact(name=row.get("name", ""), language=home.language, time_zone=home.time_zone)
            contact.country = client.country if client else ""
            contact.created_at = self.setting.now
        edit = Edit(self.batch, plan, contact, kind="contact", is_new=is_new, labels=LABELS["person"])
        for column in PERSON_COLUMNS:
            if column in row:
                edit.set(column, row[column])
        if "birthday" in row:
            day, month = row["birthday"]
            label = FIXED["person.birthday"].label
            edit.set("birth_month", month, label=label)
            edit.set("birth_day", day, label=label)
            edit.set("birthday_source", self._origin(), label=None)
        if "consent" in row and row["consent"] != (contact.consent == Consent.GIVEN):
            self._consent(edit, given=row["consent"])
        _set_own(edit, row, self.attributes, "person")
        for address in row.get("emails", ()):
            self._address(edit, contact, address)
        if client is not None:
            self._position(edit, contact, client, row)
        self.desk.add_contact(contact, client, row.get("emails", ()))
        plan.subject_id, plan.client_id = contact.pk, plan.client_id or (client.pk if client else None)
        edit.finish(part="person", is_seen=draft.person_key in self.setting.seen)
        return contact

    def _consent(self, edit: Edit, *, given: bool) -> None:
        shown = dict(Consent.choices).get
        label = FIXED["person.consent"].label
        edit.set("consent", str(Consent.GIVEN if given else Consent.WITHDRAWN), shown=shown, label=label)
        edit.set("consent_source", self._origin(), label=None)
        edit.set("consent_at", self.setting.now, label=None)

    def _origin(self) -> str:
        return (_("Import: %(file)s") % {"file": self.setting.title})[:200]

    def _address(self, edit: Edit, contact: Contact, address: str) -> None:
        if address in self.desk.contact_of_email:
            return
        row = ContactEmail(contact=contact, address=address, created_at=self.setting.now)
        row.is_primary = contact.pk not in self.desk.has_primary
        self.desk.has_primary.add(contact.pk)
        self.desk.contact_of_email[address] = contact
        edit.after.append(("contact_email", row, {"address": address}))
        edit.changes.append(Change(FIXED["person.emails"].label, "", address))

    def _position(self, edit: Edit, contact: Contact, client: Client, row: dict[str, Any]) -> None:
        position = self.desk.positions.get((contact.pk, client.pk))
        is_new = position is None
        if position is None:
            position = Position(contact=contact, client=client, created_at=self.setting.now)
            position.job_title, position.influence = row.get("job_title", ""), row.get("influence", Influence.MEDIUM)
            self.desk.positions[contact.pk, client.pk] = position
            edit.after.append(("position", position, {"job_title": position.job_title}))
            edit.changes.append(Change(_("Works at"), "", client.name))
            if position.job_title:
                edit.changes.append(Change(FIXED["person.job_title"].label, "", position.job_title))
        for column in ("job_title", "influence"):
            if column in row and not is_new:
                shown = dict(Influence.choices).get if column == "influence" else str
                edit.set(column, row[column], on=("position", position), shown=shown)
        today = client.local_date(self.setting.now)
        for role in row.get("roles", ()):
            if role not in self.desk.roles[position.pk]:
                self.desk.roles[position.pk].add(role)
                edit.after.append(("contact_role", ContactRole(position=position, role=role, valid_from=today), {}))
                edit.changes.append(Change(FIXED["person.roles"].label, "", str(BuyerRole(role).label)))


def _set_own(edit: Edit, row: dict[str, Any], attributes: dict[str, Attribute], side: str) -> None:
    """Set the organization's own fields that the row names."""
    given = {key.removeprefix(CUSTOM): value for key, value in row.items() if key.startswith(CUSTOM)}
    before = edit.subject.custom
    differing = {key: value for key, value in given.items() if before.get(key) != value}
    if not differing:
        return
    edit.remember(edit.subject, "custom", before, before | differing)
    edit.subject.custom = before | differing
    for key, value in differing.items():
        label = attributes[f"{side}.{CUSTOM}{key}"].label
        edit.changes.append(Change(label, _shown(before.get(key)), _shown(value)))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
