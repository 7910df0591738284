"""North with Nordwerk, whose manager Maryna leads nobody, her head, and Taras and Olena, who answer by their links."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.organizations.models import Department, Employee
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import hire
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version, an_invitation

LINK = re.compile(r"http\S+(/a/[\w-]+/)")


@pytest.fixture
def house(cast, now):
    return furnish(cast, now)


def furnish(cast, now):
    by, since = cast.alice.employee, now - timedelta(days=100)
    maryna = hire(cast.north, "Maryna Moroz", role=Role.HAPPINESS_MANAGER, now=since)
    head = hire(cast.north, "Hanna Holub", role=Role.DEPARTMENT_LEAD, now=since)
    with tenant_context(cast.north.pk):
        care = Department.objects.create(name="Care", lead=head.employee)
        Employee.objects.filter(pk=maryna.employee.pk).update(department=care)
        client = a_client("Nordwerk", by=by, now=since, manager=maryna.employee)
        people = {
            name: a_contact(name, at=client, by=by, now=since, email=f"{name.lower()}@nordwerk.example", roles=[role])
            for name, role in (("Taras", "technical"), ("Olena", "economic"))
        }
        version = a_version(by=by, now=since)

    def answer(nps, *, who="Taras", words="", **more):
        """Answer by an own link, as people do."""
        with tenant_context(cast.north.pk):
            _row, token = an_invitation(to=people[who], version=version, by=by, now=clock.real_now())
        data = {"recommend": str(nps), "words": words, **more}
        response = Client().post(f"/s/{token}/", data)
        assert response.status_code in {200, 303}, response.content
        work()

    return SimpleNamespace(
        client=client, maryna=maryna, head=head, people=people, answer=answer, north=cast.north, care=care
    )


def work(times=3):
    """Let workers do what is due: the answer, its mood, the letters."""
    for _turn in range(times):
        jobs.drain_all(now=clock.real_now)


def text_of(letter) -> str:
    """Return everything that the letter says, decoded: subject, text and HTML."""
    parts = [letter.get_body((kind,)) for kind in ("plain", "html")]
    return "\n".join([letter["Subject"], *(part.get_content() for part in parts if part)])


def link_in(letter) -> str:
    """Return the address of the page that the letter leads to."""
    return LINK.search(text_of(letter)).group(1)
