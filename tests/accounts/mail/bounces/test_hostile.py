"""Whatever arrives: no exception, bounded time, and nobody is silenced by damage."""

import random
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.mail.bounces import Kind, Report, classify, classify_each
from accounts.mail.bounces.evidence import HARD_CODES, PERMANENT, find, normal
from accounts.mail.bounces.message import READ, read
from tests.accounts.mail.bounces.specimens import everything, specimen

DAMAGES = ("truncate", "shuffle", "shuffle_some", "drop_lines", "noise", "flip", "charset")
CHARSETS = (b"utf-8", b"koi8-r", b"koi8-u", b"windows-1251", b"us-ascii", b"iso-8859-1", b"iso-8859-5", b"utf-16")
OTHER_CHARSETS = (
    b"utf-16",
    b"utf-7",
    b"iso-2022-jp",
    b"cp866",
    b"gb18030",
    b"rot13",
    b"punycode",
    b"x-none",
    b"koi8-r",
)
# Bytes that say nothing: put over a message they take evidence away and add none.
NOISE = b"\x00\xff\x80? \r\xd0"
FRAME = b"From: MAILER-DAEMON@x.example\nTo: bounce+k7@h.example\nSubject: failure notice\n"


def damaged(raw: bytes, how: str, dice: random.Random) -> bytes:
    lines = raw.split(b"\n")
    data = bytearray(raw)
    match how:
        case "truncate":
            return raw[: dice.randrange(len(raw))]
        case "shuffle":
            dice.shuffle(lines)
        case "shuffle_some":
            start = dice.randrange(len(lines))
            some = lines[start : start + dice.randrange(2, 20)]
            lines[start : start + len(some)] = dice.sample(some, len(some))
        case "drop_lines":
            lines = [line for line in lines if dice.random() > 0.05]
        case "charset":
            found = next((each for each in CHARSETS if each in raw), b"\x00")
            return re.sub(re.escape(found), dice.choice(OTHER_CHARSETS), raw)
        case "noise" | "flip":
            for _ in range(dice.randrange(1, 30)):
                place = dice.randrange(len(data))
                data[place] = dice.choice(NOISE) if how == "noise" else data[place] ^ 1 << dice.randrange(8)
            return bytes(data)
    return b"\n".join(lines)


def speaks_of_a_dead_mailbox(raw: bytes) -> bool:
    """Tell whether the words or codes of a hard bounce stand anywhere in the message, whatever stands against them."""
    texts = [part.text for part in read(raw).walk() if not part.children]
    return any(find(PERMANENT, normal(text)) or any(code in text for code in HARD_CODES) for text in texts)


LIVING = [each for each in everything() if each.kind != "hard"]
PLAINLY_LIVING = [each for each in LIVING if not speaks_of_a_dead_mailbox(each.raw)]


@given(st.binary(max_size=2000))
def test_any_bytes(raw):
    assert isinstance(classify(raw), Report)


@given(st.binary(max_size=1000), st.sampled_from(everything()), st.integers(0, 5000))
def test_any_bytes_inside_a_message(noise, each, place):
    assert classify(each.raw[:place] + noise + each.raw[place:])


@given(st.text(max_size=300), st.sampled_from(["from", "to", "subject", "content-type", "return-path", "in-reply-to"]))
def test_any_header(value, name):
    raw = f"{name}: {value}\n".encode("utf-8", "surrogatepass") + FRAME + b"\n550 5.1.1 user unknown\n"

    assert classify(raw)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(everything()), st.sampled_from(DAMAGES), st.randoms(use_true_random=False))
def test_damage_raises_nothing(each, how, dice):
    for report in classify_each(damaged(each.raw, how, dice)):
        assert "\x00" not in report.diagnostic + report.text + report.recipient
        (report.diagnostic + report.text + report.recipient).encode()


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLAINLY_LIVING), st.sampled_from([each for each in DAMAGES if each != "flip"]), st.randoms())
def test_damage_alone_silences_nobody(each, how, dice):
    assert classify(damaged(each.raw, how, dice)).kind is not Kind.HARD


def test_losing_a_contradiction_hardly_ever_silences_anybody():
    """Messages that hold evidence of both kinds, like a full mailbox under the code of an unknown one.

    To take the contradiction away is to add evidence, so a few of them may turn hard; structure must keep them few.
    """
    torn = [each for each in LIVING if each not in PLAINLY_LIVING]
    dice = random.Random(7)
    trials = [classify(damaged(dice.choice(torn).raw, dice.choice(DAMAGES), dice)).kind for _ in range(3000)]

    assert len(torn) >= 20
    assert trials.count(Kind.HARD) / len(trials) <= 0.01


@pytest.mark.parametrize(
    "name", ["postfix-delayed-unknown", "contradiction-full", "two-recipients-mixed", "exim-sender-verify"]
)
def test_cut_anywhere_a_living_mailbox_stays_alive(name):
    raw = specimen(name).raw

    assert {classify(raw[:place]).kind for place in range(0, len(raw), 7)} & {Kind.HARD} == set()


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\r" * 50, b"\x00" * 50, b"\xff\xfe", b": x", b"From: a@b", b"\n\n\n550 5.1.1"]
)
def test_next_to_nothing(raw):
    assert classify(raw).kind is Kind.NONE


def test_whole_message_as_utf_16():
    raw = specimen("postfix-local-table").raw.decode().encode("utf-16")

    assert classify(raw).kind is Kind.HARD


def test_deep_nesting_and_many_parts():
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each) for each in range(10_000)
    )
    letters = b"Content-Type: message/rfc822\n\n" * 10_000
    parts = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 200_000

    for raw in (nested, letters, parts):
        assert classify(FRAME + raw).kind is Kind.SOFT


SHAPES = {
    "empty lines": b"\n",
    "carriage returns": b"\r",
    "spaces": b" ",
    "zeros": b"\x00",
    "headers": b"X-Again: and again\n",
    "folded header": b" and on\n",
    "open tags": b"<style",
    "less than": b"<",
    "boundaries": b"--b\n",
    "addresses": b"a+b@c ",
    "codes": b"550-5.1.1 x\n",
    "fields": b"Final-Recipient: rfc822; a@b.example\nAction: failed\n\n",
    "encoded words": b"=?utf-8?q?=d0?= ",
    "not utf-8": b"\xff\xe0",
    "words": b"mailbox a b c d e f g ",
    "message ids": b"0123abcd0123abcd-",
}


@pytest.mark.parametrize("kind", [b"text/plain", b"text/html; charset=koi8-r", b"multipart/report; boundary=b"])
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_no_faster_than_size(shape, kind):
    def cost(megabytes: int) -> float:
        raw = FRAME + b"Content-Type: " + kind + b"\n\n" + SHAPES[shape] * (megabytes * 1_000_000 // len(SHAPES[shape]))
        times = []
        for _ in range(2):
            start = time.process_time()
            classify(raw)
            times.append(time.process_time() - start)
        return min(times)

    # A quadratic cost would be 64 times as high; the small constant is what an empty letter may cost on a busy machine.
    assert cost(8) <= 8 * cost(1) + 0.2


def test_only_the_beginning_is_read():
    start = specimen("postfix-local-table").raw
    small, large = start + b"x" * READ, start + b"x" * 25_000_000

    assert classify(large) == classify(small)
    assert len(read(large).body) <= READ


def test_attachment_of_25_megabytes_hides_no_report():
    raw = specimen("postfix-local-table").raw

    assert classify(raw.replace(b"\n\n\xd0\x94", b"\n\n" + b"QUJD\n" * 5_000_000 + b"\xd0\x94", 1)).kind is Kind.HARD
