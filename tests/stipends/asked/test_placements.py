"""When a placement was served is put right after both signed: looked at, done with a reason, told, kept."""

import ast
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from common.clock import local_date
from notifications.models import Message
from pathways.services import move_school
from seminars.models import Session
from stipends.models import StatementChange
from tests.architecture.rooms import ROOT
from tests.factories.pathways import DeliverableRecordFactory, PlacementFactory
from tests.factories.people import SchoolFactory, administrator, manager, principal_of
from tests.factories.stipends import Year
from tests.pressing import pressed as button
from tests.stipends.asked.january import NOW, closed_until_now
from tests.stipends.worth import worth
from tests.verbs import last_told

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 16)
AHEAD, HOURS = datetime(2027, 2, 1, 17, tzinfo=UTC), timedelta(hours=6)
LEAVE = {"category": "jury", "first_day": "2026-11-30", "last_day": "2026-12-11"}


@pytest.fixture
def leader(year):
    placement = year.leader(starts=NOVEMBER)
    closed_until_now(year)
    return placement


def pressed(signed_in, placement, page, **fields):
    """Press once, look, press again; answers what was shown between."""
    browser, address = signed_in(manager()), f"/placements/{placement.pk}/{page}/"
    before = worth(placement, NOW)
    shown = browser.post(address, fields)
    assert shown.status_code == 422, shown.content.decode()
    assert worth(placement, NOW) == before
    assert not StatementChange.objects.exists()
    assert not Message.objects.exists()
    (row,) = shown.context["look"].rows
    assert (row.before.earned, row.before.possible) == before
    seen = shown.context["form"].first_look.seen
    # It stands in the page, so that whoever presses again has it sent.
    assert f'value="{seen}"' in shown.content.decode()
    assert browser.post(address, {**fields, "seen": seen}).status_code == 302
    assert (row.after.earned, row.after.possible) == worth(placement, NOW)
    return shown


def kept(placement):
    one = StatementChange.objects.get()
    assert one.placement == placement
    assert (one.earned_after_cents, one.possible_after_cents) == worth(placement, NOW)
    assert one.moves
    return one.kind, one.title, one.reason


def test_a_first_day_is_corrected_after_its_cents_and_the_rosters_that_lack_a_mark_were_seen(
    year, leader, signed_in
):
    shown = pressed(signed_in, leader, "start", first_day="2026-10-01", why="She was here.")
    page = " ".join(shown.content.decode().split())
    assert "What this moves" in page
    lacking = [one for one in year.sessions if date(2026, 10, 1) <= local_date(one.starts_at) < NOVEMBER]
    assert len(lacking) == 2
    assert all(f'href="/seminars/sessions/{one.pk}/">{one.title}</a>' in page for one in lacking)
    assert kept(leader) == ("start", "October 1, 2026 instead of November 16, 2026", "She was here.")
    # The mail that says what it moves leaves in place of that of the correction itself.
    assert sorted(Message.objects.values_list("template", "state")) == [
        ("pathways/start_corrected", "cancelled"),
        ("stipends/asked_changed", "waiting"),
    ]
    (mail,) = Message.objects.filter(state="waiting")
    assert mail.subject == "The first day was corrected: October 1, 2026 instead of November 16, 2026"
    mine = " ".join(signed_in(leader.person).get("/stipends/").content.decode().split())
    assert "<b>Jan 20, 2027: the first day was corrected.</b> October 1, 2026 instead of" in mine


def test_an_end_is_corrected_after_its_cents_were_seen(year, signed_in):
    gone = year.leader(ends=date(2026, 12, 1), end_reason="resigned")
    year.close()
    pressed(signed_in, gone, "end", last_day="2026-12-18", reason="moved", why="A wrong day.")
    assert kept(gone) == ("end", "last day December 18, 2026, moved", "A wrong day.")


def test_a_leave_is_recorded_after_its_cents_were_seen_and_the_leader_is_told(leader, signed_in):
    pressed(signed_in, leader, "leave", **LEAVE, reason="As she asked.")
    days = "from November 30, 2026 to December 11, 2026"
    assert kept(leader) == ("leave", days, "As she asked.")
    mail = Message.objects.get()
    assert (mail.to_person, mail.subject) == (leader.person, f"A leave was recorded: {days}")


def test_a_leave_that_moves_a_stipend_asks_why(leader, signed_in):
    browser, address = signed_in(manager()), f"/placements/{leader.pk}/leave/"
    seen = browser.post(address, LEAVE).context["form"].first_look.seen
    refused = browser.post(address, {**LEAVE, "seen": seen})
    assert "Say why" in refused.content.decode()
    assert not leader.leaves.exists()


def test_a_leave_is_taken_back_after_its_cents_were_seen(leader, signed_in):
    leave = leader.leaves.create(category="jury", starts=date(2026, 11, 30), ends=date(2026, 12, 12))
    pressed(signed_in, leader, "take-back-leave", leave=leave.pk, why="Another person's.")
    days = "from November 30, 2026 to December 11, 2026"
    assert kept(leader) == ("leave_back", days, "Another person's.")
    assert not leader.leaves.exists()


def test_others_of_the_year_are_not_touched(year, leader, signed_in):
    PlacementFactory(role=year.role, year=year.year)
    pressed(signed_in, leader, "leave", **LEAVE, reason="As she asked.")
    assert StatementChange.objects.get().placement == leader


def test_where_nothing_is_paid_a_leave_is_recorded_at_once(signed_in):
    placement = PlacementFactory()
    browser = signed_in(manager())
    assert browser.post(f"/placements/{placement.pk}/leave/", LEAVE).status_code == 302
    assert placement.leaves.count() == 1
    assert not StatementChange.objects.exists()


@pytest.mark.parametrize(
    ("action", "typed"),
    [
        ("correct_the_start", {"first_day": "2026-10-01", "why": "She was here."}),
        ("leave", {**LEAVE, "reason": "As she asked."}),
    ],
)
def test_the_administration_shows_what_it_moves_first(leader, client, action, typed):
    client.force_login(administrator())
    address, before = reverse("admin:pathways_placement_changelist"), worth(leader, NOW)
    sent = {"action": action, "_selected_action": leader.pk, "_typed": "1", **typed}
    first = client.post(address, sent)
    assert first.status_code == 422
    said = " ".join(first.context["form"].non_field_errors())
    assert "This touches 1 person who has signed." in said
    assert ("these closed rosters lack a mark then: Seminar Oct 14" in said) is (
        action == "correct_the_start"
    )
    assert worth(leader, NOW) == before
    client.post(address, {**sent, "seen": first.context["form"]["seen"].value()})
    assert StatementChange.objects.get().reason == typed.get("why", typed.get("reason"))


# --- an end, and another school ---------------------------------------------------------------------
def test_a_first_end_is_done_after_its_cents_were_seen_and_its_note_says_why(leader, signed_in):
    typed = {"last_day": "2027-01-29", "reason": "resigned", "sure": "on"}
    pressed(signed_in, leader, "end", **typed, note="Another district.")
    assert kept(leader) == ("ended", "last day January 29, 2027, resigned", "Another district.")
    # The mail of the end itself, and the one that says what it moves.
    assert sorted(Message.objects.values_list("template", flat=True)) == [
        "pathways/placement_ended",
        "stipends/asked_changed",
    ]
    mine = " ".join(signed_in(leader.person).get("/stipends/").content.decode().split())
    assert "<b>Jan 20, 2027: the placement was ended.</b> Last day January 29, 2027, resigned" in mine


def test_a_first_end_without_a_note_says_its_reason(leader, signed_in):
    pressed(signed_in, leader, "end", last_day="2027-01-29", reason="resigned", sure="on")
    assert kept(leader)[2] == "resigned"


def test_a_year_that_is_completed_moves_no_cent_and_asks_nothing(year, clock, signed_in):
    placement = year.leader()
    year.close()
    clock(datetime(2027, 7, 2, 18, tzinfo=UTC))
    before = worth(placement, NOW)
    last_day = year.year.ends - timedelta(days=1)
    typed = {"last_day": last_day.isoformat(), "reason": "completed", "sure": "on"}
    assert signed_in(manager()).post(f"/placements/{placement.pk}/end/", typed).status_code == 302
    assert worth(placement, NOW) == before
    assert not StatementChange.objects.exists()


def test_where_days_reduce_nothing_a_move_takes_no_cent_and_is_done_at_once_without_a_reason(signed_in):
    """Each school used to be paid the whole year: a move doubled the stipend."""
    leader = Year(proration="none").leader(missed=[0])
    before = worth(leader, NOW)
    assert before[1] == 300_000
    to = SchoolFactory()
    typed = {"school": to.pk, "first_day": "2027-01-25"}
    assert signed_in(manager()).post(f"/placements/{leader.pk}/move/", typed).status_code == 302
    assert worth(leader, NOW) == before
    assert leader.assignments.count() == 2
    assert not StatementChange.objects.exists()


@pytest.fixture
def cut_in_two():
    """The year as a whole reaches the least attendance; the stretch until January, on its own, does not."""
    year = Year(minimum_attendance="37/40")
    placement = year.leader(missed=[4])
    closed_until_now(year)
    return placement


def test_a_move_that_takes_from_a_stipend_is_done_after_its_cents_were_seen(cut_in_two, signed_in):
    to = SchoolFactory()
    pressed(
        signed_in, cut_in_two, "move", school=to.pk, first_day="2027-01-25", why="Its only team lead left."
    )
    assert kept(cut_in_two) == ("school", f"{to} from January 25, 2027 on", "Its only team lead left.")


def test_a_move_that_takes_from_a_stipend_asks_why(cut_in_two, signed_in):
    browser, address = signed_in(manager()), f"/placements/{cut_in_two.pk}/move/"
    typed = {"school": SchoolFactory().pk, "first_day": "2027-01-25"}
    seen = browser.post(address, typed).context["form"].first_look.seen
    assert "Say why" in browser.post(address, {**typed, "seen": seen}).content.decode()
    assert cut_in_two.assignments.count() == 1


def test_a_move_is_taken_back_after_its_cents_were_seen(cut_in_two, signed_in):
    move_school(pk=cut_in_two.pk, to=SchoolFactory(), starts=date(2027, 1, 25), by=manager())
    Message.objects.all().delete()
    pressed(signed_in, cut_in_two, "move", why="She stays.")
    words = f"the move to another school does not take place, it stays at {cut_in_two.school}"
    assert kept(cut_in_two) == ("school", words, "She stays.")


def test_a_receiving_principal_is_shown_that_it_moves_a_stipend_and_no_cents(cut_in_two, signed_in):
    to = SchoolFactory()
    browser = signed_in(principal_of(to))
    typed = {
        "email": cut_in_two.person.email,
        "role": cut_in_two.role_id,
        "school": to.pk,
        "first_day": "2027-01-25",
        "why": "Its only team lead left.",
    }
    shown = browser.post("/placements/receive/", typed)
    assert shown.status_code == 422
    page = " ".join(shown.content.decode().split())
    assert "What this moves" in page
    assert "This touches 1 person who has signed. It moves the stipend of one person." in page
    assert "Earned so far" not in page
    assert "$" not in page.split("What this moves")[1].split("</section>")[0]
    assert cut_in_two.assignments.count() == 1
    seen = shown.context["form"].first_look.seen
    assert f'value="{seen}"' in page
    assert browser.post("/placements/receive/", {**typed, "seen": seen}).status_code == 302
    assert kept(cut_in_two) == ("school", f"{to} from January 25, 2027 on", "Its only team lead left.")


MAY_MOVE_PAY = {"correct_end", "correct_start", "end_placement", "move_school", "record_leave"}
MAY_MOVE_PAY |= {"take_back_end", "take_back_leave", "take_back_move", "waive"}


def test_no_door_changes_a_placement_past_what_shows_what_it_moves():
    """Views, admin and other apps call `corrections`; the verbs themselves stay in their room."""
    calls = {
        "/".join(path.relative_to(ROOT).parts)
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] not in {"tests", ".venv"}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in MAY_MOVE_PAY
    }
    assert calls == {"pathways/services/corrections.py"}


# --- an end that was a mistake, and a deliverable that is let go ------------------------------------
def test_an_end_recorded_by_mistake_is_taken_back_after_its_cents_were_seen(year, signed_in):
    gone = year.leader(ends=date(2026, 12, 1), end_reason="resigned")
    year.close()
    pressed(signed_in, gone, "goes-on", why="Another person's.")
    assert kept(gone) == ("end", "it goes on until June 30, 2027", "Another person's.")
    gone.refresh_from_db()
    assert (gone.ends, gone.end_reason) == (year.year.ends, "")
    was = "Was: resigned, last day November 30, 2026."
    assert last_told(gone) == ("take_back_the_end", was, "Another person's.")
    mail = Message.objects.get(template="pathways/end_taken_back")
    assert (mail.to_person, mail.subject) == (gone.person, f"Your placement as {gone.role} goes on")
    assert "It goes on until June 30, 2027." in mail.body


def test_a_deliverable_is_waived_after_its_cents_were_seen(year, signed_in):
    leader = year.leader(delivered=1)
    owed = leader.deliverable_records.get(state="open")
    browser, address = signed_in(manager()), f"/deliverables/{owed.pk}/waive/"
    typed = button("waive", words="She led two schools.")
    shown = browser.post(address, typed)
    assert shown.status_code == 422
    owed.refresh_from_db()
    assert owed.state == "open"
    look = shown.context["look"]
    (row,) = look.rows
    assert f'value="{look.seen}"' in shown.content.decode()
    assert browser.post(address, {**typed, "waive-seen": look.seen}).status_code == 302
    assert (row.after.earned, row.after.possible) == worth(leader, NOW)
    assert kept(leader) == ("waived", str(owed.deliverable), "She led two schools.")


def test_a_deliverable_is_reopened_after_its_cents_were_seen(year, signed_in):
    leader = year.leader(delivered=2)
    done = leader.deliverable_records.first()
    browser, address = signed_in(manager()), f"/deliverables/{done.pk}/reopen/"
    typed = button("reopen", words="Another school's plan.")
    shown = browser.post(address, typed)
    assert shown.status_code == 422
    done.refresh_from_db()
    assert done.state == "accepted"
    look = shown.context["look"]
    (row,) = look.rows
    assert row.before.earned > row.after.earned
    assert browser.post(address, {**typed, "reopen-seen": look.seen}).status_code == 302
    assert (row.after.earned, row.after.possible) == worth(leader, NOW)
    assert kept(leader) == ("reopened", str(done.deliverable), "Another school's plan.")
    mail = Message.objects.get(to_person=leader.person)
    assert mail.template == "pathways/deliverable_reopened"
    assert "on your statement: " in mail.body


def test_a_deliverable_that_nothing_is_paid_for_is_waived_at_once(signed_in):
    owed = DeliverableRecordFactory()
    address = f"/deliverables/{owed.pk}/waive/"
    assert signed_in(manager()).post(address, button("waive", words="Not this year.")).status_code == 302
    owed.refresh_from_db()
    assert owed.state == "waived"


def test_those_whose_cents_move_stand_first_and_the_others_are_folded(year, signed_in):
    """A day less is asked of two: of one another day was missed, which weighs more then; the other has not signed."""
    session, missed = year.sessions[:2]
    first = year.leader(missed=[1])
    second = PlacementFactory(role=year.role, year=year.year, commitment_in_force=False)
    Session.objects.filter(pk=missed.pk).update(state="closed", closed_at=NOW)
    Session.objects.filter(pk=session.pk).update(state="planned", starts_at=AHEAD, ends_at=AHEAD + HOURS)
    client = signed_in(manager())
    shown = client.post(f"/seminars/sessions/{session.pk}/cancel/", {"reason": "The hall is closed."})
    look = shown.context["look"]
    assert [row.placement for row in (*look.moving, *look.as_before)] == [row.placement for row in look.rows]
    assert {row.placement for row in look.rows} == {first, second}
    assert ([row.placement for row in look.moving], [row.placement for row in look.as_before]) == (
        [first],
        [second],
    )
    page = " ".join(shown.content.decode().split())
    assert "<summary>Touched and paid as before: 1</summary>" in page
    assert f"<li>{second.person.name}, " in page
