import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.audit.models import AuditEntry
from accounts.clients import queries
from accounts.clients.culture import PARTS, cards
from accounts.clients.models import CultureCard
from accounts.tenancy.context import tenant_context

pytestmark = pytest.mark.django_db
TEXTS = {"talk": "Call twice a week", "decide": "", "avoid": "", "celebrate": "", "sources": "Own calls"}


def address(name, slug="north", **args):
    return reverse(name, kwargs={"slug": slug, **args})


@pytest.mark.parametrize("country", sorted(cards()))
def test_a_card_of_the_product_says_everything_in_every_language(country):
    card = cards()[country]

    assert card["sources"]
    for part in PARTS:
        texts = card[part]
        assert set(texts) == {code for code, _name in settings.LANGUAGES}
        assert len(set(texts.values())) == len(texts)  # nobody has forgotten to translate
        assert len(texts["uk"].split(". ")) == len(texts["ru"].split(". "))


def test_the_product_has_a_card_for_the_first_countries(client_of, cast):
    page = client_of(cast.carol).get(address("culture-cards")).content.decode()

    for name in ("Ukraine", "United States", "Germany", "Poland", "United Kingdom"):
        assert name in page
    card = client_of(cast.carol).get(address("culture-card", country="US")).content.decode()
    assert "The lead takes part" in card
    assert "The Culture Map" in card


def test_own_words_stand_instead_in_their_language_alone(client_of, cast):
    alice = client_of(cast.alice)
    begun = alice.get(address("culture-card-edit", country="US")).content.decode()
    assert "The lead takes part" in begun

    page = alice.post(address("culture-card-edit", country="US"), TEXTS, follow=True).content.decode()

    assert "Call twice a week" in page
    assert "The lead takes part" not in page
    with tenant_context(cast.north.pk), translation.override("uk"):
        assert "Керівник бере участь" in dict(queries.culture_card("US").parts)["decide"]
    with tenant_context(cast.south.pk):
        assert not queries.culture_card("US").is_own
    client_of(cast.alice).post(address("culture-card-removal", country="US"))
    with tenant_context(cast.north.pk):
        assert not queries.culture_card("US").is_own
        acts = AuditEntry.objects.filter(action__startswith="culture_card").order_by("id")
        assert [one.action for one in acts] == ["culture_card.saved", "culture_card.dropped"]


def test_a_country_without_a_card_gets_one(client_of, cast):
    alice = client_of(cast.alice)
    assert "No card of this country yet" in alice.get(address("culture-card", country="FR")).content.decode()

    form = alice.get(address("culture-cards") + "?country=FR")
    assert form["Location"] == address("culture-card-edit", country="FR")
    assert alice.post(form["Location"], TEXTS | {"talk": " "}).status_code == 422
    assert alice.post(form["Location"], TEXTS).status_code == 302

    with tenant_context(cast.north.pk), translation.override("ru"):
        card = queries.culture_card("FR")  # nobody has written it in Russian: better in English than not at all
        assert (card.language, card.parts) == ("en", (("talk", "Call twice a week"),))


def test_a_country_that_does_not_exist_has_no_form(client_of, cast):
    assert client_of(cast.alice).get(address("culture-card", country="XX")).status_code == 404
    for name in ("culture-card-edit", "culture-card-removal"):
        assert client_of(cast.alice).post(address(name, country="XX"), TEXTS).status_code == 404


def test_only_managers_write_cards(client_of, cast):
    assert client_of(cast.carol).post(address("culture-card-edit", country="US"), TEXTS).status_code == 403
    with tenant_context(cast.north.pk):
        assert not CultureCard.objects.exists()
