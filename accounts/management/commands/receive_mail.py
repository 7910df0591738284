"""Listen for bounces and answers: the mail server hands them over by SMTP or LMTP (a transport to this port)."""

import asyncio
import logging
import signal
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from accounts import clock
from accounts.mail import inbound

log = logging.getLogger(__name__)


class Receiver:
    """Says 250 only when the message has been taken in for good; the mail server keeps it until then."""

    async def handle_RCPT(  # noqa: N802 the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        domain = address.rpartition("@")[2].lower()
        if domain != settings.MAIL_BOUNCE_DOMAIN.lower() and address.lower() != settings.MAIL_ADDRESS.lower():
            return "550 5.7.1 not for us"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        try:
            await sync_to_async(_take_in)(content, list(envelope.rcpt_tos))
        except DatabaseError as error:
            log.warning("a message could not be taken in", extra={"error": type(error).__name__})
            return "451 4.3.0 try again later"
        return "250 2.0.0 taken"


def _take_in(content: bytes, envelope_to: list[str]) -> None:
    try:
        inbound.receive(content, now=clock.real_now(), envelope_to=envelope_to)
    except DatabaseError:
        connection.close()
        raise


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8026)
        parser.add_argument("--lmtp", action="store_true", help="speak LMTP instead of SMTP")

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(self._serve(options["host"], options["port"], LMTP if options["lmtp"] else SMTP))

    async def _serve(self, host: str, port: int, protocol: type[SMTP]) -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopped.set)
        receiver = Receiver()
        server = await loop.create_server(
            lambda: protocol(receiver, data_size_limit=inbound.MOST_BYTES, enable_SMTPUTF8=True, loop=loop), host, port
        )
        self.stdout.write(f"listening on {host}:{port}")
        async with server:
            await stopped.wait()
