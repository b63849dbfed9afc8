"""SQL that goes past the application, as its own role: PostgreSQL refuses it by the name of the promise, or in words.

What needs more than one statement, or the rights of the owner, is tried beside its subject: test_locked,
test_claim_guards, test_claim_files, test_claim_payments, test_owed_guards, test_set_against, test_budgets.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from seminars.models import Attendance
from stipends.models import (
    Budget,
    BudgetRow,
    ClaimLine,
    Export,
    Fund,
    LineConfirmation,
    SchoolAllowance,
    StipendLine,
    StipendPolicy,
    StipendRun,
    SubstituteClaim,
    SubstituteTerms,
)
from stipends.services import confirm, export
from stipends.services.confirmations import Confirmed
from tests.factories.seminars import NINE
from tests.factories.stipends import (
    NOW,
    SchoolAllowanceFactory,
    Year,
    coded,
    published_budget,
    seminar,
)
from tests.owner import past_the_guards
from tests.stipends.claims import School
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db
Model = type[models.Model]
HASH = "repeat('0', 64)"


def again(model: Model, where: str = "true", **other: str) -> str:
    """Its rows once more, with other values in some columns."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = ", ".join(other.get(column, column) for column in columns)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE {where}"


def changed(model: Model, where: str = "true", **other: str) -> str:
    values = ", ".join(f"{column} = {value}" for column, value in other.items())
    return f"UPDATE {model._meta.db_table} SET {values} WHERE {where}"


def answers(tried: Mapping[str, str]) -> dict[str, Any]:
    """Those promises whose statement was not refused by their name, with what was said instead."""
    found: dict[str, Any] = {}
    for promise, sql in tried.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
                found[promise] = f"{cursor.rowcount} rows"
        except DatabaseError as refusal:
            if promise not in str(refusal):
                found[promise] = str(refusal)
    return found


WAITS, KEPT = "state = 'calculated'", "state <> 'calculated'"
OF_IT = "run_id IN (SELECT id FROM stipends_stipendrun WHERE state = 'calculated')"
DRAFT = {"state": "'draft'", "version": "9", "published_by_id": "NULL", "published_at": "NULL"}
RUNS = {
    "approver_is_not_preparer": changed(
        StipendRun, WAITS, state="'approved'", approved_at="now()", approved_by_id="prepared_by_id"
    ),
    "preparer and approver are not paid on their run": changed(
        StipendRun,
        WAITS,
        state="'approved'",
        approved_at="now()",
        approved_by_id="(SELECT min(person_id) FROM stipends_stipendline)",
    ),
    "approved_names_who_when_and_what": changed(StipendRun, WAITS, state="'approved'"),
    "one_live_run_per_year_kind_and_number": again(StipendRun, WAITS, state="'draft'"),
    "run_total_is_not_negative": changed(StipendRun, WAITS, total_cents="-1"),
    "an approved run does not change": changed(StipendRun, KEPT, total_cents="1"),
    "one_line_per_statement_and_run": again(StipendLine, OF_IT),
    "permission denied for table stipends_stipendline": changed(StipendLine, amount_cents="1"),
    "amounts_are_not_negative": again(StipendLine, OF_IT, amount_cents="-1"),
    "amounts_beside_are_not_negative": again(StipendLine, OF_IT, taken_cents="-1"),
    "excluded_pays_nothing": again(StipendLine, OF_IT, status="'excluded'", exclusion="'zero'"),
    "excluded_says_why": again(StipendLine, OF_IT, status="'excluded'", amount_cents="0"),
    "line_names_its_inputs": again(StipendLine, OF_IT, inputs_sha256="'x'"),
    "line_has_its_hash": again(StipendLine, OF_IT, sha256="'x'"),
    "one_file_per_run_and_layout": again(Export),
    "confirmed_amount_is_above_0": again(LineConfirmation, amount_cents="0"),
    "UPDATE of stipends_stipendpolicy": changed(StipendPolicy, annual_cents="1"),
    "DELETE of stipends_stipendpolicy": "DELETE FROM stipends_stipendpolicy",
    "two_people_make_a_policy": again(StipendPolicy, **DRAFT | {"published_by_id": "drafted_by_id"}),
    "one_published_policy_per_role_and_year": again(StipendPolicy, version="9"),
    "one_policy_per_role_year_and_version": again(StipendPolicy, **DRAFT | {"version": "version"}),
    "policy_amount_is_not_negative": again(StipendPolicy, **DRAFT | {"annual_cents": "-1"}),
    "two_people_make_a_budget": again(Budget, version="9", published_by_id="written_by_id"),
    "published_budget_says_who_and_when": again(Budget, version="9", published_at="NULL"),
    "one_budget_per_year_and_version": again(Budget),
    "budget_is_above_0": again(BudgetRow, cents="0"),
    "one_fund_per_code": again(Fund),
    "fund_has_a_code": again(Fund, code="' '"),
    "fund_has_a_name": again(Fund, code="code || '9'", name="''"),
}


def test_of_runs_policies_and_budgets_the_database_refuses_it() -> None:
    year = Year()
    year.leader()
    year.leader(missed={3})
    year.close()
    coded(year.year, year.role)
    published_budget(year.year, year.role)
    run = approved(year, kind="instalment", step={"kind": "share_of_maximum", "share": "1/2"})
    export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    line = run.lines.order_by("pk").first()
    confirm(pk=run.pk, rows=[Confirmed(2, line.pk, line.amount_cents)], by=run.prepared_by, now=NOW)
    calculated(year)
    assert answers(RUNS) == {}


DRAFTED = {"state": "'draft'", "published_by_id": "NULL", "published_at": "NULL"}
OTHER = "session_id IN (SELECT id FROM seminars_session WHERE title = 'Evening')"
SENT, OPEN = "state = 'submitted'", "state = 'draft'"
WHO = {"approved_by_id": "submitted_by_id", "approved_at": "now()", "lines_sha256": HASH}
CLAIMS = {
    "a_teacher_and_session_are_claimed_once": again(ClaimLine, OTHER),
    "a teacher is covered for one day a date": changed(ClaimLine, OTHER, units="0.6"),
    "covered_for_a_day_at_most": changed(ClaimLine, OTHER, units="1.5"),
    "cost_is_above_0": changed(ClaimLine, OTHER, actual_cents="0"),
    "reimbursed_is_not_negative": changed(ClaimLine, OTHER, reimbursed_cents="-1"),
    "who did what, and when, stays as it was said": changed(ClaimLine, OTHER, teacher_id="NULL"),
    "claim_is_not_negative": changed(SubstituteClaim, SENT, total_cents="-1"),
    "whoever approves a claim is not of its school": changed(
        SubstituteClaim, SENT, state="'approved'", **WHO
    ),
    "approved_claim_names_who_and_when": changed(
        SubstituteClaim, SENT, state="'approved'", lines_sha256=HASH
    ),
    "approved_claim_has_the_hash_of_its_lines": changed(
        SubstituteClaim,
        SENT,
        state="'approved'",
        approved_at="now()",
        approved_by_id="(SELECT min(drafted_by_id) FROM stipends_substituteterms)",
    ),
    "sent_claim_names_who_and_when": changed(SubstituteClaim, OPEN, state="'submitted'"),
    "an_exported_claim_is_in_one_file": changed(SubstituteClaim, "state = 'approved'", state="'exported'"),
    "one_terms_in_force_on_a_day": again(SubstituteTerms),
    "rate_is_above_0": again(SubstituteTerms, rate="0", **DRAFTED),
    "coverage_is_a_share": again(SubstituteTerms, coverage="1.1", **DRAFTED),
    "day_cap_is_above_0": again(SubstituteTerms, day_cap_cents="0", **DRAFTED),
    "terms_end_after_they_start": again(SubstituteTerms, ends="starts", **DRAFTED),
    "two_people_make_terms": again(SubstituteTerms, published_by_id="drafted_by_id"),
    "terms_published_by_someone": again(SubstituteTerms, **DRAFTED | {"state": "'published'"}),
    "terms_ended_by_someone": again(SubstituteTerms, state="'retired'"),
    "UPDATE of stipends_substituteterms": changed(SubstituteTerms, rate="1"),
    "one_allowance_of_a_school_and_year": again(SchoolAllowance),
    "allowed_days_are_not_negative": again(SchoolAllowance, units="-1", **DRAFTED),
    "allowed_money_is_not_negative": again(SchoolAllowance, budget_cents="-1", **DRAFTED),
    "two_people_make_allowances": again(SchoolAllowance, published_by_id="drafted_by_id"),
    "allowances_published_by_someone": again(SchoolAllowance, **DRAFTED | {"state": "'published'"}),
    "allowances_ended_by_someone": again(SchoolAllowance, state="'retired'"),
    "UPDATE of stipends_schoolallowance": changed(SchoolAllowance, units="1"),
}


def test_of_claims_and_what_they_are_paid_by_the_database_refuses_it() -> None:
    at = School()
    SchoolAllowanceFactory(school=at.school, year=at.year)
    at.approved()
    School(terms=False).sent(substitute="M. Ortega")
    evening = seminar(at.school, teachers=0, title="Evening", starts_at=NINE.replace(day=14, hour=18))
    teacher = at.session.attendance.get().person
    with past_the_guards():
        Attendance.objects.create(session=evening, person=teacher, mark="present", marked_at=NINE)
    at.session = evening
    at.open()
    assert answers(CLAIMS) == {}
    with past_the_guards():
        # The guard before it refuses them too: this is the wall behind.
        assert answers({"nobody_approves_their_own_claim": changed(SubstituteClaim, SENT, **WHO)}) == {}
