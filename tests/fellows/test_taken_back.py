"""What was taken over by mistake: a fellow, or an agreement on paper, is taken back while nothing rests on it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from common.errors import DomainError, NotAllowed
from fellows import services
from fellows.models import Fellow, FellowTakenOver, PaperAgreement, ServiceAgreement
from fellows.policies import why_not_award
from fellows.services import accept_paper, take_back_agreement, take_back_fellow
from fellows.states import Action, AwardAction
from tests.factories.fellows import FellowFactory, FieldworkFactory
from tests.factories.people import UserFactory, manager
from tests.fellows.assistance import Assisted, approved
from tests.fellows.before import NOW, alumna, paper, served, take, terms, year_of
from tests.stipends.test_races import together

pytestmark = pytest.mark.django_db
WHY = "It was another Carmen."


@pytest.fixture
def by() -> Any:
    return manager()


def back(fellow: Fellow, by: Any, reason: str = WHY) -> Fellow:
    return take_back_fellow(pk=fellow.pk, by=by, reason=reason, now=NOW)


def agreement_back(fellow: Fellow, by: Any, reason: str = "Another's paper.") -> Fellow:
    return take_back_agreement(pk=fellow.pk, by=by, reason=reason, now=NOW)


# --- a fellow -------------------------------------------------------------------------------------
def test_who_is_taken_back_is_counted_nowhere_and_may_be_taken_over_anew(by: Any) -> None:
    version = terms()
    first = take(alumna(version, years=[served(year_of(2018))])).fellow
    back(first, by)
    assert (Fellow.objects.count(), first.cohort.fellows.count(), first.agreements.count()) == (0, 0, 0)
    row = FellowTakenOver.objects.get()
    assert (row.taken_back_by, row.taken_back_at, row.why_back) == (by, NOW, WHY)
    assert [one.state for one in first.service_records.all()] == ["taken_back"]
    line = first.events.latest("pk")
    assert (line.action, line.from_state, line.to_state, line.note) == (
        "take_back",
        "serving",
        "taken_back",
        WHY,
    )
    second = take(alumna(version, person=first.person)).fellow
    assert (second.pk != first.pk, list(Fellow.objects.all())) == (True, [second])
    assert second.agreements.count() == 1


def test_what_rests_on_a_fellow_is_said_and_they_stay(by: Any) -> None:
    fellow = take(alumna(terms(), years=[served(year_of(2018))])).fellow
    accept_paper(pk=fellow.pk, by=manager(), now=NOW)
    with pytest.raises(DomainError, match="rests on this fellow: 1 accepted position of service"):
        back(fellow, by)
    services.take_back_paper(pk=fellow.service_records.get().pk, by=by, reason="x", now=NOW)
    fellow.refresh_from_db()
    services.suspend(pk=fellow.pk, category="family", starts=date(2020, 1, 1), months=2, by=by, now=NOW)
    FieldworkFactory(fellow=fellow)
    with pytest.raises(DomainError, match="1 entry of fieldwork, 1 suspension"):
        back(fellow, by)
    assert Fellow.objects.get() == fellow


def test_a_change_since_and_assistance_rest_on_a_fellow(by: Any) -> None:
    fellow = take(alumna(terms())).fellow
    at = Assisted()
    draft = at.drafted(100, fellow=fellow)
    with pytest.raises(DomainError, match="1 award of assistance"):
        back(fellow, by)
    services.cancel_award(pk=draft.pk, note="x", by=by, now=NOW)
    services.move(pk=fellow.pk, action=Action.RELEASE, by=by, note="x", now=NOW)
    with pytest.raises(DomainError, match="a change of state since"):
        back(fellow, by)


def test_only_a_manager_takes_back_who_was_taken_over_and_says_why(by: Any) -> None:
    fellow = take(alumna(terms())).fellow
    with pytest.raises(NotAllowed):
        back(fellow, fellow.person)
    with pytest.raises(DomainError, match="Say why") as refused:
        back(fellow, by, " ")
    assert refused.value.at == "reason"
    with pytest.raises(DomainError, match="Only who was taken over from before is taken back"):
        back(FellowFactory(serving=True), by)


# --- an agreement ---------------------------------------------------------------------------------
def test_an_agreement_taken_back_holds_no_more_and_the_right_one_is_put_on_record(by: Any) -> None:
    version = terms()
    fellow = take(alumna(version)).fellow
    agreement_back(fellow, by)
    row = PaperAgreement.objects.get()
    assert (row.taken_back_by, row.taken_back_at, row.why_back) == (by, NOW, "Another's paper.")
    assert (fellow.agreements.count(), ServiceAgreement.everything.count()) == (0, 1)
    assert list(Fellow.objects.to_sign()) == [fellow]
    assert fellow.events.latest("pk").action == "take_back_agreement"
    with pytest.raises(DomainError, match="No agreement on paper is on record"):
        agreement_back(fellow, by)
    # The very same is a mistake once more; another one is not.
    with pytest.raises(DomainError, match="This very agreement was taken back as a mistake"):
        take(alumna(version, person=fellow.person))
    right = take(alumna(version, person=fellow.person, agreement=paper(version, signed_on=date(2016, 3, 2))))
    assert right.added == ("the agreement on paper",)
    assert fellow.agreements.get().paper.signed_on == date(2016, 3, 2)


def test_what_rests_on_an_agreement_is_said_and_it_stays(by: Any) -> None:
    fellow = take(alumna(terms(), years=[served(year_of(2018))])).fellow
    services.suspend(pk=fellow.pk, category="family", starts=date(2020, 1, 1), months=2, by=by, now=NOW)
    accept_paper(pk=fellow.pk, by=manager(), now=NOW)
    words = "rests on this agreement: 1 accepted position of service, 1 suspension"
    with pytest.raises(DomainError, match=words):
        agreement_back(fellow, by)
    with pytest.raises(NotAllowed):
        agreement_back(fellow, fellow.person)
    other = take(alumna(terms(), person=UserFactory())).fellow
    with pytest.raises(DomainError, match="Say why"):
        agreement_back(other, by, "")


# --- the gate before assistance -------------------------------------------------------------------
def test_assistance_knows_an_agreement_that_was_signed_on_paper_until_it_is_taken_back(by: Any) -> None:
    at = Assisted()
    fellow = take(alumna(terms())).fellow
    services.set_budget(pk=fellow.cohort.pk, cents=100_000, by=by, now=NOW)
    at.fellow = fellow
    award = at.proposed(100)
    assert why_not_award(at.second, AwardAction.APPROVE, award) is None
    services.send_back_award(pk=award.pk, note="x", by=at.second, now=NOW)
    services.cancel_award(pk=award.pk, note="x", by=at.by, now=NOW)
    agreement_back(fellow, by)
    other = at.proposed(100)
    with pytest.raises(DomainError, match="Assistance waits until Carmen Ortiz has signed"):
        approved(other, at.second)
    approve = (
        "UPDATE fellows_award SET state = 'approved', approved_at = now(), approved_by_id = %s WHERE id = %s"
    )
    refused("waits for the service agreement", approve, at.second.pk, other.pk)


# --- the database ---------------------------------------------------------------------------------
def refused(promise: str, statement: str, *values: Any) -> None:
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement, values)

    with pytest.raises((IntegrityError, InternalError), match=promise), transaction.atomic():
        act()


def test_the_database_takes_nothing_back_in_silence_or_below_what_rests_on_it(by: Any) -> None:
    fellow = take(alumna(terms(), years=[served(year_of(2018))])).fellow
    refused("taken back with a reason", "UPDATE fellows_fellow SET state = 'taken_back'")
    refused("by_somebody_with_a_reason", "UPDATE fellows_fellowtakenover SET taken_back_at = now()")
    refused("stay as they are", "UPDATE fellows_fellowtakenover SET reason = 'Other'")
    refused("stay as they are", "UPDATE fellows_paperagreement SET kept = 'Elsewhere'")
    accept_paper(pk=fellow.pk, by=manager(), now=NOW)
    for table in ("fellowtakenover", "paperagreement"):
        refused(
            "while nothing rests on it",
            f"UPDATE fellows_{table} SET taken_back_at = now(), taken_back_by_id = %s, why_back = 'x'",
            by.pk,
        )


def test_who_was_taken_back_stays_so_in_the_database(by: Any) -> None:
    fellow = back(take(alumna(terms())).fellow, by)
    refused("taken over anew", "UPDATE fellows_fellow SET state = 'serving' WHERE id = %s", fellow.pk)
    refused(
        "stays as it was said",
        "UPDATE fellows_fellowtakenover SET taken_back_at = NULL, taken_back_by_id = NULL",
    )
    refused("changes with its event", "UPDATE fellows_fellowtakenover SET why_back = 'Because'")


# --- its pages ------------------------------------------------------------------------------------
def test_a_manager_takes_back_on_the_page_and_the_list_says_who_and_why(by: Any, signed_in: Any) -> None:
    fellow = take(alumna(terms())).fellow
    client, page = signed_in(by), f"/fellows/{fellow.pk}/"
    shown = client.get(page).content.decode()
    assert (f"{page}take-back/" in shown, f"{page}paper/agreement/take-back/" in shown) == (True, True)
    assert client.post(f"{page}take-back/", {}).status_code == 422
    done = client.post(f"{page}take-back/", {"reason": WHY}, follow=True).content.decode()
    assert "Taken back. They are counted nowhere any more" in done
    assert f"{by.name} took this back on" in done
    assert WHY in done
    assert f'href="{page}"' not in done
    assert client.get(page).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_six_who_take_back_at_once_do_it_once() -> None:
    fellow, by = take(alumna(terms())).fellow, manager()
    got = together(6, lambda: back(fellow, by))
    assert sorted(type(one).__name__ for one in got) == [*["DoneAlready"] * 5, "Fellow"]
    assert FellowTakenOver.objects.get().why_back == WHY
    assert FellowTakenOver.objects.get().fellow.events.filter(action="take_back").count() == 1
