"""Views of the list under a name."""

import pytest

from accounts.clients.models import SavedView
from accounts.tenancy.context import tenant_context

pytestmark = pytest.mark.django_db


def views(cast):
    with tenant_context(cast.north.pk):
        return {view.name: view for view in SavedView.objects.all()}


def save(browser, page, name, query="mood=unhappy&country=UA", **typed):
    return browser.post(page("client-view-new"), {"name": name, "query": query} | typed)


def test_a_view_is_saved_and_stands_among_the_tabs(cast, client_of, page) -> None:
    browser = client_of(cast.carol)

    answer = save(browser, page, "Sad in Ukraine", query="mood=unhappy&x=1&after=0&country=UA")

    assert answer.headers["Location"] == page("clients", "country=UA&mood=unhappy")
    text = browser.get(answer.headers["Location"]).content.decode()
    assert '<a href="/o/north/clients/?country=UA&amp;mood=unhappy" aria-current="page">Sad in Ukraine</a>' in text
    assert "Sad in Ukraine" not in client_of(cast.alice).get(page("clients")).content.decode()


def test_everybody_sees_what_somebody_with_the_right_has_shared(cast, client_of, page) -> None:
    save(client_of(cast.alice), page, "For all", is_shared="on")
    save(client_of(cast.carol), page, "For me", is_shared="on")  # a specialist has no such box

    assert views(cast)["For all"].employee_id is None
    assert views(cast)["For me"].employee_id == cast.carol.employee.pk
    assert "For all" in client_of(cast.bob).get(page("clients")).content.decode()
    assert "For me" not in client_of(cast.bob).get(page("clients")).content.decode()


def test_a_name_is_taken_once(cast, client_of, page) -> None:
    browser = client_of(cast.carol)
    save(browser, page, "Mine")

    assert save(browser, page, "Mine").status_code == 422
    assert save(browser, page, "  ").status_code == 422
    assert save(client_of(cast.bob), page, "Mine").status_code == 302


def test_a_view_is_renamed_and_deleted(cast, client_of, page) -> None:
    browser = client_of(cast.carol)
    save(browser, page, "Mine")
    view = views(cast)["Mine"]

    browser.post(page("client-view", view_id=view), {"name": "Better", "query": "country=DE"})
    assert {name: one.query for name, one in views(cast).items()} == {"Better": "country=UA&mood=unhappy"}
    assert "Delete the view Better?" in browser.get(page("client-view-removal", view_id=view)).content.decode()
    browser.post(page("client-view-removal", view_id=view))
    assert views(cast) == {}


def test_views_of_others_are_not_found(cast, client_of, page) -> None:
    save(client_of(cast.carol), page, "Carols")
    save(client_of(cast.alice), page, "For all", is_shared="on")

    for name in ("client-view", "client-view-removal"):
        assert client_of(cast.bob).post(page(name, view_id=views(cast)["Carols"]), {"name": "x"}).status_code == 404
        assert client_of(cast.bob).post(page(name, view_id=views(cast)["For all"]), {"name": "x"}).status_code == 404
        assert client_of(cast.alice).get(page(name, view_id=views(cast)["Carols"])).status_code == 404
        assert client_of(cast.alice).get(page(name, view_id=views(cast)["For all"])).status_code == 200


def test_thirty_views_are_enough(cast, client_of, page, now) -> None:
    with tenant_context(cast.north.pk):
        SavedView.objects.bulk_create(
            SavedView(employee=cast.carol.employee, name=str(number), query="", created_at=now) for number in range(30)
        )

    assert "There are 30 views already." in save(client_of(cast.carol), page, "One more").content.decode()
