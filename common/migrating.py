"""Many steps of a migration in one."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AllAtOnce(Operation):
    """In migrations, for all tables of an app and their guards. Between two steps Django copies all models and draws
    anew what is related: four fifths of the time in which a database is made. Here they are drawn once, as they are
    after the last step. So a table may refer to any other of these, and no step may change what one before it made."""

    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models after all steps, with none of them drawn: what is drawn is forgotten first."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The tables one by one, empty, with constraints and indexes, and what guards them."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` says of it."""
        return f"{len(self.operations)} steps at once, from {self.operations[0].describe()}"
