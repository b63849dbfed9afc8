"""Group interviews of the fellowship: who is on one, who scores whom, and where the scores stand."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications import services
from applications.models import Application, ApplicationEvent, GroupInterview, Review
from applications.queries.interviews import interviews_of
from applications.services import When, call_off, move_interview, plan_interview
from common.errors import DomainError, NotAllowed, SomeoneElse
from dashboard.queries import waiting_for
from notifications.models import Message
from tests.factories.applications import NOW, ApplicationFactory, ReviewFactory
from tests.factories.fellows import fellowship_offering
from tests.factories.people import HatFactory, PostFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
AHEAD = When(date(2026, 9, 21), time(15, 30), "Moore Hall 3340")
LATER = When(date(2026, 9, 22), time(9, 0), "Moore Hall 3340")
SCORES = {"time": 3, "mindset": 4, "skillset": 3, "experience": 4}


@pytest.fixture
def offering(one_factor):
    return fellowship_offering()


def applicant(offering, **given):
    post = PostFactory()
    return ApplicationFactory(
        offering=offering, person=post.person, school=post.school, **(given or {"in_review": True})
    )


def plan(offering, rows, people, **more):
    given = {"offering_pk": offering.pk, "by": manager(), "when": AHEAD, "now": NOW}
    return plan_interview(**(given | more), applicants=[row.pk for row in rows], interviewers=people)


def refused(act, *told, **given):
    with pytest.raises(DomainError) as refusal:
        act(*told, **given)
    return str(refusal.value)


def test_all_on_it_are_told_and_each_interviewer_is_asked_for_scores_of_each_applicant(offering):
    rows, people = [applicant(offering), applicant(offering)], [UserFactory(), UserFactory()]
    interview = plan(offering, rows, people)
    assert Review.objects.filter(interview=interview, state="assigned").count() == 4
    assert set(interview.invited.all()) == set(rows)
    told = Message.objects.filter(template="applications/interview")
    assert {mail.to_person for mail in told} == {*people, *(row.person for row in rows)}
    assert ApplicationEvent.objects.filter(action="invite", interview=interview).count() == 2


def test_an_application_that_was_just_recommended_goes_to_review_by_it(offering):
    row = applicant(offering, cosigned=True)
    plan(offering, [row], [UserFactory()])
    row.refresh_from_db()
    assert row.state == "in_review"


def test_nobody_scores_their_own_school(offering):
    rows = [applicant(offering), applicant(offering)]
    colleague, other = PostFactory(school=rows[0].school).person, UserFactory()
    interview = plan(offering, rows, [colleague, other])
    scored = interview.reviews.filter(reviewer=colleague)
    assert list(scored.values_list("application", flat=True)) == [rows[1].pk]


def test_who_may_judge_nobody_on_it_is_no_interviewer(offering):
    row = applicant(offering)
    colleague = PostFactory(school=row.school).person
    assert refused(plan, offering, [row], [colleague, UserFactory()]) == (
        f"{colleague} works at {row.school}. Choose a interviewer from elsewhere."
    ).replace("a interviewer", "an interviewer")


def test_everybody_on_it_is_seen_by_somebody_who_may_judge_them(offering):
    rows = [applicant(offering), applicant(offering)]
    colleague = PostFactory(school=rows[0].school).person
    said = refused(plan, offering, rows, [colleague])
    assert said == f"None of these may judge {rows[0].person}. Choose one more."


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"when": When(date(2026, 9, 14), time(9, 0), "Here")}, "Choose a time to come."),
        (
            {"when": When(date(2026, 9, 21), time(9, 0), " ")},
            "Say where it takes place, or give the link of the meeting.",
        ),
    ],
)
def test_a_time_that_is_over_and_no_place_are_refused(offering, more, words):
    assert refused(plan, offering, [applicant(offering)], [UserFactory()], **more) == words


def test_without_applicants_or_interviewers_there_is_none(offering):
    assert refused(plan, offering, [], [UserFactory()]) == "Choose at least one applicant."
    assert refused(plan, offering, [applicant(offering)], []) == "Choose at least one interviewer."


def test_who_waits_for_no_decision_is_not_invited(offering):
    row = applicant(offering, submitted=True)
    assert refused(plan, offering, [row], [UserFactory()]) == f"{row.person} waits for no decision here."


def test_nobody_is_invited_to_two_at_once(offering):
    row = applicant(offering)
    plan(offering, [row], [UserFactory()])
    assert refused(plan, offering, [row], [UserFactory()], when=LATER) == (
        f"{row.person} is invited already: Group interview on September 21, 2026, 3:30 PM."
    )


def test_nobody_plans_their_own_and_only_managers_plan(offering):
    row = applicant(offering)
    HatFactory(person=row.person)
    with pytest.raises(SomeoneElse):
        plan(offering, [row], [UserFactory()], by=row.person)
    with pytest.raises(NotAllowed):
        plan(offering, [row], [UserFactory()], by=UserFactory())


def test_a_role_of_leaders_has_no_group_interviews(one_factor):
    row = ApplicationFactory(in_review=True)
    said = refused(plan, row.offering, [row], [UserFactory()])
    assert said == "Only for the fellowship people are interviewed in groups."


# --- scores ---------------------------------------------------------------------------------------
def test_scores_are_given_from_the_day_on_and_stand_apart_from_those_of_readers(offering, clock):
    row, person = applicant(offering), UserFactory()
    ReviewFactory(application=row, scored=True)
    review = plan(offering, [row], [person]).reviews.get()
    given = {"review_pk": review.pk, "by": person, "scores": SCORES, "comment": "Listens first."}
    assert refused(services.score, **given) == (
        "The interview is on September 21, 2026. Score what you see from that day on."
    )
    assert not Review.objects.to_give(person, date(2026, 9, 20)).exists()
    assert Review.objects.to_give(person, date(2026, 9, 21)).exists()
    clock(datetime(2026, 9, 21, 23, 0, tzinfo=UTC))
    services.score(**given)
    row.refresh_from_db()
    assert (row.score_hundredths, row.interview_hundredths) == (300, 350)


def test_a_reader_may_interview_too(offering):
    row, person = applicant(offering), UserFactory()
    ReviewFactory(application=row, reviewer=person, scored=True)
    plan(offering, [row], [person])
    assert row.reviews.filter(reviewer=person).count() == 2
    again = {"application": row, "reviewer": person, "assigned_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(**again)


def test_the_panel_shows_both_scores_beside_each_other(offering, signed_in):
    row = applicant(offering)
    Application.objects.filter(pk=row.pk).update(score_hundredths=300, interview_hundredths=350)
    page = signed_in(manager()).get(reverse("applications:decide", args=[offering.pk])).content.decode()
    assert "Interview, of 4" in page
    assert "3.50" in page
    assert "Group interviews" in page


def test_somebody_who_was_only_interviewed_still_waits_for_a_reader(offering):
    from applications.queries.managed import to_assign

    row, staff = applicant(offering), manager()
    plan(offering, [row], [UserFactory()])
    assert list(to_assign(staff)) == [row]


# --- moved and called off -------------------------------------------------------------------------
def test_a_moved_one_tells_everybody_and_keeps_who_is_on_it(offering):
    row, person = applicant(offering), UserFactory()
    interview = plan(offering, [row], [person])
    move_interview(pk=interview.pk, by=manager(), when=LATER, now=NOW)
    interview.refresh_from_db()
    assert (interview.day, interview.begins) == (LATER.day, LATER.begins)
    mails = Message.objects.filter(template="applications/interview", state="waiting")
    assert {mail.to_person for mail in mails} == {row.person, person}
    assert all("Moved" in mail.subject for mail in mails)
    assert row.events.filter(action="move_interview").count() == 1
    move_interview(pk=interview.pk, by=manager(), when=LATER, now=NOW)
    assert row.events.filter(action="move_interview").count() == 1


def test_one_that_is_called_off_frees_its_applicants_and_asks_for_no_scores(offering):
    row = applicant(offering)
    interview = plan(offering, [row], [UserFactory()])
    call_off(pk=interview.pk, by=manager(), words=" The room is flooded. ", now=NOW)
    row.refresh_from_db()
    assert row.interview is None
    assert not Review.objects.filter(interview=interview).exists()
    mail = Message.objects.get(to_person=row.person, state="waiting")
    assert "The room is flooded." in mail.body
    assert plan(offering, [row], [UserFactory()], when=LATER)


def test_what_has_begun_or_was_called_off_stays(offering, clock):
    interview = plan(offering, [applicant(offering)], [UserFactory()])
    given = {"pk": interview.pk, "by": manager()}
    assert refused(call_off, **given, words=" ", now=NOW) == (
        "Say why it is called off. Everybody on it reads it."
    )
    past = datetime(2026, 9, 21, 23, 0, tzinfo=UTC)
    assert refused(move_interview, **given, when=LATER, now=past) == (
        "This interview has begun, so it stays as it is."
    )
    call_off(**given, words="Flooded.", now=NOW)
    assert refused(call_off, **given, words="Again.", now=NOW) == "This interview was called off already."


# --- pages ----------------------------------------------------------------------------------------
def test_staff_plan_move_and_call_off_on_pages(offering, signed_in):
    row, staff = applicant(offering), manager()
    reader = manager()
    browser, address = signed_in(staff), reverse("applications:interviews", args=[offering.pk])
    assert "No interview is planned yet." in browser.get(address).content.decode()
    typed = {"day": "09/21/2026", "begins": "15:30", "place": "Moore Hall", "applicants": [row.pk]}
    assert browser.post(address, typed).status_code == 422
    done = browser.post(address, typed | {"interviewers": [reader.pk]}, follow=True).content.decode()
    assert "1 applicant and all interviewers get a mail." in done
    assert (f"<dd>{reader}</dd>" in done, "scored" in done) == (True, False)
    change = reverse("applications:interview", args=[GroupInterview.objects.get().pk])
    moved = {"verb": "move", "move-day": "09/22/2026", "move-begins": "09:00", "move-place": "Moore Hall"}
    assert browser.post(change, moved).status_code == 302
    assert browser.post(change, {"verb": "call_off"}).status_code == 422
    off = {"verb": "call_off", "call_off-words": "Flooded."}
    assert "Called off" in browser.post(change, off, follow=True).content.decode()


def test_the_place_of_an_interview_may_be_the_link_of_the_meeting(offering, signed_in):
    row, reader = applicant(offering), manager()
    browser, address = signed_in(manager()), reverse("applications:interviews", args=[offering.pk])
    link = "https://zoom.us/j/12345678901?pwd=a.bc"
    typed = {"day": "09/21/2026", "begins": "15:30", "place": link, "applicants": [row.pk]}
    done = browser.post(address, typed | {"interviewers": [reader.pk]}, follow=True).content.decode()
    assert f'<a href="{link}"' in done
    other = "https://zoom.us/j/999"
    change = reverse("applications:interview", args=[GroupInterview.objects.get().pk])
    moved = {"verb": "move", "move-day": "09/22/2026", "move-begins": "09:00", "move-place": other}
    assert browser.post(change, moved).status_code == 302
    assert GroupInterview.objects.get().place == other


def test_applicant_and_interviewer_read_when_and_where(offering, signed_in):
    row, person = applicant(offering), manager()
    review = plan(offering, [row], [person]).reviews.get()
    page = signed_in(row.person).get(reverse("applications:detail", args=[row.pk])).content.decode()
    assert "You are invited to the group interview on" in page
    assert "Moore Hall 3340" in page
    page = signed_in(person).get(reverse("applications:review", args=[review.pk])).content.decode()
    assert "Score what you saw and heard there" in page


def test_of_a_role_of_leaders_there_is_no_such_page(one_factor, signed_in):
    row = ApplicationFactory(in_review=True)
    browser = signed_in(manager())
    assert browser.get(reverse("applications:interviews", args=[row.offering_id])).status_code == 404


def test_the_next_interview_stands_first_then_those_that_were_and_at_last_those_called_off(offering, clock):
    staff, person = manager(), manager()
    given = {"by": staff, "now": datetime(2026, 9, 1, 17, tzinfo=UTC)}
    for day in (2, 4, 6, 8, 10):
        when = When(date(2026, 9, day), time(9), f"Day {day}")
        plan(offering, [applicant(offering)], [person], when=when, **given)
    call_off(pk=GroupInterview.objects.get(place="Day 10").pk, words="No room.", **given)
    clock(datetime(2026, 9, 5, 18, tzinfo=UTC))
    stands = [one.interview.place for one in interviews_of(offering)]
    assert stands == ["Day 6", "Day 8", "Day 4", "Day 2", "Day 10"]


def test_scores_of_an_interview_wait_on_the_home_of_who_saw_it_from_its_day_on(offering):
    row, seer = applicant(offering), manager(given_name="Dana", family_name="Lee")
    interview = plan(offering, [row], [seer])
    review = interview.reviews.get()

    def waits(day):
        found = waiting_for(seer, day=day, now=NOW)
        return [(one.what, one.since, one.url) for one in found if one.kind == "interview_scores"]

    assert waits(AHEAD.day - timedelta(days=1)) == []
    words = f"Enter your scores of {row.person}: Leadership Fellow"
    assert waits(AHEAD.day) == [(words, AHEAD.day, f"/review/{review.pk}/")]


def test_who_was_seen_stands_there_though_they_are_invited_to_another_interview_since(
    offering, clock, count_queries
):
    row, person = applicant(offering), manager()
    plan(offering, [row], [person])
    later = datetime(2026, 9, 22, 17, tzinfo=UTC)
    clock(later)
    plan(offering, [row], [person], when=When(date(2026, 9, 25), time(9), "Again"), now=later)
    with count_queries(3):
        found = interviews_of(offering)
    assert [(one.interview.place, one.applicants) for one in found] == [
        ("Again", [row]),
        ("Moore Hall 3340", [row]),
    ]
