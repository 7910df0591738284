"""Stories are told in the same browser as tests of pages, some of them in each language."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from tests.browser.conftest import browser, live_product, violations
from tests.stories.steps import WORDS

__all__ = ["browser", "live_product", "violations"]


@pytest.fixture(params=list(WORDS))
def language(request):
    return request.param


@pytest.fixture
def says(language):
    """Return a text of the product in the language of the story."""

    def say(text, **names):
        with translation.override(language):
            return gettext(text) % names

    return say
