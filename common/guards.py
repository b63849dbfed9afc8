"""Promises kept by triggers, without a door.

`pgtrigger` lets any role set a guard aside (`SET pgtrigger.ignore`), and looks tables up wherever the session says,
in its temporary ones first. These guards ask for neither.
"""

from functools import reduce
from operator import or_
from typing import Any

import pgtrigger
from django.db import models
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger as Compiled
from pgtrigger.compiler import UpsertTriggerSql
from pgtrigger.migrations import AddTrigger, RemoveTrigger


class GuardSql(UpsertTriggerSql):
    """The statements that install a guard. Migrations name this class: never edit it, write another beside it."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class AddGuard(AddTrigger):
    """In migrations, for `pgtrigger.migrations.AddTrigger`, which makes the model anew, and all it is related to:
    a fifth of the time in which a database is made. A guard changes no field, so that is not needed."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]


class RemoveGuard(RemoveTrigger):
    """In migrations, for `pgtrigger.migrations.RemoveTrigger`; see AddGuard."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [one for one in options["triggers"] if one.name != self.name]


class Guard(pgtrigger.Trigger):
    """A trigger nobody sets aside but the owner of the table, by dropping it."""

    def render_condition(self, model: models.Model) -> str:
        # Always in brackets of its own: a first bracket that closes early is not one.
        condition = self.get_condition(model)
        return f"WHEN ({condition.resolve(model).strip()})" if condition else ""

    def compile(self, model: models.Model) -> Compiled:
        sql = GuardSql(
            pgid=self.get_pgid(model),
            declare=self.render_declare(model),
            func=self.render_func(model),
            table=model._meta.db_table,
            constraint="CONSTRAINT" if self.timing else "",
            when=self.when,
            operation=self.operation,
            timing=f"DEFERRABLE INITIALLY {self.timing}" if self.timing else "",
            referencing=self.referencing or "",
            level=self.level,
            condition=self.render_condition(model),
            execute=self.render_execute(model),
        )
        return Compiled(name=self.name, sql=sql)


class Stay(Guard):
    """Refuses its operations in `words`; with a `condition`, on the rows that meet it.

    Without a condition nobody needs the right either, and the application's role does not get it (config/rights.py).
    """

    when = pgtrigger.Before

    def __init__(self, *, words: str = "rows of this table stay as they are", **kwargs: Any) -> None:
        self.words = words
        super().__init__(**kwargs)

    def get_func(self, model: models.Model) -> str:
        return f"RAISE EXCEPTION '% of %: {self.words}', TG_OP, TG_TABLE_NAME;"


class Both(pgtrigger.Condition):
    """Holds where each of the conditions does."""

    def __init__(self, *conditions: pgtrigger.Condition) -> None:
        self.conditions = conditions

    def resolve(self, model: models.Model) -> str:
        return " AND ".join(f"({one.resolve(model)})" for one in self.conditions)


def append_only(name: str) -> Stay:
    """For rows of history and evidence: written once, never changed, never deleted."""
    return Stay(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


def said_once(*columns: str) -> Stay:
    """Who did something, or when: once it is said it stays, as the line of history that says the same."""
    changed = [
        pgtrigger.Q(**{f"old__{column}__isnull": False, f"old__{column}__df": pgtrigger.F(f"new__{column}")})
        for column in columns
    ]
    return Stay(
        name=f"{columns[0]}_is_said_once",
        operation=pgtrigger.Update,
        condition=reduce(or_, changed),
        words="who did what, and when, stays as it was said",
    )


def moves_with(*columns: str, state: tuple[str, ...] = ("state",)) -> Stay:
    """The same for what may happen again: it changes with the state, and so with a line of history."""
    changed = [pgtrigger.Q(**{f"old__{column}__df": pgtrigger.F(f"new__{column}")}) for column in columns]
    still = [pgtrigger.Q(**{f"old__{column}__ndf": pgtrigger.F(f"new__{column}")}) for column in state]
    return Stay(
        name=f"{columns[0]}_moves_with_its_event",
        operation=pgtrigger.Update,
        condition=Both(*still, reduce(or_, changed)),
        words="who did what, and when, changes with its event",
    )
