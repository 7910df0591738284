"""The people of the tests. Alice, Bob, Carol, Dave and Erin work at North; Mallory owns South and should see nothing of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from accounts.organizations import actions
from accounts.organizations.models import Employee, Membership, Organization, User
from accounts.organizations.roles import GUESTS, Role
from accounts.tenancy.context import tenant_context

PASSWORD = "correct horse battery"


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
    hired = {
        name: hire(alice.organization, full_name, role=role, now=now)
        for name, full_name, role in [
            ("bob", "Bob Berg", Role.EXECUTIVE),
            ("carol", "Carol Cole", Role.SPECIALIST),
            ("dave", "Dave Dahl", Role.ADMINISTRATOR),
            ("erin", "Erin Ek", Role.AUDITOR),
        ]
    }
    return Cast(north=alice.organization, south=mallory.organization, alice=alice, mallory=mallory, **hired)


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
    email = user.email if user else f"{name.split(maxsplit=1)[0].lower()}@{organization.slug}.example"
    with tenant_context(organization.pk):
        employee = Employee.objects.create(name=name, email=email, time_zone="Europe/Kyiv", created_at=now)
        membership = Membership.objects.create(
            employee=employee,
            user=user or sign_in_for(email, now=now),
            role=role,
            ends_at=now + timedelta(days=30) if role in GUESTS else None,
            created_at=now,
        )
    return Person(membership.user, employee, membership, organization)


def sign_in_for(email: str, *, now: datetime) -> User:
    """Return a person who can sign in with PASSWORD under a proven address."""
    user = User.objects.create_user(email=email, password=PASSWORD, created_at=now)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
