"""The talk with a mail server that takes questions at once (PIPELINING), whatever it answers to each."""

import socket
import threading
from contextlib import suppress

import pytest

from accounts.mail import smtp
from accounts.mail.smtp import Outcome
from happiness.local import ports

LETTER = {"envelope_from": "a@happiness.example", "content": b"Subject: x\r\n\r\n.dot\r\n", "eight_bit": True}


class Server:
    """Answers MAIL, RCPT, DATA and the content as the reader's address says: "to-550-554" is refused at RCPT, DATA has 554."""

    def __init__(self, port):
        self.received: list[bytes] = []
        self.reads: list[bytes] = []
        self.connections = 0
        self.socket = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                line, _address = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            with line, suppress(OSError):  # the client has hung up
                self.talk(line)

    def talk(self, line):
        line.sendall(b"220 hello\r\n")
        rest, body, data_answer = b"", None, b"354"
        while chunk := line.recv(65536):
            self.reads.append(chunk)
            rest += chunk
            while b"\r\n" in rest:
                command, _end, rest = rest.partition(b"\r\n")
                if body is not None:
                    if command != b".":
                        body.append(command)
                        continue
                    self.received.append(b"\n".join(body))
                    body, answer = None, b"250 taken"
                elif command.upper().startswith(b"EHLO"):
                    answer = b"250-hello\r\n250-PIPELINING\r\n250 8BITMIME"
                elif command.startswith(b"RCPT") and b"<to-" in command:
                    answer, data_answer = command.partition(b"<to-")[2].partition(b"@")[0].split(b"-")
                    answer += b" no"
                elif command == b"DATA":
                    answer, data_answer = data_answer + b" so", b"354"
                    body = [] if answer.startswith(b"354") else None
                else:
                    answer = b"250 fine"
                line.sendall(answer + b"\r\n")
                if answer.startswith(b"421"):
                    return


@pytest.fixture
def server(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", ports.any_free()
    server = Server(settings.EMAIL_PORT)
    yield server
    smtp.connection().close()
    server.socket.close()


def send(to):
    return smtp.connection().send(to=to, **LETTER)


def test_questions_are_one_message(server):
    assert send("taras@client.example").outcome is Outcome.SENT

    asked = [chunk for chunk in server.reads if chunk.startswith(b"MAIL")]
    assert asked == [b"MAIL FROM:<a@happiness.example> BODY=8BITMIME\r\nRCPT TO:<taras@client.example>\r\nDATA\r\n"]
    assert server.received == [b"Subject: x\n\n..dot"]


def announce(to):
    smtp.connection().announce(to=to, envelope_from=LETTER["envelope_from"], eight_bit=True)


def test_letter_that_was_announced_is_asked_about_once(server):
    announce("taras@client.example")
    assert send("taras@client.example").outcome is Outcome.SENT
    assert send("taras@client.example").outcome is Outcome.SENT

    assert len([chunk for chunk in server.reads if chunk.startswith(b"MAIL")]) == 2
    assert server.received == [b"Subject: x\n\n..dot"] * 2


@pytest.mark.parametrize("withdraw", [True, False], ids=["withdrawn", "forgotten"])
def test_letter_that_was_announced_and_not_sent_never_was(server, withdraw):
    announce("olena@client.example")
    if withdraw:
        smtp.connection().withdraw()

    assert send("taras@client.example").outcome is Outcome.SENT

    assert server.received == [b"Subject: x\n\n..dot"]
    assert server.connections == 2


def test_refusal_of_a_letter_that_was_announced_is_told_when_it_is_sent(server):
    announce("to-550-554@client.example")

    assert send("to-550-554@client.example").outcome is Outcome.REFUSED
    assert send("taras@client.example").outcome is Outcome.SENT
    assert server.connections == 1


def test_announcement_to_a_server_that_is_away_says_nothing_yet(server, settings):
    settings.EMAIL_PORT = 1

    announce("taras@client.example")

    assert send("taras@client.example").outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize(
    ("to", "outcome", "is_the_reader"),
    [
        ("to-550-554@client.example", Outcome.REFUSED, True),
        ("to-550-354@client.example", Outcome.REFUSED, True),  # goes ahead all the same: it gets a letter to nobody
        ("to-450-503@client.example", Outcome.DEFERRED, False),
        ("to-250-451@client.example", Outcome.DEFERRED, False),
        ("to-250-552@client.example", Outcome.REFUSED, False),
        ("to-421-000@client.example", Outcome.UNREACHABLE, False),
    ],
)
def test_first_no_counts_and_the_next_letter_leaves(server, to, outcome, is_the_reader):
    result = send(to)

    assert (result.outcome, result.refused_recipient) == (outcome, is_the_reader)
    assert result.says[:3] == (to[3:6] if to[3:6] != "250" else to[7:10])
    assert b"dot" not in b"".join(server.received)
    assert send("taras@client.example").outcome is Outcome.SENT
    assert server.received[-1] == b"Subject: x\n\n..dot"


def test_address_cannot_add_a_command(server):
    with pytest.raises(ValueError, match="line break"):
        send("a@client.example>\r\nRCPT TO:<b@client.example")
    assert server.received == []
