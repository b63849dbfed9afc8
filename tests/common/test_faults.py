"""Faults of the database that pass by themselves, told from every other one by the numbers PostgreSQL gives them."""

import psycopg2
import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import Error, IntegrityError, InterfaceError, OperationalError, connection, transaction

from common.faults import AWAY, BUSY, FULL, IN_WORDS, Fault, fault_of

NUMBERS = [
    *((code, Fault.BUSY) for code in sorted(BUSY)),
    *((code, Fault.AWAY) for code in sorted(AWAY)),
    *((code, Fault.FULL) for code in sorted(FULL)),
    # The whole class of lost connections.
    ("08000", Fault.AWAY),
    ("08P01", Fault.AWAY),
    # Ours, and those nobody has said anything of.
    ("23505", None),
    ("22P02", None),
    ("42P01", None),
    ("XX000", None),
    ("53001", None),
    ("0A000", None),
]


def raised(code):
    """The error Django raises when the database refuses with this number."""
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$")
    return error.value


def caused(outer, inner):
    outer.__cause__ = inner
    return outer


def during(outer, inner):
    outer.__context__ = inner
    return outer


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "fault"), NUMBERS)
def test_each_number_is_the_fault_it_stands_for(code, fault):
    error = raised(code)
    assert fault_of(error) is fault
    # A COPY brings the driver's own.
    assert isinstance(error.__cause__, psycopg2.Error)
    assert fault_of(error.__cause__) is fault


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OperationalError("hung up"), Fault.AWAY),
        (InterfaceError("closed"), Fault.AWAY),
        (psycopg2.OperationalError("hung up"), Fault.AWAY),
        (psycopg2.InterfaceError("closed"), Fault.AWAY),
        (IntegrityError("twice"), None),
        (psycopg2.IntegrityError("twice"), None),
        (SessionInterrupted("deleted"), None),
        (ConnectionError("another server"), None),
        (ValueError("no"), None),
        (None, None),
    ],
)
def test_whoever_did_not_answer_at_all_is_away(error, fault):
    assert fault_of(error) is fault


@pytest.mark.django_db
def test_a_session_that_could_not_be_kept_is_told_by_what_stands_behind_it():
    full = raised("53100")
    assert fault_of(during(SessionInterrupted("deleted"), full)) is Fault.FULL
    assert fault_of(caused(SessionInterrupted("deleted"), raised("55P03"))) is Fault.BUSY
    assert (
        fault_of(caused(SessionInterrupted("deleted"), caused(IntegrityError("twice"), full))) is Fault.FULL
    )


@pytest.mark.django_db
def test_an_error_of_a_program_is_none_whatever_caused_it():
    assert fault_of(caused(ValueError("no"), raised("53100"))) is None


def test_staff_read_of_each_what_happens_next():
    assert IN_WORDS == {
        Fault.BUSY: "Somebody else was working on the same records. It is tried again by itself.",
        Fault.AWAY: "The database did not answer. It is tried again by itself once it does.",
        Fault.FULL: "The database has no room to write. Ask whoever runs the server to make room; then it goes on "
        "by itself.",
    }
