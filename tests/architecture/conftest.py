"""One world for all tests of a module: made once, put back at its end."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from tests.architecture.world import World, make
from tests.factories.notifications import at_work


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A Monday in November; files in a folder of their own.

    Outside the demo every staff hat would be sent to set up a second factor, and nothing else be seen.
    """
    files: Path = tmp_path_factory.mktemp("files")
    monday = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    (files / "mail").mkdir()
    (files / "mail" / "1-1.eml").write_text("To: somebody@example.org\nSubject: A mail\n\nWords\n")
    mended = override_settings(DEMO=True, MEDIA_ROOT=str(files), MAILBOX_DIR=files / "mail")
    with django_db_blocker.unblock(), mended, time_machine.travel(monday, tick=False), transaction.atomic():
        made = make()
        at_work()
        # Thousands of refusals are asked for here; nobody reads their lines in a log.
        logging.disable(logging.CRITICAL)
        yield made
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
