"""Parts of a page that may fail alone: the rest of the page works, the part says so and offers to try again."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import Error, transaction

log = logging.getLogger(__name__)


class Failed:
    """What stands in the place of a value that could not be had: false, and {{ value.failed }} in a template."""

    failed = True

    def __bool__(self) -> bool:
        return False


FAILED = Failed()


def attempt(compute: Callable[[], Any], *, part: str) -> Any:
    """Return what `compute` returns, or FAILED when the database refuses a statement of it or it meets a bug.

    It must have its values at hand when it returns (lists, not querysets). What it did in the database is undone, so that
    the rest of the page can still ask; the error is logged under the part's name. A database that is gone altogether is the
    whole page's matter: it answers 503.
    """
    try:
        with transaction.atomic():
            return compute()
    except Exception as error:
        connection = transaction.get_connection()
        if isinstance(error, Error) and not connection.is_usable():
            raise
        log.exception("a part of a page failed", extra={"part": part})
        return FAILED
