"""When a year pays is planned by the preparer, and leaders read the next payment with its day and amount."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common.errors import DomainError, NotAllowed
from stipends.models import Payday, PaydayEvent
from stipends.services import Wrong, change_payday, confirm, dispute, drop_payday, export, plan_payday
from stipends.services.confirmations import Confirmed
from tests.factories.pathways import ProgramYearFactory
from tests.factories.stipends import NOW, Year, approved_line, approver, preparer
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db
HALF = {"kind": "share_of_maximum", "share": "1/2"}
DAY, LATER = date(2027, 6, 25), date(2027, 7, 15)


@pytest.fixture(autouse=True)
def _june(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def year():
    return Year()


def planned(year, by, **told):
    usual = {"year": year.year, "kind": "instalment", "number": 1, "step": HALF, "pay_on": DAY}
    return plan_payday(**usual | told, by=by)


def payday_in(state):
    """A payment that is planned, or one that an approved run made."""
    payday = Payday.objects.create(year=ProgramYearFactory(), kind="instalment", step=HALF, pay_on=DAY)
    if state == "made":
        approved_line(run__year=payday.year, placement__year=payday.year)
    return payday


def history(year):
    return [(event.action, event.about) for event in PaydayEvent.objects.filter(year=year.year)]


def next_of(signed_in, placement):
    (standing,) = signed_in(placement.person).get("/stipends/").context["standings"]
    return standing.next_payment


def test_a_payment_is_planned_changed_and_taken_back_with_its_history(year):
    by = preparer()
    payday = planned(year, by)
    change_payday(pk=payday.pk, by=by, step=HALF, pay_on=LATER)
    change_payday(pk=payday.pk, by=by, step=HALF, pay_on=LATER)
    drop_payday(pk=payday.pk, by=by)
    assert history(year) == [
        ("plan", "Installment 1, 1/2 of the whole amount: Jun 25, 2027."),
        ("change", "Installment 1, 1/2 of the whole amount: Jul 15, 2027."),
        ("drop", "Installment 1, 1/2 of the whole amount: Jul 15, 2027."),
    ]
    assert not Payday.objects.exists()
    with pytest.raises(DomainError, match="taken back already"):
        drop_payday(pk=payday.pk, by=by)


def test_a_payment_is_planned_once(year):
    by = preparer()
    planned(year, by)
    with pytest.raises(DomainError, match="Installment 1 is planned already, for Jun 25, 2027"):
        planned(year, by, pay_on=LATER)


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2028, 1, 1)])
def test_a_year_pays_within_itself_or_the_half_year_after(year, day):
    with pytest.raises(DomainError, match="Choose a day from Jul 1, 2026"):
        planned(year, preparer(), pay_on=day)


@pytest.mark.parametrize("other", [{"number": 2, "step": None}, {"step": HALF}])
def test_the_final_payment_is_one_and_pays_the_balance(year, other):
    with pytest.raises(DomainError, match="The final payment is one"):
        planned(year, preparer(), **{"kind": "final", "number": 1, **other})
    with pytest.raises(IntegrityError), transaction.atomic():
        Payday.objects.create(
            year=year.year, kind="final", number=other.get("number", 1), step=other["step"] or {}, pay_on=DAY
        )


def test_only_a_preparer_plans(year):
    with pytest.raises(NotAllowed):
        planned(year, approver())


def test_a_payment_that_an_approved_run_made_stays(year):
    by = preparer()
    payday = planned(year, by, kind="final", step=None)
    year.leader()
    year.close()
    approved(year)
    with pytest.raises(DomainError, match="is approved already"):
        drop_payday(pk=payday.pk, by=by)
    with pytest.raises(DomainError, match="is approved already"):
        change_payday(pk=payday.pk, by=by, step=None, pay_on=LATER)


def test_a_leader_reads_the_next_payment_and_what_it_pays_by_what_stands_today(signed_in, year):
    placement, by = year.leader(missed=[0, 1, 2, 3]), preparer()
    year.close()
    planned(year, by)
    planned(year, by, kind="final", step=None, pay_on=LATER)
    found = next_of(signed_in, placement)
    assert (found.name, found.pay_on, found.cents, found.says) == (
        "Installment 1",
        DAY,
        150_000,
        "1/2 of the whole amount",
    )
    page = signed_in(placement.person).get("/stipends/").content.decode()
    assert "Next payment: <b>Friday, June 25, 2027</b>" in page
    assert "$1,500.00 by what stands today" in page


def test_an_approved_payment_is_the_next_with_its_own_amount_until_payroll_says_it_was_paid(signed_in, year):
    placement, by = year.leader(), preparer()
    year.close()
    planned(year, by)
    planned(year, by, kind="final", step=None, pay_on=LATER)
    run = approved(year, kind="instalment", step=HALF)
    says = ("Installment run 1 of 2026-27", DAY, 150_000)
    found = next_of(signed_in, placement)
    assert (found.name, found.pay_on, found.cents, found.stage) == (*says, "Approved, not sent yet")
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    found = next_of(signed_in, placement)
    assert (found.name, found.pay_on, found.cents, found.stage) == (*says, "On its way to payroll")
    page = signed_in(placement.person).get("/stipends/").content.decode()
    assert "Installment run 1 of 2026-27 pays $1,500.00: on its way to payroll." in page
    assert "sent to payroll" in page
    confirm(pk=run.pk, rows=[Confirmed(2, run.lines.get().pk, 150_000)], by=run.prepared_by)
    found = next_of(signed_in, placement)
    assert (found.name, found.cents) == ("Final payment", 150_000)
    assert "sent to payroll" not in signed_in(placement.person).get("/stipends/").content.decode()


def test_while_a_stipend_is_disputed_no_amount_of_the_next_payment_is_promised(signed_in, year):
    placement = year.leader()
    year.close()
    planned(year, preparer())
    dispute(pk=placement.pk, by=placement.person, wrong=Wrong("attendance"), words="I was there.", now=NOW)
    page = signed_in(placement.person).get("/stipends/").content.decode()
    assert "Installment 1 pays you nothing unless what you say is wrong is answered" in page
    assert "by what stands today" not in page


def test_a_day_that_is_past_is_not_the_next_payment(signed_in, year):
    placement = year.leader()
    planned(year, preparer(), pay_on=date(2027, 6, 19))
    assert next_of(signed_in, placement) is None


def test_who_is_not_signed_for_reads_the_day_and_no_amount(signed_in, year):
    placement = year.leader(commitment_sha256="", commitment_in_force=False)
    planned(year, preparer())
    assert (next_of(signed_in, placement).pay_on, next_of(signed_in, placement).cents) == (DAY, 0)


def test_the_page_plans_and_shows_the_payments_of_a_year(signed_in, year):
    client = signed_in(preparer())
    typed = {
        "kind": "instalment",
        "number": "1",
        "pays": "share_of_maximum",
        "share": "1/2",
        "pay_on": "2027-06-25",
    }
    page = "/stipends/paydays/2026-27/"
    assert client.post(page, typed).status_code == 302
    shown = client.get(page).content.decode()
    assert "1/2 of the whole amount" in shown
    assert client.post(page, typed).status_code == 422
    payday = Payday.objects.get()
    changed = {"pays": "balance", "share": "", "pay_on": "2027-06-26"}
    assert client.post(f"/stipends/paydays/{payday.pk}/change/", changed).status_code == 302
    payday.refresh_from_db()
    assert (payday.step, payday.pay_on) == ({}, date(2027, 6, 26))
    assert client.post(f"/stipends/paydays/{payday.pk}/drop/").status_code == 302
    assert not Payday.objects.exists()


def test_others_read_no_page_of_paydays(signed_in, year):
    placement = year.leader()
    assert signed_in(placement.person).get("/stipends/paydays/2026-27/").status_code == 404


def test_whoever_sees_money_and_plans_nothing_is_refused_in_words(signed_in, year):
    client = signed_in(approver())
    assert client.get("/stipends/paydays/2026-27/").status_code == 200
    answer = client.post("/stipends/paydays/2026-27/", {"kind": "instalment"})
    assert answer.status_code == 403
    assert "Only a finance preparer plans when a year pays." in answer.content.decode()
