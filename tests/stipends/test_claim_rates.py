"""What a day of a substitute pays and what a school may claim: drafted by one person, published by another."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from common.errors import DomainError, LookFirst, NotAllowed, SomeoneElse
from stipends.models import SchoolAllowance, SubstituteTerms
from stipends.queries.accounts import account
from stipends.queries.limits import limit_to_publish, limits_to_publish
from stipends.services import (
    draft_allowance,
    draft_terms,
    publish_allowance,
    publish_allowances,
    publish_terms,
    retire_terms,
    submit_claim,
)
from tests.factories.people import manager
from tests.factories.stipends import (
    SchoolAllowanceFactory,
    SubstituteTermsFactory,
    approver,
    preparer,
)
from tests.stipends.claims import HALF, School
from tests.waiting import second_after

pytestmark = pytest.mark.django_db


def _sql(words, values):
    with connection.cursor() as cursor:
        cursor.execute(words, values)


TERMS = {
    "starts": date(2026, 7, 1),
    "ends": date(2027, 7, 1),
    "rate": Decimal("243.12345"),
    "coverage": Decimal("0.8"),
}


def test_two_people_put_a_rate_in_force():
    by = preparer()
    terms = draft_terms(by=by, **TERMS)
    with pytest.raises(SomeoneElse, match=r"^You drafted this, so someone else must publish it.$"):
        publish_terms(pk=terms.pk, by=by)
    with pytest.raises(IntegrityError, match=r"two_people_make_terms"), transaction.atomic():
        SubstituteTerms.objects.filter(pk=terms.pk).update(published_by=by)
    assert publish_terms(pk=terms.pk, by=approver()).in_force
    assert terms.says == "80% of $243.12345 a day, or of the school’s own cost"


def test_the_most_a_day_is_said_to_hold_for_the_rate_too():
    terms = draft_terms(by=preparer(), **TERMS, day_cap_cents=20_000)
    assert terms.says == (
        "80% of $243.12345 a day, or of the school’s own cost; at most $200.00 a day counts of either"
    )


def test_one_rate_is_in_force_on_a_day():
    SubstituteTermsFactory()
    terms = draft_terms(by=preparer(), **TERMS)
    with pytest.raises(
        DomainError, match=r"^Other terms are in force in these days: Jul 1, 2026 to Jun 30, 2027."
    ):
        publish_terms(pk=terms.pk, by=approver())
    retire_terms(pk=SubstituteTerms.objects.published().get().pk, by=approver(), reason="A new contract.")
    assert publish_terms(pk=terms.pk, by=approver()).in_force


def test_another_limit_takes_the_place_of_the_one_before_once_that_was_looked_at():
    before = SchoolAllowanceFactory()
    limit = draft_allowance(school=before.school, year=before.year, budget_cents=100, by=preparer())
    with pytest.raises(LookFirst, match=r"^A limit is in force, or something is claimed already. ") as look:
        publish_allowance(pk=limit.pk, by=approver())
    assert list(look.value.lines) == [
        f"In force now: {before.says}, for {before.school} in 2026-27. It is retired.",
        "At most $1.00 from the moment it is published, for the whole of 2026-27 (Jul 1, 2026 to Jun 30, 2027): what"
        " was claimed before counts too.",
        "Nothing is claimed yet.",
    ]
    publish_allowance(pk=limit.pk, by=approver(), seen=look.value.seen)
    before.refresh_from_db()
    assert (before.state, before.ended_because) == ("retired", "Another one was published.")
    assert account(before.school_id, before.year_id).budget == 100


def test_a_limit_below_what_is_claimed_says_so_before_it_is_published(signed_in):
    at, other = School(teachers=2), School(terms=False)
    at.approved()
    other.sent()

    def drafted(school, **fields):
        return draft_allowance(school=school, year=at.year, by=preparer(), **fields)

    approved = "This limit is less than what is approved already. What was approved stays; nothing more can be approved"
    waits = (
        "This limit is less than what is claimed already. What was approved stays; not all that waits can be"
    )
    limits = [
        drafted(at.school, budget_cents=19_450),
        drafted(at.school, budget_cents=19_449),
        drafted(at.school, units=HALF),
        drafted(other.school, budget_cents=9_724),
    ]
    assert [limit_to_publish(limit).below for limit in limits] == [
        *("", f"{approved} under it.", f"{approved} under it.", f"{waits} approved under it."),
    ]
    assert [limit_to_publish(limit).claimed for limit in limits[2:]] == [
        "Claimed already: $194.50 for one day, of it $194.50 for one day approved.",
        "Claimed already: $97.25 for half a day, of it $0.00 approved.",
    ]
    client, address = signed_in(approver()), f"/stipends/claims/limits/{limits[1].pk}/publish/"
    page = client.get(address)
    assert approved in page.content.decode()
    client.post(address, {"seen": ""})
    assert not SchoolAllowance.objects.published().exists()
    client.post(address, {"seen": page.context["form"]["seen"].value()})
    assert SchoolAllowance.objects.published().get() == limits[1]
    drafts = client.get("/stipends/claims/limits/years/2026-27/publish/").content.decode()
    assert f"of it $0.00 approved. <b>{waits}" in drafts


@pytest.mark.django_db(transaction=True)
def test_what_is_claimed_while_all_limits_are_published_is_looked_at_first():
    at = School()
    SchoolAllowanceFactory(draft=True, school=at.school, year=at.year)
    claim, by = at.filled(), approver()
    seen = limits_to_publish(by, at.year).mark
    sends = partial(submit_claim, pk=claim.pk, by=at.clerk)
    publishes = partial(publish_allowances, year=at.year, by=by, seen=seen)
    assert str(second_after(sends, publishes)) == (
        f"{at.school}, 2026-27: Its school claimed something in this moment. Look at it, and publish again. Nothing was"
        " published."
    )


def test_terms_that_end_before_they_begin_are_refused():
    with pytest.raises(DomainError, match=r"^The last day must not lie before the first.$"):
        draft_terms(by=preparer(), **{**TERMS, "ends": TERMS["starts"]})


def test_a_limit_is_not_ended_without_a_reason():
    with pytest.raises(DomainError, match=r"^Say why. It stays on record.$"):
        retire_terms(pk=SubstituteTermsFactory().pk, by=approver(), reason="")


def test_the_database_refuses_an_edit_of_published_terms():
    terms = SubstituteTermsFactory()
    for change in ("rate = 300", "coverage = 1", "starts = '2026-06-01'", "day_cap_cents = 5"):
        with (
            pytest.raises(InternalError, match=r"another one is drafted and published in"),
            transaction.atomic(),
        ):
            _sql(f"UPDATE stipends_substituteterms SET {change} WHERE id = %s", [terms.pk])
    with pytest.raises(InternalError, match=r"what was published is retired"), transaction.atomic():
        _sql("UPDATE stipends_substituteterms SET state = 'draft' WHERE id = %s", [terms.pk])
    with pytest.raises(ProgrammingError, match=r"permission denied"), transaction.atomic():
        _sql("DELETE FROM stipends_substituteterms WHERE id = %s", [terms.pk])


def _drafts(count, **fields):
    """Drafts of one person for schools of their own."""
    by = preparer()
    return [SchoolAllowanceFactory(draft=True, drafted_by=by, **fields) for _ in range(count)]


def test_all_drafts_of_a_year_by_others_are_published_at_once():
    old = SchoolAllowanceFactory(budget_cents=100_000)
    first, second = _drafts(2, year=old.year, budget_cents=250_000)
    again = SchoolAllowanceFactory(draft=True, school=old.school, year=old.year, budget_cents=None)
    by = approver()
    own = SchoolAllowanceFactory(draft=True, year=old.year, drafted_by=by)
    found = limits_to_publish(by, old.year)
    assert [[one.draft for one in found.ready], found.own] == [
        sorted([first, second, again], key=lambda one: (one.school.sort_name, one.school_id)),
        [own],
    ]
    assert (found.cents_before, found.cents_after) == (100_000, 500_000)
    done = publish_allowances(year=old.year, by=by, seen=found.mark)
    assert sorted(one.pk for one in done) == [first.pk, second.pk, again.pk]
    states = dict(SchoolAllowance.objects.values_list("pk", "state"))
    now = "published"
    assert states == {
        old.pk: "retired",
        first.pk: now,
        second.pk: now,
        again.pk: now,
        own.pk: "draft",
    }
    with pytest.raises(DomainError, match=r"^No draft of 2026-27 waits for you.$"):
        publish_allowances(year=old.year, by=by, seen=found.mark)


def test_of_a_school_with_two_drafts_none_is_published_with_the_others():
    (first,) = _drafts(1)
    SchoolAllowanceFactory(draft=True, school=first.school, year=first.year)
    (alone,) = _drafts(1, year=first.year)
    found = limits_to_publish(approver(), first.year)
    assert ([one.draft for one in found.ready], found.doubled) == ([alone], [first.school])


def test_drafts_that_came_meanwhile_are_looked_at_before_any_is_published():
    (first,) = _drafts(1)
    seen, by = limits_to_publish(approver(), first.year).mark, approver()
    _drafts(1, year=first.year)
    with pytest.raises(LookFirst, match=r"^The drafts of 2026-27 are others than this page showed. "):
        publish_allowances(year=first.year, by=by, seen=seen)
    assert not SchoolAllowance.objects.published().exists()


def test_who_only_reads_limits_publishes_none():
    (first,) = _drafts(1)
    with pytest.raises(NotAllowed, match=r"^Only finance may publish what substitutes are paid.$"):
        publish_allowances(year=first.year, by=manager(), seen="")


def test_the_page_of_all_drafts_says_how_many_and_their_sums_and_publishes_them(client, settings):
    settings.DEMO = True
    first, _ = _drafts(2, budget_cents=250_000)
    by = approver()
    own = SchoolAllowanceFactory(draft=True, year=first.year, drafted_by=by)
    SchoolAllowanceFactory(draft=True, year=first.year, school=own.school, drafted_by=by)
    client.force_login(by)
    address = "/stipends/claims/limits/years/2026-27/publish/"
    shown = client.get("/stipends/claims/limits/").content.decode()
    assert f'<a class="usa-link" href="{address}">Publish all drafts of 2026-27</a> (2)' in shown
    answer = client.get(address)
    shown = answer.content.decode()
    for words in (
        "2 drafts</span> by others",
        "<dd>$5,000.00</dd>",
        f"2 drafts yourself, for {own.school.name} (2).",
    ):
        assert words in shown
    third, *_ = _drafts(1, year=first.year)
    seen = {"seen": answer.context["form"]["seen"].value()}
    again = client.post(address, seen)
    assert (again.status_code, third.school.name in again.content.decode()) == (422, True)
    seen = {"seen": again.context["form"]["seen"].value()}
    done = client.post(address, seen, follow=True)
    assert "3 limits are in force now." in done.content.decode()
    assert SchoolAllowance.objects.published().count() == 3
    assert "No draft waits for you" in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_all_drafts_at_once_publish_each_once():
    (first,) = _drafts(1)
    seen, people = limits_to_publish(approver(), first.year).mark, [approver(), approver()]
    acts = [partial(publish_allowances, year=first.year, by=one, seen=seen) for one in people]
    assert str(second_after(*acts)) == "No draft of 2026-27 waits for you."
    assert SchoolAllowance.objects.get().published_by == people[0]


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_somebody_published_meanwhile_is_named_and_none_goes_with_it():
    first, second = _drafts(2)
    seen = limits_to_publish(approver(), first.year).mark
    alone = partial(publish_allowance, pk=second.pk, by=approver())
    together = partial(publish_allowances, year=first.year, by=approver(), seen=seen)
    answer = str(second_after(alone, together))
    assert (answer.startswith(f"{second}: "), answer.endswith(" Nothing was published.")) == (True, True)
    assert list(SchoolAllowance.objects.published()) == [second]
