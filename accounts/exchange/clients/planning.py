"""What a row does to its client and its person: values are set on rows in memory, and every difference is noted."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.clients.enums import BuyerRole, Consent, Influence
from accounts.clients.models import Client, ClientTag, Contact, ContactEmail, ContactRole, Position, Segment, Tag
from accounts.exchange.clients.desk import Ambiguous, Desk
from accounts.exchange.clients.fields import CUSTOM, FIXED, Attribute, Draft
from accounts.exchange.registry import Change, Part, Plan, Setting
from accounts.exchange.words import fold

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


@dataclass(slots=True)
class Batch:
    """What a batch makes and changes, in the order in which it can be written."""

    new: dict[Any, list[Any]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[Any, dict[Any, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    before: dict[Any, dict[str, Any]] = field(default_factory=dict)  # snapshots of rows that are changed, for the audit
    plans: list[Plan] = field(default_factory=list)


class Planner:
    """Takes rows one by one; a row with a fault changes nothing at all."""

    def __init__(
        self, desk: Desk, attributes: dict[str, Attribute], setting: Setting, snapshot: Callable[[Any], dict[str, Any]]
    ) -> None:
        self.desk, self.attributes, self.setting, self.snapshot = desk, attributes, setting, snapshot
        self.batch = Batch()

    def take(self, draft: Draft) -> None:
        """Plan one row."""
        plan = Plan(number=draft.number, client_key=draft.client_key, key=draft.key, faults=draft.faults)
        self.batch.plans.append(plan)
        client, contact = self._match(draft)
        words = self._words(draft)
        if not plan.faults:
            self._check(draft, client, contact)
        if plan.faults:
            return
        if draft.client:
            client = self._client(plan, draft, client, words)
        if draft.person:
            self._person(plan, draft, client, contact)

    # --- Whom the row means, and why it cannot be done ---

    def _match(self, draft: Draft) -> tuple[Client | None, Contact | None]:
        client = contact = None
        try:
            client = self.desk.client_for(draft)
            if client is None and not draft.client:
                client = self.desk.client_of_address(draft.person.get("emails", ()))
        except Ambiguous as several:
            draft.blame("ambiguous_client", "client.name", more=several.names)
        try:
            contact = self.desk.contact_for(draft, client)
        except Ambiguous as several:
            draft.blame(
                "ambiguous_person", "person.emails" if "emails" in draft.person else "person.name", more=several.names
            )
        return client, contact

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
        elif draft.key not in self.setting.seen:
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
            self.batch.new[Client].append(client)
        work = _Work(self, plan, client, is_new=is_new, side="client")
        is_former = not is_new and self.desk.is_former(client, draft)
        for column in CLIENT_COLUMNS:
            if column in row and not (is_former and column in NAMES):
                work.set(column, row[column])
        colleagues = {one.pk: one.name for found in self.desk.employees.values() for one in found}
        for key, employee in words.items():
            work.set(f"{key}_id", employee.pk, shown=colleagues.get, label=FIXED[f"client.{key}"].label)
        if "segment" in row:
            segment = self._segment(plan, row["segment"])
            names = {one.pk: one.name for one in self.desk.segments.values()}
            work.set("segment_id", segment.pk, shown=names.get, label=FIXED["client.segment"].label)
        work.set_own(row)
        for name in row.get("tags", ()):
            self._tag(plan, work, client, name)
        self.desk.add_client(client)
        plan.client_id = client.pk
        self._finish(plan, work, client, draft.client_key)
        return client

    def _segment(self, plan: Plan, name: str) -> Segment:
        segment = self.desk.segments.get(fold(name))
        if segment is None:
            segment = Segment(name=name, created_at=self.setting.now)
            self.desk.segments[fold(name)] = segment
            self._make(plan, "segment", segment, new={"name": name})
        return segment

    def _tag(self, plan: Plan, work: "_Work", client: Client, name: str) -> None:
        tag = self.desk.tags.get(fold(name))
        if tag is None:
            tag = Tag(name=name, created_at=self.setting.now)
            self.desk.tags[fold(name)] = tag
            self._make(plan, "tag", tag, new={"name": name})
        if tag.pk not in self.desk.tags_of[client.pk]:
            self.desk.tags_of[client.pk].add(tag.pk)
            work.after.append(("client_tag", ClientTag(client=client, tag=tag), {}))
            work.changes.append(Change(FIXED["client.tags"].label, "", name))

    # --- The person ---

    def _person(self, plan: Plan, draft: Draft, client: Client | None, contact: Contact | None) -> None:
        row = draft.person
        is_new = contact is None
        if contact is None:
            home = client or self.desk.organization
            contact = Contact(name=row.get("name", ""), language=home.language, time_zone=home.time_zone)
            contact.country = client.country if client else ""
            contact.created_at = self.setting.now
            self.batch.new[Contact].append(contact)
        work = _Work(self, plan, contact, is_new=is_new, side="person")
        for column in PERSON_COLUMNS:
            if column in row:
                work.set(column, row[column])
        if "birthday" in row:
            day, month = row["birthday"]
            label = FIXED["person.birthday"].label
            work.set("birth_month", month, label=label)
            work.set("birth_day", day, label=label)
            work.set("birthday_source", self._origin(), label=None)
        if "consent" in row and row["consent"] != (contact.consent == Consent.GIVEN):
            self._consent(work, given=row["consent"])
        work.set_own(row)
        for address in row.get("emails", ()):
            self._address(work, contact, address)
        if client is not None:
            self._position(work, contact, client, row)
        self.desk.add_contact(contact, client, row.get("emails", ()))
        plan.subject_id, plan.client_id = contact.pk, plan.client_id or (client.pk if client else None)
        self._finish(plan, work, contact, draft.key)

    def _consent(self, work: "_Work", *, given: bool) -> None:
        shown = dict(Consent.choices).get
        label = FIXED["person.consent"].label
        work.set("consent", str(Consent.GIVEN if given else Consent.WITHDRAWN), shown=shown, label=label)
        work.set("consent_source", self._origin(), label=None)
        work.set("consent_at", self.setting.now, label=None)

    def _origin(self) -> str:
        return (_("Import: %(file)s") % {"file": self.setting.title})[:200]

    def _address(self, work: "_Work", contact: Contact, address: str) -> None:
        if address in self.desk.contact_of_email:
            return
        row = ContactEmail(contact=contact, address=address, created_at=self.setting.now)
        row.is_primary = contact.pk not in self.desk.has_primary
        self.desk.has_primary.add(contact.pk)
        self.desk.contact_of_email[address] = contact
        work.after.append(("contact_email", row, {"address": address}))
        work.changes.append(Change(FIXED["person.emails"].label, "", address))

    def _position(self, work: "_Work", contact: Contact, client: Client, row: dict[str, Any]) -> None:
        position = self.desk.positions.get((contact.pk, client.pk))
        is_new = position is None
        if position is None:
            position = Position(contact=contact, client=client, created_at=self.setting.now)
            position.job_title, position.influence = row.get("job_title", ""), row.get("influence", Influence.MEDIUM)
            self.desk.positions[contact.pk, client.pk] = position
            work.after.append(("position", position, {"job_title": position.job_title}))
            work.changes.append(Change(_("Works at"), "", client.name))
            if position.job_title:
                work.changes.append(Change(FIXED["person.job_title"].label, "", position.job_title))
        for column in ("job_title", "influence"):
            if column in row and not is_new:
                shown = dict(Influence.choices).get if column == "influence" else None
                work.set(column, row[column], on=position, shown=shown)
        today = client.local_date(self.setting.now)
        for role in row.get("roles", ()):
            if role not in self.desk.roles[position.pk]:
                self.desk.roles[position.pk].add(role)
                work.after.append(("contact_role", ContactRole(position=position, role=role, valid_from=today), {}))
                work.changes.append(Change(FIXED["person.roles"].label, "", str(BuyerRole(role).label)))

    # --- Both ---

    def _make(self, plan: Plan, kind: str, row: Any, *, new: dict[str, Any]) -> None:
        self.batch.new[type(row)].append(row)
        plan.effects.append({"kind": kind, "id": str(row.pk), "old": None, "new": new})

    def _finish(self, plan: Plan, work: "_Work", subject: Any, key: str) -> None:
        act = "create" if work.is_new else "update" if work.changes else "same"
        if key in self.setting.seen:
            act = "same"  # an earlier row of the table makes or changes it, and is counted for it
        plan.parts.append(Part(kind=work.side, name=subject.name, act=act, id=subject.pk, changes=work.changes))
        work.note()
        for kind, row, new in work.after:
            self._make(plan, kind, row, new=new)


class _Work:
    """The values that one row sets on one thing, with what stood there before."""

    def __init__(self, planner: Planner, plan: Plan, subject: Any, *, is_new: bool, side: str) -> None:
        self.planner, self.plan, self.subject, self.is_new, self.side = planner, plan, subject, is_new, side
        self.changes: list[Change] = []
        self.after: list[tuple[str, Any, dict[str, Any]]] = []  # rows that hang on the subject: (kind, row, new values)
        self.old: dict[Any, dict[str, Any]] = {}
        self.new: dict[Any, dict[str, Any]] = {}

    def set(self, column: str, value: Any, *, on: Any = None, shown: Any = None, label: Any = "") -> None:
        """Set one column; `label=None` says nothing about it in the preview."""
        row = on or self.subject
        before = getattr(row, column)
        if before == value and not (self.is_new and value):
            return
        self._remember(row, column, before, value)
        setattr(row, column, value)
        if label is not None and not (self.is_new and column == "name"):  # the name stands above what is listed
            show = shown or str
            old = "" if self.is_new or before in (None, "") else str(show(before) or "")
            self.changes.append(Change(label or FIXED[f"{self.side}.{column}"].label, old, str(show(value) or "")))

    def set_own(self, row: dict[str, Any]) -> None:
        """Set the organization's own fields that the row names."""
        given = {key.removeprefix(CUSTOM): value for key, value in row.items() if key.startswith(CUSTOM)}
        differing = {key: value for key, value in given.items() if self.subject.custom.get(key) != value}
        if not differing:
            return
        before = self.subject.custom
        self._remember(self.subject, "custom", before, before | differing)
        self.subject.custom = before | differing
        for key, value in differing.items():
            label = self.planner.attributes[f"{self.side}.{CUSTOM}{key}"].label
            self.changes.append(Change(label, _shown(before.get(key)), _shown(value)))

    def note(self) -> None:
        """Write down what was set: as the effects of the row, and as what the batch has to save."""
        kind = "client" if self.side == "client" else "contact"
        if self.is_new:
            made = self.new.get(self.subject, {})
            self.plan.effects.append({"kind": kind, "id": str(self.subject.pk), "old": None, "new": made})
        for row, new in self.new.items():
            if row is self.subject and self.is_new:
                continue
            name = "position" if isinstance(row, Position) else kind
            self.plan.effects.append({"kind": name, "id": str(row.pk), "old": self.old[row], "new": new})

    def _remember(self, row: Any, column: str, before: Any, value: Any) -> None:
        batch = self.planner.batch
        if not row._state.adding:  # a new row is written as it stands at the end of the batch
            batch.before.setdefault(row, self.planner.snapshot(row))
            batch.changed[type(row)][row].add(column)
        self.old.setdefault(row, {}).setdefault(column, plain(before))
        self.new.setdefault(row, {})[column] = plain(value)


def plain(value: Any) -> Any:
    """Return the value as JSON keeps it."""
    if value is None or isinstance(value, (bool, int, float, str, dict, list)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
