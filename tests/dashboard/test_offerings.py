"""All roles of a year in one table: who sees it, what is typed where, what is drafted and published."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import DomainError
from dashboard.forms import OfferingRowForm
from pathways.models import Offering
from pathways.services import plan, publish
from people.models import Hat
from stipends.models import StipendPolicy
from stipends.rules import LITERAL, to_json
from stipends.services import draft_policy, publish_policy, set_amount
from tests.factories.pathways import IltExpectationFactory, OfferingFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
PAGE = "/offerings/years/2026-27/"
DAYS = {"opens": "2026-02-01", "closes": "2026-04-01", "cosign_by": "2026-04-15", "answer_by": "2026-05-15"}


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 1, 15, 20, tzinfo=UTC))


@pytest.fixture
def year():
    return ProgramYearFactory()


def wearing(kind):
    return HatFactory(kind=kind).person


@pytest.fixture
def preparer():
    return wearing(Hat.Kind.PREPARER)


def saved_row(client, offering, **changed):
    return client.post(f"{PAGE}roles/{offering.role_id}/", typed(offering, **changed))


def typed(offering, **changed):
    sent = {**DAYS, "priority_by": "", "places_per_school": "2", **changed}
    return {f"role-{offering.role_id}-{name}": value for name, value in sent.items()}


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Hat.Kind.PROGRAM_MANAGER, 200),
        (Hat.Kind.REGISTRAR, 200),
        (Hat.Kind.PREPARER, 200),
        (Hat.Kind.APPROVER, 200),
        (Hat.Kind.COACH, 403),
        (Hat.Kind.DIRECTOR, 403),
    ],
)
def test_it_is_for_whoever_sets_a_year_up(signed_in, year, kind, status):
    client = signed_in(wearing(kind))
    assert client.get(PAGE).status_code == status


def test_a_year_that_is_not_there_is_not_found(signed_in):
    client = signed_in(manager())
    assert client.get(PAGE).status_code == 404


def test_it_counts_roles_places_and_what_is_left(signed_in, year):
    SchoolFactory.create_batch(3)
    RoleFactory()
    publish(pk=OfferingFactory(year=year, places_per_school=2, published=False).pk, by=manager())
    OfferingFactory(year=year, published=False)
    client = signed_in(manager())
    page = client.get(PAGE).content.decode()
    assert "3 roles, 9 places at 3 schools: 1 published, 1 draft, 1 not there yet." in page


def test_what_is_missing_is_drafted_by_a_press(signed_in, year):
    RoleFactory.create_batch(2)
    client = signed_in(manager())
    assert "Draft the 2 that are missing" in client.get(PAGE).content.decode()
    page = client.post(PAGE, {"verb": "draft"}, follow=True)
    assert [str(said) for said in page.context["messages"]] == [
        "2 drafts made. Nobody reads them before they are published."
    ]
    assert Offering.objects.filter(year=year, published_version=None).count() == 2


def test_a_row_is_saved_where_it_is_typed(signed_in, year):
    offering = OfferingFactory(year=year, published=False)
    client = signed_in(manager())
    answer = saved_row(client, offering)
    assert (answer.status_code, answer.templates[0].name) == (200, "dashboard/_offering_row.html")
    offering.refresh_from_db()
    assert (offering.opens, offering.answer_by, offering.places_per_school) == (
        date(2026, 2, 1),
        date(2026, 5, 15),
        2,
    )


def as_shown(offering):
    """What a browser sends of a row nobody typed in, with the marks of what it shows."""
    row = OfferingRowForm(instance=Offering.objects.get(pk=offering.pk))
    return {cell.html_name: str(cell.value() or "") for cell in row}


def test_what_one_window_did_not_touch_never_goes_over_what_another_saved(signed_in, year):
    offering, client = OfferingFactory(year=year, published=False), signed_in(manager())
    seen, name = as_shown(offering), f"role-{offering.role_id}"
    kept = offering.answer_by - timedelta(days=3)
    client.post(f"{PAGE}roles/{offering.role_id}/", {**seen, f"{name}-answer_by": kept.isoformat()})
    client.post(f"{PAGE}roles/{offering.role_id}/", {**seen, f"{name}-places_per_school": "3"})
    offering.refresh_from_db()
    assert (offering.answer_by, offering.places_per_school) == (kept, 3)


def test_the_same_cell_changed_in_two_windows_is_told_and_saved_when_it_is_sent_again(signed_in, year):
    offering, client = OfferingFactory(year=year, published=False), signed_in(manager())
    seen, address = as_shown(offering), f"{PAGE}roles/{offering.role_id}/"
    cell = f"role-{offering.role_id}-places_per_school"
    client.post(address, {**seen, cell: "3"})
    answer = client.post(address, {**seen, cell: "4"})
    assert answer.status_code == 422
    assert "There it reads: “3”. Save again to keep what stands here." in answer.content.decode()
    assert Offering.objects.get(pk=offering.pk).places_per_school == 3
    form = answer.context["drawn"].form
    again = client.post(address, {field.html_name: str(field.value() or "") for field in form})
    assert (again.status_code, Offering.objects.get(pk=offering.pk).places_per_school) == (200, 4)


@pytest.mark.parametrize("alone", [True, False])
def test_a_refused_row_comes_back_with_what_was_typed_and_why(signed_in, year, alone):
    offering = OfferingFactory(year=year, published=False)
    client = signed_in(manager())
    address = f"{PAGE}roles/{offering.role_id}/" if alone else PAGE
    answer = client.post(address, typed(offering, answer_by="2026-03-01"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2026-03-01"' in html
    assert "People apply until April 1, 2026, so nobody can answer before." in html
    offering.refresh_from_db()
    assert offering.answer_by == date(2027, 1, 31)


def test_without_a_script_one_press_saves_all_rows(signed_in, year):
    first, second = (OfferingFactory(year=year, published=False) for _ in range(2))
    client = signed_in(manager())
    sent = typed(first) | typed(second, opens="2026-03-01")
    page = client.post(PAGE, {**sent, "verb": "save"}, follow=True)
    assert page.redirect_chain == [(PAGE, 302)]
    assert [str(said) for said in page.context["messages"]] == ["Saved."]
    assert list(Offering.objects.order_by("pk").values_list("opens", flat=True)) == [
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]


def test_what_was_typed_is_saved_before_anything_is_published(signed_in, year):
    offering = OfferingFactory(year=year, published=False)
    client = signed_in(manager())
    client.post(PAGE, {**typed(offering), "verb": "publish", "offering": offering.pk})
    offering.refresh_from_db()
    assert offering.published_version.content["opens"] == "2026-02-01"


def test_where_a_row_is_refused_nothing_is_published(signed_in, year):
    good, bad = (OfferingFactory(year=year, published=False) for _ in range(2))
    client = signed_in(manager())
    sent = typed(good) | typed(bad, answer_by="2026-03-01")
    answer = client.post(PAGE, {**sent, "verb": "publish", "offering": [good.pk]})
    assert answer.status_code == 422
    assert f'value="{good.pk}" id="publish-{good.pk}" checked' in answer.content.decode()
    assert Offering.objects.exclude(published_version=None).count() == 0


def test_a_tick_outlasts_the_saving_of_its_row(signed_in, year):
    offering = OfferingFactory(year=year, published=False)
    client = signed_in(manager())
    answer = client.post(f"{PAGE}roles/{offering.role_id}/", {**typed(offering), "offering": offering.pk})
    assert " checked>" in answer.content.decode()


def test_days_of_what_is_published_are_not_typed_here(signed_in, year):
    offering = OfferingFactory(year=year)
    client = signed_in(manager())
    assert f"role-{offering.role_id}-opens" not in client.get(PAGE).content.decode()
    saved_row(client, offering)
    offering.refresh_from_db()
    assert offering.opens == date(2026, 1, 1)


def test_finance_reads_the_days_and_types_the_amounts(signed_in, year, preparer):
    offering = OfferingFactory(year=year, published=False)
    client = signed_in(preparer)
    page = client.get(PAGE).content.decode()
    shown = (f"role-{offering.role_id}-opens" in page, "Dollars for the whole year" in page)
    assert shown == (False, True)
    saved_row(client, offering)
    offering.refresh_from_db()
    assert offering.opens == date(2026, 1, 1)


def pay(client, role, amount):
    return client.post(f"{PAGE}roles/{role.pk}/", {f"amount-{role.pk}-amount": amount})


def test_an_amount_makes_a_draft_by_the_rule_of_the_guide(signed_in, year, preparer):
    role = RoleFactory()
    client = signed_in(preparer)
    assert pay(client, role, "2500").status_code == 200
    [policy] = StipendPolicy.objects.all()
    assert (policy.annual_cents, policy.state, policy.rule, policy.drafted_by) == (
        250_000,
        "draft",
        to_json(LITERAL),
        preparer,
    )


def test_the_same_amount_again_changes_nothing_and_another_takes_its_place(signed_in, year, preparer):
    role = RoleFactory()
    client = signed_in(preparer)
    for amount in ("2500", "2500.00", "2600"):
        pay(client, role, amount)
    policies = StipendPolicy.objects.order_by("version").values_list("annual_cents", "state")
    assert list(policies) == [(250_000, "discarded"), (260_000, "draft")]


def test_the_rule_of_the_year_before_goes_on(signed_in, year, preparer):
    role, rule = RoleFactory(), {**to_json(LITERAL), "excused": "exclude"}
    before = ProgramYearFactory(first=2025)
    old = draft_policy(role=role, year=before, annual_cents=1, rule=rule, by=preparer)
    publish_policy(pk=old.pk, by=wearing(Hat.Kind.APPROVER))
    client = signed_in(preparer)
    pay(client, role, "2500")
    assert StipendPolicy.objects.get(year=year).rule["excused"] == "exclude"


def test_an_amount_in_force_is_shown_and_not_typed(signed_in, year, preparer):
    role = RoleFactory()
    policy = draft_policy(role=role, year=year, annual_cents=250_000, rule=to_json(LITERAL), by=preparer)
    publish_policy(pk=policy.pk, by=wearing(Hat.Kind.APPROVER))
    client = signed_in(preparer)
    assert "$2,500.00" in client.get(PAGE).content.decode()
    pay(client, role, "2600")
    assert StipendPolicy.objects.get().annual_cents == 250_000


def test_an_amount_put_in_force_meanwhile_is_refused(year, preparer):
    role = RoleFactory()
    policy = draft_policy(role=role, year=year, annual_cents=250_000, rule=to_json(LITERAL), by=preparer)
    publish_policy(pk=policy.pk, by=wearing(Hat.Kind.APPROVER))
    with pytest.raises(DomainError, match="is in force"):
        set_amount(role=role, year=year, annual_cents=1, by=preparer)


def test_days_of_what_was_published_meanwhile_are_refused(year):
    offering = OfferingFactory(year=year)
    with pytest.raises(DomainError, match="This offering is published"):
        plan(pk=offering.pk, by=manager(), days={}, places=2)


@pytest.mark.parametrize("amount", ["0", "-1", "12.345", "x"])
def test_an_amount_that_is_none_is_refused(signed_in, year, preparer, amount):
    client = signed_in(preparer)
    assert pay(client, RoleFactory(), amount).status_code == 422
    assert StipendPolicy.objects.count() == 0


def test_roles_whose_amount_nobody_typed_hold_up_no_other(signed_in, year, preparer):
    typed, left = RoleFactory(), RoleFactory()
    sent = {"verb": "save", f"amount-{typed.pk}-amount": "2500", f"amount-{left.pk}-amount": ""}
    assert signed_in(preparer).post(PAGE, sent).status_code == 302
    assert list(StipendPolicy.objects.values_list("role", "annual_cents")) == [(typed.pk, 250_000)]


def test_an_amount_that_was_typed_is_not_emptied(signed_in, year, preparer):
    role = RoleFactory()
    set_amount(role=role, year=year, annual_cents=250_000, by=preparer)
    assert signed_in(preparer).post(PAGE, {"verb": "save", f"amount-{role.pk}-amount": ""}).status_code == 422


def test_managers_type_no_amounts(signed_in, year):
    client = signed_in(manager())
    pay(client, RoleFactory(), "2500")
    assert StipendPolicy.objects.count() == 0


def test_what_is_ticked_is_published_and_nothing_else(signed_in, year):
    first, second, third = (OfferingFactory(year=year, published=False) for _ in range(3))
    client = signed_in(manager())
    page = client.post(PAGE, {"verb": "publish", "offering": [first.pk, second.pk]}, follow=True)
    assert next(str(said) for said in page.context["messages"]) == (
        "2 published. New applicants see and sign them."
    )
    published = Offering.objects.exclude(published_version=None)
    assert set(published) == {first, second}
    assert third not in published


def test_one_that_cannot_be_published_is_named_and_none_is(signed_in, year):
    good = OfferingFactory(year=year, published=False)
    bad = OfferingFactory(year=year, published=False, prompts={})
    client = signed_in(manager())
    page = client.post(PAGE, {"verb": "publish", "offering": [good.pk, bad.pk]}, follow=True)
    [said] = page.context["messages"]
    assert str(said).startswith(f"{bad}: Write the question on time")
    assert Offering.objects.exclude(published_version=None).count() == 0


def test_nothing_ticked_says_so(signed_in, year):
    client = signed_in(manager())
    page = client.post(PAGE, {"verb": "publish"}, follow=True)
    assert [str(said) for said in page.context["messages"]] == ["Tick the roles to publish first."]


def test_schools_that_did_not_write_what_they_expect_are_named(signed_in, year):
    offering, client = OfferingFactory(year=year), signed_in(manager())
    schools = [SchoolFactory(name=name) for name in ("Carver Middle", "Jordan High", "Sunrise")]
    IltExpectationFactory(offering=offering, school=schools[1])
    page = client.get(PAGE).content.decode()
    assert "<summary>2 to write</summary>Carver Middle, Sunrise</details>" in page
    for school in (schools[0], schools[2]):
        IltExpectationFactory(offering=offering, school=school)
    assert 'data-label="What schools expect">All</td>' in client.get(PAGE).content.decode()


def test_the_days_of_a_role_are_copied_to_all_drafts_and_to_nothing_else(signed_in, year):
    source = OfferingFactory(year=year, opens=date(2026, 1, 11))
    out, *drafts = (OfferingFactory(year=year, published=state) for state in (True, False, False))
    before = out.opens
    client = signed_in(manager())
    sent = typed(drafts[0]) | typed(drafts[1])
    for told in ("2 drafts have the days of {} now.", "Every draft has the days of {} already."):
        sent |= {"verb": "copy", "copied_from": source.pk}
        [said] = client.post(PAGE, sent, follow=True).context["messages"]
        assert str(said).startswith(told.format(source.role.name))
        sent = {}
    days = ("opens", "closes", "cosign_by", "answer_by")
    assert list(Offering.objects.filter(pk__in=[one.pk for one in drafts]).values_list(*days).distinct()) == [
        tuple(getattr(source, name) for name in days)
    ]
    out.refresh_from_db()
    assert out.opens == before


def test_without_a_role_chosen_no_days_are_copied(signed_in, year):
    OfferingFactory(year=year, published=False)
    [said] = signed_in(manager()).post(PAGE, {"verb": "copy"}, follow=True).context["messages"]
    assert str(said) == "Choose the role whose days the drafts shall have."


def test_windows_stand_on_one_line_and_in_words(signed_in, year):
    days = {"closes": date(2026, 3, 1), "cosign_by": date(2026, 2, 20), "answer_by": date(2026, 4, 20)}
    OfferingFactory(year=year, role__name="Arts Lead", opens=date(2026, 1, 11), priority_by=None, **days)
    page = signed_in(manager()).get(PAGE).content.decode()
    assert (
        "Arts Lead: open from Jan 11 to Mar 1, signed by Feb 20, offers answered by Apr 20.</title>" in page
    )


@pytest.mark.parametrize("count", [3, 30])
def test_it_asks_as_many_questions_for_many_roles_as_for_few(signed_in, year, count, count_queries):
    for _ in range(count):
        OfferingFactory(year=year, published=False)
    client = signed_in(manager())
    client.get(PAGE)
    with count_queries(14):
        client.get(PAGE)


def test_a_stranger_is_told_whom_it_is_for(signed_in, year):
    client = signed_in(UserFactory())
    page = client.get(PAGE)
    assert page.status_code == 403
    assert "program managers, registrars and finance" in page.content.decode()


def test_the_table_refuses_a_window_after_the_year_as_the_page_of_the_offering_does(signed_in, year):
    offering = OfferingFactory(year=year, published=False)
    answer = saved_row(signed_in(manager()), offering, opens="2030-12-01", closes="2030-12-31")
    assert answer.status_code == 422
    assert "The program year ends on June 30, 2027." in answer.content.decode()
    assert Offering.objects.get().opens == offering.opens
