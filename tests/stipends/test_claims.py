"""What a school claims for its substitutes: filled in from rosters, refused in words, approved by somebody else."""

from datetime import date
from decimal import Decimal

import pytest

from common.errors import DomainError, LookFirst, NoSuchMove
from pathways.models import ServiceDay
from seminars.models import Attendance, Session
from stipends.models import ClaimLine, SchoolAllowance
from stipends.queries.accounts import account
from stipends.queries.claims import ready
from stipends.services import (
    approve_claim,
    discard_claim,
    fill,
    fill_in,
    send_claim_back,
    submit_claim,
)
from stipends.states import CLAIM_MOVES, ClaimAction, ClaimState
from tests.factories.people import (
    PostFactory,
)
from tests.factories.seminars import NINE
from tests.factories.stipends import (
    SchoolAllowanceFactory,
    approver,
    seminar,
)
from tests.stipends.claims import HALF, School, claim_in, typed

pytestmark = pytest.mark.django_db
S, A = ClaimState, ClaimAction
MOVES = {
    (S.DRAFT, A.OPEN): S.DRAFT,
    (S.DRAFT, A.FILL): S.DRAFT,
    (S.DRAFT, A.SUBMIT): S.SUBMITTED,
    (S.DRAFT, A.DISCARD): S.DISCARDED,
    (S.RETURNED, A.OPEN): S.RETURNED,
    (S.RETURNED, A.FILL): S.RETURNED,
    (S.RETURNED, A.SUBMIT): S.SUBMITTED,
    (S.RETURNED, A.DISCARD): S.DISCARDED,
    (S.SUBMITTED, A.RETURN): S.RETURNED,
    (S.SUBMITTED, A.APPROVE): S.APPROVED,
    (S.APPROVED, A.EXPORT): S.EXPORTED,
    (S.EXPORTED, A.PAY): S.PAID,
}


def test_the_table_of_moves_of_a_claim_is_the_one_that_was_agreed():
    assert CLAIM_MOVES == MOVES


def test_a_claim_is_filled_in_from_the_closed_roster():
    at = School(teachers=2)
    claim = at.open()
    lines = [(line.session, line.day, line.units, line.substitute) for line in claim.lines.all()]
    assert lines == [(at.session, date(2026, 10, 14), HALF, "")] * 2
    assert (claim.school, claim.year, claim.state) == (at.school, at.year, "draft")


def test_a_session_of_more_than_three_and_a_half_hours_takes_a_day():
    at = School(ends_at=NINE.replace(hour=20))
    assert at.open().lines.get().units == 1


def test_a_second_seminar_joins_the_claim_that_is_open():
    at = School()
    claim = at.open()
    other = seminar(at.school, event__year=at.year, starts_at=NINE.replace(day=15))
    assert fill_in(school=at.school, session=other, by=at.clerk) == claim
    assert claim.lines.count() == 2


@pytest.mark.parametrize("mark", ["absent", "made_up"])
def test_who_was_not_there_is_not_claimed(mark):
    at = School()
    Session.objects.filter(pk=at.session.pk).update(state="held")
    other = seminar(at.school, event__year=at.year)
    Attendance.objects.filter(session=at.session).update(
        mark=mark, made_up_by=other if mark == "made_up" else None
    )
    Session.objects.filter(pk=at.session.pk).update(state="closed")
    with pytest.raises(DomainError, match=r"^Nobody of this school is left to claim for at this session.$"):
        at.open()


@pytest.mark.parametrize("position", ["principal", "assistant_principal", "clerk"])
def test_who_has_no_class_needs_no_substitute(position):
    at = School(teachers=0)
    Session.objects.filter(pk=at.session.pk).update(state="held")
    person = PostFactory(school=at.school, position=position).person
    at.session.attendance.create(person=person, mark="present", marked_at=NINE)
    Session.objects.filter(pk=at.session.pk).update(state="closed")
    assert ready(at.school, at.year) == []


@pytest.mark.parametrize(
    "way",
    [
        {"substitute_eligible": False},
        {"starts_at": NINE.replace(day=17), "ends_at": NINE.replace(day=17, hour=19)},
    ],
    ids=["not eligible", "a Saturday"],
)
def test_a_session_that_needs_no_cover_is_not_offered(way):
    at = School(**way)
    assert ready(at.school, at.year) == []


def test_a_day_out_of_the_calendar_is_not_offered():
    at = School()
    ServiceDay.objects.create(year=at.year, day=date(2026, 10, 13))
    assert ready(at.school, at.year) == []
    ServiceDay.objects.create(year=at.year, day=date(2026, 10, 14))
    assert [(one.session, one.teachers) for one in ready(at.school, at.year)] == [(at.session, 1)]


def test_what_was_claimed_is_not_offered_again_until_its_claim_is_discarded():
    at = School()
    claim = at.filled()
    assert ready(at.school, at.year) == []
    discard_claim(pk=claim.pk, by=at.clerk)
    assert [one.teachers for one in ready(at.school, at.year)] == [1]
    assert at.open() != claim


def test_eight_half_days_come_back_rounded_once():
    at = School(teachers=8)
    claim = at.sent(cost=12_156)
    # 8 × 97.248 is 777.984.
    assert claim.total_cents == 77_798
    assert sorted(claim.lines.values_list("reimbursed_cents", flat=True)) == [9724] * 2 + [9725] * 6


def test_without_a_cost_the_published_rate_comes_back():
    line = School().sent().lines.get()
    assert (line.reimbursed_cents, line.paid_units) == (9725, HALF)
    assert line.reasons == [
        "The published rate for half a day: $121.56.",
        "80% of it comes back: $97.25.",
    ]


def test_a_claim_without_a_name_is_not_sent():
    at = School()
    claim = at.open()
    with pytest.raises(
        DomainError, match=r"^Name the substitute of .+ on Oct 14, 2026, or leave the line out.$"
    ):
        submit_claim(pk=claim.pk, by=at.clerk)


def test_a_claim_without_lines_is_not_sent():
    at = School()
    claim = at.open()
    fill(pk=claim.pk, by=at.clerk, lines={}, out=frozenset([claim.lines.get().pk]))
    with pytest.raises(DomainError, match=r"^This claim has no line."):
        submit_claim(pk=claim.pk, by=at.clerk)


def test_no_claim_is_sent_before_a_rate_is_published():
    at = School(terms=False)
    claim = at.filled()
    with pytest.raises(DomainError, match=r"^No rate for substitutes is published for Oct 14, 2026."):
        submit_claim(pk=claim.pk, by=at.clerk)


def test_a_mark_that_was_put_right_meanwhile_stops_the_approval():
    at = School()
    claim = at.sent()
    Session.objects.filter(pk=at.session.pk).update(state="held")
    Attendance.objects.filter(session=at.session).update(mark="absent")
    Session.objects.filter(pk=at.session.pk).update(state="closed")
    with pytest.raises(
        DomainError, match=r"was not at .+ on Oct 14, 2026 by its roster, so this day cannot be"
    ):
        approve_claim(pk=claim.pk, by=approver(), total_cents=claim.total_cents)


def test_while_a_roster_is_open_again_a_claim_waits_and_nobody_is_called_absent():
    at = School(teachers=2)
    draft, sent = at.filled(), School(terms=False).sent()
    Session.objects.update(state="held")
    words = rf"^The roster of {at.session.title} on Oct 14, 2026 is open again. This claim waits until it is closed.$"
    with pytest.raises(DomainError, match=words):
        submit_claim(pk=draft.pk, by=at.clerk)
    with pytest.raises(DomainError, match="is open again"):
        approve_claim(pk=sent.pk, by=approver(), total_cents=sent.total_cents)
    Session.objects.update(state="closed")
    assert submit_claim(pk=draft.pk, by=at.clerk).state == "submitted"


def test_a_substitute_covers_one_day_a_date_in_all_schools():
    one, other = School(terms=True), School(terms=False)
    fill(pk=(claim := one.open()).pk, by=one.clerk, lines={claim.lines.get().pk: typed(units=Decimal(1))})
    claim = other.open()
    with pytest.raises(
        DomainError, match=r"^r. DUNN covers a whole day already on Oct 14, 2026. Name somebody"
    ) as no:
        fill(pk=claim.pk, by=other.clerk, lines={claim.lines.get().pk: typed(substitute="r. DUNN")})
    assert no.value.at == f"{claim.lines.get().pk}-substitute"


def test_half_a_day_at_each_of_two_schools_is_one_day():
    one, other = School(), School(terms=False)
    one.filled()
    assert other.filled().lines.get().substitute == "R. Dunn"


def test_what_is_left_of_the_day_of_a_substitute_is_said():
    one, other = School(), School(terms=False)
    one.filled()
    with pytest.raises(DomainError, match=r"^R. Dunn has 0.5 of a day left on Oct 14, 2026."):
        other.filled(units=Decimal(1))


def test_numbers_tell_two_substitutes_of_one_name_apart():
    one, other = School(), School(terms=False)
    one.filled(units=Decimal(1), number="12")
    assert other.filled(units=Decimal(1), number="15").lines.get().number == "15"
    with pytest.raises(DomainError, match=r"^S. Patel covers a whole day already"):
        fill(
            pk=(third := School(terms=False)).open().pk,
            by=third.clerk,
            lines={ClaimLine.objects.latest("pk").pk: typed(1, number="15")},
        )


def test_two_lines_may_exchange_their_substitutes():
    at = School(teachers=2)
    claim = at.filled(units=Decimal(1))
    first, second = claim.lines.all()
    fill(
        pk=claim.pk,
        by=at.clerk,
        lines={first.pk: typed(1, units=Decimal(1)), second.pk: typed(0, units=Decimal(1))},
    )
    assert [line.substitute for line in claim.lines.all()] == ["S. Patel", "R. Dunn"]


def test_a_teacher_is_claimed_for_one_day_a_date():
    at = School()
    teacher = at.session.attendance.get().person
    other = seminar(at.school, teachers=0, event__year=at.year)
    Session.objects.filter(pk=other.pk).update(state="held")
    other.attendance.create(person=teacher, mark="present", marked_at=NINE)
    Session.objects.filter(pk=other.pk).update(state="closed")
    claim = at.open()
    fill_in(school=at.school, session=other, by=at.clerk)
    first, second = claim.lines.all()
    with pytest.raises(
        DomainError, match=r"is claimed for more than one day on Oct 14, 2026. Write fewer days.$"
    ):
        fill(pk=claim.pk, by=at.clerk, lines={first.pk: typed(units=Decimal(1))})
    fill(pk=claim.pk, by=at.clerk, lines={}, out=frozenset([second.pk]))
    fill(pk=claim.pk, by=at.clerk, lines={first.pk: typed(units=Decimal(1))})
    with pytest.raises(DomainError, match=r"is claimed for that whole day already.$"):
        fill_in(school=at.school, session=other, by=at.clerk)


def test_what_another_window_wrote_is_not_gone_over():
    at = School()
    claim = at.open()
    line = claim.lines.get()
    fill(pk=claim.pk, by=at.clerk, lines={line.pk: typed()})
    with pytest.raises(DomainError, match=r"^Somebody changed the line of .+ in another window meanwhile."):
        fill(pk=claim.pk, by=at.clerk, lines={line.pk: typed(1, seen="of before")})


def test_the_days_a_school_may_claim_are_cut_and_then_refused():
    at = School(teachers=3)
    SchoolAllowanceFactory(school=at.school, year=at.year, units=Decimal(1), budget_cents=None)
    claim = at.sent()
    assert [line.paid_units for line in claim.lines.all()] == [HALF, HALF, 0]
    other = seminar(at.school, event__year=at.year, starts_at=NINE.replace(day=15))
    second = fill_in(school=at.school, session=other, by=at.clerk)
    at.fill(second)
    with pytest.raises(DomainError, match=r"^No day is left of the 1 this school may claim this year.$"):
        submit_claim(pk=second.pk, by=at.clerk)


def test_the_budget_of_a_school_is_cut_and_then_refused():
    at = School(teachers=2)
    SchoolAllowanceFactory(school=at.school, year=at.year, budget_cents=10_000, units=None)
    assert at.sent().total_cents == 10_000
    assert account(at.school.pk, at.year.pk).left == 0
    other = seminar(at.school, event__year=at.year, starts_at=NINE.replace(day=15))
    second = fill_in(school=at.school, session=other, by=at.clerk)
    at.fill(second)
    with pytest.raises(
        DomainError, match=r"^The budget of this school, \$100.00, is used up for this year.$"
    ):
        submit_claim(pk=second.pk, by=at.clerk)


def test_a_claim_of_which_some_lines_are_paid_less_or_nothing_is_sent_with_a_yes_to_exactly_that():
    at = School(teachers=4)
    SchoolAllowanceFactory(school=at.school, year=at.year, units=Decimal("1.25"), budget_cents=20_000)
    claim = at.filled()
    with pytest.raises(LookFirst) as refused:
        submit_claim(pk=claim.pk, by=at.clerk)
    assert str(refused.value) == (
        "What is left for this school this year, 1.25 days and $200.00, does not cover this claim. Of 4 lines, 0"
        " covered whole, 3 in part, 1 not at all: $200.00 comes back. Say below that you send it all the same, or"
        " leave lines out."
    )
    SchoolAllowance.objects.update(state="retired", ended_by=at.clerk, ended_at=NINE, ended_because="Less.")
    SchoolAllowanceFactory(school=at.school, year=at.year, units=None, budget_cents=6_651)
    with pytest.raises(LookFirst, match=r"year, \$66.51, does not cover") as again:
        submit_claim(pk=claim.pk, by=at.clerk, seen=refused.value.seen)
    assert submit_claim(pk=claim.pk, by=at.clerk, seen=again.value.seen).total_cents == 6_651


def test_a_claim_that_amounts_to_something_else_by_now_is_looked_at_again():
    at = School()
    claim = at.sent()
    by = approver()
    with pytest.raises(
        DomainError, match=r"^This claim amounts to \$97.25 now, not to \$97.24. Look at it again"
    ):
        approve_claim(pk=claim.pk, by=by, total_cents=9_724)
    approved = approve_claim(pk=claim.pk, by=by, total_cents=9_725)
    assert (approved.state, approved.approved_by, approved.total_cents) == ("approved", by, 9_725)


def test_a_claim_comes_back_with_words_and_is_told_by_mail(mailoutbox):
    at = School()
    claim = send_claim_back(pk=at.sent().pk, by=approver(), words="Add the receipt.")
    assert (claim.state, claim.events.order_by("pk").last().note) == ("returned", "Add the receipt.")
    assert submit_claim(pk=claim.pk, by=at.clerk).state == "submitted"


def test_a_claim_is_not_sent_back_without_words():
    with pytest.raises(DomainError, match=r"^Say what the school should change.$"):
        send_claim_back(pk=School().sent().pk, by=approver(), words=" ")


def test_a_claim_that_was_sent_stays_as_it_is():
    at = School()
    claim = at.sent()
    with pytest.raises(NoSuchMove, match=r"^This is submitted now, so it is not the time to fill.$"):
        at.fill(claim)


@pytest.mark.parametrize("state", list(S))
def test_a_claim_comes_into_every_state(state):
    assert claim_in(state).state == state
