"""`python -m config.local.mailbox`: a mail server for one machine. Each mail is kept as a file, and none leaves."""

import signal
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from config.variables import read


class Keep:
    """Writes each mail into `folder` under a name that sorts by time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        name = f"{time.time_ns() // 1_000_000}-{next(self._numbers) % 1000:03d}.eml"
        part = self._folder / f".{name}"
        part.write_bytes(
            b"X-Envelope-To: " + ", ".join(envelope.rcpt_tos).encode() + b"\r\n" + envelope.content
        )
        # The page never meets half a mail.
        part.rename(self._folder / name)
        return "250 Kept"


def main(folder: Path) -> None:
    """Receive mail on EMAIL_HOST:EMAIL_PORT into files, until stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    host, port = read("EMAIL_HOST", "127.0.0.1"), read("EMAIL_PORT", 1025)
    controller = Controller(Keep(folder), hostname=host, port=port)
    controller.start()
    stop.wait()
    controller.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
