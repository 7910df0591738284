"""Pages of the registry cost what they show, however much the organization has: no big table is read from end to end."""

import pytest

from tests.happiness.dashboard import many

CLIENTS, EVENTS = 2000, 40_000
MOST = 1.5


@pytest.mark.django_db(transaction=True)
def test_pages_use_indexes_and_do_not_grow_with_the_organization(now):
    sizes = {"small": (CLIENTS // 4, EVENTS // 4), "large": (CLIENTS, EVENTS)}
    houses = many.fill(sizes | {f"other-{number}": (100, 500) for number in range(4)}, now=now)
    small, large = ((house, many.reader(house, now=now), many.pages(house)) for house in list(houses.values())[:2])

    wrong = []
    for name, url in large[2].items():
        visits = (many.visit(browser, house, urls[name]) for house, browser, urls in (small, large))
        wrong += [f"{name}: {said}" for said in many.faults(*visits, name=name, most=MOST)]
        assert url.startswith("/o/large/")

    assert wrong == []
