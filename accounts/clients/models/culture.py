from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.models import TenantModel


class CultureCard(TenantModel):
    """What the organization itself says about a country, in one language: shown instead of the card of the product."""

    audited = ("country", "language", "talk", "decide", "avoid", "celebrate", "sources")

    country = models.CharField(_("country"), max_length=2)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    talk = models.TextField(_("how to talk"), max_length=2000)
    decide = models.TextField(_("how decisions are made"), blank=True, max_length=2000)
    avoid = models.TextField(_("what to avoid"), blank=True, max_length=2000)
    celebrate = models.TextField(_("holidays and gifts"), blank=True, max_length=2000)
    sources = models.TextField(_("sources"), blank=True, max_length=1000)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "country", "language"], name="culture_card_once"),
        )
