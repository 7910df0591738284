"""Redis stopped, and Redis frozen, for the whole test: the product is as fast as with it, and nothing but limits is missing.

Three web servers on one database, asked in turn: one with a Redis, one whose Redis refuses, one whose Redis never answers.
"""

import statistics
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher

from accounts.mail.actions import send_system
from accounts.mail.models import State, SystemLetter
from tests.accounts.jobs.processes import running, web_server
from tests.cast import PASSWORD
from tests.faults.visitor import Visitor
from tests.own_redis import own_redis
from tests.waiting import PATIENCE

ROUNDS, MOST = 16, 1.2
ENOUGH = (
    6 * ROUNDS
)  # turns on a machine that is busy with something else: the median of so many is steady, and it decides
PAGE, FORM = "/o/north/settings/people/", "/account/password/reset/"

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture
def redis_urls():
    """Return the addresses of three Redis: `there`, `stopped`, `frozen`."""
    with own_redis() as there, own_redis() as stopped, own_redis() as frozen:
        stopped.stop()
        frozen.freeze()
        yield {"there": there.url, "stopped": stopped.url, "frozen": frozen.url}


@pytest.fixture
def alice(committed_cast):
    """Alice's password as the product's own settings read it: the tests' hasher is not theirs."""
    user = committed_cast.alice.user
    user.password = ScryptPasswordHasher().encode(PASSWORD, "salt")
    user.save()
    return user


def slowness(times: dict[str, list[float]], name: str) -> float:
    """Return the median ratio of visits that followed on each other: what else the machine did then slowed both."""
    return statistics.median(one / there for one, there in zip(times[name], times["there"], strict=True))


def test_web_is_as_fast_without_redis_and_people_sign_in(alice, redis_urls, tmp_path):
    logs = {name: tmp_path / name for name in redis_urls}
    pages: dict[str, list[float]] = {name: [] for name in redis_urls}
    forms: dict[str, list[float]] = {name: [] for name in redis_urls}

    with ExitStack() as servers:
        visitors = {
            name: Visitor(servers.enter_context(web_server(log=logs[name], REDIS_URL=url, TRUSTED_PROXIES="1")))
            for name, url in redis_urls.items()
        }
        for visitor in visitors.values():
            assert visitor.sign_in(alice.email, PASSWORD)
        order = list(visitors)
        for turn in range(ENOUGH):
            if turn == ROUNDS and all(slowness(times, name) <= MOST for times in (pages, forms) for name in order):
                break
            for name in order[turn % 3 :] + order[: turn % 3]:
                visitors[name].get(PAGE)
                pages[name].append(visitors[name].seconds)
                visitors[name].post(FORM, email=f"{name}{turn}@nowhere.example")
                forms[name].append(visitors[name].seconds)

    for name, visitor in visitors.items():
        assert set(visitor.statuses) == {200}
        assert logs[name].read_text().count("redis is away") == (name != "there")
        assert slowness(pages, name) <= MOST
        assert slowness(forms, name) <= MOST
    assert SystemLetter.objects.filter(state=State.PENDING).count() == sum(len(times) for times in forms.values())


@pytest.mark.parametrize("fault", ["stopped", "frozen"])
def test_mails_leave_by_drain_without_redis(committed_cast, mailbox, redis_urls, now, tmp_path, fault):
    for number in range(30):
        send_system("unknown_account", to=f"reader{number}@nowhere.example", language="uk", context={}, now=now)
    addresses = {"REDIS_URL": redis_urls[fault], "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}"}

    with running("manage.py", "drain", log=tmp_path / "log", **addresses) as drain:
        assert drain.wait(PATIENCE) == 0

    assert sorted(letter["To"] for letter in mailbox.received) == sorted(
        f"reader{number}@nowhere.example" for number in range(30)
    )
