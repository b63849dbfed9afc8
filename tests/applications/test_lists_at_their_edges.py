"""Which applications and reviews a list holds, in which order, and what it says each is waiting for."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.models import Application
from applications.policies import PATIENCE, nudge_from
from applications.queries.asking import mail_left, topic_of, vouched_for
from applications.queries.lists import (
    my_reviews,
    narrowed,
    next_step,
    waiting_on_me,
    waiting_words,
    with_reminders,
    without_readers,
)
from applications.queries.way import ways
from tests.factories.applications import NOW, ApplicationFactory, ReviewFactory
from tests.factories.notifications import MessageFactory
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import (
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# --- what it is waiting for -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "not sent yet"),
        ("returned", "changes are asked for"),
        ("cosigned", "signed by both, waiting for review"),
        ("in_review", "being read"),
        ("waitlisted", "waiting for a place to become free"),
        ("offered", "an answer is asked for by October 1, 2026"),
        *(
            (ended, "")
            for ended in ("accepted", "declined", "not_supported", "turned_down", "lapsed", "withdrawn")
        ),
    ],
)
def test_an_application_says_what_it_is_waiting_for(state, words):
    row = Application(state=state, answer_by=date(2026, 10, 1))
    assert waiting_words(row, NOW) == words


@pytest.mark.parametrize("state", ["cosigned", "in_review"])
def test_a_renewal_both_signed_waits_for_the_decision_for_nobody_reads_it(state):
    row = Application(state=state, renews_id=1)
    assert waiting_words(row, NOW) == "signed by both, waiting for the decision"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (datetime(2026, 9, 14, 7, tzinfo=UTC), "since today"),
        (datetime(2026, 9, 14, 6, 59, tzinfo=UTC), "since yesterday"),
        (datetime(2026, 9, 12, 20, tzinfo=UTC), "for 2 days"),
    ],
)
def test_a_signature_waits_by_days_in_los_angeles(sent, words):
    application = ApplicationFactory(submitted=True, submitted_at=sent)
    assert waiting_words(application, NOW) == f"waiting for {application.signer} {words}"


def test_where_nobody_signs_the_partnership_finds_out_who_does():
    application = ApplicationFactory(submitted=True, signer=None)
    assert waiting_words(application, NOW) == "the Partnership is finding out who signs for the school"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(days=6) - timedelta(seconds=1), "; reminded on Tuesday"),
        (timedelta(days=6), "; reminded on September 8"),
        (timedelta(days=20), ""),
    ],
    ids=["within six days", "six days ago", "before it was sent again"],
)
def test_a_reminder_is_told_by_its_weekday_and_later_by_its_date(ago, words):
    application = ApplicationFactory(submitted=True, submitted_at=NOW - 10 * DAY)
    assert (
        waiting_words(application, NOW, reminded_at=NOW - ago)
        == f"waiting for {application.signer} for 10 days{words}"
    )


def test_only_reminders_are_the_last_reminder_of_an_application():
    application = ApplicationFactory(submitted=True)
    for hours, action in enumerate(("nudge", "remind", "submit", "reroute")):
        application.events.create(action=action, at=NOW + timedelta(hours=hours))
    ApplicationFactory(submitted=True).events.create(action="remind", at=NOW + DAY)
    found = with_reminders(Application.objects.all()).get(pk=application.pk)
    assert found.reminded_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize("trait", ["waitlisted", "offered", "accepted"])
def test_what_comes_next_is_not_said_once_it_is_decided(trait):
    assert next_step(ApplicationFactory(**{trait: True})) == ""


def test_what_comes_next_is_not_said_of_a_draft_nor_where_nobody_was_asked():
    assert [next_step(ApplicationFactory()), next_step(ApplicationFactory(submitted=True, signer=None))] == [
        "",
        "",
    ]


# --- which there are --------------------------------------------------------------------------------
def test_each_filter_of_the_list_narrows_it():
    mine = ApplicationFactory(submitted=True, person__family_name="Ruizsample")
    ApplicationFactory(submitted=True)
    ApplicationFactory(in_review=True, person__family_name="Ruizsample", signed=False)

    def found(**asked):
        none = {"state": "", "offering": None, "school_pk": None, "q": ""}
        return list(narrowed(Application.objects.order_by("pk"), **none | asked))

    assert len(found()) == len(found(q="  ")) == 3
    assert found(state="submitted", q="ruizsamp") == [mine]
    assert found(offering=mine.offering) == [mine]
    assert found(school_pk=mine.school_id) == [mine]


def test_what_waits_for_a_signature_is_that_of_a_signer_and_of_whom_they_act_for_the_longest_first():
    school = SchoolFactory()
    principal, deputy = principal_of(school), UserFactory()
    DelegationFactory(principal=principal, delegate=deputy)
    new = ApplicationFactory(submitted=True, school=school, submitted_at=NOW - DAY)
    old = ApplicationFactory(submitted=True, school=school, submitted_at=NOW - 2 * DAY)
    own = ApplicationFactory(submitted=True, school=school, person=deputy, submitted_at=NOW)
    ApplicationFactory(cosigned=True, school=school)
    ApplicationFactory(submitted=True)
    assert (list(waiting_on_me(deputy)), list(waiting_on_me(principal))) == ([old, new], [old, new, own])


def test_reviews_that_still_wait_stand_before_those_that_were_given():
    me = UserFactory()
    given = ReviewFactory(reviewer=me, scored=True, assigned_at=NOW - 3 * DAY)
    decided = ReviewFactory(
        reviewer=me, application=ApplicationFactory(offered=True), assigned_at=NOW - 4 * DAY
    )
    later, sooner = (ReviewFactory(reviewer=me, assigned_at=NOW - days * DAY) for days in (1, 2))
    ReviewFactory(reviewer=me, state="recused")
    ReviewFactory()
    assert list(my_reviews(me)) == [sooner, later, decided, given]


def test_reviews_of_a_year_that_is_over_are_shown_when_asked_for():
    over = ReviewFactory(application__offering__year=ProgramYearFactory(first=2025))
    assert list(my_reviews(over.reviewer)) == []
    assert list(my_reviews(over.reviewer, earlier=True)) == [over]


def test_what_nobody_reads_is_told_to_managers_the_longest_wait_first_and_never_of_themselves():
    me = manager()
    new = ApplicationFactory(cosigned=True, submitted_at=NOW - DAY)
    old = ApplicationFactory(in_review=True, submitted_at=NOW - 2 * DAY)
    ReviewFactory(application=old, state="recused")
    ReviewFactory(application=ApplicationFactory(in_review=True))
    ApplicationFactory(cosigned=True, person=me)
    ApplicationFactory(submitted=True)
    ApplicationFactory(offered=True)
    assert list(without_readers(me)) == [old, new]
    assert list(without_readers(me, new.offering_id)) == [new]
    assert list(without_readers(HatFactory(kind="coach").person)) == []


# --- when who was asked ------------------------------------------------------------------------------
def test_a_signer_may_be_reminded_a_day_after_the_last_mail_that_asked_them():
    application = ApplicationFactory(submitted=True, submitted_at=NOW)

    def lines(*given):
        return [
            application.events.model(action=action, at=NOW + hours * timedelta(hours=1))
            for action, hours in given
        ]

    assert nudge_from(application, []) == NOW + PATIENCE
    for action in ("submit", "remind", "nudge", "reroute"):
        assert nudge_from(application, lines((action, 2), (action, 1))) == NOW + timedelta(hours=2) + PATIENCE
    assert nudge_from(application, lines(("save", 5), ("remind", -1))) == NOW + PATIENCE


def test_nobody_is_reminded_before_it_was_sent_and_before_somebody_was_asked():
    assert nudge_from(ApplicationFactory(), []) is None
    assert nudge_from(ApplicationFactory(submitted=True, signer=None), []) is None


@pytest.mark.parametrize(
    ("mail", "known"),
    [
        ({}, True),
        ({"topic": "cosign-digest-{signer}"}, True),
        ({"topic": "another"}, False),
        ({"sent_at": NOW - timedelta(seconds=1)}, False),
        ({"sent_at": NOW}, True),
        ({"sent": False}, False),
    ],
    ids=[
        "asked",
        "in a digest",
        "about something else",
        "of a text before",
        "at the same moment",
        "not left",
    ],
)
def test_the_mail_that_asked_is_the_last_that_left_since_it_was_sent(mail, known):
    application = ApplicationFactory(submitted=True, submitted_at=NOW)
    at = mail.get("sent_at", NOW + DAY)
    topic = mail.get("topic", topic_of(application)).format(signer=application.signer_id)
    left = {"sent": True, "sent_at": at} if mail.get("sent", True) else {}
    MessageFactory(topic=topic, **left)
    assert mail_left(application) == (at if known else None)


def test_who_holds_a_post_a_hat_or_a_role_is_vouched_for_and_nobody_else():
    known = [PostFactory().person, HatFactory().person, PlacementFactory().person]
    stranger, unasked = UserFactory(), PostFactory().person
    found = vouched_for([person.pk for person in [*known, stranger]])
    assert found == {person.pk for person in known}
    assert unasked.pk not in found


# --- where ones own stand ------------------------------------------------------------------------------
def test_ones_own_applications_stand_on_home_the_latest_change_first(clock):
    person = UserFactory()
    old = ApplicationFactory(person=person)
    clock(NOW + DAY)
    new = ApplicationFactory(person=person, submitted=True)
    ApplicationFactory()
    assert [way.pk for way in ways(person, NOW + DAY)] == [new.pk, old.pk]


@pytest.mark.parametrize(
    ("day", "shown"), [(date(2026, 10, 1), True), (date(2026, 10, 2), False)], ids=["the day before", "begun"]
)
def test_a_role_that_was_accepted_stands_on_home_until_it_begins(day, shown):
    accepted = ApplicationFactory(accepted=True, starts=date(2026, 10, 2))
    found = ways(accepted.person, datetime(day.year, day.month, day.day, 20, tzinfo=UTC))
    assert [way.pk for way in found] == ([accepted.pk] if shown else [])


@pytest.mark.parametrize(
    ("now", "shown"),
    [(datetime(2027, 7, 1, 6, tzinfo=UTC), True), (datetime(2027, 7, 1, 7, tzinfo=UTC), False)],
    ids=["its last evening", "over"],
)
def test_what_goes_on_stands_on_home_until_its_year_is_over(now, shown):
    application = ApplicationFactory(waitlisted=True)
    assert [way.pk for way in ways(application.person, now)] == ([application.pk] if shown else [])


def test_what_the_applicant_withdrew_is_no_news():
    application = ApplicationFactory(state="withdrawn")
    application.events.create(action="withdraw", to_state="withdrawn", at=NOW)
    assert ways(application.person, NOW) == []


def test_the_day_somebody_has_it_since_is_that_of_the_last_line_which_led_there():
    application = ApplicationFactory(cosigned=True)
    for days, action, state in (
        (5, "cosign", "cosigned"),
        (3, "cosign", "cosigned"),
        (1, "start_review", "in_review"),
    ):
        application.events.create(action=action, to_state=state, at=NOW - days * DAY)
    [way] = ways(application.person, NOW)
    words = [step.words for step in way.steps]
    assert words[1:3] == ["Sep 11, 2026", "Signed by both, waiting for review, since Sep 11, 2026"]


def test_where_nobody_signs_an_application_is_with_the_partnership():
    [way] = ways(ApplicationFactory(submitted=True, signer=None).person, NOW)
    assert way.head == "Your application is with the Partnership."
