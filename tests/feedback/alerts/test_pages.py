"""Pages of alerts: the list, one alert, rules tried on history, and how alerts are followed up."""

from accounts.audit.models import AuditEntry
from accounts.tenancy.context import tenant_context
from feedback.alerts.models import Alert, AlertRule, AlertSettings
from feedback.responses.models import Response


def test_alert_is_found_tried_judged_and_ended(cast, house, client_of):
    house.answer(3, words="The act is late.")
    browser, url = client_of(house.maryna), house.maryna.url
    with tenant_context(house.north.pk):
        rule, alert = AlertRule.objects.get(kind="low"), Alert.objects.get(rule__kind="low")

    assert "3 of 10" in browser.get(url("alerts/")).content.decode()
    page = browser.get(url(f"alerts/{alert.number}/")).content.decode()
    assert "The act is late." in page
    assert "Maryna Moroz" in page
    timeline = browser.get(url(f"clients/{house.client.pk}/timeline/"))
    assert timeline.status_code == 200
    assert url(f"alerts/{alert.number}/") in timeline.content.decode()
    for data in ({"act": "judge", "verdict": "useful"}, {"act": "acknowledge"}, {"act": "end", "ending": "handled"}):
        assert browser.post(url(f"alerts/{alert.number}/acts/"), data).status_code == 302
    assert browser.post(url(f"alerts/{alert.number}/acts/"), {"act": "end"}).status_code == 422
    assert "Nordwerk" in browser.get(url("alerts/?state=ended")).content.decode()
    tried = browser.get(url(f"alerts/rules/{rule.pk}/?days=90")).content.decode()
    assert "Right: 100 % (1 of the 1 of which it is known)." in tried
    assert client_of(cast.mallory).get(cast.mallory.url(f"alerts/{alert.number}/")).status_code == 404


def test_rules_and_follow_up_are_changed_by_those_who_may(cast, house, client_of):
    browser, url = client_of(house.maryna), house.maryna.url
    with tenant_context(house.north.pk):
        rule = AlertRule.objects.get(kind="low")
    data = {"name": "Low", "severity": "attention", "nps": "5", "csat": "2", "ces": "3"}

    assert browser.get(url("alerts/rules/")).status_code == 200
    assert browser.get(url("alerts/rules/new/?kind=promise")).status_code == 200
    assert browser.post(url(f"alerts/rules/{rule.pk}/edit/"), {**data, "nps": "11"}).status_code == 422
    assert browser.post(url(f"alerts/rules/{rule.pk}/edit/"), data).status_code == 302
    hours = {"acknowledge_hours": "8", "contact_hours": "16"}
    night = {"days_1": ["1", "2"], "since_1": "20:00", "until_1": "08:00"}
    assert browser.post(url("settings/alerts/"), {**hours, **night, "until_1": "20:10"}).status_code == 422
    assert browser.post(url("settings/alerts/"), {**hours, **night}).status_code == 302
    assert client_of(cast.carol).get(cast.carol.url("settings/alerts/")).status_code == 403

    with tenant_context(house.north.pk):
        rule.refresh_from_db()
        settings = AlertSettings.objects.get()
        assert AuditEntry.objects.filter(action__in=["alert_rule.changed", "alert_settings.changed"]).count() == 2
    assert (rule.name, rule.is_on, rule.numbers["nps"]) == ("Low", False, 5)
    assert (settings.acknowledge_hours, settings.quiet_windows) == (8, [["12", "20:00", "08:00"]])


def test_words_of_a_removed_answer_are_in_no_alert(house, client_of, now):
    house.answer(3, words="The act is late.")
    with tenant_context(house.north.pk):
        Response.objects.update(removed_at=now)  # as an import that is undone does
        number = Alert.objects.get(rule__kind="low").number

    page = client_of(house.maryna).get(house.maryna.url(f"alerts/{number}/")).content.decode()

    assert "The act is late." not in page
    assert "3 of 10" not in page
    assert "An answer that has been removed since" in page
