"""Keeps a few processes running until told to stop. Plain Python: it knows commands and signals only."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from common import ended

# A process that dies at once is started again ever more slowly, never not at all.
FIRST_PAUSE, LONGEST_PAUSE, WELL_AFTER = 0.5, 10.0, 30.0
# Seconds that what a killed supervisor left behind may take to finish.
LEFTOVER_PATIENCE = 15


@dataclass
class Child:
    """A command of ours. `patience`: seconds it may take to finish its work once asked to stop."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    patience: float = 10
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    log_began: int = 0
    pause: float = FIRST_PAUSE
    not_before: float = 0

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as out:
            self.log_began = out.seek(0, 2)
            # A session of its own: the terminal's Ctrl-C reaches the supervisor alone, which stops in order.
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def kill(self) -> None:
        self.signal_group(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()


def _why(child: Child, code: int) -> str:
    """Why a child ended, in words: who is killed has no last words, and what the log says last is of its work."""
    if code < 0:
        return f"It was killed from outside ({signal.Signals(-code).name})."
    return ended.last_words(child.log, child.log_began) or f"It ended without a word ({code})."


def _born(pid: int) -> str:
    """When a process began, in the kernel's ticks: with its number, unmistakable. Empty once it is gone."""
    try:
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if state == "Z" else rest[18]


def end_leftovers(record: Path) -> list[str]:
    """End the children of a killed supervisor: they live on, and hold its port. Answers their names."""
    lines = [line.split() for line in record.read_text().splitlines()] if record.exists() else []
    left = {int(pid): name for name, pid, born in lines if born and _born(int(pid)) == born}
    for pid in left:
        os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + LEFTOVER_PATIENCE
    while any(map(_born, left)) and time.monotonic() < end:
        time.sleep(0.1)
    for pid in filter(_born, left):
        os.killpg(pid, signal.SIGKILL)
    record.unlink(missing_ok=True)
    return list(left.values())


@dataclass
class Supervisor:
    """Starts the children in order, restarts what dies, stops them in the order of `stopping`."""

    children: Sequence[Child]
    stopping: Sequence[str]
    say: Callable[[str], None]
    heal: Callable[[], None]
    record: Path
    # Where pages and health read who ended, and its last words.
    ended: Path
    asked: int = 0
    last_asked: float = 0

    def listen(self) -> None:
        """Take SIGINT and SIGTERM. A handler, unlike "ignore", is not inherited by the children."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, number: int, frame: object) -> None:
        # `uv run` and make forward a Ctrl-C the terminal has already sent: one a second counts.
        now = time.monotonic()
        if now - self.last_asked >= 1:
            self.asked += 1
            self.last_asked = now

    def watch(self, *, ready: Callable[[], bool], once_ready: Callable[[], None]) -> None:
        """Until asked to stop: look at each child twice a second, at the servers every second.

        `once_ready` is called the first time `ready` holds.
        """
        looked, welcomed = time.monotonic(), False
        while not self.asked:
            for child in self.children:
                self._look_at(child)
            if time.monotonic() - looked >= 1:
                self.heal()
                looked = time.monotonic()
            if not welcomed and ready():
                once_ready()
                welcomed = True
            time.sleep(0.5 if welcomed else 0.1)

    def _look_at(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.process.poll() is not None:
            # What it left behind (a pool process, say) would work on beside the new one.
            child.signal_group(signal.SIGKILL)
            if now - child.started > WELL_AFTER:
                child.pause = FIRST_PAUSE
            code = child.process.returncode
            ended.note(self.ended, child.name, _why(child, code))
            self.say(f"The {child.name} ended ({code}); starting it again. Its log: {child.log}")
            child.process, child.not_before = None, now + child.pause
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
        if child.process is not None and now - child.started > WELL_AFTER:
            ended.forget(self.ended, child.name)
        if child.process is None and now >= child.not_before:
            child.start()
            self._record()

    def _record(self) -> None:
        """Who runs, for `end_leftovers` after a kill -9 of ours."""
        running = [(child.name, child.process.pid) for child in self.children if child.process is not None]
        self.record.write_text("".join(f"{name} {pid} {_born(pid)}\n" for name, pid in running))

    def stop(self) -> None:
        """In order, each with its patience; a second Ctrl-C ends the patience."""
        by_name = {child.name: child for child in self.children}
        for name in self.stopping:
            child = by_name.get(name)
            if child is None or child.process is None or child.process.poll() is not None:
                continue
            self.say(f"Stopping the {name} ...")
            # Only the parent is asked: it lets its own children finish what they do.
            child.process.terminate()
            end, hurry = time.monotonic() + child.patience, max(self.asked, 1) + 1
            while child.process.poll() is None and time.monotonic() < end and self.asked < hurry:
                time.sleep(0.05)
            child.kill()
        self.record.unlink(missing_ok=True)
