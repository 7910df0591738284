"""One POST: every fault is an answer, nothing takes longer or brings more than it may, and no address is trusted twice."""

import contextlib
import socket
import time as real_time
from http.client import HTTPException

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.webhooks import http
from accounts.webhooks.http import Fault, Network
from tests.accounts.webhooks.conftest import PUBLIC
from tests.accounts.webhooks.receiver import HOST, raw, status

URL = f"https://{HOST}/in"
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def post(world):
    def send(url: str = URL, *, seconds: float = 5, body: bytes = b"{}") -> http.Answer:
        return http.post(url, headers={"webhook-id": "1"}, body=body, seconds=seconds, network=world.network)

    return send


# --- What comes back ---


def test_answer_is_status_and_text(post, receiver):
    receiver.planned = [status(201, "привіт")]

    answer = post()

    assert (answer.status, answer.text, answer.fault, answer.is_success) == (201, "привіт", None, True)
    assert answer.ms >= 0


def test_request_is_plain(post, receiver):
    post(f"https://{HOST}/a?b=c", body=b'{"a":1}')

    (received,) = receiver.received
    assert (received.path, received.body) == ("/a?b=c", b'{"a":1}')
    assert dict(received.headers) == {
        "Host": HOST,
        "User-Agent": "happiness-webhooks/1",
        "Content-Type": "application/json",
        "Content-Length": "7",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "webhook-id": "1",
    }


@pytest.mark.parametrize("code", [300, 304, 400, 404, 410, 429, 500, 503, 599])
def test_everything_else_is_no_success(post, receiver, code):
    receiver.planned = [status(code)]

    answer = post()

    assert (answer.status, answer.is_success) == (code, False)


def test_redirect_is_not_followed(post, receiver, world):
    receiver.planned = [status(307, Location="https://127.0.0.1/admin")]

    answer = post()

    assert (answer.status, answer.is_success) == (307, False)
    assert world.asked == [HOST]
    assert len(receiver.received) == 1


def test_retry_after_is_handed_on(post, receiver):
    receiver.planned = [status(503, Retry_After="120")]

    assert post().retry_after == "120"


def test_text_is_cut_and_cleaned(post, receiver):
    receiver.planned = [raw(OK, b"\r\n", b"\x00\xff<b>" + b"x" * 5000)]

    answer = post()

    assert answer.status == 200
    assert answer.text.startswith("\ufffd\ufffd<b>x")
    assert len(answer.text) == 1024


def test_chunks_are_joined(post, receiver):
    receiver.planned = [raw(OK, b"Transfer-Encoding: chunked\r\n\r\n", b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")]

    assert post().text == "abcde"


# --- Time and size ---


def test_receiver_that_never_answers_is_left_after_the_time_limit(post, receiver):
    receiver.planned = [raw(b"", b"", pause=10)]

    answer = post(seconds=0.4)

    assert (answer.fault, answer.status) == (Fault.TIMEOUT, None)
    assert answer.ms < 1500


def test_limit_is_for_everything_not_for_each_byte(post, receiver):
    receiver.planned = [raw(*[bytes([byte]) for byte in OK * 10], pause=0.1)]

    answer = post(seconds=0.6)

    assert answer.fault is Fault.TIMEOUT
    assert answer.ms < 1500


def test_slow_text_costs_little_and_the_status_counts(post, receiver, monkeypatch):
    monkeypatch.setattr(http, "BODY_SECONDS", 0.3)
    receiver.planned = [raw(OK + b"\r\n", *[b"x"] * 100, pause=0.1)]

    answer = post()

    assert answer.is_success
    assert set(answer.text) == {"x"}
    assert answer.ms < 1500


def test_endless_text_is_cut(post, receiver):
    receiver.planned = [raw(OK + b"\r\n", *[b"x" * 65536] * 1000)]

    answer = post()

    assert (answer.status, len(answer.text)) == (200, 1024)


def test_promise_of_five_gigabytes_is_not_waited_for(post, receiver):
    receiver.planned = [raw(OK + b"Content-Length: 5368709120\r\n\r\n", b"x" * 4096, b"", pause=0.01)]

    answer = post()

    assert (answer.status, len(answer.text)) == (200, 1024)


@pytest.mark.parametrize(
    "head",
    [
        [OK, *[b"X-More: " + b"y" * 1000 + b"\r\n"] * 200],
        [OK, b"X: ", *[b"y" * 1000] * 200],
        [b"HTTP/1.1 100 Continue\r\n\r\n"] * 20_000,
        [b"H" * 200_000],
    ],
    ids=["many headers", "a long header", "endless patience", "no line"],
)
def test_endless_head_is_a_fault(post, receiver, head):
    receiver.planned = [raw(b"".join(head))]

    answer = post()

    assert (answer.fault, answer.status) == (Fault.ANSWER, None)


def test_hanging_up_without_a_word_is_a_fault(post, receiver):
    receiver.planned = [raw(b"")]

    assert post().fault is Fault.CONNECTION


class Line:
    """Stands for a connection over which anything may come."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def settimeout(self, seconds: float) -> None:
        assert seconds > 0

    def recv_into(self, buffer: memoryview) -> int:
        part, self.data = self.data[: len(buffer)], self.data[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(), st.binary().map(OK.__add__), st.binary().map((OK + b"Transfer-Encoding: chunked\r\n\r\n").__add__)
    )
)
def test_whatever_comes_back_is_an_answer_or_a_known_fault(data):
    text = ""
    with contextlib.suppress(OSError, HTTPException):  # what `post` explains
        text = http._beginning(http._head(Line(data), real_time.monotonic() + 60))
    assert len(text) <= 1024
    assert "\x00" not in text


# --- Where it leads ---


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:10.0.0.1"],
        ["64:ff9b::a9fe:a9fe"],
        [PUBLIC, "10.0.0.1"],
        ["10.0.0.1", PUBLIC],
        [],
    ],
    ids=str,
)
def test_name_that_leads_inside_is_not_called(post, world, addresses):
    world.addresses = {HOST: addresses}

    answer = post()

    assert (answer.fault, answer.text) == (Fault.ADDRESS, "")
    assert world.dialed == []


def test_unknown_name_says_the_same_as_an_inner_one(world):
    def resolve(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    network = Network(resolve=resolve, dial=world.dial, trust=world.trust)
    answer = http.post(URL, headers={}, body=b"", network=network)

    assert (answer.fault, answer.text) == (Fault.ADDRESS, "")


def test_address_that_was_checked_is_the_address_that_is_called(world):
    """A name that leads outside when it is checked and inside when it is called: it is asked for once."""
    rebinding = [[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]]

    def resolve(host, port):
        return rebinding.pop(0)

    network = Network(resolve=resolve, dial=world.dial, trust=world.trust)

    assert http.post(URL, headers={}, body=b"", network=network).is_success
    assert http.post(URL, headers={}, body=b"", network=network).fault is Fault.ADDRESS
    assert world.dialed == [(PUBLIC, 443)]


def test_slow_name_is_left_after_the_time_limit(world):
    def resolve(host, port):
        real_time.sleep(1.5)
        return [PUBLIC]

    network = Network(resolve=resolve, dial=world.dial, trust=world.trust)
    answer = http.post(URL, headers={}, body=b"", seconds=0.2, network=network)

    assert answer.fault is Fault.TIMEOUT
    assert answer.ms < 1000
    assert world.dialed == []


def test_next_address_is_tried_when_one_takes_no_connection(world):
    world.addresses = {HOST: ["2606:4700::1111", PUBLIC]}

    def dial(ip, port, seconds):
        if ":" in ip:
            raise OSError(101, "Network is unreachable")
        return world.dial(ip, port, seconds)

    network = Network(resolve=world.resolve, dial=dial, trust=world.trust)

    assert http.post(URL, headers={}, body=b"", network=network).is_success


def test_refused_connection_is_a_fault(post, world):
    def refuse():
        raise ConnectionRefusedError

    world.while_dialing = refuse

    assert post().fault is Fault.CONNECTION


def test_bad_url_is_not_even_resolved(post, world):
    assert post("https://user@hooks.example.com/").fault is Fault.URL
    assert post("http://hooks.example.com/").fault is Fault.URL
    assert (world.asked, world.dialed) == ([], [])


def test_production_refuses_this_machine(world, monkeypatch):
    """No seam here: the machine's own resolver says what it likes, and the answer is still looked at."""
    entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", world.receiver.server_address[1]))

    def getaddrinfo(*args, **options):
        return [entry]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    answer = http.post(f"https://{HOST}:8443/", headers={}, body=b"{}")

    assert answer.fault is Fault.ADDRESS
    assert world.receiver.received == []


# --- Certificates ---


@pytest.mark.parametrize(
    ("host", "options"),
    [(HOST, {"self_signed": True}), ("other.example.org", {}), (HOST, {"days": -1})],
    ids=["self-signed", "another host's", "expired"],
)
def test_bad_certificate_is_refused(post, receiver, authority, host, options):
    receiver.show(authority.certificate(host, **options))

    answer = post()

    assert answer.fault is Fault.CERTIFICATE
    assert answer.text
    assert receiver.received == []


def test_authority_that_nobody_knows_is_refused(world):
    network = Network(resolve=world.resolve, dial=world.dial, trust=http.INTERNET.trust)

    assert http.post(URL, headers={}, body=b"", network=network).fault is Fault.CERTIFICATE


def test_server_without_tls_is_a_fault(world):
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def dial(ip, port, seconds):
            line = socket.create_connection(plain.getsockname(), timeout=seconds)
            other, _address = plain.accept()
            other.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            other.close()
            return line

        network = Network(resolve=world.resolve, dial=dial, trust=world.trust)
        answer = http.post(URL, headers={}, body=b"", network=network)

    assert answer.fault in (Fault.TLS, Fault.CONNECTION)
