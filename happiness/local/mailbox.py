"""The mail catcher: takes every letter the product sends and stores it as a file, so that nothing leaves the machine.

Run by the keeper as `python -m happiness.local.mailbox FOLDER PORT`; read at /dev/mail/.
"""

import asyncio
import os
import re
import secrets
import signal
import smtplib
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from happiness.local import ports, processes
from happiness.local.paths import CHECKOUT, DataDir

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

SMTP_OK = 250
LETTER_ID = re.compile(r"[0-9]{19}-[0-9a-f]{8}")


class Mailbox:
    """The catcher as one of the servers of a data dir."""

    name = "mailbox"
    stop_signal = signal.SIGTERM

    def __init__(self, data: DataDir) -> None:
        self.folder = data.mailbox
        self.port = ports.remembered(data, self.name)

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        """Start the catcher."""
        with log.open("ab") as output:
            return processes.spawn(
                [sys.executable, "-m", "happiness.local.mailbox", str(self.folder), str(self.port)],
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                cwd=CHECKOUT,
                output=output,
                last_signal=self.stop_signal,
            )

    def is_ready(self) -> bool:
        """Say whether it answers as a mail server."""
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=2) as client:
                return client.noop()[0] == SMTP_OK
        except (OSError, smtplib.SMTPException):
            return False

    def env(self) -> dict[str, str]:
        """Return its address."""
        return {"EMAIL_URL": f"smtp://127.0.0.1:{self.port}"}


class Catcher:
    """Stores a letter as `<when>-<random>.eml`, with the envelope as a delivering server would note it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: "SMTP", session: "Session", envelope: "Envelope") -> str:  # noqa: N802 - aiosmtpd's name
        """Take the letter; the answer is given only when it is on the disk under its name."""
        content = envelope.original_content or b""
        head = [f"Return-Path: <{envelope.mail_from or ''}>"]
        head += [f"Delivered-To: {address}" for address in envelope.rcpt_tos]
        letter = "\r\n".join(head).encode("utf-8", "surrogateescape") + b"\r\n" + content
        name = f"{time.time_ns():019d}-{secrets.token_hex(4)}.eml"
        draft = self.folder / f".{name}"
        draft.write_bytes(letter)
        draft.rename(self.folder / name)
        return "250 Message accepted for delivery"


async def serve(folder: Path, port: int) -> None:
    """Catch letters until SIGTERM."""
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopped.set)
    catcher = Catcher(folder)
    server = await loop.create_server(
        lambda: SMTP(catcher, enable_SMTPUTF8=True, ident="happiness mail catcher"), "127.0.0.1", port
    )
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
