"""This app's promise on program years: what an approved run was paid by does not change.

An installment leaves the calendar open, for schools may lose a day after it; the final run is paid by all of it.
"""

import pgtrigger

from common.guards import Guard
from pathways.models import ProgramYear, ServiceDay
from stipends.models.locked import SQL_LOCKED

SETTLED = f"state IN {SQL_LOCKED} AND kind = 'final'"


def _refuse(years: str, locked: str) -> str:
    """SQL that refuses once a run of one of these years is `locked`. The share lock makes a change that races
    with an approval wait for it."""
    return f"""
        PERFORM 1 FROM stipends_stipendrun WHERE year_id IN ({years}) ORDER BY id FOR SHARE;
        IF EXISTS (SELECT 1 FROM stipends_stipendrun
                   WHERE {locked} AND year_id IN ({years})) THEN
            RAISE EXCEPTION 'A stipend run of this year is approved: what it was paid by stays.'
                USING ERRCODE = 'check_violation';
        END IF;
    """


def _calendar(operation: pgtrigger.Operation, **tables: str) -> Guard:
    """Asked once a statement, not once a row: a calendar has 180 days."""
    years = " UNION ".join(f"SELECT year_id FROM {table}" for table in tables.values())
    return Guard(
        name=f"paid_calendars_stay_{str(operation).lower()}",
        level=pgtrigger.Statement,
        operation=operation,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(**tables),
        func=f"{_refuse(years, SETTLED)} RETURN NULL;",
    )


class PaidYear(ProgramYear):
    """Its name, its first and its last day stay once a run of it is approved."""

    class Meta:
        proxy = True
        triggers = [
            Guard(
                name="paid_years_stay",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("label", "starts", "ends"),
                func=f"{_refuse('OLD.id', f'state IN {SQL_LOCKED}')} RETURN NEW;",
            )
        ]


class PaidServiceDay(ServiceDay):
    """No day comes, goes or moves once the final run of its year is approved."""

    class Meta:
        proxy = True
        triggers = [
            _calendar(pgtrigger.Insert, new="new_days"),
            _calendar(pgtrigger.Update, new="new_days", old="old_days"),
            _calendar(pgtrigger.Delete, old="old_days"),
        ]
