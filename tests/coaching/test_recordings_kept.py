"""What the database keeps of exemplar recordings: consents stay as they were given, and nobody agrees for another."""

from datetime import UTC, date, datetime

import pytest
from django.db import Error, connection, transaction

from coaching import services
from coaching.models import Consent
from coaching.queries import link_of
from tests.coaching.test_recordings import LINK, recorded
from tests.factories.coaching import (
    ConsentFactory,
    PeerCoachFactory,
    RecordingFactory,
    SeenInRecordingFactory,
)
from tests.factories.pathways import PlacementFactory
from tests.factories.people import teacher_at
from tests.verbs import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock):
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


@pytest.fixture
def placement():
    return PeerCoachFactory(senior=True)


@pytest.fixture
def teacher(placement):
    return teacher_at(placement.school)


def test_the_database_takes_no_paper_against_the_word_of_who_is_seen(placement, teacher):
    row = recorded(placement, teacher, names=["Sam Okafor"])
    own, name = row.seen.get(person=teacher), row.seen.get(person=None)
    by = placement.person
    services.withdraw_consent(pk=name.pk, by=by)
    for promise, wrong in (
        ("answers for themselves", lambda: ConsentFactory(seen=own, by=by, paper="She told me so")),
        ("by their own press", lambda: ConsentFactory(seen=own, by=by)),
        ("by their own press", lambda: ConsentFactory(seen=name, by=by)),
        ("before they said no", lambda: ConsentFactory(seen=name, by=by, paper="x")),
    ):
        with pytest.raises(Error, match=promise), transaction.atomic():
            wrong()
    assert (
        refusal(services.record_consent, pk=name.pk, by=by, given_on=date(2026, 10, 19), paper="x")
        == "They said no after that day. A new consent needs a new paper."
    )


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_while_somebody_opens_is_hidden_from_whoever_opens_next(at_once):
    consent = ConsentFactory()
    row, leader = consent.seen.recording, PlacementFactory(year=consent.seen.recording.placement.year).person

    def withdraw():
        services.withdraw_consent(pk=consent.seen_id, by=consent.by)
        return link_of(row.pk, leader)

    opened, after, agreed = at_once(
        lambda: link_of(row.pk, leader),
        withdraw,
        lambda: services.agree(pk=consent.seen_id, by=consent.by).pk,
    )
    assert {opened, after} <= {None, row.link}
    assert Consent.objects.get(pk=consent.pk).withdrawn_at is not None
    # A new consent shows it again; the old one, which was answered before, does not.
    assert Consent.objects.standing().count() == (agreed != consent.pk)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE coaching_recording SET link = 'https://other.example.org'",
        "UPDATE coaching_recording SET audience = 'staff'",
        "DELETE FROM coaching_recording",
        "DELETE FROM coaching_seeninrecording",
        "UPDATE coaching_seeninrecording SET name = 'Both'",
        "UPDATE coaching_seeninrecording SET person_id = NULL",
        "UPDATE coaching_consent SET withdrawn_at = NULL, withdrawn_by_id = NULL",
        "UPDATE coaching_consent SET given_on = '2026-10-01'",
        "DELETE FROM coaching_consent",
    ],
)
def test_past_the_application_nobody_changes_what_was_agreed(sql):
    consent = ConsentFactory()
    services.withdraw_consent(pk=consent.seen_id, by=consent.by)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_keeps_links_of_https_and_one_consent_of_each(placement):
    row = RecordingFactory(placement=placement, link=LINK)
    consent = ConsentFactory(seen__recording=row)
    for promise, wrong in (
        ("linked_by_https", lambda: RecordingFactory(link="http://video.example.org")),
        ("audience_of_a_recording", lambda: RecordingFactory(audience="all")),
        ("a_link_is_one_recording", lambda: RecordingFactory(link=LINK)),
        ("one_consent_stands", lambda: ConsentFactory(seen=consent.seen)),
        ("withdrawn_by_somebody", lambda: ConsentFactory(withdrawn_by=placement.person)),
        (
            "one_row_per_person_seen",
            lambda: SeenInRecordingFactory(recording=row, person=consent.seen.person),
        ),
    ):
        with pytest.raises(Error, match=promise), transaction.atomic():
            wrong()
