"""The people of the tests. Alice, Bob, Carol, Dave and Erin work at North; Mallory owns South and should see nothing of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.organizations import actions
from accounts.organizations.models import Employee, Membership, Organization, User
from accounts.organizations.roles import GUESTS, Role
from accounts.tenancy.context import tenant_context

PASSWORD = "correct horse battery"
STAFF = {
    "Bob Berg": Role.EXECUTIVE,
    "Carol Cole": Role.SPECIALIST,
    "Dave Dahl": Role.ADMINISTRATOR,
    "Erin Ek": Role.AUDITOR,
}


@dataclass(frozen=True, slots=True)
class Person:
    user: User
    employee: Employee
    membership: Membership
    organization: Organization

    def url(self, path: str = "") -> str:
        """Return an address inside the person's organization."""
        return f"/o/{self.organization.slug}/{path}"


@dataclass(frozen=True, slots=True)
class Cast:
    north: Organization
    south: Organization
    alice: Person  # owner
    bob: Person  # executive
    carol: Person  # specialist
    dave: Person  # administrator
    erin: Person  # auditor, a guest
    mallory: Person  # owner of South


def assemble(*, now: datetime) -> Cast:
    """Found both organizations and hire everybody."""
    alice = found("north", "Alice Ahlberg", now=now)
    mallory = found("south", "Mallory Marsh", now=now)
    bob, carol, dave, erin = hire_all(alice.organization, STAFF, now=now)
    return Cast(alice.organization, mallory.organization, alice, bob, carol, dave, erin, mallory)


def found(slug: str, owner_name: str, *, now: datetime) -> Person:
    """Found an organization and return its owner."""
    user = sign_in_for(f"{owner_name.split(maxsplit=1)[0].lower()}@{slug}.example", now=now)
    organization = actions.create_organization(
        name=slug.title(), slug=slug, owner=user, owner_name=owner_name, language="en", time_zone="Europe/Kyiv", now=now
    )
    with tenant_context(organization.pk):
        membership = Membership.objects.select_related("employee").get()
    return Person(user, membership.employee, membership, organization)


def hire(organization: Organization, name: str, *, role: Role, now: datetime, user: User | None = None) -> Person:
    """Give a person a seat in an organization, as an accepted invitation would."""
    (person,) = hire_all(organization, {name: role}, now=now, users=[user] if user else None)
    return person


def hire_all(
    organization: Organization, roles: dict[str, Role], *, now: datetime, users: list[User] | None = None
) -> list[Person]:
    """Hire everybody who is named: all at once, since most tests begin with it."""
    addresses = [f"{name.split(maxsplit=1)[0].lower()}@{organization.slug}.example" for name in roles]
    users = users or sign_ins_for(addresses, now=now)
    employees = [
        Employee(name=name, email=user.email, time_zone="Europe/Kyiv", created_at=now)
        for name, user in zip(roles, users, strict=True)
    ]
    memberships = [
        Membership(
            employee=employee,
            user=user,
            role=role,
            ends_at=now + timedelta(days=30) if role in GUESTS else None,
            created_at=now,
        )
        for employee, user, role in zip(employees, users, roles.values(), strict=True)
    ]
    with tenant_context(organization.pk):
        Employee.objects.bulk_create(employees)
        Membership.objects.bulk_create(memberships)
    return [Person(one.user, one.employee, one, organization) for one in memberships]


def sign_in_for(email: str, *, now: datetime) -> User:
    """Return a person who can sign in with PASSWORD under a proven address."""
    (user,) = sign_ins_for([email], now=now)
    return user


def sign_ins_for(emails: list[str], *, now: datetime) -> list[User]:
    users = [User(email=email, password=make_password(PASSWORD), created_at=now) for email in emails]
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return users
