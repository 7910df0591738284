"""Loading the demo, once: what exists stays as its users have left it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.organizations import actions, queries
from accounts.organizations.first_steps import FirstStep
from accounts.organizations.models import Department, Employee, Membership, Organization, Touchpoint, User
from accounts.organizations.roles import GUESTS, Role
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids, seats_of
from happiness.demo import (
    alerting,
    asking,
    caring,
    closing,
    confiding,
    deciding,
    feeling,
    guiding,
    history,
    improving,
    listening,
    path,
    weighing,
)
from happiness.demo.former import CLIENTS
from happiness.demo.further import acting, loading, making
from happiness.demo.people import COMPANIES, Company, Person

Row = TypeVar("Row")

FOUNDED = timedelta(days=760)  # the demo companies are older than two years, so that their history can be shown
GUEST_TIME = timedelta(days=90)


class Size(StrEnum):
    """The clients with names and stories, or those and all others: 31 and 120."""

    STORY = "story"
    FULL = "full"


def seed(*, password: str, now: datetime, size: Size = Size.STORY) -> list[str]:
    """Load every demo company that is not there yet and return the names of those that were loaded."""
    return [company.name for company in COMPANIES if _seed_company(company, password, now, size)]


@transaction.atomic
def _seed_company(company: Company, password: str, now: datetime, size: Size) -> bool:
    """Load one company, wholly or not at all: half a demo would be taken for one that is there."""
    if queries.slug_is_taken(company.slug):
        return False
    founded = now - FOUNDED
    founder = company.people[0]
    organization = actions.create_organization(
        name=company.name,
        slug=company.slug,
        owner=_user(founder, password, founded),
        owner_name=founder.name,
        language=company.language,
        time_zone=company.time_zone,
        now=founded,
        is_demo=True,
    )
    with tenant_context(organization.pk):
        owner = Employee.objects.get(email=founder.email)
        employees = {founder.email: owner}
        for person in company.people[1:]:
            employees[person.email] = _hire(person, by=owner, password=password, now=founded + timedelta(days=1))
        _arrange(company, employees, by=owner, now=founded + timedelta(days=2))
        _admit_guests(now)
        actions.skip_first_steps(steps=FirstStep, by=owner, now=founded + timedelta(days=3))  # taken long ago
        path.draw(company.slug, by=owner, now=now)
        history.load(CLIENTS[company.slug], by=owner, now=now)
        others = making.further(company.slug) if size == Size.FULL else []
        loading.load(company.slug, others, by=owner, now=now)
        listening.load(company.slug, by=owner, now=now)
        loading.answer(company.slug, others, by=owner, now=now)
        feeling.load(now=now)
        asking.load(company.slug, by=owner, now=now)
        deciding.load(company.slug, has_many=bool(others), by=owner, now=now)
        closing.load(company.slug, by=owner, now=now)
        acting.close(company.slug, others, by=owner, now=now)
        weighing.load(company.slug, by=owner, now=now)
        improving.load(company.slug, now=now)
        alerting.load(company.slug, now=now)
        acting.alarm(company.slug, others, now=now)
        guiding.load(company.slug, by=owner, now=now)
        caring.load(company.slug, by=owner, now=now)
        confiding.load(company.slug, now=now)
    return True


def _user(person: Person, password: str, now: datetime) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(email=person.email, password=password, created_at=now)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _hire(person: Person, *, by: Employee, password: str, now: datetime) -> Employee:
    employee = actions.register_employee(
        employee=Employee(
            name=person.name,
            email=person.email,
            job_title=person.job_title,
            language=person.language,
            time_zone=person.time_zone,
        ),
        by=by,
        now=now,
    )
    if person.role:
        # As if the letter had been accepted: the demo sends none.
        Membership.objects.create(
            employee=employee,
            user=_user(person, password, now),
            role=person.role,
            ends_at=now + GUEST_TIME if person.role in GUESTS else None,
            created_at=now,
        )
    return employee


def _arrange(company: Company, employees: dict[str, Employee], *, by: Employee, now: datetime) -> None:
    departments: dict[str, Department] = {}
    for name in dict.fromkeys(person.department for person in company.people):
        lead = employees.get(company.leads.get(name, ""))
        departments[name] = Department(name=name, lead=lead)
        actions.save_department(department=departments[name], by=by, now=now)
    for person in company.people:
        employee = employees[person.email]
        employee.department = departments[person.department]
        employee.job_title = person.job_title
        employee.save(update_fields=["department", "job_title"])
    for department, touchpoints in company.touchpoints.items():
        for position, (name, owner) in enumerate(touchpoints, start=1):
            touchpoint = Touchpoint(
                name=name, department=departments[department], owner=employees.get(owner or ""), position=position
            )
            actions.save_touchpoint(touchpoint=touchpoint, by=by, now=now)


def _admit_guests(now: datetime) -> None:
    """Let guests of the demo in for as long as a real guest would be let in today."""
    Membership.objects.filter(role__in=[role for role in Role if role in GUESTS]).update(ends_at=now + GUEST_TIME)


def logins(*, now: datetime) -> list[tuple[str, str, str]]:
    """Return (e-mail, role, organization) of everybody who can sign in to a demo company."""
    found = []
    for email in dict.fromkeys(person.email for company in COMPANIES for person in company.people if person.role):
        user = User.objects.filter(email=email).first()
        seats = seats_of(user.pk, now=now) if user else []
        found += [(email, seat.role, seat.name) for seat in seats if _is_demo(seat.slug)]
    return found


def links(*, now: datetime) -> list[tuple[str, str, str]]:
    """Return (path, person, survey) of every answer page of the demo that waits for an answer."""
    return _of_demos(lambda: listening.links(now=now))


def personal_pages() -> list[tuple[str, str]]:
    """Return (path, person) of the personal pages of the demo."""
    return _of_demos(listening.personal_pages)


def _of_demos(read: Callable[[], list[Row]]) -> list[Row]:
    found = []
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            if _is_demo(Organization.objects.get().slug):
                found += read()
    return found


def _is_demo(slug: str) -> bool:
    return slug in {company.slug for company in COMPANIES}
