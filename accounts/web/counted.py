"""Counting beside other things, and no further than is shown."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery


class Counted(Subquery):
    """How many rows a question finds, `most` at most: a column of another question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"

    def __init__(self, rows: QuerySet[Any], *, most: int) -> None:
        super().__init__(rows.order_by().values("pk")[:most], output_field=IntegerField())
