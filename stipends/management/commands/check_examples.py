"""manage.py check_examples FILE…: proves that the rules do what worked examples expect."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.reading import FieldError
from stipends.rules.examples import Difference, Outcome, check


class Command(BaseCommand):
    help = (
        "Calculates the worked examples of each file and compares. Exit 1 if any differs or cannot be read."
    )
    # A file of examples needs neither database nor settings that are in order.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = [outcome for path in options["files"] for outcome in self._checked(path)]
        failed = sum(1 for outcome in outcomes if not outcome.passes)
        if failed:
            raise CommandError(f"{failed} of {len(outcomes)} cases did not pass.")
        self.stdout.write(f"All {len(outcomes)} cases pass.")

    def _checked(self, path: Path) -> list[Outcome]:
        """Prints one line a case. A file that cannot be read counts as one case that did not pass."""
        try:
            outcomes = check(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            outcomes = [Outcome(str(path), problem=f"The file cannot be opened: {error.strerror}.")]
        except UnicodeDecodeError:
            outcomes = [Outcome(str(path), problem="The file is not UTF-8 text.")]
        except FieldError as error:
            outcomes = [Outcome(str(path), problem=str(error))]
        for outcome in outcomes:
            self.stdout.write(_one_line(" ".join(_words(outcome))))
        return outcomes


def _one_line(text: str) -> str:
    """A case may be named with line breaks, or with halves of characters that no terminal can show."""
    return " ".join(text.split("\n")).encode("utf-8", "backslashreplace").decode()


def _words(outcome: Outcome) -> Iterator[str]:
    if outcome.passes:
        yield f"pass    {outcome.id}"
    elif outcome.problem:
        yield f"PROBLEM {outcome.id}: {outcome.problem}"
    else:
        yield f"DIFFERS {outcome.id}:"
        yield "; ".join(_side_by_side(difference) for difference in outcome.differences)


def _side_by_side(difference: Difference) -> str:
    return (
        f"{difference.field} expected {json.dumps(difference.expected)} | got {json.dumps(difference.actual)}"
    )
