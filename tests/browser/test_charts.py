"""Charts in a browser: Plotly where there is room and wish for it, the server's drawing everywhere else."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZES

DESKTOP, PHONE = ({"width": width, "height": height} for width, height in SIZES.values())
DRAWN = ".chart[data-drawn]"


@pytest.fixture
def open_charts(live_product):
    """Return the page of all components with the names of the files that it has fetched."""

    def opened(**options):
        page = live_product.open("about:blank", **options)
        page.fetched = []
        page.on("request", lambda request: page.fetched.append(request.url.rsplit("/", 1)[-1].split("?")[0]))
        page.on(
            "console", lambda message: live_product.troubles.append(message.text) if message.type != "error" else None
        )
        page.goto("/ui/")
        return page

    return opened


def show(page, name):
    """Bring a chart into view and wait until Plotly has drawn it."""
    page.locator(f"#{name}").scroll_into_view_if_needed()
    page.locator(f"#{name}[data-drawn]").wait_for()


def test_plotly_draws_on_a_desktop_when_a_chart_comes_near(open_charts):
    page = open_charts(viewport=DESKTOP)
    page.wait_for_load_state("networkidle")
    assert "plotly.min.js" not in page.fetched
    heights = page.locator(".chart").evaluate_all("charts => charts.map((chart) => chart.offsetHeight)")

    show(page, "index-trend")

    assert page.fetched.count("plotly.min.js") == 1
    assert page.fetched.count("charts.js") == 1
    plot = page.locator("#index-trend .chart__host")
    assert plot.locator(".scatterlayer .trace").count() == 3
    assert plot.locator(".xtick > text").count() == 6
    assert page.locator("#index-trend .chart__svg").is_hidden()
    for name in ("client-curve", "why", "moods-of-stages"):
        show(page, name)
    assert page.locator("#why .barlayer .point").count() == 14  # tracks and bars
    assert page.locator("#client-curve .scatterlayer .trace").count() == 5
    assert page.locator(".chart").evaluate_all("charts => charts.map((chart) => chart.offsetHeight)") == heights


def test_plotly_draws_in_the_same_box_as_the_server(open_charts):
    page = open_charts(viewport=DESKTOP)
    box = "node => { const {x, y, width, height} = node.getBoundingClientRect(); return [x, y, width, height] }"
    page.locator("#index-trend").scroll_into_view_if_needed()
    server = page.locator("#index-trend .chart__grid").first.evaluate(box)

    show(page, "index-trend")

    drawn = page.locator("#index-trend .ygrid").last.evaluate(box)
    assert drawn[0] == pytest.approx(server[0], abs=1.5)
    assert drawn[2] == pytest.approx(server[2], abs=1.5)


def test_colors_follow_the_theme(open_charts):
    page = open_charts(viewport=DESKTOP, color_scheme="light")
    show(page, "index-trend")
    line = page.locator("#index-trend .js-line").first
    expect(line).to_have_css("stroke", "rgb(29, 104, 103)")

    page.emulate_media(color_scheme="dark")

    expect(line).to_have_css("stroke", "rgb(118, 195, 193)")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    expect(line).to_have_css("stroke", "rgb(29, 104, 103)")


def test_phone_fetches_plotly_only_when_asked(open_charts):
    page = open_charts(viewport=PHONE)
    chart = page.locator("#index-trend")
    chart.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert "plotly.min.js" not in page.fetched
    assert chart.locator(".chart__svg").is_visible()
    height = chart.evaluate("chart => chart.offsetHeight")

    chart.get_by_role("button", name="Details").click()

    page.locator("#index-trend[data-drawn]").wait_for()
    assert page.fetched.count("plotly.min.js") == 1
    assert page.locator(DRAWN).count() == 1
    assert chart.locator(".xtick > text").count() == 3
    assert chart.evaluate("chart => chart.offsetHeight") == height


def test_chart_stays_as_the_server_drew_it_when_plotly_cannot_be_had(open_charts):
    page = open_charts(viewport=PHONE)
    page.context.set_offline(True)
    button = page.locator("#why").get_by_role("button", name="Details")

    button.click()

    expect(button).to_be_enabled()
    assert page.locator("#why .chart__svg").is_visible()
    assert page.locator("#why .chart__host").count() == 0
    page.context.set_offline(False)
    button.click()
    page.locator("#why[data-drawn]").wait_for()


def test_charts_work_without_scripts(open_charts):
    page = open_charts(viewport=DESKTOP, java_script_enabled=False)

    assert page.locator("#index-trend .chart__svg").is_visible()
    assert page.get_by_role("button", name="Details").count() == 0
    page.locator("#index-trend summary").click()
    assert page.locator("#index-trend tbody tr").count() == 26


def test_drawn_charts_are_accessible(open_charts, violations):
    page = open_charts(viewport=DESKTOP)
    for name in ("index-trend", "client-curve", "why", "moods-of-stages"):
        show(page, name)
        page.locator(f"#{name} summary").click()

    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert violations(page) == [], theme


def test_heat_map_is_a_table_that_keeps_the_names_of_its_rows(open_charts):
    page = open_charts(viewport=PHONE)
    region = page.get_by_role("region", name="Mood by touchpoint and department")

    assert region.get_by_role("columnheader", name="Acts and invoices").count() == 1
    cell = region.get_by_role("link", name="Upset, 36 41 answers, below the service standard")
    cell.scroll_into_view_if_needed()
    name = region.get_by_role("rowheader", name="Accounting").bounding_box()
    assert 0 <= name["x"] < 60
    assert region.get_by_text("Too early to say").count() == 1
