"""Processes of ours that ended though they should not have, with the last words of their logs.

A file in LOCAL_DIR, which all processes of one machine share: whoever cannot start cannot reach the database either.
"""

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path

MOST_WORDS = 300
# A log is read from so far before its end.
TAIL = 8000


def note(file: Path, name: str, words: str) -> None:
    """The process `name` ended just now, saying this."""
    _write(file, read(file) | {name: {"at": datetime.now(UTC).isoformat(), "words": words[:MOST_WORDS]}})


def forget(file: Path, name: str) -> None:
    """The process `name` works."""
    found = read(file)
    if found.pop(name, None):
        _write(file, found)


def read(file: Path) -> dict[str, dict[str, str]]:
    """By process, `at` (an ISO moment) and `words`."""
    try:
        found = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def last_words(log: Path, since: int = 0) -> str:
    """The last line of a log that says anything, from the byte `since` on; of a line of JSON what happened."""
    try:
        with open(log, "rb") as lines:
            size = lines.seek(0, 2)
            lines.seek(max(size - TAIL, since, 0))
            text = lines.read().decode(errors="replace")
    except OSError:
        return ""
    said = [line.strip() for line in text.splitlines() if line.strip()]
    return _event(said[-1])[:MOST_WORDS] if said else ""


def _event(line: str) -> str:
    with contextlib.suppress(ValueError):
        found = json.loads(line)
        if isinstance(found, dict):
            event, trace = str(found.get("event", line)), str(found.get("exception", "")).strip()
            return f"{event} {trace.splitlines()[-1]}" if trace else event
    return line


def _write(file: Path, found: dict[str, dict[str, str]]) -> None:
    # A disk that is full must not end the supervisor as well.
    with contextlib.suppress(OSError):
        part = file.with_suffix(".part")
        part.write_text(json.dumps(found))
        part.rename(file)
