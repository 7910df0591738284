"""A page that is kept for the next person is the page that would have been rendered for them alone."""

import re

from accounts.clients.models import Contact
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.invitations.models import Invitation
from feedback.responses import kept
from tests.factories.feedback import QUESTIONS, an_invitation
from tests.feedback.responses.conftest import Asked

RECALLING = {**QUESTIONS[0], "title": {"uk": "{salutation}, чи порадили б ви {organization}, {fact:act|акт}?"}}
RULES = [{"when": {"fact": "pilot", "op": "=", "value": "yes"}, "act": "hide", "question": "words"}]


def test_every_visitor_sees_their_own_page(ask, cast, now) -> None:
    first, peers = ask(RECALLING, *QUESTIONS[1:], rules=RULES), ask(RECALLING, *QUESTIONS[1:], rules=RULES, peers=2)

    def again(asked: Asked, *, name: str = "", **columns: object) -> Asked:
        """Ask the same person once more, as something else."""
        with tenant_context(cast.north.pk):
            if name:
                Contact.objects.filter(pk=asked.position.contact_id).update(salutation=name)
            version = asked.invitation.version
            invitation, token = an_invitation(to=asked.position, version=version, by=cast.alice.employee, now=now)
            Invitation.objects.filter(pk=invitation.pk).update(**columns)
        return Asked(invitation, token, asked.position, asked.browser)

    visits = [
        (first, ""),
        (first, "?s=9"),
        (first, "?s=07"),
        (first, "?l=ru"),
        (again(first, facts={"act": "12 березня"}), ""),
        (again(first, facts={"pilot": "yes"}), ""),
        (again(first, role="economic"), ""),
        (again(first, stage="onboarding"), ""),
        (again(first, sender=None), ""),
        (peers, ""),
        (again(peers, name="<b>Олено</b>"), ""),
    ]
    kept.skeleton.cache_clear()
    warm = [seen(asked, query) for asked, query in visits for _ in range(2)][1::2]
    assert kept.skeleton.cache_info().hits >= len(visits)

    for (asked, query), html in zip(visits, warm, strict=True):
        kept.skeleton.cache_clear()
        assert seen(asked, query) == html
    assert "12 березня" in warm[4]
    assert "своїми словами" not in warm[5]
    assert "&lt;b&gt;Олено&lt;/b&gt;" in warm[10]
    assert "Олено" not in warm[0]


def test_look_of_the_organization_is_seen_at_once(ask, cast) -> None:
    asked = ask()
    before = asked.page()

    with tenant_context(cast.north.pk):
        Organization.objects.update(name="Nordwind", brand_color="#1f4fd8")
    after = asked.page()

    assert "Nordwind" in after
    assert "Nordwind" not in before
    assert (
        after.partition("<style>")[2].partition("</style>")[0]
        != before.partition("<style>")[2].partition("</style>")[0]
    )


def seen(asked: Asked, query: str) -> str:
    """Return the page without its ticket, which holds the moment."""
    return re.sub(r'name="_ticket" value="[^"]+"', "", asked.page(query))
