"""Many people at many clients, in whole sets."""

import os
from datetime import datetime, timedelta

from accounts.clients.models import Client, ClientFacts, Contact, ContactEmail, ContactRole, Position
from accounts.organizations.models import Employee
from feedback.invitations.models import Invitation
from feedback.surveys.models import SurveyVersion

ROLES = ("technical", "economic", "end_user")


def a_crowd(
    clients: int, *, each: int, by: Employee, now: datetime, version: SurveyVersion | None = None
) -> list[Client]:
    """Return so many new clients with so many people each, in the three roles in turn.

    With `version` every third person was asked about it by letter, each at a moment of their own within the last month.
    """
    houses = Client.objects.bulk_create(
        [Client(name=f"Crowd {number}", manager=by, created_at=now) for number in range(clients)], batch_size=1000
    )
    have = set(ClientFacts.objects.values_list("client", flat=True))
    ClientFacts.objects.bulk_create([ClientFacts(client=one) for one in houses if one.pk not in have], batch_size=1000)
    names = [(house, number) for house in houses for number in range(each)]
    people = Contact.objects.bulk_create(
        [Contact(name=f"P {one.name}-{number}", created_at=now) for one, number in names], batch_size=1000
    )
    ContactEmail.objects.bulk_create(
        [
            ContactEmail(contact=one, address=f"p{one.pk.hex}@crowd.example", is_primary=True, created_at=now)
            for one in people
        ],
        batch_size=1000,
    )
    places = Position.objects.bulk_create(
        [
            Position(contact=one, client=house, created_at=now)
            for one, (house, _number) in zip(people, names, strict=True)
        ],
        batch_size=1000,
    )
    ContactRole.objects.bulk_create(
        [
            ContactRole(position=one, role=ROLES[number % 3], valid_from=now.date() - timedelta(days=9))
            for one, (_house, number) in zip(places, names, strict=True)
        ],
        batch_size=1000,
    )
    if version:
        asked = [
            Invitation(
                contact_id=one.contact_id,
                client_id=one.client_id,
                version=version,
                role="technical",
                language="en",
                nonce=os.urandom(16),
                created_at=now - timedelta(days=2, minutes=number),
                expires_at=now - timedelta(days=1),
            )
            for number, one in enumerate(places[::3])
        ]
        Invitation.objects.bulk_create(asked, batch_size=1000)
    return houses
