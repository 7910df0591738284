"""Taras of Nordwerk, a technical buyer, is unhappy; Alice carries the case; Carol leads accounting."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.clients.models import Position
from accounts.events import actions as events
from accounts.jobs import actions as jobs
from accounts.organizations import actions as organizations
from accounts.organizations.models import Department
from accounts.tenancy.context import tenant_context
from feedback.responses.actions.writing import fact_of
from journeys.cases import actions
from journeys.cases.models import Case
from tests.cast import Cast
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_response, a_version


@dataclass
class Scene:
    cast: Cast
    taras: Position
    accounting: Department
    now: datetime

    def says(
        self,
        score: int,
        words: str = "The act is late again",
        *,
        at: datetime | None = None,
        drains: bool = True,
        **more: object,
    ):
        """Let Taras answer a survey, and let everything that follows from it happen."""
        with tenant_context(self.cast.north.pk):
            version = a_version(f"Relation {score}", by=self.cast.alice.employee, now=self.now)
            people = {"client": self.taras.client, "contact": self.taras.contact, "role": "technical"}
            answers = {"recommend": score, "words": words}
            response = a_response(answers, version=version, now=at or self.now, **{**people, **more})
            fact = fact_of(response, survey_id=version.survey_id, by=None, now=self.now)
            events.publish(fact, now=self.now)
        if drains:
            self.drain()
        return response

    def drain(self) -> None:
        jobs.drain(queue="events", now=lambda: self.now)

    def case(self, **wanted: object) -> Case:
        with tenant_context(self.cast.north.pk):
            return Case.objects.select_related("client", "contact", "owner", "organization", "department").get(**wanted)

    def fixed(self, case: Case) -> str:
        """Ask Taras whether it is well again; return the address of his link."""
        with tenant_context(self.cast.north.pk):
            values = {"said": "The act is late", "done": "The act is signed", "by": self.cast.alice.employee}
            row = actions.ask_client(case=case, **values, now=self.now)
            return f"/c/{actions.token_of(row)}/"


@pytest.fixture
def scene(cast, now) -> Scene:
    with tenant_context(cast.north.pk):
        by = cast.alice.employee
        client = a_client("Nordwerk", by=by, now=now, manager=by)
        values = {"email": "taras@nordwerk.example", "roles": ["technical"], "language": "uk", "salutation": "Тарасе"}
        taras = a_contact("Taras Melnyk", at=client, by=by, now=now, **values)
        accounting = Department(name="Accounting", lead=cast.carol.employee)
        organizations.save_department(department=accounting, by=by, now=now)
    return Scene(cast, taras, accounting, now)


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


def address(name: str, label: str = "1", slug: str = "north") -> str:
    return reverse(name, kwargs={"slug": slug, "case_label": label})
