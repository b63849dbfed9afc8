"""The mid-year check: opened by its days, answered by the two, judged, settled; and what the database keeps of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications import services
from applications.models import PulseAnswer, PulsePair
from applications.reminders import owe
from applications.rules.promises import judged, pieces
from applications.services import Said
from applications.states import PAIR_MOVES
from applications.tasks import open_due_pulses
from common.clock import day_ends
from common.errors import NoSuchMove, NotAllowed, Several, SomeoneElse
from notifications.models import Message
from pathways.models import TakenOver
from people.models import User
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    PostFactory,
    UserFactory,
    manager,
)
from tests.factories.pulses import (
    CommitmentPulseFactory,
    PulsePairFactory,
    apart_pair,
    signed_placement,
)
from tests.verbs import lines_told, refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 20, 20, tzinfo=UTC)
YES = {key: Said("yes") for key in ("school-1", "school-2", "teacher-1")}


@pytest.fixture(autouse=True)
def now(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def pair():
    return PulsePairFactory()


def leader_of(pair):
    return pair.placement.person


def signer_of(pair):
    return pair.school.posts.get(position="principal").person


def sends(pair, by, **other):
    return services.answer(pk=pair.pk, by=by, said=YES | other, send=True)


def no(words="Not since fall"):
    return {"school-1": Said("no", words)}


def answered(pair, party):
    rows = PulseAnswer.objects.filter(pair=pair, party=party).newest()
    return {row.key: (row.kept, row.words) for row in rows}


# --- the text, and what answers come to ---------------------------------------------------------------
def test_a_text_is_taken_apart_by_lines_and_sentences_as_it_was_signed():
    text = "- Two periods a week.\n2. A room. Ms. Rivera names it.\n\nThe data, as of J. Doe."
    assert pieces(text) == [
        "Two periods a week.",
        "A room.",
        "Ms. Rivera names it.",
        "The data, as of J. Doe.",
    ]


@pytest.mark.parametrize(
    ("teacher", "school", "comes_to"),
    [
        ("yes", "yes", False),
        ("partly", "partly", False),
        ("partly", "yes", True),
        ("no", "no", True),
        ("no", None, True),
        (None, "yes", None),
        (None, None, None),
    ],
)
def test_two_are_apart_where_they_differ_or_one_says_no(teacher, school, comes_to):
    said = [{"school-1": one} if one else None for one in (teacher, school)]
    assert judged(*said) is comes_to


def test_the_table_of_moves_is_the_one_that_was_agreed():
    assert {(str(state), str(action)): str(after) for (state, action), after in PAIR_MOVES.items()} == {
        ("asked", "answer"): "asked",
        ("asked", "agree"): "agreed",
        ("asked", "part"): "differing",
        ("agreed", "part"): "differing",
        ("differing", "agree"): "agreed",
        ("differing", "settle"): "settled",
        ("settled", "part"): "differing",
    }


# --- opened ------------------------------------------------------------------------------------------
def test_all_who_signed_here_are_asked_once_and_mailed_and_who_signed_on_paper_is_not():
    placement = signed_placement()
    paper = PlacementFactory(year=placement.year, commitment_sha256="", commitment_in_force=False)
    told = {"reason": "A letter.", "by": manager(), "at": NOW}
    TakenOver.objects.create(placement=paper, **told)
    CommitmentPulseFactory(year=placement.year)
    assert [open_due_pulses(), open_due_pulses()] == [1, 0]
    pair = PulsePair.objects.get()
    assert (pair.placement, pair.school, pair.state) == (placement, placement.school, "asked")
    assert sorted(
        Message.objects.filter(template__contains="pulse").values_list("to_person", "template")
    ) == (
        sorted(
            [(leader_of(pair).pk, "applications/pulse"), (signer_of(pair).pk, "applications/pulse_school")]
        )
    )


@pytest.mark.parametrize("day", [date(2027, 1, 14), date(2027, 2, 16)])
def test_nobody_is_asked_before_the_first_day_or_after_the_last(clock, day):
    CommitmentPulseFactory(year=signed_placement().year)
    clock(datetime(day.year, day.month, day.day, 20, tzinfo=UTC))
    assert open_due_pulses() == 0


def test_managers_set_the_days_and_change_the_last_once_it_is_open():
    year, by = ProgramYearFactory(), manager()
    days = {"year": year, "by": by, "first_day": date(2027, 1, 25), "last_day": date(2027, 2, 15)}
    pulse = services.set_pulse(**days)
    assert services.set_pulse(**days) == pulse
    over, outside = "This day is over. Choose today or a later day.", "Choose a day within 2026-27."
    for changes, at in (
        ({"first_day": date(2027, 1, 19)}, over),
        ({"first_day": date(2026, 6, 30)}, outside),
        ({"last_day": date(2027, 7, 1)}, "Choose a day from the first day on, within 2026-27."),
    ):
        assert refusal(services.set_pulse, **days | changes) == at
    services.set_pulse(**days | {"first_day": date(2027, 1, 20)})
    assert refusal(services.set_pulse, **days) == "It is open since Jan 20, 2027, so its first day stays."
    late = {"first_day": date(2027, 1, 20), "last_day": date(2027, 1, 19)}
    assert refusal(services.set_pulse, **days | late) == "Choose a day from the first day on, within 2026-27."
    assert [line[:2] for line in lines_told(pulse)] == [
        ("set", "From January 25, 2027 to February 15, 2027."),
        ("change", "From January 20, 2027 to February 15, 2027."),
    ]
    assert refusal(services.set_pulse, **days | {"by": UserFactory()}, refused_as=NotAllowed) == (
        "Only program managers set the days of a mid-year check."
    )


def test_a_check_that_is_over_is_not_set_to_days_behind_us(clock):
    pulse, by = CommitmentPulseFactory(year=ProgramYearFactory()), manager()
    clock(datetime(2027, 3, 1, 20, tzinfo=UTC))
    days = {"year": pulse.year, "by": by, "first_day": pulse.starts}
    assert refusal(services.set_pulse, **days, last_day=date(2027, 2, 20)) == (
        "This day is over. Choose today or a later day."
    )
    assert services.set_pulse(**days, last_day=date(2027, 3, 5)).ends == date(2027, 3, 6)


def test_reminders_leave_to_who_has_not_answered_once_a_number(pair, clock):
    for number in (7, 1):
        ReminderRuleFactory(what="pulse", days_before=number)
    clock(datetime(2027, 2, 8, 20, tzinfo=UTC))
    later = datetime(2027, 2, 8, 20, tzinfo=UTC)
    sends(pair, leader_of(pair))
    assert [owe(later), owe(later)] == [1, 0]
    assert Message.objects.get(template="applications/pulse_school").to_person == signer_of(pair)
    sends(pair, signer_of(pair))
    assert Message.objects.get(template="applications/pulse_school").state == "cancelled"
    assert owe(datetime(2027, 2, 14, 20, tzinfo=UTC)) == 0


# --- answered ----------------------------------------------------------------------------------------
def test_what_is_pressed_is_kept_at_once_and_the_same_twice_is_one_row(pair):
    by = leader_of(pair)
    for _ in range(2):
        services.answer(pk=pair.pk, by=by, said={"school-1": Said("partly", "One most weeks")})
    assert (answered(pair, "teacher"), PulseAnswer.objects.count()) == (
        {"school-1": ("partly", "One most weeks")},
        1,
    )
    pair.refresh_from_db()
    assert (pair.teacher_sent_at, pair.state) == (None, "asked")


def test_what_is_sent_whole_is_asked_for_promise_by_promise_and_nothing_of_it_is_lost(pair):
    said = {"school-1": Said("yes"), "school-2": Said("", "The key")}
    refused = refusal_of_several(pair, said)
    assert refused == [
        ("kept-school-2", "Say whether this is kept: The school gives a room."),
        ("kept-teacher-1", "Say whether this is kept: I engage fully."),
    ]


def refusal_of_several(pair, said):
    with pytest.raises(Several) as refused:
        services.answer(pk=pair.pk, by=leader_of(pair), said=said, send=True)
    return [(one.at, str(one)) for one in refused.value.refusals]


def test_an_answer_that_is_none_of_the_three_or_too_long_is_refused(pair):
    by = leader_of(pair)
    assert refusal(services.answer, pk=pair.pk, by=by, said={"school-1": Said("perhaps")}) == (
        "Choose one of the three."
    )
    assert refusal(services.answer, pk=pair.pk, by=by, said={"school-1": Said("yes", "a" * 301)}) == (
        "Write at most 300 characters."
    )


def test_two_who_say_yes_agree_and_what_differs_goes_to_staff_until_both_agree(pair):
    assert sends(pair, leader_of(pair), **no()).state == "differing"
    assert sends(pair, signer_of(pair)).state == "differing"
    assert sends(pair, leader_of(pair)).state == "agreed"
    assert [line[0] for line in lines_told(pair)] == ["part", "agree"]


def test_one_who_says_yes_waits_for_the_other_and_a_second_press_sends_nothing_anew(pair):
    first = sends(pair, leader_of(pair)).teacher_sent_at
    assert sends(pair, leader_of(pair)).teacher_sent_at == first
    assert sends(pair, signer_of(pair)).state == "agreed"
    assert [line[0] for line in lines_told(pair)] == ["answer", "agree"]


def test_whoever_signs_for_the_school_on_the_day_answers_and_it_stays_whose_answer_it_was(pair):
    before = signer_of(pair)
    services.answer(pk=pair.pk, by=before, said={"school-1": Said("no")})
    pair.school.posts.filter(position="principal").update(ends=date(2027, 1, 20))
    before = User.objects.get(pk=before.pk)
    assert refusal(services.answer, pk=pair.pk, by=before, said=YES, refused_as=NotAllowed) == (
        "The leader and whoever signs for the school answer this, and nobody else."
    )
    acting = ActingSignerFactory(school=pair.school, starts=date(2027, 1, 20), ends=date(2027, 6, 1)).person
    delegate = DelegationFactory(principal=acting, starts=date(2027, 1, 20), ends=date(2027, 6, 1)).delegate
    assert sends(pair, delegate).school_sent_by == delegate
    rows = PulseAnswer.objects.filter(pair=pair, party="school", number=1, whose="school")
    assert list(rows.values_list("kept", "by")) == [("no", before.pk), ("yes", delegate.pk)]


def test_who_leads_and_signs_for_the_school_answers_as_the_leader_alone(pair):
    pair.school.posts.filter(position="principal").update(ends=date(2027, 1, 20))
    PostFactory(person=leader_of(pair), school=pair.school, principal=True, starts=date(2027, 1, 20))
    sends(pair, leader_of(pair))
    assert set(PulseAnswer.objects.values_list("party", flat=True)) == {"teacher"}


def test_the_last_minute_counts_and_the_next_does_not(pair, clock):
    end = day_ends(date(2027, 2, 15))
    clock(end - timedelta(seconds=1))
    sends(pair, leader_of(pair))
    clock(end)
    assert refusal(services.answer, pk=pair.pk, by=leader_of(pair), said=no()) == (
        "It was open until Feb 15, 2027. Nothing was changed by this press."
    )


def test_for_a_role_that_ended_early_nobody_answers_any_more(pair):
    pair.placement.ends, pair.placement.end_reason = date(2027, 1, 20), "resigned"
    pair.placement.save()
    for by in (leader_of(pair), signer_of(pair)):
        assert refusal(services.answer, pk=pair.pk, by=by, said=YES) == (
            "This role has ended, so nobody answers for it any more. What was sent stays."
        )


# --- settled -----------------------------------------------------------------------------------------
def settles(pair, by, **told):
    said = {"talked_on": date(2027, 1, 20), "words": "The office covers it."} | told
    return services.settle_pair(pk=pair.pk, by=by, **said)


def test_staff_settle_once_with_a_day_and_words_and_another_answer_parts_them_anew():
    pair, by = apart_pair(), manager()
    sends(pair, leader_of(pair), **no())
    sends(pair, signer_of(pair))
    assert refusal(settles, pair, by, words=" ") == "Write what comes of it, in a sentence or two."
    assert refusal(settles, pair, by, talked_on=date(2027, 1, 21)) == (
        "This day is still to come. Settle it once you talked to both."
    )
    assert refusal(settles, pair, by, talked_on=date(2027, 1, 14)) == (
        "Nobody had answered by then. Choose the day you talked to the second."
    )
    assert settles(pair, by).state == "settled"
    refusal(settles, pair, by, refused_as=NoSuchMove)
    assert lines_told(pair) == [("settle", "Talked to both by January 20, 2027.", "The office covers it.")]
    asks = "A program manager settled this with both of you. If it is otherwise now, say so here, and save again."
    otherwise = YES | {"school-2": Said("partly")}
    assert refusal(services.answer, pk=pair.pk, by=signer_of(pair), said=otherwise, send=True) == asks
    services.answer(pk=pair.pk, by=signer_of(pair), said=YES, send=True)
    assert lines_told(pair)[-1][0] == "settle"
    services.answer(pk=pair.pk, by=signer_of(pair), said=otherwise, send=True, sure=True)
    assert lines_told(pair)[-1][0] == "part"


def test_words_alone_part_nobody_anew():
    pair = apart_pair()
    sends(pair, leader_of(pair), **no())
    PulsePair.objects.filter(pk=pair.pk).update(state="settled")
    sends(pair, leader_of(pair), **no("Since Monday"))
    assert answered(pair, "teacher")["school-1"] == ("no", "Since Monday")
    assert PulsePair.objects.get(pk=pair.pk).state == "settled"


def test_only_managers_of_the_pathway_settle_and_nobody_their_own():
    pair = apart_pair()
    for by in (leader_of(pair), signer_of(pair)):
        assert refusal(settles, pair, by, refused_as=NotAllowed) == (
            "Only a program manager of this pathway settles this."
        )
    own = apart_pair(placement=signed_placement(person=manager()))
    assert refusal(settles, own, leader_of(own), refused_as=SomeoneElse) == (
        "You are one of the two who answer this: another program manager settles it."
    )
