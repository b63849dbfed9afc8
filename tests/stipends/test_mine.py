"""My stipend says only what is true: of rosters that are open, of money that is approved and not sent yet."""

from datetime import UTC, datetime, time, timedelta

import pytest
from lxml import html

from common.clock import local_date
from pathways.models import Offering
from pathways.services import correct_start
from seminars.models import Attendance, Session
from stipends.services import export
from tests.factories.people import manager
from tests.factories.stipends import NOW, Year
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db
HALF = {"kind": "share_of_maximum", "share": "1/2"}


@pytest.fixture
def year(clock):
    clock(NOW)
    return Year()


def mine(signed_in, placement):
    return signed_in(placement.person).get("/stipends/")


@pytest.mark.parametrize("marked", [True, False])
def test_an_open_roster_counts_nothing_yet_whatever_the_mark_on_it(signed_in, year, marked):
    placement = year.leader()
    year.close()
    opened = year.sessions[5]
    Session.objects.filter(pk=opened.pk).update(state="held", closed_at=None)
    if not marked:
        opened.attendance.all().delete()
    (standing,) = mine(signed_in, placement).context["standings"]
    assert [reason for reason in standing.parts[0].reasons if opened.title in reason] == [
        "Seminar Oct 14 (Oct 14, 2026): not held, or its roster is still open, 0 of 180 minutes count."
    ]


def test_what_counts_neither_for_nor_against_says_so_and_names_no_amount(signed_in, clock):
    clock(NOW)
    year = Year(excused="exclude")
    placement = year.leader()
    marks = Attendance.objects.filter(person=placement.person)
    marks.filter(session=year.sessions[0]).update(mark="excused", reason="illness", approved_by=year.staff)
    year.close()
    placement.deliverable_records.filter(deliverable=year.deliverables[0]).update(
        state="waived", words="She was away."
    )
    (standing,) = mine(signed_in, placement).context["standings"]
    attendance, deliverables, _ = standing.parts
    said = [(row["state"], row["cents"] is None) for row in (attendance.rows[0], deliverables.rows[0])]
    assert said == [("excused", True), ("waived", True)]
    others = [row["state"] for row in (*attendance.rows[1:], *deliverables.rows[1:])]
    assert set(others) == {"met"}


def test_what_comes_next_stands_by_day_with_what_it_is_worth(signed_in, year, clock):
    placement = year.leader()
    year.close()
    ahead = year.sessions[-2:]
    Session.objects.filter(pk__in=[one.pk for one in ahead]).update(state="planned", closed_at=None)
    Attendance.objects.filter(session__in=ahead).delete()
    first, _ = year.deliverables
    placement.deliverable_records.filter(deliverable=first).update(state="open")
    clock(ahead[0].starts_at - timedelta(days=1))
    (standing,) = mine(signed_in, placement).context["standings"]
    record = placement.deliverable_records.get(deliverable=first).pk
    told = [(row.get("session"), row.get("record"), row["said"], row["cents"]) for row in standing.coming]
    assert sorted(told, key=str) == sorted(
        [
            (ahead[0].pk, None, "Still ahead", 11_250),
            (ahead[1].pk, None, "Still ahead", 11_250),
            (None, record, "To hand in", 37_500),
        ],
        key=str,
    )
    days = [row["day"] for row in standing.coming]
    assert days == sorted(days)


def test_what_is_too_late_is_said_so_and_is_not_what_comes_next(signed_in, year, clock):
    placement = year.leader()
    record = placement.deliverable_records.select_related("deliverable__offering").first()
    placement.deliverable_records.filter(pk=record.pk).update(state="open", decided_at=None, decided_by=None)
    Offering.objects.filter(pk=record.deliverable.offering_id).update(late_days=0)
    for moment, said, comes in ((0, "To hand in", 1), (1, "Too late, unless a program manager allows it", 0)):
        clock(datetime.combine(record.deliverable.due, time(12), tzinfo=UTC) + timedelta(days=moment))
        (standing,) = mine(signed_in, placement).context["standings"]
        told = [row["said"] for part in standing.parts for row in part.rows if row.get("record") == record.pk]
        assert told == [said]
        assert len([row for row in standing.coming if row.get("record") == record.pk]) == comes


def test_a_session_of_ones_time_on_a_closed_roster_without_a_mark_is_named(signed_in, year):
    """The first day is put back to before rosters that were closed without them."""
    first, third = (year.sessions[number] for number in (0, 2))
    placement = year.leader(starts=local_date(third.starts_at))
    year.close()
    assert "A mark of you is missing." not in mine(signed_in, placement).content.decode()
    correct_start(pk=placement.pk, by=manager(), starts=local_date(first.starts_at), why="They began then.")
    page = mine(signed_in, placement)
    (standing,) = page.context["standings"]
    assert [one.session_id for one in standing.unmarked] == [one.pk for one in year.sessions[:2]]
    html = " ".join(page.content.decode().split())
    assert "These sessions were in your time in the role, and their rosters are closed without a mark" in html
    assert f"{first.title}, " in html


def test_my_stipend_says_what_was_approved_and_then_paid_before_it_was_earned(signed_in, year):
    placement = year.leader(attested=None)
    run = approved(year, kind="instalment", step=HALF)
    page = mine(signed_in, placement)
    (standing,) = page.context["standings"]
    earned = standing.forecast.earned.earned_cents
    assert (standing.paid_cents, standing.ahead_cents, standing.over_cents) == (150_000, 150_000 - earned, 0)
    ahead = f"<b>${(150_000 - earned) / 100:,.2f} was %s before you earned it.</b>"
    assert ahead % "approved" in page.content.decode()
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert ahead % "paid" in mine(signed_in, placement).content.decode()


def test_of_two_runs_of_which_one_was_sent_my_stipend_says_approved_or_paid(signed_in, year):
    placement = year.leader(attested=None)
    run = approved(year, kind="instalment", step={**HALF, "share": "1/4"})
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    approved(year, kind="instalment", number=2, step={**HALF, "share": "1/4"})
    assert "was approved or paid before you earned it." in mine(signed_in, placement).content.decode()


def test_my_stipend_says_what_was_approved_and_then_paid_above_all_that_can_be_earned(signed_in, year):
    placement = year.leader(missed=range(11), delivered=0, attested=False)
    run = approved(year, kind="instalment", step=HALF)
    year.close()
    page = mine(signed_in, placement)
    (standing,) = page.context["standings"]
    over = 150_000 - standing.forecast.possible.earned_cents
    assert (standing.over_cents, standing.ahead_cents + standing.over_cents) == (over, 150_000)
    above = f"${over / 100:,.2f} more than can be earned now was %s. Nothing is taken back by itself:"
    assert above % "approved" in page.content.decode()
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert above % "paid" in mine(signed_in, placement).content.decode()


def test_the_year_shows_each_session_and_deliverable_with_what_became_of_it(signed_in, clock):
    clock(NOW)
    year = Year()
    placement = year.leader()
    marks = Attendance.objects.filter(person=placement.person)
    marks.filter(session=year.sessions[0]).update(mark="absent")
    year.close()
    page = html.fromstring(mine(signed_in, placement).content)
    held = page.xpath("//ol[@aria-label='Sessions, by month']//a")
    assert [one.get("href") for one in held] == [f"/seminars/sessions/{one.pk}/" for one in year.sessions]
    said = [one.text_content().split(": ")[1].split(",")[0] for one in held]
    assert said == ["absent", *["present"] * (len(held) - 1)]
    work = page.xpath("//ol[@aria-label='Work, by month']//a/@href")
    records = placement.deliverable_records.order_by("deliverable__due", "pk").values_list("pk", flat=True)
    assert sorted(work) == sorted(f"/deliverables/{pk}/" for pk in records)
