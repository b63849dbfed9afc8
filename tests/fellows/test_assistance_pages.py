"""Pages of assistance: drafted, proposed, approved, a cohort's money, and what a fellow reads of theirs."""

from typing import Any

import pytest

from fellows import services
from fellows.models import AssistanceBudget, Award, Disbursement
from tests.factories.fellows import FellowFactory
from tests.factories.people import HatFactory, UserFactory, manager
from tests.factories.stipends import approver, preparer
from tests.fellows.assistance import NOW, Assisted, stand

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Assisted:
    return Assisted()


TYPED = {
    "purpose": "tuition",
    "reason": "The fall term.",
    "cents_1": "1,500",
    "due_1": "2028-01-15",
    "cents_2": "1000.50",
    "due_2": "2028-06-15",
}


def errors(client: Any, address: str, typed: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return list(client.post(address, typed).context["form"].errors.items())


def test_a_manager_drafts_and_proposes_and_another_reads_and_approves(at: Assisted, signed_in: Any) -> None:
    client, address = signed_in(at.by), f"/fellows/{at.fellow.pk}/assistance/new/"
    half = client.post(address, TYPED | {"due_2": ""})
    assert half.status_code == 422
    assert "Write an amount and its day, or leave both empty." in half.content.decode()
    twice = client.post(address, TYPED | {"due_2": "2028-01-15"})
    assert "Two parts are due on one day" in twice.content.decode()
    # At the very field, though the second part is left empty.
    gap = TYPED | {"due_2": "", "cents_2": "", "due_3": "2000-01-01", "cents_3": "5"}
    assert [(name, "Jan 1, 2000 is past" in words[0]) for name, words in errors(client, address, gap)] == [
        ("due_3", True)
    ]
    saved = client.post(address, TYPED, follow=True).content.decode()
    award = Award.objects.get()
    assert ("Saved as a draft" in saved, award.cents, stand(award)) == (True, 250_050, ["planned", "planned"])
    proposed = client.post(f"/fellows/assistance/{award.pk}/propose/", follow=True).content.decode()
    assert "Another program manager, or a finance approver, approves it." in proposed
    second, approve = signed_in(at.second), f"/fellows/assistance/{award.pk}/approve/"
    shown = second.get(approve)
    words = shown.content.decode()
    assert "The fall term." in words
    assert "nothing is approved for them yet" in words
    assert [(part.name, part.cents) for part in shown.context["parts"]] == [
        ("Approved before", 0),
        ("This award", 250_050),
        ("Left after it", 749_950),
    ]
    stale = second.post(approve, {"seen": "x"})
    assert "reads otherwise than it was shown" in stale.content.decode()
    done = second.post(approve, {"seen": shown.context["form"]["seen"].value()}, follow=True).content.decode()
    assert "$2,500.50 approved. The fellow is told by mail." in done


def test_a_draft_is_changed_on_its_form_as_it_stands(at: Assisted, signed_in: Any) -> None:
    award = at.drafted(100, 200)
    client, address = signed_in(at.by), f"/fellows/assistance/{award.pk}/change/"
    form = client.get(address).context["form"]
    assert [form[name].value() for name in ("cents_1", "cents_2", "cents_3")] == ["1.00", "2.00", None]
    client.post(address, TYPED | {"seen": form["seen"].value()})
    award.refresh_from_db()
    assert award.cents == 250_050


def test_the_money_of_a_cohort_stands_on_its_page_and_a_budget_is_written_there(signed_in: Any) -> None:
    at = Assisted(budget=None)
    client, page = signed_in(preparer()), f"/fellows/cohorts/{at.cohort.pk}/assistance/"
    assert "No budget is written yet" in client.get(page).content.decode()
    client.post(f"{page}budget/", {"cents": "10,000"})
    approved = at.approved(250_000)
    text = client.get(page).content.decode()
    assert "$2,500.00 of $10,000.00 is approved, $0.00 of it paid; $7,500.00 is left." in text
    # "Left" is one number: what waits for approval takes nothing from it, and what nobody asked for has its own word.
    at.proposed(100_000)
    shown = client.get(page)
    assert {part.name: part.cents for part in shown.context["parts"]} == {
        "Paid": 0,
        "Sent, not paid yet": 0,
        "Approved, not sent": 250_000,
        "Waits for approval": 100_000,
        "Not awarded yet": 650_000,
    }
    assert "$7,500.00 is left, and $1,000.00 waits for approval." in shown.content.decode()
    low = client.post(f"{page}budget/", {"cents": "2499.99", "seen": str(at.cohort.budgets.get().pk)})
    assert (low.status_code, "$2,500.00 is approved already" in low.content.decode()) == (422, True)
    saved = client.get(f"{page}?save=csv").getvalue().decode("utf-8-sig").splitlines()
    assert saved[0].startswith("Fellow,Cohort,What for,Amount,Paid,State")
    assert approved.fellow.person.name in saved[1]


def test_awards_are_listed_for_staff_and_a_fellow_is_led_to_theirs(at: Assisted, signed_in: Any) -> None:
    at.proposed(100)
    at.approved(200)
    client = signed_in(approver())
    assert client.get("/fellows/assistance/").content.decode().count("/fellows/assistance/") > 3
    assert client.get("/fellows/assistance/?show=proposed").context["page"].paginator.count == 1
    mine = signed_in(at.fellow.person)
    assert mine.get("/fellows/assistance/").url == f"/fellows/{at.fellow.pk}/assistance/"
    read = mine.get(f"/fellows/{at.fellow.pk}/assistance/").content.decode()
    assert ("$0.00</span> of $2.00 paid" in read, "The fall term." in read) == (True, False)
    assert "Assistance" in mine.get(f"/fellows/{at.fellow.pk}/").content.decode()


def test_strangers_and_directors_see_no_assistance(at: Assisted, signed_in: Any) -> None:
    award = at.approved(200)
    director = HatFactory(kind="director", person=UserFactory()).person
    for somebody in (UserFactory(), director):
        client = signed_in(somebody)
        assert client.get(f"/fellows/{at.fellow.pk}/assistance/").status_code == 404
        assert client.get(f"/fellows/assistance/{award.pk}/").status_code == 404
        assert client.get(f"/fellows/cohorts/{at.cohort.pk}/assistance/").status_code == 403
    assert (
        "Awards and when they are paid"
        not in signed_in(director).get(f"/fellows/{at.fellow.pk}/").content.decode()
    )


def test_what_waits_for_the_agreement_says_so(signed_in: Any) -> None:
    at = Assisted(signed=False)
    award = at.proposed()
    page = signed_in(at.second).get(f"/fellows/assistance/{award.pk}/").content.decode()
    assert "has not signed the service agreement. Assistance waits for it." in page
    services.cancel_award(pk=award.pk, note="No.", by=at.second, now=NOW)
    assert stand(award) == ["cancelled"]


def test_staff_of_money_see_all_and_a_fellow_what_is_approved_for_them(at: Assisted) -> None:
    other = FellowFactory(cohort=at.cohort, state="enrolled", signed=True)
    mine, draft, theirs = at.approved(100), at.proposed(200), at.approved(300, fellow=other)
    seen = {
        who: set(Award.objects.visible_to(user))
        for who, user in {
            "manager": manager(),
            "preparer": preparer(),
            "fellow": at.fellow.person,
            "other": other.person,
            "stranger": UserFactory(),
        }.items()
    }
    assert seen == {
        "manager": {mine, draft, theirs},
        "preparer": {mine, draft, theirs},
        "fellow": {mine},
        "other": {theirs},
        "stranger": set(),
    }
    assert set(Disbursement.objects.visible_to(at.fellow.person)) == set(mine.disbursements.all())
    assert list(AssistanceBudget.objects.visible_to(at.fellow.person)) == []


def test_finance_is_led_to_no_page_of_fellows_that_is_not_theirs(at: Assisted, signed_in: Any) -> None:
    at.approved(200)
    pages = (
        "/fellows/assistance/",
        f"/fellows/{at.fellow.pk}/assistance/",
        f"/fellows/cohorts/{at.cohort.pk}/assistance/",
        f"/fellows/cohorts/{at.cohort.pk}/assistance/budget/",
    )
    fellow = f'href="/fellows/{at.fellow.pk}/"'
    finance, staff = signed_in(preparer()), signed_in(at.by)
    for page in pages:
        shown, theirs = finance.get(page).content.decode(), staff.get(page).content.decode()
        assert ('href="/fellows/"' in shown, fellow in shown) == (False, False), page
        assert 'href="/fellows/"' in theirs, page
    assert fellow in staff.get(pages[1]).content.decode()
    own = signed_in(at.fellow.person).get(pages[1]).content.decode()
    assert fellow in own
