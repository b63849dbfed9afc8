"""How migrations are written."""

from collections.abc import Iterator

import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from tests.architecture.rooms import APPS


def ours() -> Iterator[Migration]:
    yield from (one for (app, _), one in MigrationLoader(None).disk_migrations.items() if app in APPS)


def of_pgtrigger(migration: Migration) -> list[str]:
    """The steps as `makemigrations` writes them: each makes the model anew, and all it is related to."""
    return [
        f"{migration}: {step.describe()}"
        for step in migration.operations
        if type(step) in {AddTrigger, RemoveTrigger}
    ]


def test_migrations_add_and_remove_guards_by_the_steps_of_common_guards() -> None:
    found = [step for migration in ours() for step in of_pgtrigger(migration)]
    assert found == [], "Write common.guards.AddGuard and RemoveGuard in their place."


@pytest.mark.parametrize("step", [AddTrigger, RemoveTrigger])
def test_a_step_of_pgtrigger_is_noticed(step: type) -> None:
    migration = Migration("9999_new", "people")
    migration.operations = [step("user", *([_Named()] if step is AddTrigger else ["stays"]))]
    (found,) = of_pgtrigger(migration)
    assert "stays" in found


class _Named:
    name = "stays"
