"""Which things have all the words of a question: each read is a bounded part of an index, however much there is."""

import uuid
from collections.abc import Sequence

from django.db import connection

from accounts.tenancy.context import current_organization_id
from accounts.web.text import beginning

RARE = 2000  # what begins more words than this is frequent: what has it is looked at from the newest on
FORMS = 20  # so many different words that begin so
MINE = "organization_id = %(organization)s AND kind = %(kind)s"
RANGE = MINE + " AND term >= %(from{0})s AND term < %(to{0})s"
COUNT = "(SELECT count(*) FROM (SELECT FROM accounts_searchterm WHERE {0} ORDER BY term LIMIT {most}) AS counted)"
ALL = "SELECT object_id FROM accounts_searchterm WHERE {0}"
# Hops from one word to the next, and takes the newest things of each.
NEWEST = """
WITH RECURSIVE form AS (
  (SELECT term, 1 AS number FROM accounts_searchterm WHERE {0} ORDER BY term LIMIT 1)
  UNION ALL
  SELECT following.term, number + 1 FROM form CROSS JOIN LATERAL (
    SELECT term FROM accounts_searchterm WHERE {0} AND term > form.term ORDER BY term LIMIT 1) AS following
  WHERE number < {forms})
SELECT newest.object_id FROM form CROSS JOIN LATERAL (
  SELECT object_id FROM accounts_searchterm WHERE {mine} AND term = form.term ORDER BY object_id DESC LIMIT {most}) AS newest
"""
# OFFSET 0: asked of one thing after the other until enough are found, never turned into a join with all that have the word.
HAS = "EXISTS (SELECT FROM accounts_searchterm AS word WHERE {0} AND word.object_id = found.object_id OFFSET 0)"
FOUND = """
SELECT object_id FROM (SELECT DISTINCT object_id FROM ({base}) AS those ORDER BY object_id DESC) AS found
WHERE {rest} ORDER BY object_id DESC LIMIT {limit}
"""


def ids_of(*, kind: str, terms: Sequence[str], limit: int) -> list[uuid.UUID]:
    """Return the ids of what has words that begin with each of `terms`, the newest first: ids rise with time.

    Nothing is missed while one of the words is rare. Of things that have frequent words alone those are found that are
    among the newest with the first of them.
    """
    values: dict[str, uuid.UUID | str] = {"organization": current_organization_id(), "kind": kind}
    for number, term in enumerate(terms):
        values[f"from{number}"], values[f"to{number}"] = beginning("", term).values()
    ranges = [RANGE.format(number) for number in range(len(terms))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(COUNT.format(one, most=RARE + 1) for one in ranges), values)
        counts = cursor.fetchone()
        rare = [one for one, count in zip(ranges, counts, strict=True) if count <= RARE]
        rest = [one for one in ranges if one not in rare]
        if rare:
            base = " INTERSECT ".join(ALL.format(one) for one in rare)
        else:
            base = NEWEST.format(rest.pop(0), mine=MINE, forms=FORMS, most=RARE)
        conditions = " AND ".join(HAS.format(one) for one in rest) or "TRUE"
        cursor.execute(FOUND.format(base=base, rest=conditions, limit=limit), values)
        return [found for (found,) in cursor.fetchall()]
