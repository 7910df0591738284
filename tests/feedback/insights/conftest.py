"""A survey of North with answers of people at two clients."""

import itertools

import pytest
from django.urls import reverse

from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_document, a_response, a_version


@pytest.fixture
def version(cast, now):
    with tenant_context(cast.north.pk):
        return a_version("Relation", by=cast.alice.employee, now=now)


@pytest.fixture
def nordwerk(cast, now):
    """A client with three technical buyers and an economic one."""
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now)
        for name in ("Taras Melnyk", "Petro Bondar", "Iryna Koval"):
            a_contact(name, at=client, by=cast.alice.employee, now=now, roles=["technical"])
        a_contact("Olena Shevchenko", at=client, by=cast.alice.employee, now=now, roles=["economic"])
        return client


@pytest.fixture
def answer(cast, version, now):
    """Return a function that lets somebody answer North's survey."""

    def answer(score=None, *, at=None, by=None, of=None, words="", more=None, **fields):
        answers = {**({} if score is None else {"recommend": score}), **({"words": words} if words else {})}
        with tenant_context(cast.north.pk):
            if by:
                fields["contact"] = at.positions.get(contact__name=by).contact
            people = {"client": at, "role": "technical", "stage": "long_term"}
            return a_response({**answers, **(more or {})}, version=of or version, now=now, **(people | fields))

    return answer


@pytest.fixture
def many(answer):
    """Return a function that lets several people answer, one score each, in turn."""

    def many(scores, **fields):
        return [answer(score, **fields) for score in scores]

    return many


@pytest.fixture
def published(cast, now):
    """Return a function that publishes a survey of these questions, under a name of its own."""
    numbers = itertools.count(1)

    def published(*questions, **more):
        with tenant_context(cast.north.pk):
            content = a_document(*questions, **more)
            return a_version(f"Survey {next(numbers)}", by=cast.alice.employee, now=now, content=content)

    return published


@pytest.fixture
def page(cast, version):
    """Return the address of a page of a survey in North."""

    def page(name="survey-results", query="", of=None):
        survey = (of or version).survey_id
        return reverse(name, kwargs={"slug": "north", "survey_id": survey}) + (f"?{query}" if query else "")

    return page


@pytest.fixture
def text_of(client_of, cast, page):
    """Return the words of a page as a person of North reads them."""

    def text_of(query="", *, name="survey-results", person=cast.alice, of=None):
        answer = client_of(person).get(page(name, query, of))
        assert answer.status_code == 200, answer.content.decode()[:3000]
        return " ".join(answer.content.decode().split())

    return text_of
