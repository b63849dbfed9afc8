"""The demo's mail server: every mail is kept as a file, and none leaves this machine."""

import signal
import threading
import time
from itertools import count
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.management import BaseCommand


class _Keep:
    """Writes each mail into settings.MAILBOX_DIR under a name that sorts by time."""

    def __init__(self) -> None:
        self._numbers = count()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        name = f"{time.time_ns() // 1_000_000}-{next(self._numbers) % 1000:03d}.eml"
        part = settings.MAILBOX_DIR / f".{name}"
        part.write_bytes(
            b"X-Envelope-To: " + ", ".join(envelope.rcpt_tos).encode() + b"\r\n" + envelope.content
        )
        # The page never meets half a mail.
        part.rename(settings.MAILBOX_DIR / name)
        return "250 Kept"


class Command(BaseCommand):
    help = "Receive mail on EMAIL_HOST:EMAIL_PORT into files, until stopped."

    def handle(self, *args: object, **options: object) -> None:
        settings.MAILBOX_DIR.mkdir(parents=True, exist_ok=True)
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        controller = Controller(_Keep(), hostname=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
        controller.start()
        stop.wait()
        controller.stop()
