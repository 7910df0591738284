"""An SMTP server in a process of its own that counts: `python -m tests.faults.sink PORT ARCHIVE [DROP]`.

It writes each Message-ID down before it answers, and takes its time before and after, so that a kill lands in between. DROP is
the share of letters after which it drops the line instead of an answer.
"""

import asyncio
import random
import re
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP

BEFORE, AFTER = 0.004, 0.004
MESSAGE_ID = re.compile(rb"^Message-ID: (<[^>]+>)", re.MULTILINE)


class Counting:
    def __init__(self, archive: Path, drop: float) -> None:
        self.drop = drop
        self.archive = archive.open("ab", buffering=0)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 as aiosmtpd calls it
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 the name that aiosmtpd calls
        await asyncio.sleep(BEFORE)
        self.archive.write(b"Message-ID: " + MESSAGE_ID.search(envelope.content)[1] + b"\n")
        await asyncio.sleep(AFTER)
        if random.random() < self.drop:
            server.transport.abort()
        return "250 2.0.0 taken"


async def main(port: int, archive: Path, drop: float) -> None:
    handler = Counting(archive, drop)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]) if sys.argv[3:] else 0.0))
