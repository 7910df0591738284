"""The talk with a mail server that takes questions at once (PIPELINING), whatever it answers to each."""

import socket
import threading

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
        self.socket = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                line, _address = self.socket.accept()
            except OSError:
                return
            with line:
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
