"""The pictures of the README: a demo loaded for a fixed moment, and Chromium on its pages. `make screenshots`."""

import io
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from happiness.local import ports, servers

CHECKOUT = Path(__file__).resolve().parent.parent
PLACE = CHECKOUT / "docs" / "screenshots"
MOMENT = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)  # a Monday after the digest
HEAVIEST = 150_000  # bytes of a picture
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
CALM = 1.5  # seconds until charts are drawn
PASSWORD = "only-for-these-pictures"


def pages() -> dict[str, tuple[str, str]]:
    """Load the demo and return, by name, whose page it is and its address."""
    from accounts import clock
    from accounts.clients.models import Client
    from accounts.mail.models import LetterIssue
    from accounts.organizations.models import Employee, Organization
    from accounts.tenancy.context import tenant_context
    from accounts.tenancy.registry import organization_id_of
    from happiness.demo import actions
    from happiness.digest.actions import send_due

    actions.seed(password=PASSWORD, now=MOMENT, size=actions.Size.FULL)
    grace, iryna = "grace@harbor.example", "iryna@pivnich.example"
    with tenant_context(organization_id_of("harbor-instruments")):
        Organization.objects.update(clock_offset=MOMENT - clock.real_now())
        send_due(now=MOMENT)
        issue = LetterIssue.objects.get(employee_id=Employee.objects.get(email=grace).pk)
    with tenant_context(organization_id_of("pivnich-soft")):
        Organization.objects.update(clock_offset=MOMENT - clock.real_now())
        client = Client.objects.get(domain="polimer-zahid.example")
    survey = next(path for path, person, _survey in actions.links(now=MOMENT) if person == "Sam Whitfield")
    return {
        "overview": (grace, "/o/harbor-instruments/"),
        "client": (iryna, f"/o/pivnich-soft/clients/{client.pk}/"),
        "journey": (grace, "/o/harbor-instruments/journey/"),
        "digest": (grace, f"/o/harbor-instruments/digests/{issue.pk}/"),
        "survey": ("", survey),
    }


# Name of the picture: which page, how wide, and in which theme.
PICTURES = {
    "overview-light": ("overview", DESK, "light"),
    "overview-phone-dark": ("overview", PHONE, "dark"),
    "client-light": ("client", DESK, "light"),
    "client-dark": ("client", DESK, "dark"),
    "journey-light": ("journey", DESK, "light"),
    "digest-light": ("digest", DESK, "light"),
    "survey-phone-light": ("survey", PHONE, "light"),
    "survey-phone-dark": ("survey", PHONE, "dark"),
}


def take(base: str, addresses: dict[str, tuple[str, str]]) -> None:
    """Write every picture, as light as it can be."""
    PLACE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        signed_in = {
            person: _sign_in(browser, base, person) for person in {one for one, _path in addresses.values()} if person
        }
        for name, (page_name, size, theme) in PICTURES.items():
            person, path = addresses[page_name]
            context = browser.new_context(
                viewport=size, color_scheme=theme, reduced_motion="reduce", locale="en-GB",
                storage_state=signed_in[person].storage_state() if person else None,
            )  # fmt: skip
            page = context.new_page()
            page.goto(base + path, wait_until="networkidle")
            time.sleep(CALM)
            _keep(name, page.screenshot())
            context.close()
        browser.close()


def _sign_in(browser: Browser, base: str, person: str) -> BrowserContext:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", person)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/o/**")
    return context


def _keep(name: str, picture: bytes) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for quality in (86, 76, 66, 56):
        image.save(PLACE / f"{name}.webp", quality=quality, method=6)
        if (size := (PLACE / f"{name}.webp").stat().st_size) <= HEAVIEST:
            break
    print(f"{name}.webp {size // 1000} kB", flush=True)


def main() -> None:
    root = Path("/var/tmp") / f"happiness-screenshots-{os.getpid()}"
    root.mkdir()
    port = ports.any_free()
    web = None
    try:
        os.environ |= servers.ensure(root, {"postgres", "redis", "mailbox"})
        os.environ |= {"DJANGO_SETTINGS_MODULE": "happiness.settings", "BASE_URL": f"http://localhost:{port}"}
        os.environ |= {"ALLOWED_HOSTS": "localhost"}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=CHECKOUT, check=True)
        os.environ.pop("DATABASE_OWNER_URL")
        django.setup()
        addresses = pages()
        argv = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "warning", "--port", str(port)]
        web = subprocess.Popen([*argv, "happiness.wsgi:application"], cwd=CHECKOUT)
        for _try in range(120):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=1)
                break
            except OSError:
                time.sleep(0.5)
        take(f"http://localhost:{port}", addresses)
    finally:
        if web:
            web.terminate()
            web.wait(20)
        servers.release(root)
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
