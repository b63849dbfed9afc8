"""What the demo shows: people in every state, with the history their services would have written."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from applications.models import Application, PulseAnswer, RenewalInvitation, Review
from applications.queries.evidence import differences
from coaching.models import CoachingCycle, CycleEvent, LeadersCoach, ReleaseTime
from common.clock import day_begins, local_date
from config.welcome import HATS, things_to_try
from dashboard.queries.waiting import waiting_for
from demo import build as demo
from demo.cast import DOMAIN, STAFF, TEACHERS
from demo.leaders import CALLED
from fellows.models import (
    Fellow,
    FellowEvent,
    FieldworkEntry,
    FieldworkEvent,
    ServiceAgreement,
    ServiceRecord,
    ServiceRecordEvent,
)
from fellows.queries import ledger
from fellows.queries.evidence import differences as of_agreements
from notifications.models import Message
from pathways.models import (
    Attestation,
    DeliverableEvent,
    DeliverableRecord,
    GoalNote,
    Placement,
    ProgramEvent,
)
from people.models import User
from seminars.models import Attendance, Session
from stipends.models import (
    Dispute,
    Overpayment,
    Payday,
    PayrollLayout,
    StipendPolicy,
    StipendPolicyEvent,
    StipendRun,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True, scope="module")
def _built(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Built once, at noon of its day, and put back after the last of these tests, which only read it."""
    noon = time_machine.travel(day_begins(DAY) + timedelta(hours=12), tick=False)
    with django_db_blocker.unblock(), noon, transaction.atomic():
        demo.build(seed=7, scale=1, today=DAY, say=lambda words: None)
        yield
        transaction.set_rollback(True)


def test_it_makes_400_people_and_160_leaders_of_the_year_in_progress():
    assert User.objects.count() == 400
    assert Placement.objects.on(DAY).count() == 160


def test_two_of_the_leaders_were_taken_over_one_on_paper_and_one_who_is_asked_to_sign():
    taken = Placement.objects.exclude(taken_over=None).order_by("pk")
    assert list(taken.values_list("commitment_in_force", "papers__signed_on", "signing__state")) == [
        (True, date(2026, 6, 1), None),
        (False, None, "draft"),
    ]
    marked = Attendance.objects.filter(session__event__year__label="2026-27", session__state="closed")
    assert marked.filter(person__in=taken.values("person")).count() == 14


def test_three_leaders_were_invited_to_go_on_and_one_waits_for_each_who_has_to_act():
    invited = RenewalInvitation.objects.order_by("placement__renewals__pk")
    assert list(invited.values_list("placement__renewals__state", flat=True)) == [
        "submitted",
        "in_review",
        None,
    ]
    first = invited[0].placement
    assert first.person.email == f"leader@{DOMAIN}"
    assert first.renewals.get().signer.email == f"principal@{DOMAIN}"


def test_every_signature_of_the_demo_verifies():
    assert differences() == []


def test_there_are_applications_in_every_state_that_waits_for_someone():
    waiting = {"draft", "submitted", "cosigned", "in_review", "offered"}
    assert waiting <= set(Application.objects.values_list("state", flat=True))


def test_no_application_of_the_demo_is_decided_before_its_readers_have_answered():
    decided = Application.objects.filter(state__in=["offered", "declined", "accepted"])
    assert set(decided.values_list("state", flat=True)) == {"offered", "declined", "accepted"}
    assert set(decided.values_list("reviews__state", flat=True)) == {"submitted"}
    told = decided.values_list("reviews__submitted_at", "decisions__released_at", "pk")
    assert [pk for answered, released, pk in told if not (released and answered < released)] == []


def test_readers_of_the_demo_were_asked_and_answered_in_the_history_and_a_coach_has_one_to_read():
    asked = Review.objects.exclude(application__events__action="assign")
    silent = Review.objects.filter(state="submitted").exclude(application__events__action="score")
    assert (list(asked), list(silent)) == ([], [])
    assert Review.objects.filter(reviewer__email=f"coach@{DOMAIN}", state="assigned").exists()


def test_the_last_step_of_each_history_leads_to_the_state_it_stands_in():
    for application in Application.objects.filter(offering__opens__lte=DAY).prefetch_related("events"):
        states = [event.to_state for event in application.events.all()]
        assert (states[0], states[-1]) == ("draft", application.state)


def test_last_year_has_an_approved_run_with_a_line_for_each_of_its_leaders():
    run = StipendRun.objects.get(kind="final")
    assert (run.kind, run.state, run.lines_count) == ("final", "exported", demo.LAST_YEAR)
    assert run.total_cents == sum(run.lines.values_list("amount_cents", flat=True)) > 0


def test_last_years_run_was_approved_and_sent_two_weeks_after_that_year_and_not_today():
    run = StipendRun.objects.get(kind="final")
    day = run.year.ends + timedelta(days=14)
    moments = [run.prepared_at, run.calculated_at, run.approved_at, run.exports.get().made_at]
    moments += run.events.values_list("at", flat=True)
    assert {local_date(moment) for moment in moments} == {day}


def test_the_first_start_names_one_thing_to_try_for_each_person_and_each_can_be_opened(signed_in):
    found = things_to_try()
    assert [one.person for one in found] == [f"{hat}@{DOMAIN}" for hat in HATS]
    begins = {
        "teacher": "Answer your offer: ",
        "leader": "Curriculum plan of the team",
        "arts": "Say how many came: ",
        "culture": "Plan of the culture team",
        "family": "Engagement assessment",
        "peer": "",
        "senior": "",
        "principal": "Read and sign: ",
        "clerk": "Mend the claim for substitutes, ",
        "manager": "Decide: ",
        "registrar": "Nobody signs for ",
        "coach": "Coach ",
        "preparer": "Confirm the final run of 2025-26",
        "approver": "Approve the instal",
        "director": "Deliverables overdue at ",
        "fellow": "Correct your service: ",
        "studying": "Sign your service agreement",
        "admin": "What the hats may not: every table, for repair",
    }
    assert [one for one in found if not one.what.startswith(begins[one.person.split("@")[0]])] == []
    for one in found:
        page = signed_in(User.objects.get(email=one.person)).get(one.path)
        assert page.status_code == 200, one


def test_each_of_the_named_people_has_work_waiting():
    idle = [
        name
        for name in sorted({*TEACHERS, *STAFF, *CALLED, "peer", "senior", "principal"})
        if not waiting_for(User.objects.get(email=f"{name}@{DOMAIN}"), day=DAY, now=day_begins(DAY))
    ]
    assert idle == []


def test_fellows_of_the_demo_signed_in_the_week_they_were_selected_and_a_draft_waits():
    here = ServiceAgreement.objects.filter(paper__isnull=True)
    signed = here.select_related("fellow__cohort", "signed_version")
    # Whoever joined the next cohort just now has not signed yet either.
    there = Fellow.objects.filter(taken_over__isnull=True).exclude(state="selected")
    assert signed.count() == there.count() - 2
    for one in signed:
        assert 0 <= (one.fellow.cohort.starts - local_date(one.signed_at)).days - 165 <= 5
    assert of_agreements() == []
    assert not Message.objects.filter(template="fellows/agreement_signed").exclude(state="sent").exists()
    assert "agreement_draft" in {
        one.kind
        for one in waiting_for(User.objects.get(email=f"manager@{DOMAIN}"), day=DAY, now=day_begins(DAY))
    }


def test_the_service_of_the_demo_fellow_is_counted_by_the_terms_they_signed():
    account = ledger(Fellow.objects.get(person__email=f"fellow@{DOMAIN}"), DAY)
    assert account.required_text == "4"
    assert (account.result.service_starts, account.last_day) == (date(2025, 7, 1), date(2031, 6, 30))


def test_everything_that_happened_in_the_demo_has_the_history_its_service_would_have_written():
    assert not Attendance.objects.filter(changes=None).exists()
    assert not Session.objects.filter(state="closed").exclude(events__action="close").exists()
    for records, lasts in (
        (
            DeliverableRecord.objects.exclude(state="open"),
            DeliverableEvent.objects.filter(record=OuterRef("pk")),
        ),
        (CoachingCycle.objects.exclude(planned_on=None), CycleEvent.objects.filter(cycle=OuterRef("pk"))),
        (Fellow.objects.all(), FellowEvent.objects.filter(fellow=OuterRef("pk"))),
        (FieldworkEntry.objects.all(), FieldworkEvent.objects.filter(entry=OuterRef("pk"))),
        (ServiceRecord.objects.all(), ServiceRecordEvent.objects.filter(record=OuterRef("pk"))),
        (StipendPolicy.objects.all(), StipendPolicyEvent.objects.filter(policy=OuterRef("pk"))),
    ):
        told = records.annotate(last=Subquery(lasts.order_by("-at", "-pk").values("to_state")[:1]))
        assert told.exists()
        assert list(told.exclude(last=F("state"))) == []
    assert not Attestation.objects.exclude(placement__events__action="attest").exists()


def test_what_was_handed_in_is_of_the_kind_that_was_asked_for():
    handed_in = DeliverableRecord.objects.exclude(submitted_at=None)
    files = handed_in.filter(deliverable__evidence=["file"])
    assert not files.filter(file="").exists()
    with files[0].file.open("rb") as paper:
        assert paper.read(5) == b"%PDF-"
    assert not handed_in.filter(deliverable__evidence=["link"], link="").exists()


def test_the_demo_has_money_at_every_step_of_its_way():
    runs = StipendRun.objects.order_by("year__starts", "pk").values_list("year__label", "kind", "state")
    assert list(runs) == [
        ("2025-26", "instalment", "confirmed"),
        ("2025-26", "final", "exported"),
        ("2026-27", "projection", "calculated"),
        ("2026-27", "instalment", "calculated"),
    ]
    assert list(Payday.objects.values_list("year__label", "kind")) == [
        ("2026-27", "instalment"),
        ("2026-27", "final"),
    ]
    assert sorted(Dispute.objects.values_list("state", flat=True)) == ["answered", "open"]
    assert list(PayrollLayout.objects.order_by("pk").values_list("name", "state")) == [
        ("District payroll", "published"),
        ("Vendor payments", "draft"),
    ]
    found = Overpayment.objects.all()
    assert {row.state for row in found} == {"open"}
    assert sorted(row.agreed for row in found) == [False] * (len(found) - 1) + [True]


def test_what_two_see_differently_is_not_always_the_same_promise():
    said = PulseAnswer.objects.filter(party="teacher", pair__state="differing").exclude(kept="yes")
    assert said.values("promise").distinct().count() > 2


def test_no_family_is_counted_before_the_first_workshop():
    first = ProgramEvent.objects.filter(kind="parent_college").earliest("day").day
    assert GoalNote.objects.filter(goal__area="families").earliest("day").day >= first


@pytest.mark.parametrize("role", ["arts-lead", "family-engagement-lead"])
def test_each_who_plans_events_finds_one_of_which_nobody_said_how_many_came(role):
    lead = Placement.objects.on(DAY).filter(role__slug=role).select_related("person").first()
    waits = waiting_for(lead.person, day=DAY, now=day_begins(DAY) + timedelta(hours=12))
    assert "event_over" in {one.kind for one in waits}


def test_what_leaders_owe_completed_itself_from_events_and_one_was_reopened():
    lines = DeliverableEvent.objects.filter(action="complete", source__in=["event", "goal"])
    # What a goal completes is due in February and May.
    assert set(lines.values_list("source", "program_event__kind")) == {("event", "parent_college")}
    assert DeliverableEvent.objects.filter(action="reopen").count() == 1
    # Nobody accepted by hand what a record completed.
    assert not DeliverableEvent.objects.filter(action="accept", record__events__action="complete").exists()


def waits_for(name: str) -> set[str]:
    person = User.objects.get(email=f"{name}@{DOMAIN}")
    return {one.kind for one in waiting_for(person, day=DAY, now=day_begins(DAY))}


def test_of_coaching_and_the_work_of_pathways_something_waits_for_each_who_does_it():
    assert {"cycle", "support_yours"} <= waits_for("coach")
    assert {"no_coach", "evidence_gone", "support_nobody"} <= waits_for("manager")
    assert {"ucla_late", "interview_scores"} <= waits_for("manager")
    assert "late_extra" in waits_for("director")
    assert {"event_over", "deliverable_too_late"} <= waits_for("arts")
    assert "deliverable_returned" in waits_for("culture")
    assert {"deliverable", "event_over"} <= waits_for("family")
    assert "release_time" in waits_for("principal")


def test_leaders_of_a_school_have_one_coach_but_for_a_few_and_families_are_those_who_came():
    for school in Placement.objects.on(DAY).order_by("school").values_list("school", flat=True).distinct():
        dealt = LeadersCoach.objects.current().filter(placement__school=school)
        assert dealt.values("coach").distinct().count() <= 2
    notes = GoalNote.objects.filter(goal__area="families", goal__year__label="2026-27").select_related("goal")
    for note in notes:
        held = ProgramEvent.objects.filter(
            school=note.goal.school_id, kind="parent_college", day__lte=note.day
        )
        came = held.filter(year__label="2026-27").values_list("came", flat=True)
        assert note.number == sum(came)


def test_release_time_that_waits_for_a_principal_is_nothing_its_peer_coach_has_to_do():
    waiting = ReleaseTime.objects.waiting().values("placement")
    owed = DeliverableRecord.objects.filter(placement__in=waiting, deliverable__completes_from="release_time")
    assert (owed.count() > 0, owed.filter(proposed_at=None).count()) == (True, 0)
