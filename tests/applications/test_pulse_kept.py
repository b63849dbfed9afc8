"""The mid-year check at its edges: two at once, and SQL past the application."""

from datetime import UTC, datetime

import pytest
from django.db import Error, connection, transaction

from tests.applications.test_pulse import NOW, leader_of, no, sends, signer_of
from tests.factories.pathways import OfferingFactory
from tests.factories.people import manager
from tests.factories.pulses import LEADERS, SCHOOLS, PulsePairFactory, apart_pair, signed_placement
from tests.waiting import second_after

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def pair():
    return PulsePairFactory()


# --- at once, and past the application ---------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_are_judged_by_both_answers():
    pair = PulsePairFactory()
    leader, signer = leader_of(pair), signer_of(pair)
    second_after(lambda: sends(pair, leader, **no()), lambda: sends(pair, signer))
    pair.refresh_from_db()
    assert (pair.state, pair.both) == ("differing", True)


def refused(sql, *args):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, args)


ANSWER = (
    "INSERT INTO applications_pulseanswer (pair_id, party, whose, number, promise, kept, words, by_id, at)"
    " VALUES (%s, %s, %s, %s, %s, %s, '', %s, %s)"
)


def test_the_database_takes_answers_of_the_two_alone_and_only_while_it_is_open(pair):
    leader = leader_of(pair).pk
    good = [pair.pk, "teacher", "school", 1, "A room", "yes", leader, NOW]
    for at, value in (
        (1, "coach"),
        (1, "school"),
        (2, "coach"),
        (3, 0),
        (4, ""),
        (5, "perhaps"),
        (6, manager().pk),
        (7, datetime(2027, 1, 15, 7, 59, tzinfo=UTC)),
        (7, datetime(2027, 2, 16, 8, tzinfo=UTC)),
    ):
        refused(ANSWER, *[*good[:at], value, *good[at + 1 :]])
    with connection.cursor() as cursor:
        cursor.execute(ANSWER, good)
    refused("UPDATE applications_pulseanswer SET kept = 'no'")
    refused("DELETE FROM applications_pulseanswer")


def test_the_database_keeps_pairs_and_checks_as_they_were_asked(pair):
    for sql in (
        "UPDATE applications_pulsepair SET state = 'agreed'",
        "UPDATE applications_pulsepair SET state = 'differing'",
        "UPDATE applications_pulsepair SET state = 'other'",
        "UPDATE applications_pulsepair SET opened_at = now()",
        "UPDATE applications_pulsepair SET school_sent_at = now()",
        "DELETE FROM applications_pulsepair",
        "DELETE FROM applications_commitmentpulse",
        "UPDATE applications_commitmentpulse SET ends = starts",
        "UPDATE applications_commitmentpulse SET ends = '2027-07-02'",
        "INSERT INTO applications_commitmentpulse (year_id, starts, ends)"
        " SELECT year_id, starts, ends FROM applications_commitmentpulse",
        "INSERT INTO applications_pulsepair (pulse_id, placement_id, school_id, record_id, state, opened_at)"
        " SELECT pulse_id, placement_id, school_id, record_id, state, opened_at FROM applications_pulsepair",
    ):
        refused(sql)
    other = signed_placement(
        offering=OfferingFactory(teacher_commitment=LEADERS, principal_commitment=SCHOOLS)
    )
    record = other.commitment_sha256
    refused(
        "UPDATE applications_pulsepair SET record_id ="
        " (SELECT id FROM applications_commitmentrecord WHERE sha256 = %s)",
        record,
    )
    settled = apart_pair(placement=other)
    refused("UPDATE applications_pulsepair SET teacher_sent_at = now() WHERE id = %s", settled.pk)
