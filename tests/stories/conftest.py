"""Stories are told in the same browser as tests of pages."""

from tests.browser.conftest import browser, live_product, violations

__all__ = ["browser", "live_product", "violations"]
