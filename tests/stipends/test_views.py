"""The pages of stipends: who may enter, what they show and do."""

import pytest
from django.urls import reverse

from stipends.models import Export, LineConfirmation, StipendRun
from stipends.services import calculate
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import UserFactory, manager
from tests.factories.stipends import (
    NOW,
    StipendRunFactory,
    Year,
    approved_line,
    approver,
    preparer,
)
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(clock):
    clock(NOW)
    year = Year()
    year.leader(missed={5})
    year.close()
    return year


def sent(client, name, *args, **data):
    return client.post(reverse(f"stipends:{name}", args=args), data)


# --- who may enter --------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["runs", "run_new", "policies", "policy_new"])
def test_a_teacher_may_not_enter_the_pages_of_finance(signed_in, name):
    assert signed_in(UserFactory()).get(reverse(f"stipends:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["mine", "runs", "policies"])
def test_a_visitor_is_asked_to_sign_in(client, name):
    response = client.get(reverse(f"stipends:{name}"))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_a_run_and_its_lines_do_not_exist_for_a_teacher(signed_in, year):
    run = calculated(year)
    line = run.lines.get()
    own = signed_in(line.person)
    assert own.get(reverse("stipends:run", args=[run.pk])).status_code == 404
    assert own.get(reverse("stipends:line", args=[run.pk, line.pk])).status_code == 404
    assert own.get(reverse("stipends:statement", args=[line.pk])).status_code == 404


def test_a_leader_reads_their_approved_statement_and_a_colleague_does_not(signed_in, year):
    run = approved(year)
    line = run.lines.get()
    page = signed_in(line.person).get(reverse("stipends:statement", args=[line.pk]))
    assert "2,700 of 2,880 minutes count" in page.content.decode()
    assert "$2,887.50" in page.content.decode()
    colleague = signed_in(UserFactory())
    assert colleague.get(reverse("stipends:statement", args=[line.pk])).status_code == 404


def test_a_statement_is_a_pdf_whatever_a_name_holds(signed_in, year):
    line = approved(year).lines.get()
    line.person.family_name = '#panic("x") \\ $ * _ <b> é'
    line.person.save()
    page = signed_in(line.person).get(reverse("stipends:statement_pdf", args=[line.pk]))
    assert page.content.startswith(b"%PDF-")
    colleague = signed_in(UserFactory())
    assert colleague.get(reverse("stipends:statement_pdf", args=[line.pk])).status_code == 404


# --- my stipend -----------------------------------------------------------------------------------
def test_my_stipend_shows_earned_possible_and_lost_to_the_cent(signed_in, year):
    placement = year.year.placements.get()
    text = signed_in(placement.person).get("/stipends/").content.decode()
    assert "$2,887.50" in text
    assert "$112.50" in text
    assert "Present, in full" in text


def test_my_stipend_is_one_card_a_component_with_its_lines_and_reasons_inside(signed_in, year):
    placement = year.year.placements.get()
    page = signed_in(placement.person).get("/stipends/")
    (standing,) = page.context["standings"]
    assert [(part.title, part.cents, len(part.rows)) for part in standing.parts] == [
        ("Attendance", 168_750, 11),
        ("Deliverables", 75_000, 2),
        ("Attestation", 45_000, 1),
    ]
    text = page.content.decode()
    assert text.count('<li class="part">') == 3
    assert (
        text.index("Why $1,687.50")
        < text.index("2,700 of 2,880 minutes")
        < text.index("Deliverables: $750.00")
    )


def test_each_line_of_my_stipend_leads_to_its_session_or_its_work_and_says_how_it_stands(signed_in, year):
    placement = year.year.placements.get()
    (standing,) = signed_in(placement.person).get("/stipends/").context["standings"]
    attendance, deliverables, attestation = standing.parts
    sessions = [one.pk for one in year.sessions]
    assert [row["session"] for row in attendance.rows] == sessions
    assert [row["said"] for row in attendance.rows][4:7] == ["Counts", "Missed", "Counts"]
    records = placement.deliverable_records.order_by("deliverable__due", "deliverable__title")
    assert [(row["record"], row["said"]) for row in deliverables.rows] == [
        (record.pk, "Accepted") for record in records
    ]
    assert [(row["said"], "session" in row) for row in attestation.rows] == [("Attested", False)]
    text = signed_in(placement.person).get("/stipends/").content.decode()
    for pk in sessions:
        assert f'href="/seminars/sessions/{pk}/"' in text.partition('<ul class="parts">')[2]


@pytest.mark.parametrize(
    ("state", "paid", "words"),
    [
        ("approved", False, "Approved, not sent yet"),
        ("exported", False, "On its way to payroll"),
        ("exported", True, "Paid"),
        ("confirmed", True, "Paid"),
    ],
)
def test_a_leader_reads_how_far_a_payment_came_in_words_of_theirs(signed_in, clock, state, paid, words):
    clock(NOW)
    line = approved_line()
    for further in ("exported", "confirmed")[: ("approved", "exported", "confirmed").index(state)]:
        StipendRun.objects.filter(pk=line.run_id).update(state=further)
    if paid:
        LineConfirmation.objects.create(
            line=line, amount_cents=line.amount_cents, paid_on=NOW.date(), by=preparer(), at=NOW
        )
    client = signed_in(line.person)
    for page in ("/stipends/", reverse("stipends:statement", args=[line.pk])):
        text = client.get(page).content.decode()
        assert (f">{words}</span>" in text, ">Exported</span>" in text) == (True, False)


def test_my_stipend_says_in_words_what_it_pays_for(signed_in, year):
    placement = year.year.placements.get()
    text = signed_in(placement.person).get("/stipends/").content.decode()
    assert "The amount has three parts: 60% attendance, 25% deliverables and 15% attestation." in text


def test_my_stipend_without_a_role_says_what_to_do(signed_in):
    assert "No stipend yet" in signed_in(UserFactory()).get("/stipends/").content.decode()


def test_finance_goes_on_to_its_runs(signed_in):
    assert signed_in(preparer()).get("/stipends/")["Location"] == "/stipends/runs/"


# --- a run from start to file ---------------------------------------------------------------------
def test_a_run_is_prepared_approved_exported_and_downloaded_through_its_pages(signed_in, year):
    office, head = signed_in(preparer()), signed_in(approver())
    response = sent(office, "run_new", year=year.year.pk, kind="final", number=1, pays="balance")
    run = StipendRun.objects.get()
    assert response["Location"] == f"/stipends/runs/{run.pk}/"
    assert "Calculating" in office.get(response["Location"]).content.decode()
    from stipends.tasks import calculate_run

    calculate_run(run.pk)
    run.refresh_from_db()
    assert "$2,887.50" in head.get(reverse("stipends:run_approve", args=[run.pk])).content.decode()
    seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents, "seen": "on"}
    assert sent(head, "run_approve", run.pk, **seen).status_code == 302
    sent(office, "run_export", run.pk, layout="generic")
    file = Export.objects.get()
    got = sent(office, "download", file.pk)
    assert got.content == bytes(file.content)
    assert got["Content-Disposition"] == 'attachment; filename="stipends-2026-27-final-1-generic.csv"'
    assert file.downloads.count() == 1
    run.refresh_from_db()
    assert run.state == "exported"


def test_opening_the_pages_changes_nothing(signed_in, year):
    run = calculated(year)
    head = signed_in(approver())
    for name in ("run", "run_approve", "run_void", "run_progress"):
        assert head.get(reverse(f"stipends:{name}", args=[run.pk])).status_code == 200
    for name in ("run_calculate", "run_export"):
        assert head.get(reverse(f"stipends:{name}", args=[run.pk])).status_code == 405
    run.refresh_from_db()
    assert run.state == "calculated"


def test_a_changed_total_in_the_form_is_refused_in_words(signed_in, year):
    run = calculated(year)
    seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": 1, "seen": "on"}
    page = sent(signed_in(approver()), "run_approve", run.pk, **seen)
    assert page.status_code == 422
    assert "calculated again while you looked" in page.content.decode()


def test_a_manager_sees_a_run_but_no_verbs(signed_in, year):
    run = calculated(year)
    client = signed_in(manager())
    text = client.get(reverse("stipends:run", args=[run.pk])).content.decode()
    assert "Approve…" not in text
    assert sent(client, "run_calculate", run.pk).status_code == 403
    assert client.get(reverse("stipends:run_approve", args=[run.pk])).status_code == 403


def test_the_only_program_year_is_chosen_beforehand_and_of_two_none(signed_in, year):
    browser = signed_in(preparer())
    names = ("stipends:run_new", "stipends:policy_new", "stipends:allowance_new")

    def chosen():
        return [browser.get(reverse(name)).context["form"]["year"].value() for name in names]

    assert chosen() == [year.year.pk] * 3
    ProgramYearFactory(first=2027)
    assert chosen() == [None] * 3


def test_a_second_run_is_refused_and_what_was_typed_is_kept(signed_in, year):
    StipendRunFactory(year=year.year)
    page = sent(signed_in(preparer()), "run_new", year=year.year.pk, kind="final", number=1, pays="balance")
    assert page.status_code == 422
    assert "already" in page.content.decode()


def test_a_run_that_pays_the_balance_refuses_a_share_at_its_field(signed_in, year):
    given = {"year": year.year.pk, "kind": "instalment", "number": 1, "pays": "balance", "share": "1/2"}
    page = sent(signed_in(preparer()), "run_new", **given)
    said = "What pays the balance has no share: empty this, or choose what it pays."
    assert (page.status_code, page.context["form"].errors) == (422, {"share": [said]})
    assert StipendRun.objects.count() == 0


@pytest.mark.parametrize("share", ["", "0", "3/2", "x", "1/0"])
def test_a_share_that_is_none_is_refused_at_its_field(signed_in, year, share):
    given = {"year": year.year.pk, "kind": "instalment", "number": 1, "pays": "share_of_maximum"}
    page = sent(signed_in(preparer()), "run_new", share=share, **given)
    assert page.status_code == 422
    assert "share" in page.context["form"].errors


def test_an_empty_form_says_what_is_missing(signed_in, year):
    run = calculated(year)
    for person, name, args in (
        (preparer(), "run_new", ()),
        (preparer(), "policy_new", ()),
        (approver(), "run_approve", (run.pk,)),
        (preparer(), "run_void", (run.pk,)),
    ):
        page = sent(signed_in(person), name, *args)
        assert page.status_code == 422
        assert page.context["form"].errors


def test_making_void_needs_a_reason(signed_in, year):
    run = calculated(year)
    client = signed_in(preparer())
    assert sent(client, "run_void", run.pk, reason=" ").status_code == 422
    assert sent(client, "run_void", run.pk, reason="Wrong calendar.").status_code == 302
    run.refresh_from_db()
    assert run.state == "void"


@pytest.mark.parametrize("name", ["run_void", "run_confirm"])
def test_what_cannot_be_done_any_more_is_said_before_anybody_types(signed_in, year, name):
    run = approved(year)
    for state in ("exported", "confirmed"):
        StipendRun.objects.filter(pk=run.pk).update(state=state)
    page = signed_in(preparer()).get(reverse(f"stipends:{name}", args=[run.pk]), follow=True)
    assert page.redirect_chain == [(reverse("stipends:run", args=[run.pk]), 302)]
    said = {"run_void": "Pay a correction with a supplementary run.", "run_confirm": "This was done already."}
    assert said[name] in page.content.decode()


def test_who_approves_reads_whom_earlier_runs_overpaid(signed_in, clock):
    clock(NOW)
    year = Year()
    year.leader(missed=range(11), delivered=0, attested=False)
    year.leader()
    approved(year, kind="instalment", step={"kind": "share_of_maximum", "share": "1/2"})
    year.close()
    run = calculated(year)
    text = signed_in(approver()).get(reverse("stipends:run_approve", args=[run.pk])).content.decode()
    assert (
        "1 on this run was paid above what was earned. No run takes it off unless they agree: finance settles it."
        in text
    )


def test_the_bar_stops_asking_once_the_run_is_calculated(signed_in, year):
    run = calculated(year)
    assert signed_in(preparer()).get(reverse("stipends:run_progress", args=[run.pk]))["HX-Refresh"] == "true"


def test_while_a_run_is_calculated_its_page_shows_how_far_it_is_and_no_amount(signed_in, year):
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by)
    client = signed_in(run.prepared_by)
    text = client.get(reverse("stipends:run", args=[run.pk])).content.decode()
    assert "Calculating" in text
    for word in ("$0.00", "to pay", "Calculate again", "Make void", "No lines yet", "Name or email"):
        assert word not in text
    assert "$0.00" not in client.get("/stipends/runs/").content.decode()


def test_a_run_with_a_part_that_failed_can_be_calculated_again(signed_in, year):
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by)
    run.chunks.update(state="failed", error="No.")
    text = signed_in(run.prepared_by).get(reverse("stipends:run", args=[run.pk])).content.decode()
    assert "Calculate again" in text
    assert "Make void" in text
    assert "$0.00" not in text


def test_a_run_in_draft_offers_its_calculation_and_says_that_it_has_no_lines_yet(signed_in, year):
    run = StipendRunFactory(year=year.year)
    text = signed_in(run.prepared_by).get(reverse("stipends:run", args=[run.pk])).content.decode()
    assert "No lines yet" in text
    assert ">Calculate<" in text
    assert "$0.00" not in text


def test_a_line_says_with_a_capital_through_whom_it_is_paid(signed_in, year):
    line = calculated(year).lines.get()
    page = signed_in(manager()).get(reverse("stipends:line", args=[line.run_id, line.pk]))
    assert "<dd>District payroll</dd>" in page.content.decode()


def test_the_line_of_a_run_leads_finance_to_whose_it_is_and_to_no_page_that_is_not_theirs(signed_in, year):
    line = calculated(year).lines.get()
    office, place = signed_in(preparer()), reverse("pathways:placement", args=[line.placement_id])
    shown = office.get(reverse("stipends:line", args=[line.run_id, line.pk])).content.decode()
    assert f'<a class="usa-link" href="{place}">' in shown
    assert "/people/" not in shown
    assert office.get(place).status_code == 200
    assert office.get(f"/people/{line.person_id}/").status_code == 404


# --- lists ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_of_runs_asks_the_same_queries_however_long(signed_in, count_queries, rows):
    first = StipendRunFactory()
    for number in range(2, rows + 1):
        StipendRunFactory(number=number, year=first.year, prepared_by=first.prepared_by)
    client = signed_in(first.prepared_by)
    with count_queries(8):
        client.get("/stipends/runs/")


@pytest.mark.parametrize("people", [3, 60])
def test_a_run_asks_the_same_queries_however_many_lines(signed_in, count_queries, people):
    year = Year()
    for _ in range(people):
        year.leader()
    run = calculated(year)
    for search in ({}, {"q": "given"}):
        client = signed_in(run.prepared_by)
        with count_queries(10):
            page = client.get(reverse("stipends:run", args=[run.pk]), search)
        assert page.context["page"].paginator.count == people


def test_a_hostile_address_is_no_error(signed_in, year):
    run = calculated(year)
    client = signed_in(run.prepared_by)
    assert client.get(f"/stipends/runs/{run.pk}/?q=%00&show=x&page=99999999999999999999").status_code == 200
    assert client.get("/stipends/runs/999999999999999999999999999999/").status_code == 404
    assert client.get("/stipends/policies/new/?after=%00").status_code == 200


def test_a_run_marks_two_accounts_under_one_name_and_lists_them_alone(signed_in, clock):
    clock(NOW)
    year = Year()
    person, twin, _ = (year.leader().person for _ in range(3))
    twin.given_name, twin.family_name = person.given_name.upper(), person.family_name
    twin.save()
    year.close()
    run = calculated(year)
    page, client = reverse("stipends:run", args=[run.pk]), signed_in(preparer())
    assert client.get(page).content.decode().count("Perhaps two accounts of one person on this run") == 2
    shown = client.get(page, {"show": "same_name"}).context["page"]
    assert {line.person_id for line in shown} == {person.pk, twin.pk}
