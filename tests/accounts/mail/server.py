"""A real SMTP server that misbehaves on demand: the local part of an address says how."""

from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from happiness.local import ports

if TYPE_CHECKING:
    from pathlib import Path


class Moody:
    """Takes questions at once (PIPELINING) and every letter, except those to: greylist@ (450), unknown@ (550 5.1.1), full@ (552
    5.2.2), closing@ (421), lost@ (takes it, then drops the line before it says so), dropped@ (drops it without taking it)."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.archive: Path | None = None  # where a witness may look

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 as aiosmtpd calls it
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 the name that aiosmtpd calls
        answers = {
            "greylist": "450 4.7.1 try again later",
            "unknown": "550 5.1.1 no such user",
            "full": "552 5.2.2 mailbox full",
            "closing": "421 4.3.2 closing",
        }
        mood = address.partition("@")[0]
        if mood in answers:
            return answers[mood]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope):  # noqa: N802 the name that aiosmtpd calls
        mood = envelope.rcpt_tos[0].partition("@")[0]
        if mood != "dropped":
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
            if self.archive:
                with self.archive.open("ab") as file:
                    file.write(envelope.content)
        if mood in {"lost", "dropped"}:
            server.transport.abort()
        return "250 2.0.0 taken"

    @property
    def readers(self) -> list[str]:
        return [address for address, _content in self.taken]


def start() -> tuple[Controller, Moody, int]:
    """Start the server on a free port; the caller stops the controller."""
    moody, port = Moody(), ports.any_free()
    controller = Controller(moody, hostname="127.0.0.1", port=port)
    controller.start()
    return controller, moody, port
