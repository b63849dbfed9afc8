"""What a day of a substitute pays and what a school may claim: drafted by one person, published by another."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from common.errors import DomainError, SomeoneElse
from stipends.models import SubstituteTerms
from stipends.queries.claims import account
from stipends.services import (
    draft_allowance,
    draft_terms,
    publish_allowance,
    publish_terms,
    retire_terms,
)
from tests.factories.stipends import (
    SchoolAllowanceFactory,
    SubstituteTermsFactory,
    approver,
    preparer,
)

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


def test_one_rate_is_in_force_on_a_day():
    SubstituteTermsFactory()
    terms = draft_terms(by=preparer(), **TERMS)
    with pytest.raises(
        DomainError, match=r"^Other terms are in force in these days: Jul 1, 2026 to Jun 30, 2027."
    ):
        publish_terms(pk=terms.pk, by=approver())
    retire_terms(pk=SubstituteTerms.objects.published().get().pk, by=approver(), reason="A new contract.")
    assert publish_terms(pk=terms.pk, by=approver()).in_force


def test_another_limit_takes_the_place_of_the_one_before():
    before = SchoolAllowanceFactory()
    limit = draft_allowance(school=before.school, year=before.year, budget_cents=100, by=preparer())
    publish_allowance(pk=limit.pk, by=approver())
    before.refresh_from_db()
    assert (before.state, before.ended_because) == ("retired", "Another one was published.")
    assert account(before.school_id, before.year_id).budget == 100


def test_terms_that_end_before_they_begin_are_refused():
    with pytest.raises(DomainError, match=r"^The last day must not lie before the first.$"):
        draft_terms(by=preparer(), **{**TERMS, "ends": TERMS["starts"]})


def test_a_limit_is_not_ended_without_a_reason():
    with pytest.raises(DomainError, match=r"^Say why. It stays on record.$"):
        retire_terms(pk=SubstituteTermsFactory().pk, by=approver(), reason="")


def test_the_database_refuses_an_edit_of_published_terms():
    terms = SubstituteTermsFactory()
    for change in ("rate = 300", "coverage = 1", "ends = '2028-01-01'", "day_cap_cents = 5"):
        with (
            pytest.raises(InternalError, match=r"another one is drafted and published in"),
            transaction.atomic(),
        ):
            _sql(f"UPDATE stipends_substituteterms SET {change} WHERE id = %s", [terms.pk])
    with pytest.raises(InternalError, match=r"what was published is retired"), transaction.atomic():
        _sql("UPDATE stipends_substituteterms SET state = 'draft' WHERE id = %s", [terms.pk])
    with pytest.raises(ProgrammingError, match=r"permission denied"), transaction.atomic():
        _sql("DELETE FROM stipends_substituteterms WHERE id = %s", [terms.pk])
