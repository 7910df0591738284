"""Ukrainian and Russian are complete: a missing, fuzzy or superfluous text fails the build."""

import pytest

from happiness.management.commands import messages


@pytest.mark.parametrize("language", messages.TRANSLATED)
def test_language_is_complete(language):
    assert list(messages.faults(language, messages.collect())) == []


@pytest.mark.parametrize("language", messages.TRANSLATED)
def test_plurals_have_three_forms(language):
    catalog = messages.read_catalog(language)

    assert catalog.num_plurals == 3
    assert all(len(message.string) == 3 for message in catalog if isinstance(message.id, tuple))
