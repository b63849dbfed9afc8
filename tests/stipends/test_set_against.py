"""What somebody agreed to is taken off their next payment: to the cent, never below zero, never more than is open."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.errors import DomainError
from pathways.models import Attestation
from stipends.models import Overpayment, StipendLine, TakenOff
from stipends.queries.verify import differences
from stipends.services import agree_to_take, calculate, take_back_agreement, void
from stipends.tasks import calculate_run
from tests.factories.pathways import PlacementFactory
from tests.factories.stipends import NOW, StipendPolicyFactory, approver, preparer
from tests.owner import past_the_guards
from tests.stipends.overpaid import Overpaid, again, approved_of, approving, keeps, run_of

pytestmark = pytest.mark.django_db
OVER = 67_500
HALF = {"kind": "share_of_maximum", "share": "1/2"}
WHOLE = {"kind": "share_of_maximum", "share": "1"}


@pytest.fixture
def told(clock):
    clock(NOW)
    return Overpaid()


@pytest.fixture
def row(told):
    return told.found()


def agreed(told, row):
    return agree_to_take(pk=row.pk, by=told.ana.person, cents=row.open_cents, now=NOW)


def paying(told, placement, number=1, step=HALF):
    return approved_of(placement.year, "instalment", number, step).lines.get(placement=placement)


def amounts(row) -> tuple[str, int]:
    row.refresh_from_db()
    return row.state, row.open_cents


def test_nothing_is_taken_off_without_a_word(told, row):
    line = paying(told, told.next_year())
    assert (line.amount_cents, line.taken_cents, amounts(row)) == (50_000, 0, ("open", OVER))


def test_the_next_payment_is_less_and_never_below_zero_and_the_rest_stays_open(told, row):
    agreed(told, row)
    later = told.next_year()
    line = paying(told, later)
    assert (line.amount_cents, line.taken_cents) == (0, 50_000)
    assert (line.status, line.exclusion) == ("excluded", "set_against")
    assert line.reasons[-1] == (
        "$500.00 of it is taken off for what was paid too much before, as was agreed: $0.00 is left to pay."
    )
    assert (amounts(row), keeps(told.ana), keeps(later)) == (("open", OVER - 50_000), 100_000, 50_000)
    line = paying(told, later, 2)
    assert (line.amount_cents, line.taken_cents, line.status) == (32_500, 17_500, "payable")
    assert (amounts(row), keeps(told.ana), keeps(later)) == (("set_against", 0), 82_500, 100_000)
    assert list(row.events.order_by("pk").values_list("action", "cents", "open_cents"))[2:] == [
        ("take", 50_000, 17_500),
        ("take", 17_500, 0),
    ]


def test_what_may_be_taken_is_among_the_inputs_and_what_was_taken_under_the_hash(told, row):
    agreed(told, row)
    line = paying(told, told.next_year())
    assert json.loads(line.inputs)["against"] == [[row.pk, OVER]]
    assert list(differences()) == []
    with transaction.atomic(), past_the_guards():
        StipendLine.objects.filter(pk=line.pk).update(taken_cents=line.taken_cents - 1)
    assert [words for words in differences() if f"line {line.pk}" in words] == [
        f"{line.run} (number {line.run_id}), line {line.pk}: it does not have its hash."
    ]


def test_two_payments_of_one_run_share_it_whoever_calculates_them(told, row):
    agreed(told, row)
    one = told.next_year()
    policy = StipendPolicyFactory(year=one.year, annual_cents=60_000)
    two = PlacementFactory(person=told.ana.person, role=policy.role, year=one.year)
    run = approved_of(one.year, "instalment", 1, HALF)
    lines = {line.placement_id: (line.amount_cents, line.taken_cents) for line in run.lines.all()}
    assert lines == {one.pk: (0, 50_000), two.pk: (12_500, 17_500)}
    assert amounts(row) == ("set_against", 0)
    assert TakenOff.objects.filter(overpayment=row).count() == 2


def test_a_role_of_the_same_year_pays_no_more_than_is_still_too_much(told, row):
    """The run finds that $450.00 more were earned meanwhile: only what is still too much is taken off."""
    agreed(told, row)
    policy = StipendPolicyFactory(year=told.first.year)
    other = PlacementFactory(person=told.ana.person, role=policy.role, year=told.first.year)
    Attestation.objects.create(placement=other, met=True, by=told.first.staff, at=NOW)
    told.earn(0, 1)
    run = approved_of(told.first.year, "supplementary", 1)
    line = run.lines.get(placement=other)
    assert (line.taken_cents, amounts(row)) == (OVER - 45_000, ("cleared", 0))
    assert (keeps(told.ana), run.lines.get(placement=told.ana).earned_cents) == (127_500, 127_500)


def test_who_agrees_while_a_run_waits_has_it_calculated_again(told, row):
    later = told.next_year()
    run = run_of(later.year, "instalment", 1, HALF)
    agreed(told, row)
    with pytest.raises(DomainError, match=r"Something changed since this run was calculated"):
        approving(run)
    [refused] = run.refusals.get().lines.all()
    assert refused.causes == ["against"]
    assert approving(again(run)).lines.get().taken_cents == 50_000


def test_taken_back_before_the_run_nothing_is_taken_off(told, row):
    agreed(told, row)
    take_back_agreement(pk=row.pk, by=told.ana.person, now=NOW)
    assert paying(told, told.next_year()).taken_cents == 0


def test_two_runs_do_not_take_the_same_off(told, row):
    """Of two years, both calculated before either is approved."""
    agreed(told, row)
    one = told.next_year()
    first = run_of(one.year, "instalment", 1, WHOLE)
    second = run_of(one.year, "instalment", 2, WHOLE)
    approving(first)
    with pytest.raises(DomainError, match=r"Something changed since this run was calculated"):
        approving(second)
    assert amounts(row) == ("set_against", 0)


def test_made_void_a_run_took_nothing_off(told, row):
    agreed(told, row)
    later = told.next_year()
    line = paying(told, later, 1, WHOLE)
    assert (line.amount_cents, amounts(row)) == (32_500, ("set_against", 0))
    void(pk=line.run_id, by=preparer(), reason="A slip.", now=NOW)
    left = Overpayment.objects.waiting().get()
    assert (left.placement, left.open_cents, left.agreed_at) == (told.ana, OVER, None)
    assert (keeps(told.ana), keeps(later)) == (150_000, 0)


def test_a_projection_takes_nothing_off(told, row):
    agreed(told, row)
    later = told.next_year()
    run = run_of(later.year, "projection")
    assert run.lines.get().taken_cents == 0


def test_a_payment_that_was_confirmed_is_what_was_left(told, row):
    agreed(told, row)
    line = paying(told, told.next_year(), 1, WHOLE)
    assert (line.run.total_cents, line.amount_cents + line.taken_cents) == (32_500, 100_000)


# --- past the application -------------------------------------------------------------------------
def refused(press):
    with pytest.raises(IntegrityError), transaction.atomic():
        press()


def test_the_database_takes_nothing_off_without_a_word_nor_more_than_is_open(told, row):
    line = paying(told, told.next_year())
    refused(lambda: TakenOff.objects.create(line=line, overpayment=row, cents=1))
    agreed(told, row)
    refused(lambda: TakenOff.objects.create(line=line, overpayment=row, cents=OVER + 1))
    refused(lambda: TakenOff.objects.create(line=line, overpayment=row, cents=0))
    TakenOff.objects.create(line=line, overpayment=row, cents=1)
    refused(lambda: TakenOff.objects.create(line=line, overpayment=row, cents=1))
    assert TakenOff.objects.get().cents == 1


def test_the_approver_and_the_page_of_the_run_say_what_comes_off_and_lead_to_the_lines(
    told, row, client, settings
):
    settings.DEMO = True
    agreed(told, row)
    run = run_of(told.next_year().year, "instalment", 1, WHOLE)
    for name, user in (("run_approve", approver()), ("run", run.prepared_by)):
        client.force_login(user)
        page = client.get(reverse(f"stipends:{name}", args=[run.pk])).content.decode()
        assert ("$675.00" in page, "?show=taken#lines" in page) == (True, True)
    page = client.get(reverse("stipends:run", args=[run.pk]), {"show": "taken"}).content.decode()
    assert told.ana.person.name in page


def test_calculated_anew_a_run_has_the_same_lines(told, row):
    agreed(told, row)
    later = told.next_year()
    run = run_of(later.year, "instalment", 1, HALF)
    hash_then = run.lines.get().sha256
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    calculate_run(run.pk)
    assert run.lines.get().sha256 == hash_then
