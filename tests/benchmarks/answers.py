"""Answers of the past in whole sets, against one by one: `make bench answers`, with ARGS="--answers 20000" for more.

In a database of its own, as the restricted role, all in turn. "Written down" is the path of an answer that one of us heard by
phone: a transaction, a row, its event. "Sent" is the fast path of a person's own Send: one statement. What counts is the ratio
of the sets to what is written down.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from tests.benchmarks.database import own_database

BAR = 5.0


def said(number: int) -> dict[str, object]:
    return {"recommend": number % 11, "words": "Дзвоните саме тоді, коли домовились."}


def ways(cast, now, invitations: int) -> tuple[Callable[[int, int], None], ...]:
    """Return what writes so many answers, from a number on: one by one, as the person's own Send, and as a set."""
    from accounts import tokens
    from accounts.tenancy.context import tenant_context
    from feedback.responses import actions
    from feedback.responses.actions import PastAnswer, Sent
    from feedback.responses.models import Confidentiality, Response
    from feedback.surveys import queries as surveys
    from tests.factories.accounts import a_client, a_contact
    from tests.factories.feedback import a_version, an_invitation

    by, organization = cast.alice.employee, cast.north.pk
    with tenant_context(organization):
        place = a_contact("Olha", at=a_client("Acme", by=by, now=now), by=by, now=now, roles=["technical"])
        version = a_version(by=by, now=now)
        links = [an_invitation(to=place, version=version, by=by, now=now)[1] for _ in range(invitations)]
    claims = [tokens.read(link, kind=tokens.Kind.SURVEY) for link in links]

    def common(number: int) -> dict[str, object]:
        return {
            "client_id": place.client_id,
            "contact_id": place.contact_id,
            "happened_at": now - timedelta(minutes=number),
            "language": "uk",
            "role": "technical",
        }

    def one_by_one(count: int, start: int) -> None:
        for number in range(start, start + count):
            with tenant_context(organization):
                row = Response(version=version, source="phone", proxy_by=by, **common(number))
                actions.record(response=row, answers=said(number), by=by, now=now)

    def sent(count: int, start: int) -> None:
        for number in range(start, start + count):
            values = Sent(
                document=surveys.document_in(organization, version.pk),
                answers=said(number),
                confidentiality=Confidentiality.NAMED,
                version_id=version.pk,
                survey_id=version.survey_id,
                role="technical",
                stage="",
                language="uk",
                seconds=20,
            )
            assert actions.submit(claim=claims.pop(), sent=values, now=now)

    def as_a_set(count: int, start: int) -> None:
        rows = [
            PastAnswer(key=f"{number}", version=version, answers=said(number), **common(number))
            for number in range(start, start + count)
        ]
        with tenant_context(organization):
            assert len(actions.record_past(rows, by=by, now=now)) == count

    return one_by_one, sent, as_a_set


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    few = options.answers // 10

    with own_database():
        from accounts import clock
        from tests.cast import assemble

        now = clock.real_now()
        one_by_one, sent, as_a_set = ways(assemble(now=now), now, few * (options.rounds + 1))
        rates: list[list[float]] = []
        for turn in range(options.rounds + 1):  # the first one pays for what is kept afterwards
            start = turn * options.answers
            found = []
            for way, count in ((one_by_one, few), (sent, few), (as_a_set, options.answers)):
                started = time.perf_counter()
                way(count, start)
                found.append(count / (time.perf_counter() - started))
            rates.append(found)
    single, own, sets = (statistics.median(rate) for rate in zip(*rates[1:], strict=True))
    ratio = statistics.median(many / one for one, _own, many in rates[1:])
    print(
        f"written down {single:,.0f}/s   sent {own:,.0f}/s   in sets {sets:,.0f}/s   ratio {ratio:.1f}, at least {BAR}"
    )
    return 0 if ratio >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
