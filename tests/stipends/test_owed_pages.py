"""What was paid too much, and what is said to be wrong: who finds the pages, what they say, what is pressed."""

import csv
from html import unescape
from io import StringIO

import pytest
from django.urls import reverse

from dashboard.queries.waiting import waiting_for
from people.models import User
from stipends.models import Dispute, Overpayment
from tests.factories.people import UserFactory, manager
from tests.factories.stipends import NOW, DisputeFactory, OverpaymentFactory, approver, preparer
from tests.stipends.overpaid import Overpaid, approved_of

pytestmark = pytest.mark.django_db
AGREE = "Take it from my next payment…"


@pytest.fixture(autouse=True)
def _now(clock, settings):
    clock(NOW)
    settings.DEMO = True


def shown(client, user, name, *args, query=""):
    client.force_login(user)
    page = client.get(reverse(name, args=args) + query)
    assert page.status_code == 200, page.status_code
    return unescape(page.content.decode())


def pressed(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(name, args=args), data, follow=True)


def on_home(user) -> list[tuple[str, str]]:
    user = User.objects.get(pk=user.pk)
    return [(one.kind, one.what) for one in waiting_for(user, day=NOW.date(), now=NOW)]


# --- what was paid too much -----------------------------------------------------------------------
def test_its_person_reads_what_follows_and_presses(client):
    row = OverpaymentFactory()
    own = row.placement.person
    assert AGREE in shown(client, own, "stipends:mine")
    asked = shown(client, own, "stipends:overpayment_agree", row.pk)
    assert "$675.00 comes off the next payment to you." in asked
    assert "no payment goes below zero" in asked
    # The list above is of finance.
    assert (f'href="{reverse("stipends:overpayments")}"' in asked, 'href="/stipends/"' in asked) == (
        False,
        True,
    )
    page = pressed(client, own, "stipends:overpayment_agree", row.pk, cents=row.open_cents)
    assert "It comes off your next payment." in page.content.decode()
    row.refresh_from_db()
    assert (row.agreed_by, row.agreed) == (own, True)
    assert AGREE not in shown(client, own, "stipends:mine")
    assert "Do not take it from my next payment" in shown(client, own, "stipends:overpayment", row.pk)


def test_its_person_sees_no_verbs_of_finance_and_not_who_asked_to_let_it_go(client):
    row = OverpaymentFactory()
    Overpayment.objects.filter(pk=row.pk).update(
        waiver_by=preparer(), waiver_at=NOW, waiver_cents=1, waiver_reason="Between us."
    )
    page = shown(client, row.placement.person, "stipends:overpayment", row.pk)
    assert ("It came back…" in page, "Between us." in page) == (False, False)


def test_a_colleague_finds_none_of_it(client):
    row, said = OverpaymentFactory(), DisputeFactory()
    client.force_login(UserFactory())
    for name, pk in (("overpayment", row.pk), ("dispute", said.pk), ("placement_wrong", said.placement_id)):
        assert client.get(reverse(f"stipends:{name}", args=[pk])).status_code == 404
    for name in ("overpayments", "disputes"):
        assert client.get(reverse(f"stipends:{name}")).status_code == 403


def test_finance_settles_it_on_its_page(client):
    row, by = OverpaymentFactory(), preparer()
    assert "It came back…" in shown(client, by, "stipends:overpayment", row.pk)
    given = {"cents": row.open_cents, "how": "check", "reference": "No. 117"}
    page = pressed(client, by, "stipends:overpayment_settle", row.pk, **given)
    assert "Paid back by check, No. 117. Recorded by" in page.content.decode()
    assert Overpayment.objects.get().state == "settled"


def test_two_people_let_it_go_on_its_page(client):
    row, one, two = OverpaymentFactory(), preparer(), approver()
    given = {"cents": row.open_cents, "reason": "A slip of ours."}
    pressed(client, one, "stipends:overpayment_ask_waiver", row.pk, **given)
    assert "You asked to let it go, so someone else must agree." in shown(
        client, one, "stipends:overpayment", row.pk
    )
    asked = shown(client, two, "stipends:overpayment_waive", row.pk)
    assert f"{one.name} asks to let $675.00 go and says: A slip of ours." in asked
    pressed(client, two, "stipends:overpayment_waive", row.pk, cents=row.open_cents)
    assert Overpayment.objects.get().state == "waived"
    assert "You keep it." in shown(client, row.placement.person, "stipends:overpayment", row.pk)


def test_an_amount_that_changed_meanwhile_is_refused_in_words(client):
    row, by = OverpaymentFactory(), preparer()
    given = {"cents": 1, "how": "check", "reference": "No. 117"}
    page = pressed(client, by, "stipends:overpayment_settle", row.pk, **given)
    assert "It is $675.00 now, another amount than you saw." in page.content.decode()


def test_the_list_shows_all_or_those_that_are_open(client):
    row, by = OverpaymentFactory(), preparer()
    OverpaymentFactory(state="cleared", open_cents=0, ended_at=NOW)
    name = row.placement.person.name
    assert "2 overpayments" in shown(client, by, "stipends:overpayments")
    page = shown(client, by, "stipends:overpayments", query="?state=open")
    assert ("1 overpayment" in page, name in page) == (True, True)
    assert "None of these" in shown(client, by, "stipends:overpayments", query="?state=odd")


def test_the_list_says_who_agreed_also_of_what_has_ended(client):
    by, agreed = preparer(), {"agreed_at": NOW, "paper": "Binder 3"}
    ended = {"state": "set_against", "open_cents": 0, "ended_at": NOW}
    OverpaymentFactory()
    OverpaymentFactory(agreed_by=by, **agreed)
    OverpaymentFactory(agreed_by=by, **agreed, **ended)
    OverpaymentFactory(**ended | {"state": "cleared"})
    client.force_login(by)
    saved = client.get(reverse("stipends:overpayments") + "?save=csv")
    rows = csv.DictReader(StringIO(b"".join(saved.streaming_content).decode()))
    said = ["comes off the next payment", "no", "not yet", "on Jun 20, 2027"]
    assert sorted(row["Agreed"] for row in rows) == said


def test_an_empty_list_says_when_something_appears(client):
    assert "Nothing was paid too much" in shown(client, preparer(), "stipends:overpayments")
    assert "Nobody says that something is wrong" in shown(client, preparer(), "stipends:disputes")


def test_it_stands_on_the_home_of_finance_until_it_ends_and_not_on_ones_own():
    row, by, two = OverpaymentFactory(), preparer(), approver()
    name = row.placement.person.name
    assert on_home(by) == on_home(two) == [("overpayment", f"{name} was paid too much")]
    Overpayment.objects.filter(pk=row.pk).update(
        waiver_by=by, waiver_at=NOW, waiver_cents=row.open_cents, waiver_reason="Ours."
    )
    assert (on_home(by), on_home(two)) == ([], [("waiver", f"Let go, or not: {name} was paid too much")])


def test_it_stands_on_the_page_of_the_person_for_who_sees_money(client):
    row = OverpaymentFactory()
    page = shown(client, manager(), "dashboard:person", row.placement.person_id)
    assert "$675.00, " in page
    assert reverse("stipends:overpayment", args=[row.pk]) in page


def test_a_run_says_that_something_was_taken_off(client):
    told = Overpaid()
    row = told.found()
    pressed(client, told.ana.person, "stipends:overpayment_agree", row.pk, cents=row.open_cents)
    later = told.next_year()
    run = approved_of(later.year, "instalment", 1, {"kind": "share_of_maximum", "share": "1"})
    page = shown(client, told.ana.person, "stipends:statement", run.lines.get().pk)
    assert "$675.00 of it is taken off for what was paid too much before" in page


# --- what is said to be wrong ---------------------------------------------------------------------
def test_a_leader_reads_what_follows_says_it_and_takes_it_back(client):
    told = Overpaid(advance=False)
    own = told.ben.person
    assert "Something is wrong with my stipend" in shown(client, own, "stipends:mine")
    asked = shown(client, own, "stipends:placement_wrong", told.ben.pk)
    assert "Until then your stipend waits outside runs" in asked
    session = told.first.sessions[5]
    given = {"wrong": f"session-{session.pk}", "words": "I was there."}
    page = pressed(client, own, "stipends:placement_wrong", told.ben.pk, **given)
    assert "It is sent. You get a mail when it is answered." in page.content.decode()
    row = Dispute.objects.get()
    assert (row.session, row.about, row.words) == (session, "attendance", "I was there.")
    assert f"You say that something is wrong: {session.title}." in shown(client, own, "stipends:mine")
    pressed(client, own, "stipends:dispute_take_back", row.pk)
    assert Dispute.objects.get().state == "taken_back"


def test_from_a_statement_its_payment_is_chosen(client):
    told = Overpaid()
    line = told.ana.stipend_lines.get()
    page = shown(client, told.ana.person, "stipends:statement", line.pk)
    address = f"{reverse('stipends:placement_wrong', args=[told.ana.pk])}?line={line.pk}"
    assert address in page
    asked = shown(client, told.ana.person, "stipends:placement_wrong", told.ana.pk, query=f"?line={line.pk}")
    assert f'<option value="line-{line.pk}" selected>' in asked


def test_what_is_not_of_the_stipend_is_not_chosen(client):
    told = Overpaid(advance=False)
    given = {"wrong": "session-999999", "words": "I was there."}
    page = pressed(client, told.ben.person, "stipends:placement_wrong", told.ben.pk, **given)
    assert (page.status_code, "Choose one of these." in page.content.decode()) == (422, True)
    assert not Dispute.objects.exists()


@pytest.mark.parametrize("who", [preparer, approver, manager])
def test_who_answers_finds_it_on_home_and_answers_on_its_page(client, who):
    row, by = DisputeFactory(), who()
    name = row.placement.person.name
    assert ("dispute", f"Answer {name}, who says that something is wrong") in on_home(by)
    given = {"outcome": "stays", "words": "It is as the rule says."}
    pressed(client, by, "stipends:dispute_answer", row.pk, **given)
    assert "It is as the rule says." in shown(client, row.placement.person, "stipends:dispute", row.pk)
    assert ("dispute", f"Answer {name}, who says that something is wrong") not in on_home(by)


def test_the_oldest_stands_first_on_home():
    old = DisputeFactory(opened_at=NOW.replace(month=3))
    DisputeFactory(opened_at=NOW)
    first, _ = on_home(preparer())
    assert first == ("dispute", f"Answer {old.placement.person.name}, who says that something is wrong")


def test_the_list_of_disputes_shows_all_or_those_that_wait(client):
    row, by = DisputeFactory(), preparer()
    DisputeFactory(state="taken_back", ended_at=NOW)
    assert "2 disputes" in shown(client, by, "stipends:disputes")
    page = shown(client, by, "stipends:disputes", query="?state=open")
    assert ("1 dispute" in page, row.placement.person.name in page) == (True, True)
    assert "None of these" in shown(client, by, "stipends:disputes", query="?state=odd")
