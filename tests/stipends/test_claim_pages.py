"""The pages of claims: a school fills in and sends, an approver sends back and approves."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import day_in_words
from common.edits import mark_of
from people.queries import today
from seminars.models import Session
from stipends.models import ClaimLine
from stipends.queries.accounts import account
from stipends.services import approve_claim, fill_in, pay_batch, submit_claim
from tests.factories.files import PDF
from tests.factories.people import PostFactory, UserFactory, manager
from tests.factories.seminars import NINE
from tests.factories.stipends import SchoolAllowanceFactory, approver, preparer, seminar
from tests.stipends.claims import HALF, School, exported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    # Staff of the demo need no second factor.
    settings.DEMO = True


@pytest.fixture
def at():
    return School(teachers=2)


def page(client, person, address, status=200):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def written(claim, **other):
    """What the page of a claim sends: as its lines stand, but for `other` of the first."""
    sent = {}
    for number, line in enumerate(claim.lines.all()):
        values = {
            "substitute": line.substitute,
            "number": line.number,
            "units": line.units,
            "cost": "" if line.actual_cents is None else Decimal(line.actual_cents) / 100,
            "seen": mark_of(line.written),
            **({} if number else other),
        }
        sent |= {f"{line.pk}-{name}": value for name, value in values.items()}
    return sent


def test_a_clerk_comes_to_the_page_of_the_school_and_fills_in_a_claim(client, at):
    client.force_login(at.clerk)
    home = f"/stipends/claims/schools/{at.school.pk}/"
    assert client.get("/stipends/claims/").url == home
    shown = client.get(f"{home}?year={at.year.label}").content.decode()
    assert f"Claim {at.session.title}, " in shown
    assert "2 teachers" in shown
    answer = client.post(f"{home}sessions/{at.session.pk}/")
    claim = ClaimLine.objects.first().claim
    assert answer.url == f"/stipends/claims/{claim.pk}/"
    again = client.post(f"{home}sessions/{at.session.pk}/", follow=True)
    assert "Nobody of this school is left to claim for at this session." in again.content.decode()


def test_a_clerk_saves_substitute_cost_and_receipt(client, at):
    claim = at.open()
    client.force_login(at.clerk)
    first, second = claim.lines.all()
    sent = written(claim, substitute="R. Dunn", cost="121.56", proof=SimpleUploadedFile("a.pdf", PDF))
    answer = client.post(f"/stipends/claims/{claim.pk}/", {**sent, f"{second.pk}-out": "on"}, follow=True)
    assert "Saved." in answer.content.decode()
    line = claim.lines.get()
    assert (line.pk, line.substitute, line.actual_cents) == (first.pk, "R. Dunn", 12_156)
    receipt = client.get(f"/stipends/claims/receipts/{line.pk}/")
    assert b"".join(receipt.streaming_content) == PDF
    assert receipt["Content-Disposition"].startswith('attachment; filename="receipt-')


def test_what_is_typed_comes_back_with_what_is_wrong_with_it(client, at):
    claim = at.open()
    client.force_login(at.clerk)
    answer = client.post(f"/stipends/claims/{claim.pk}/", written(claim, substitute="R. Dunn", units="1.5"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="R. Dunn"' in shown
    assert f'href="#id_{claim.lines.first().pk}-units"' in shown
    assert claim.lines.first().substitute == ""


def test_a_line_that_another_window_changed_is_not_gone_over(client, at):
    claim = at.open()
    sent = written(claim, substitute="S. Patel")
    at.fill(claim)
    client.force_login(at.clerk)
    answer = client.post(f"/stipends/claims/{claim.pk}/", sent)
    assert answer.status_code == 422
    assert "in another window meanwhile" in answer.content.decode()
    assert claim.lines.first().substitute == "R. Dunn"


def test_sending_keeps_what_stands_on_the_page_first(client, at):
    claim = at.open()
    client.force_login(at.clerk)
    answer = client.post(f"/stipends/claims/{claim.pk}/submit/", written(claim, substitute="R. Dunn"))
    assert answer.status_code == 422
    assert "Not sent yet; what you typed is saved" in answer.content.decode()
    first, second = claim.lines.all()
    assert (first.substitute, second.substitute) == ("R. Dunn", "")
    sent = {**written(claim), f"{second.pk}-substitute": "S. Patel"}
    shown = client.post(f"/stipends/claims/{claim.pk}/submit/", sent, follow=True).content.decode()
    assert "Sent. You read here what becomes of it." in shown
    assert "$194.50" in shown
    late = client.post(f"/stipends/claims/{claim.pk}/submit/", sent, follow=True).content.decode()
    assert "This was done already." in late


def test_an_approver_sends_back_with_words_and_approves_what_they_saw(client, at):
    claim = at.sent()
    address = f"/stipends/claims/{claim.pk}/"
    shown = page(client, approver(), address)
    assert "Approve $194.50" in shown
    assert "All 2 were there" in shown
    assert client.post(f"{address}return/", {"return-words": ""}).status_code == 422
    client.post(f"{address}return/", {"return-words": "Add the receipt."})
    assert "Add the receipt." in page(client, at.clerk, address)
    client.post(f"{address}submit/", written(claim))
    client.force_login(approver())
    stale = client.post(f"{address}approve/", {"approve-total_cents": "1"})
    assert stale.status_code == 422
    assert "This claim amounts to $194.50 now, not to $0.01." in stale.content.decode()
    done = client.post(f"{address}approve/", {"approve-total_cents": "19450"}, follow=True).content.decode()
    assert f"Approved: $194.50 for {at.school}." in done


def test_a_claim_that_cannot_be_approved_says_why_and_offers_no_approval(client, at):
    claim, by = at.sent(), approver()
    assert 'value="approve"' in page(client, by, f"/stipends/claims/{claim.pk}/")
    Session.objects.update(state="held")
    shown = page(client, by, f"/stipends/claims/{claim.pk}/")
    assert (
        'value="approve"' in shown,
        'value="return"' in shown,
        f"put right: The roster of {at.session.title} on Oct 14, 2026 is open again." in shown,
    ) == (False, True, True)


def test_more_of_a_day_than_the_session_takes_is_a_hint_to_the_clerk_and_asks_the_approver_to_look(
    client, at
):
    claim = at.filled(units=Decimal(1))
    first, _ = claim.lines.all()
    at.fill(claim, units=HALF)
    assert "is claimed for a session of" not in page(client, at.clerk, f"/stipends/claims/{claim.pk}/")
    client.post(f"/stipends/claims/{claim.pk}/", written(claim, units="1"))
    words = "One day is claimed for a session of 180 minutes, which takes half a day."
    assert f"{words} Whoever approves is told." in page(client, at.clerk, f"/stipends/claims/{claim.pk}/")
    submit_claim(pk=claim.pk, by=at.clerk)
    client.force_login(approver())
    told = [fact for fact in client.get(f"/stipends/claims/{claim.pk}/").context["checks"] if fact.look]
    assert [(fact.name, fact.words) for fact in told] == [
        ("More than the session takes", f"{first.teacher.name}: {words}")
    ]


def test_an_approver_reads_why_another_decides_on_the_claim_of_their_own_school(client, at):
    by = approver()
    PostFactory(school=at.school, person=by)
    shown = page(client, by, f"/stipends/claims/{at.sent().pk}/")
    assert "You are of this school, so someone else must approve its claim." in shown
    assert "Approve $194.50" not in shown


def test_after_an_approval_comes_the_claim_that_waits_next(client, at):
    claim, other = at.sent(), School(terms=False).sent()
    client.force_login(approver())
    answer = client.post(f"/stipends/claims/{claim.pk}/approve/", {"approve-total_cents": claim.total_cents})
    assert answer.url == f"/stipends/claims/{other.pk}/"


def test_the_account_of_a_school_shows_what_is_left(client, at):
    SchoolAllowanceFactory(school=at.school, year=at.year)
    at.sent()
    shown = page(client, at.clerk, f"/stipends/claims/schools/{at.school.pk}/?year={at.year.label}")
    assert "$5,005.50</span> left of $5,200.00" in shown
    assert "Days left: 39 of 40." in shown


def test_what_is_not_covered_is_said_on_the_claim_and_asked_for_before_it_is_sent(client, at):
    SchoolAllowanceFactory(school=at.school, year=at.year, units=HALF, budget_cents=None)
    claim = at.filled()
    address = f"/stipends/claims/{claim.pk}/"
    shown = page(client, at.clerk, address)
    assert "Of 2 lines, 1 covered whole, 0 in part, 1 not at all: $97.25 comes back." in shown
    assert shown.count("No day is left for this line of those the school may claim this year.") == 1
    assert "Send it all the same: 1 line of 2 not covered whole" in shown
    refused = client.post(f"{address}submit/", written(claim))
    assert refused.status_code == 422
    assert "Say below that you send it all the same, or leave lines out." in refused.content.decode()
    agreed = {**written(claim), "agreed": refused.context["look"].mark}
    sent = client.post(f"{address}submit/", agreed, follow=True).content.decode()
    assert "Sent. You read here what becomes of it." in sent
    assert "Paid less than claimed" in page(client, approver(), address)


def test_where_nothing_is_left_the_school_is_told_so_and_not_called_to_fill_in(client, at):
    SchoolAllowanceFactory(school=at.school, year=at.year, units=0, budget_cents=None)
    shown = page(client, at.clerk, f"/stipends/claims/schools/{at.school.pk}/?year={at.year.label}")
    assert "Yours now" not in shown
    reached = "No day is left of the 0 this school may claim this year."
    assert f"{reached} Nothing comes back for these, and no claim" in shown
    claim = at.filled()
    shown = page(client, at.clerk, f"/stipends/claims/{claim.pk}/")
    assert f"{reached} This claim cannot be sent as it stands." in shown
    assert "all the same" not in shown


def test_strangers_and_teachers_see_no_claims(client, at):
    claim = at.filled()
    line = claim.lines.first()
    for person in (UserFactory(), School(terms=False).clerk):
        page(client, person, f"/stipends/claims/{claim.pk}/", 404)
        page(client, person, f"/stipends/claims/receipts/{line.pk}/", 404)
        page(client, person, f"/stipends/claims/schools/{at.school.pk}/", 404)
    page(client, UserFactory(), "/stipends/claims/", 403)
    page(client, manager(), f"/stipends/claims/{claim.pk}/")


def test_a_clerk_reads_neither_runs_nor_policies_nor_stipends_of_others(client, at):
    for address in (
        "/stipends/runs/",
        "/stipends/policies/",
        "/stipends/claims/terms/",
        "/stipends/claims/limits/",
    ):
        page(client, at.clerk, address, 403)


def test_finance_drafts_a_rate_and_a_limit_on_pages(client, at):
    client.force_login(preparer())
    asked = {"starts": "2027-07-01", "last_day": "2028-06-30", "rate": "250.5", "percent": "75", "cap": "260"}
    terms = client.post("/stipends/claims/terms/new/", asked, follow=True).content.decode()
    assert (
        "75% of $250.50 a day, or of the school’s own cost; at most $260.00 a day counts of either" in terms
    )
    limit = {"school": at.school.pk, "year": at.year.pk, "units": "", "budget": "5200"}
    shown = client.post("/stipends/claims/limits/new/", limit, follow=True).content.decode()
    assert "At most $5,200.00" in shown
    assert "already wait" not in shown
    again = client.post("/stipends/claims/limits/new/", limit, follow=True).content.decode()
    assert f"1 other draft of {at.school} for {at.year} already waits: publish the right one" in again


def queries_of(client, person, address):
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_page_of_a_claim_asks_little_at_each_of_its_steps(client):
    at = School(teachers=2)
    SchoolAllowanceFactory(school=at.school, year=at.year)
    claim, by = at.filled(), approver()
    address = f"/stipends/claims/{claim.pk}/"
    asked = [queries_of(client, at.clerk, address)]
    submit_claim(pk=claim.pk, by=at.clerk)
    asked.append(queries_of(client, by, address))
    claim.refresh_from_db()
    approve_claim(pk=claim.pk, by=by, total_cents=claim.total_cents)
    asked.append(queries_of(client, by, address))
    # Three of them say who asks.
    assert asked == [14, 15, 10]


def test_the_list_of_claims_keeps_its_queries_with_many_rows(client):
    School().sent()
    by = approver()
    few = queries_of(client, by, "/stipends/claims/")
    for number in range(1, 4):
        School(terms=False).sent(substitute=f"Substitute {number}")
    assert queries_of(client, by, "/stipends/claims/") == few == 6


def test_the_pages_of_a_school_and_a_claim_keep_their_queries_with_many_lines(client):
    at = School(teachers=3)
    claim = at.open()
    seminar(at.school, event__year=at.year, starts_at=NINE + timedelta(days=1))
    school = f"/stipends/claims/schools/{at.school.pk}/?year={at.year.label}"
    few = [queries_of(client, at.clerk, one) for one in (school, f"/stipends/claims/{claim.pk}/")]
    for number in range(1, 4):
        other = seminar(
            at.school, teachers=10, event__year=at.year, starts_at=NINE + timedelta(days=7 * number)
        )
        if number < 3:
            fill_in(school=at.school, session=other, by=at.clerk)
    many = [queries_of(client, at.clerk, one) for one in (school, f"/stipends/claims/{claim.pk}/")]
    assert many == few


def test_a_school_reads_how_far_its_claim_came_and_its_account_follows(client, at):
    SchoolAllowanceFactory(school=at.school, year=at.year)
    claim = at.approved()
    home = f"/stipends/claims/schools/{at.school.pk}/?year={at.year.label}"
    assert "Approved: paid with the next file" in page(client, at.clerk, home)
    batch = exported(at.year)
    sent = f"On its way: sent to be paid on {day_in_words(today())}"
    assert sent in page(client, at.clerk, home)
    assert account(at.school.pk, at.year.pk).exported == claim.total_cents == 19_450
    pay_batch(pk=batch.pk, by=preparer(), paid_on=today())
    for address in (home, f"/stipends/claims/{claim.pk}/"):
        assert f"Paid on {day_in_words(today())}" in page(client, at.clerk, address)
    found = account(at.school.pk, at.year.pk)
    assert (found.claimed, found.approved, found.exported, found.paid, found.left) == (
        0,
        0,
        0,
        19_450,
        500_550,
    )


@pytest.mark.parametrize("cut", ["pathway", "school"])
def test_the_budget_shows_what_schools_were_paid_and_each_number_opens_its_rows(client, at, cut):
    SchoolAllowanceFactory(school=at.school, year=at.year)
    at.approved()
    pay_batch(pk=exported(at.year).pk, by=preparer(), paid_on=today())
    School(terms=False).approved(substitute="P. Nunez")
    client.force_login(preparer())
    shown = client.get(f"/stipends/budget/?year={at.year.label}&by={cut}").context
    rows = {row.label: row for row in (*shown["claimed"], shown["claimed_sums"])}
    assert [cell.text for cell in rows["Substitutes"].cells] == ["$5,200.00", "$291.75", "$194.50", "$194.50"]
    assert len(rows) == (3 if cut == "school" else 1)
    for row in rows.values():
        for cell in row.cells:
            if cell.url:
                assert client.get(cell.url).context["page"].paginator.count == cell.rows
