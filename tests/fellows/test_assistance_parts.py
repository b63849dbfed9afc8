"""What becomes of a part of an award: what came back is paid again, once, by two; a day moves with its reason."""

from datetime import date, timedelta
from typing import Any

import pytest

from common.errors import DomainError, NotAllowed, SomeoneElse
from fellows import services
from fellows.models import Award, Disbursement
from fellows.queries.assistance import money_of
from fellows.rules.assistance import Money, Part
from fellows.states import Action
from notifications.models import Message
from tests.fellows.assistance import (
    BUDGET,
    FALL,
    NOW,
    SPRING,
    Assisted,
    approved,
    back,
    given,
    hold_promises,
    paid,
    stand,
)
from tests.fellows.test_assistance_stays import refused

pytestmark = pytest.mark.django_db
LATE = NOW + timedelta(days=150)
DUE = date(2024, 3, 15)


@pytest.fixture
def at() -> Assisted:
    return Assisted()


def returned(at: Assisted, *cents: int) -> Award:
    """An award whose first part was paid and came back."""
    award = at.approved(*cents)
    back(Disbursement.objects.get(pk=paid(award, at.by).pk), at.by)
    return award


def again(award: Award, by: Any, **told: Any) -> Award:
    said = {"part": award.disbursements.earliest("due").pk, "due": DUE, "reason": "The right account."}
    return services.pay_again(pk=award.pk, by=by, now=LATE, **{**said, **told})


# --- paid again -----------------------------------------------------------------------------------
def test_what_came_back_is_proposed_anew_and_a_second_person_approves_it(at: Assisted) -> None:
    award = returned(at, 100, 200)
    anew = again(award, at.by)
    (part,) = anew.disbursements.all()
    assert (anew.state, anew.cents, part.due, anew.purpose, anew.reason) == (
        "proposed",
        100,
        DUE,
        "tuition",
        "The right account.",
    )
    assert award.events.latest("pk").about == "$1.00 on Feb 15, 2024"
    with pytest.raises(SomeoneElse):
        approved(anew, at.by)
    approved(anew, at.second)
    hold_promises()
    assert (stand(award), stand(anew)) == (["came_back", "approved"], ["approved"])
    assert money_of(at.cohort.pk) == Money(BUDGET, 0, 300, 0, 0)


def test_nothing_is_paid_again_twice(at: Assisted) -> None:
    award = returned(at, 100)
    again(award, at.by)
    with pytest.raises(DomainError, match="Nothing of it came back that is not paid again already"):
        again(award, at.second)
    assert Award.objects.filter(replaces__award=award).count() == 1


def test_what_nobody_gives_after_all_may_be_proposed_once_more(at: Assisted) -> None:
    award = returned(at, 100)
    services.cancel_award(pk=again(award, at.by).pk, note="Another way.", by=at.by, now=LATE)
    second = approved(again(award, at.by), at.second)
    services.end_award(pk=second.pk, note="She asked for it.", by=at.by, now=LATE)
    third = approved(again(award, at.by), at.second)
    # What was made again and came back too is its own to be made again.
    row = paid(third, at.by, on=DUE)
    back(Disbursement.objects.get(pk=row.pk), at.by, on=DUE)
    with pytest.raises(DomainError, match="Nothing of it came back"):
        again(award, at.by)
    assert again(third, at.by).replaces == row
    hold_promises()


def test_what_is_to_be_paid_again_keeps_its_amount_and_says_when_and_why(at: Assisted) -> None:
    award = returned(at, 100, 200)
    for told, where, words in (
        ({"part": award.disbursements.latest("due").pk}, "part", "Choose a payment that came back"),
        ({"part": 0}, "part", "Choose a payment that came back"),
        ({"due": FALL}, "due", "That day is past. Choose Feb 29, 2024 or a later one."),
        ({"reason": " "}, "reason", "Say why"),
    ):
        with pytest.raises(DomainError, match=words) as answer:
            again(award, at.by, **told)
        assert answer.value.at == where
    anew = again(award, at.by)
    services.send_back_award(pk=anew.pk, note="Which account?", by=at.second, now=LATE)
    with pytest.raises(DomainError, match=r"This pays \$1.00 again, which came back. Keep that amount."):
        services.change_award(pk=anew.pk, given=given(parts=(Part(DUE, 101),)), by=at.by, now=LATE)
    split = given(parts=(Part(DUE, 60), Part(DUE + timedelta(days=30), 40)))
    assert services.change_award(pk=anew.pk, given=split, by=at.by, now=LATE).cents == 100
    hold_promises()


def test_who_left_is_paid_nothing_again_and_only_a_manager_proposes_it(at: Assisted) -> None:
    award = returned(at, 100)
    with pytest.raises(NotAllowed):
        again(award, at.fellow.person)
    services.move(pk=at.fellow.pk, action=Action.WITHDRAW, by=at.by, note="Moved.", now=LATE)
    with pytest.raises(DomainError, match="Assistance is for fellows who are selected, study or serve"):
        again(award, at.by)


# --- another day ----------------------------------------------------------------------------------
def moved(award: Award, by: Any, **told: Any) -> Award:
    said = {"part": award.disbursements.earliest("due").pk, "due": SPRING, "note": "The term begins later."}
    return services.move_day(pk=award.pk, by=by, now=NOW, **{**said, **told})


def test_the_day_of_an_approved_part_moves_with_a_reason_and_its_history(at: Assisted) -> None:
    award = at.approved(100, 200)
    moved(award, at.by)
    hold_promises()
    first, second = award.disbursements.order_by("due")
    assert [(row.cents, row.due) for row in (first, second)] == [
        (200, FALL + timedelta(days=30)),
        (100, SPRING),
    ]
    line = award.events.latest("pk")
    assert (line.about, line.note, line.was_day) == (
        "$1.00 from Oct 15, 2023 to Feb 15, 2024",
        "The term begins later.",
        FALL,
    )
    (mail,) = Message.objects.filter(template="fellows/assistance_moved")
    assert (mail.to_person, "is due on Feb 15, 2024" in mail.body) == (at.fellow.person, True)
    # The same again is nothing new.
    moved(award, at.by, part=second.pk)
    assert Message.objects.filter(template="fellows/assistance_moved").count() == 1


def test_a_day_moves_only_while_payroll_was_not_asked_and_to_a_day_of_its_own(at: Assisted) -> None:
    award = at.approved(100, 200)
    for told, where, words in (
        ({"due": FALL - timedelta(days=90)}, "due", "That day is past. Choose Oct 2, 2023 or a later one."),
        ({"due": FALL + timedelta(days=30)}, "due", "Another part of it is due on that day"),
        ({"note": " "}, "note", "Say why. The fellow reads it."),
        ({"part": 0}, "part", "Choose a part that payroll was not asked to pay yet"),
    ):
        with pytest.raises(DomainError, match=words) as answer:
            moved(award, at.by, **told)
        assert answer.value.at == where
    with pytest.raises(NotAllowed):
        moved(award, at.fellow.person)
    whole = at.approved(300)
    paid(whole, at.by)
    with pytest.raises(DomainError, match="so no day is left to move"):
        moved(whole, at.by)


def test_the_database_pays_again_what_came_back_once_and_moves_no_day_in_silence(at: Assisted) -> None:
    award = returned(at, 100, 200)
    first, second = award.disbursements.order_by("due")
    add = (
        "INSERT INTO fellows_award (fellow_id, purpose, reason, cents, state, replaces_id)"
        " VALUES (%s, 'fees', 'Again.', %s, 'draft', %s)"
    )
    other = Assisted()
    refused("pays again what came back", add, at.fellow.pk, 200, second.pk)
    refused("the same amount, to the same fellow", add, at.fellow.pk, 101, first.pk)
    refused("the same amount, to the same fellow", add, other.fellow.pk, 100, first.pk)
    anew = again(award, at.by)
    refused("is made again once|is_proposed_again_once", add, at.fellow.pk, 100, first.pk)
    refused("what it was proposed for", "UPDATE fellows_award SET replaces_id = NULL WHERE id = %s", anew.pk)
    move = "UPDATE fellows_disbursement SET due = '2024-06-01' WHERE id = %s"
    refused("moves with its line of history", move, second.pk, later=True)
    refused("while it is approved and in no file", move, first.pk)
    refused("while it is approved and in no file", move, anew.disbursements.get().pk)


def test_once_it_is_paid_again_no_award_takes_its_place_whatever_became_of_it(at: Assisted) -> None:
    award = returned(at, 100)
    paid(approved(again(award, at.by), at.second), at.by, on=DUE)
    refused(
        "is made again once|is_proposed_again_once",
        "INSERT INTO fellows_award (fellow_id, purpose, reason, cents, state, replaces_id)"
        " VALUES (%s, 'fees', 'Twice.', 100, 'draft', %s)",
        at.fellow.pk,
        award.disbursements.get().pk,
    )


# --- on its page ----------------------------------------------------------------------------------
def test_a_manager_proposes_it_again_on_its_page_and_moves_a_day(at: Assisted, signed_in: Any) -> None:
    award = returned(at, 100, 200)
    client, page = signed_in(at.by), f"/fellows/assistance/{award.pk}/"
    shown = client.get(page).content.decode()
    assert (f"{page}again/" in shown, f"{page}move-day/" in shown) == (True, True)
    form = client.get(f"{page}again/").context["form"]
    first = award.disbursements.earliest("due")
    assert form.fields["part"].choices == [
        (str(first.pk), "$1.00 on Oct 15, 2023: came back on Feb 15, 2024")
    ]
    typed = {"part": first.pk, "due": "2028-01-15", "reason": "The right account."}
    assert client.post(f"{page}again/", typed | {"due": "2020-01-01"}).status_code == 422
    done = client.post(f"{page}again/", typed, follow=True).content.decode()
    assert "Proposed: $1.00 in place of what came back." in done
    anew = Award.objects.get(replaces=first)
    assert f"/fellows/assistance/{anew.pk}/" in done
    assert f"{page}again/" not in done
    approve = signed_in(at.second).get(f"/fellows/assistance/{anew.pk}/approve/").content.decode()
    assert "$1.00 that came back on Feb 15, 2024" in approve
    other = award.disbursements.latest("due")
    told = {"part": other.pk, "due": "2028-02-15", "note": "Later."}
    assert (
        "Moved. The fellow is told by mail."
        in client.post(f"{page}move-day/", told, follow=True).content.decode()
    )
    # The fellow reads what came back; what is only proposed in its place is not theirs yet.
    own = signed_in(at.fellow.person).get(page).content.decode()
    assert ("Came back on Feb 15, 2024" in own, "The award in its place" in own) == (True, False)
