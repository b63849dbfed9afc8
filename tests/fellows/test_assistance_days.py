"""The days of an award: nothing is proposed for one that is past."""

from datetime import date, timedelta

import pytest

from common.errors import DomainError
from fellows import services
from fellows.models import Award
from fellows.queries.assistance import mark_of_award, with_parts
from fellows.rules.assistance import Part
from tests.fellows.assistance import NOW, Assisted, approved, given, hold_promises
from tests.owner import past_the_guards

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at() -> Assisted:
    return Assisted()


def test_nothing_is_written_for_a_day_that_is_past(at: Assisted) -> None:
    today = NOW.date()
    late = (Part(today, 1), Part(today - DAY, 2))
    words = "Oct 1, 2023 is past, so nothing can be paid on it. Choose Oct 2, 2023 or a later day."
    with pytest.raises(DomainError) as refused:
        at.drafted(parts=late)
    assert (str(refused.value), refused.value.at, Award.objects.count()) == (words, "due_2", 0)
    draft = at.drafted(parts=(Part(today, 1),))
    with pytest.raises(DomainError, match="Oct 1, 2023 is past") as refused:
        services.change_award(pk=draft.pk, given=given(parts=late), by=at.by, now=NOW)
    assert refused.value.at == "due_2"
    assert services.propose_award(pk=draft.pk, by=at.by, now=NOW).state == "proposed"


def test_a_draft_whose_day_passed_meanwhile_is_proposed_once_its_day_is_another(at: Assisted) -> None:
    draft, later = at.drafted(100, 200), NOW + timedelta(days=20)
    with pytest.raises(DomainError) as refused:
        services.propose_award(pk=draft.pk, by=at.by, now=later)
    assert str(refused.value) == (
        "A part of it is due on Oct 15, 2023, which is past, so nothing can be paid on that day. Change the draft: "
        "give that part a day from Oct 22, 2023 on. Then propose it."
    )
    ahead = given(parts=(Part(later.date(), 300),))
    services.change_award(pk=draft.pk, given=ahead, by=at.by, now=later)
    assert services.propose_award(pk=draft.pk, by=at.by, now=later).state == "proposed"
    hold_promises()


def test_what_was_proposed_for_a_day_of_before_is_sent_back_and_not_approved(at: Assisted) -> None:
    award = at.proposed(100)
    with past_the_guards():
        award.disbursements.update(due=date(2000, 1, 1))
    with pytest.raises(DomainError, match=r"due on Jan 1, 2000, before it was proposed\. Send it back"):
        approved(award, at.second)
    services.send_back_award(pk=award.pk, note="Which day?", by=at.second, now=NOW)
    services.change_award(pk=award.pk, given=given(100), by=at.by, now=NOW)
    services.propose_award(pk=award.pk, by=at.by, now=NOW)
    # A day that passes while it waits to be approved is no fault: payroll pays it next.
    row = with_parts(Award.objects.all()).get(pk=award.pk)
    late = NOW + timedelta(days=60)
    done = services.approve_award(pk=award.pk, by=at.second, seen=mark_of_award(row), now=late)
    assert done.state == "approved"
