"""How migrations are written."""

from collections.abc import Iterator

import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from tests.architecture.rooms import APPS

# Where each app changed over to guards; what came before it stays as it was run.
CHANGED_OVER = "guards_without_a_door"


def since_changed_over() -> Iterator[Migration]:
    found = MigrationLoader(None).disk_migrations
    for app in APPS:
        names = sorted(name for label, name in found if label == app)
        begins = next((number for number, name in enumerate(names) if name.endswith(CHANGED_OVER)), 0)
        yield from (found[app, name] for name in names[begins:])


def of_pgtrigger(migration: Migration) -> list[str]:
    """The steps as `makemigrations` writes them: each makes the model anew, and all it is related to."""
    return [
        f"{migration}: {step.describe()}"
        for step in migration.operations
        if type(step) in {AddTrigger, RemoveTrigger}
    ]


def test_migrations_add_and_remove_guards_by_the_steps_of_common_guards() -> None:
    found = [step for migration in since_changed_over() for step in of_pgtrigger(migration)]
    assert found == [], "Write common.guards.AddGuard and RemoveGuard in their place."


@pytest.mark.parametrize("step", [AddTrigger, RemoveTrigger])
def test_a_step_of_pgtrigger_is_noticed(step: type) -> None:
    migration = Migration("9999_new", "people")
    migration.operations = [step("user", *([_Named()] if step is AddTrigger else ["stays"]))]
    (found,) = of_pgtrigger(migration)
    assert "stays" in found


class _Named:
    name = "stays"
