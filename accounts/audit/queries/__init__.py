"""Reading the trail: its entries, what they say to a person, and the proof that they are whole."""

from accounts.audit.queries.proof import (
    GENESIS,
    Proof,
    head,
    head_path,
    holds,
    next_hash,
    prove,
    published_head,
    unsealed,
)
from accounts.audit.queries.reading import Change, Line, read
from accounts.audit.queries.trail import entries, last_change

__all__ = [
    "GENESIS",
    "Change",
    "Line",
    "Proof",
    "entries",
    "head",
    "head_path",
    "holds",
    "last_change",
    "next_hash",
    "prove",
    "published_head",
    "read",
    "unsealed",
]
