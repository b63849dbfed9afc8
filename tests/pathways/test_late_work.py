"""Work that comes later than its offering takes it waits for the word of a manager."""

from datetime import UTC, date, datetime
from html import unescape
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from applications.queries.commitments import commitment_of, read
from common.errors import DomainError, NotAllowed
from notifications.models import Message
from pathways.models import DeliverableRecord, Offering
from pathways.services import (
    accept,
    allow_late,
    complete_from,
    draft_year,
    publish,
    reopen,
    send_back,
    submit,
)
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import manager
from tests.pathways.test_views_writing import page, typed
from tests.pathways.test_writing import written
from tests.pressing import pressed
from tests.verbs import history, refusal

pytestmark = pytest.mark.django_db
# Due on March 1; taken until March 15.
LAST, AFTER = datetime(2027, 3, 16, 6, 59, tzinfo=UTC), datetime(2027, 3, 16, 7, tzinfo=UTC)
TOO_LATE = "This was taken until March 15, 2027. Ask a program manager of your pathway to allow it later."
APRIL = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _today(clock, settings):
    clock(AFTER)
    settings.DEMO = True


@pytest.fixture
def record():
    return DeliverableRecordFactory(deliverable__offering__late_days=14)


def handed_in(record, now, note="What we did."):
    return submit(pk=record.pk, by=record.placement.person, note=note, now=now)


def test_it_is_handed_in_through_the_last_day_and_not_after(record):
    assert refusal(handed_in, record, AFTER) == TOO_LATE
    assert handed_in(record, LAST).state == "submitted"


def test_without_such_a_rule_late_work_is_taken_as_ever(record):
    Offering.objects.update(late_days=None)
    assert handed_in(record, AFTER).state == "submitted"


def test_what_was_due_before_the_role_began_is_never_too_late():
    began = PlacementFactory(starts=date(2027, 3, 2))
    record = DeliverableRecordFactory(placement=began, deliverable__offering__late_days=14)
    assert handed_in(record, AFTER).state == "submitted"


def test_what_came_in_time_and_was_sent_back_is_handed_in_again_on_any_day(record):
    handed_in(record, LAST)
    send_back(pk=record.pk, by=manager(), words="Add the dates.", now=AFTER)
    assert handed_in(record, AFTER, "With dates.").state == "submitted"


def test_what_was_reopened_is_handed_in_again_on_any_day(record):
    handed_in(record, LAST)
    staff = manager()
    accept(pk=record.pk, by=staff, now=AFTER)
    reopen(pk=record.pk, by=staff, reason="Another plan.", now=AFTER)
    assert handed_in(record, AFTER, "The right one.").state == "submitted"


@pytest.mark.parametrize(("day", "state"), [(date(2027, 3, 15), 1), (date(2027, 3, 16), 0), (None, 0)])
def test_it_completes_itself_from_what_was_done_in_time_alone(record, day, state):
    record.deliverable.completes_from = "event"
    record.deliverable.save()
    about = {"placement_pk": record.placement_id, "source": "event", "key": "event-1", "said": "Held."}
    assert len(complete_from(**about, by=manager(), day=day, now=AFTER)) == state


class TestAllowed:
    def test_a_manager_allows_it_and_history_and_the_leader_read_why(self, record):
        by = manager()
        allow_late(pk=record.pk, by=by, day=APRIL, reason=" She was ill. ", now=AFTER)
        assert history(record) == [
            ("allow_late", "open", "open", by.pk, AFTER, "Until Apr 1, 2027. She was ill.")
        ]
        mail = Message.objects.get()
        assert mail.subject == f"[Action required] Hand it in until April 1: {record.deliverable}"
        assert "She was ill." in mail.body
        assert handed_in(record, AFTER).state == "submitted"

    def test_pressed_twice_it_is_told_once(self, record):
        for _ in range(2):
            allow_late(pk=record.pk, by=manager(), day=APRIL, reason="She was ill.", now=AFTER)
        assert (record.events.count(), Message.objects.count()) == (1, 1)

    @pytest.mark.parametrize(
        ("day", "reason", "said"),
        [
            (APRIL, " ", "Say why it is taken later. The reason stays on record."),
            (date(2027, 3, 15), "Ill.", "It is taken until Mar 15, 2027 already. Choose a later day."),
            (date(2027, 3, 16), "Ill.", "This day is past. Choose today or a later day."),
            (
                date(2027, 8, 1),
                "Ill.",
                "Choose a day in the program year 2026-27, or at most 31 days after it.",
            ),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, record, day, reason, said):
        now = datetime(2027, 3, 20, 20, tzinfo=UTC)
        assert refusal(allow_late, pk=record.pk, by=manager(), day=day, reason=reason, now=now) == said

    def test_where_late_work_counts_nobody_needs_to_allow_it(self, record):
        Offering.objects.update(late_days=None)
        assert refusal(allow_late, pk=record.pk, by=manager(), day=APRIL, reason="Ill.", now=AFTER) == (
            "This counts in full whenever it is handed in, so nobody needs to allow it."
        )

    def test_leaders_do_not_allow_it_themselves(self, record):
        with pytest.raises(NotAllowed):
            allow_late(pk=record.pk, by=record.placement.person, day=APRIL, reason="Ill.", now=AFTER)

    def test_the_page_says_that_it_is_too_late_and_what_to_do_until_a_manager_allowed_it(
        self, record, client, signed_in
    ):
        address = f"/deliverables/{record.pk}/"
        mine = signed_in(record.placement.person)
        shown = unescape(mine.get(address).content.decode())
        assert (TOO_LATE in shown, 'name="submit-note"' in shown) == (True, False)
        client.force_login(manager())
        sent = pressed("allow_late", day="2027-04-01", reason="She was ill.")
        assert client.post(f"{address}later/", sent).status_code == 302
        shown = unescape(mine.get(address).content.decode())
        assert (TOO_LATE in shown, 'name="submit-note"' in shown) == (False, True)
        assert "mailto:" not in shown
        assert "Counts in full until" in shown


def test_too_late_its_page_names_whom_to_ask_and_home_does_not_ask_for_it(client, record):
    by = manager(given_name="Nicole", family_name="Reyes")
    client.force_login(record.placement.person)
    shown = client.get(f"/deliverables/{record.pk}/").content.decode()
    assert f'href="mailto:{by.email}?subject=' in shown
    home = unescape(client.get("/").content.decode())
    assert "It is too late to hand it in, as " in home
    assert "You owe it as" not in home


def test_what_is_too_late_is_the_same_for_the_database_and_for_its_page():
    days = (None, 0, 14)
    allowed = (None, date(2027, 3, 10), date(2027, 3, 16), APRIL)
    for late, until in product(days, allowed):
        DeliverableRecordFactory(deliverable__offering__late_days=late, allowed_until=until)
    began = PlacementFactory(starts=date(2027, 3, 2))
    DeliverableRecordFactory(placement=began, deliverable__offering__late_days=0)
    rows = DeliverableRecord.objects.select_related("deliverable__offering", "placement")
    reopened = rows.filter(deliverable__offering__late_days=14).latest("pk")
    DeliverableRecord.objects.filter(pk=reopened.pk).update(decided_at=AFTER, decided_by=manager())
    for day in (date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 15), date(2027, 3, 16), date(2027, 4, 2)):
        assert set(rows.too_late(day)) == {row for row in rows if row.too_late(day)}


class TestOffering:
    def test_a_manager_writes_it_and_a_teacher_reads_and_signs_it(self, client, clock):
        clock(datetime(2026, 6, 1, 20, tzinfo=UTC))
        client.force_login(manager())
        offering = OfferingFactory(published=False)
        client.post(page(offering), typed(client, offering, late_days="14"))
        offering.refresh_from_db()
        assert offering.late_days == 14
        version, _ = publish(pk=offering.pk, by=manager())
        assert version.content["late_days"] == 14
        offering.refresh_from_db()
        signed = read(commitment_of(ApplicationFactory(offering=offering)))
        assert signed["late_work"].startswith("Work that is handed in up to 14 days late counts in full. ")
        public = client.get(f"/pathways/{offering.role.pathway.slug}/").content.decode()
        assert "handed in up to 14 days late" in public

    def test_a_version_and_a_text_without_such_a_rule_are_as_before(self):
        offering = OfferingFactory(published=False)
        version, _ = publish(pk=offering.pk, by=manager())
        assert "late_days" not in version.content
        offering.refresh_from_db()
        assert "late_work" not in read(commitment_of(ApplicationFactory(offering=offering)))

    def test_it_stays_as_leaders_signed_it(self, client):
        client.force_login(manager())
        offering = OfferingFactory(late_days=14)
        PlacementFactory(role=offering.role, year=offering.year)
        assert client.get(page(offering)).context["form"].fields["late_days"].disabled is True
        with pytest.raises(DomainError, match="stays as they signed it"):
            written(offering, manager(), asked=None, late_days=7)

    def test_the_offering_of_the_next_year_says_it_too(self):
        OfferingFactory(late_days=14)
        [made] = draft_year(year=ProgramYearFactory(first=2027), by=manager())
        assert made.late_days == 14

    def test_the_database_takes_no_more_than_a_year(self):
        with (
            pytest.raises(IntegrityError, match="late_work_is_taken_for_a_year_at_most"),
            transaction.atomic(),
        ):
            OfferingFactory(late_days=366)


@pytest.mark.parametrize(
    "columns",
    [
        {"action": "allow_late", "note": "Ill."},
        {"action": "allow_late", "until": APRIL},
        {"action": "accept", "until": APRIL},
    ],
)
def test_the_database_holds_until_when_and_why(record, columns):
    named = "what_is_taken_later_says_until_when_and_why"
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        record.events.create(at=AFTER, **columns)
