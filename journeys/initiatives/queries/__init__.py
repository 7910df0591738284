"""Reading plans, what they are measured by, what departments owe, and what was ruled."""

from journeys.initiatives.queries.debts import Debt, Debts, cases_owed, debts, debts_of, promises_owed
from journeys.initiatives.queries.foreseeing import prefilled
from journeys.initiatives.queries.measuring import AFTERWARDS, measured
from journeys.initiatives.queries.plans import (
    initiative_names,
    initiatives,
    may_change,
    measurable,
    plans_by_place,
    step_names,
    steps_of,
)
from journeys.initiatives.queries.rulings import may_keep, open_rulings, ruling_names, rulings, to_be_told

__all__ = [
    "AFTERWARDS",
    "Debt",
    "Debts",
    "cases_owed",
    "debts",
    "debts_of",
    "initiative_names",
    "initiatives",
    "may_change",
    "may_keep",
    "measurable",
    "measured",
    "open_rulings",
    "plans_by_place",
    "prefilled",
    "promises_owed",
    "ruling_names",
    "rulings",
    "step_names",
    "steps_of",
    "to_be_told",
]
