"""What a row does to a contract: found by its number and first day, made or changed; an amount never without its currency."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.clients.models import Client, Contact
from accounts.contracts.amounts import BadAmount, Fault, parse
from accounts.contracts.models import Contract, Period
from accounts.exchange.clients.desk import Desk
from accounts.exchange.contracts.fields import LABELS
from accounts.exchange.drafts import Draft, digest
from accounts.exchange.edits import Batch, Edit
from accounts.exchange.registry import Plan, Setting
from accounts.fields import decimals_of
from accounts.web import formats
from accounts.web.text import sort_key

PLAIN = ("title", "number", "currency", "notice_days")
DAYS = ("starts_on", "ends_on", "renewal_on")
WRONG = {
    Fault.NOT_A_NUMBER: "amount",
    Fault.TOO_MANY_DECIMALS: "amount_decimals",
    Fault.TOO_LARGE: "amount_too_large",
}


def key_of(draft: Draft) -> str:
    """Return what tells the row's contract from others of the same table."""
    number, title, start = (draft.own.get(name, "") for name in ("number", "title", "starts_on"))
    known = sort_key(number) or sort_key(title)
    return digest("contract", draft.client_key, known, str(start)) if known or start else ""


class Planner:
    """Takes rows one by one; a row with a fault changes nothing at all. With `lock` the contracts are locked."""

    def __init__(self, drafts: Sequence[Draft], setting: Setting, *, lock: bool) -> None:
        self.desk, self.setting = Desk(drafts, lock=lock), setting
        self.batch = Batch()
        self.contracts: dict[Any, list[Contract]] = defaultdict(list)
        rows = Contract.objects.filter(client__in=list(self.desk.clients), removed_at=None).order_by("starts_on", "id")
        for contract in rows.select_for_update() if lock else rows:
            self.contracts[contract.client_id].append(contract)
        for draft in drafts:
            self._take(draft)

    def _take(self, draft: Draft) -> None:
        plan = Plan(number=draft.number, client_key=draft.client_key, key=key_of(draft), faults=draft.faults)
        self.batch.plans.append(plan)
        client, signer = self.desk.known(draft)
        contract = self._find(draft, client) if client else None
        values = self._values(draft, contract, is_new=contract is None and plan.key not in self.setting.seen)
        if client and not plan.faults:
            self._write(plan, client, signer, contract, values)

    def _find(self, draft: Draft, client: Client) -> Contract | None:
        """Return the contract that the row means: by its number, or by what it is about, and by its first day."""
        number, title, start = (draft.own.get(name) for name in ("number", "title", "starts_on"))
        found = self.contracts[client.pk]
        if number:
            found = [one for one in found if sort_key(one.number) == sort_key(number)]
        elif title:
            found = [one for one in found if sort_key(one.title) == sort_key(title)]
        elif not start:
            return None
        if start:
            found = [one for one in found if one.starts_on == start]
        elif len(found) > 1:  # of a number that went on with other terms, the terms of today
            found = [one for one in found if not one.ended_with] or found
        if len(found) > 1:
            days = ", ".join(formats.day(one.starts_on) for one in found)
            draft.blame("ambiguous_contract", "contract.number" if number else "contract.title", more=days)
        return found[0] if found else None

    # --- What the row says ---

    def _values(self, draft: Draft, contract: Contract | None, *, is_new: bool) -> dict[str, Any]:
        """Return the columns that the row sets, and blame it for what does not fit together."""
        own = draft.own
        values = {name: own[name] for name in (*PLAIN, *DAYS, "period") if name in own}
        money = self._money(draft, contract)
        if is_new:
            for name, code in (("starts_on", "no_first_day"), ("amount", "no_amount")):
                if name not in own and not draft.faults:
                    draft.blame(code, f"contract.{name}")
        start = values.get("starts_on") or (contract.starts_on if contract else None)
        for name in ("ends_on", "renewal_on"):
            if start and name in values and values[name] < start:
                draft.blame("before_start", f"contract.{name}", more=formats.day(start))
        return values | money

    def _money(self, draft: Draft, contract: Contract | None) -> dict[str, Any]:
        """Return amount and currency. What nobody has named is the organization's currency, and never another one."""
        digits, beside = draft.own.get("amount", ("", ""))
        house, named = self.desk.organization.currency, draft.own.get("currency", "")
        if beside and named and beside != named:
            draft.blame("two_currencies", "contract.currency", more=beside)
        currency = named or beside
        if not digits:
            if contract and currency and currency != contract.currency:
                draft.blame("no_new_amount", "contract.currency", more=contract.currency)
            return {}
        if contract and not currency and contract.currency != house:
            draft.blame("no_currency", "contract.amount", more=contract.currency)
        currency = currency or house
        amount = self._amount(draft, digits, currency)
        return {} if amount is None else {"amount": amount, "currency": currency}

    def _amount(self, draft: Draft, digits: str, currency: str) -> Decimal | None:
        try:
            amount = parse(digits, places=decimals_of(currency))
        except BadAmount as bad:
            draft.blame(WRONG[bad.fault], "contract.amount", more=currency)
            return None
        if amount < 0:
            draft.blame("amount_negative", "contract.amount")
        return amount

    # --- What it does ---

    def _write(
        self, plan: Plan, client: Client, signer: Contact | None, contract: Contract | None, values: dict[str, Any]
    ) -> None:
        is_new = contract is None
        if contract is None:
            contract = Contract(client=client, created_at=self.setting.now)
            values.setdefault("title", values.get("number") or _("Contract"))
            values.setdefault("period", str(Period.YEAR))
            self.contracts[client.pk].append(contract)
        edit = Edit(self.batch, plan, contract, kind="contract", is_new=is_new, labels=LABELS)
        for name in PLAIN:
            if name in values:
                edit.set(name, values[name], label=None if is_new and name == "title" else "")
        if "amount" in values:
            edit.set("amount", values["amount"], shown=formats.number)
        if "period" in values:
            edit.set("period", values["period"], shown=lambda value: Period(value).label)
        for name in DAYS:
            if name in values:
                edit.set(name, values[name], shown=formats.day)
        if signer:
            names = {one.pk: one.name for one in self.desk.contacts.values()}
            edit.set("signed_by_id", signer.pk, shown=names.get)
        plan.client_id, plan.subject_id = client.pk, signer.pk if signer else None
        name = f"{client.name} · {contract.title}"
        edit.finish(part="contract", name=name, is_seen=plan.key in self.setting.seen)
