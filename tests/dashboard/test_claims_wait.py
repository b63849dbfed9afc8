"""Claims, rates and limits on the list of what waits, and the head of an office clerk."""

from datetime import UTC, datetime

import pytest

from dashboard.queries import waiting_for
from dashboard.views.navigation import CLERK
from people.queries import desks_now, today
from people.services.requests import ask_for_post, confirm_request
from stipends.services import pay_batch, send_claim_back
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, principal_of
from tests.factories.stipends import (
    SchoolAllowanceFactory,
    SubstituteTermsFactory,
    approver,
    clerk_at,
    layout_draft,
    preparer,
)
from tests.stipends.claims import School, exported

pytestmark = pytest.mark.django_db


def waits(person):
    person = type(person).objects.get(pk=person.pk)
    now = datetime(2026, 11, 16, 18, tzinfo=UTC)
    return [(one.kind, one.what, one.url) for one in waiting_for(person, day=today(), now=now)]


def test_a_claim_that_was_begun_waits_for_the_office_and_whoever_signs():
    at = School()
    claim = at.filled()
    words = ("claim", "Send the claim for substitutes, 2026-27", f"/stipends/claims/{claim.pk}/")
    assert waits(at.clerk) == [words]
    assert words in waits(principal_of(at.school))
    assert waits(clerk_at(SchoolFactory())) == []


def test_a_claim_that_was_sent_waits_for_approvers_and_comes_back_to_the_office():
    at = School()
    claim, by = at.sent(), approver()
    assert waits(at.clerk) == []
    page = f"/stipends/claims/{claim.pk}/"
    assert waits(by) == [("claim_submitted", f"Approve the claim of {at.school}, 2026-27", page)]
    send_claim_back(pk=claim.pk, by=by, words="Add the receipt.")
    assert waits(by) == []
    assert waits(at.clerk) == [("claim_returned", "Mend the claim for substitutes, 2026-27", page)]


def test_a_claim_of_ones_own_school_waits_for_other_approvers_alone(client, settings):
    settings.DEMO = True
    at, other, by = School(), School(terms=False), approver()
    PostFactory(school=at.school, person=by)
    own, theirs = at.sent(), other.sent(substitute="S. Patel")
    words = f"Approve the claim of {other.school}, 2026-27"
    assert waits(by) == [("claim_submitted", words, f"/stipends/claims/{theirs.pk}/")]
    client.force_login(by)
    queue = client.get(f"/stipends/claims/{theirs.pk}/").context["queue"]
    assert [one.name for one in queue.waiting] == [other.school.name]
    assert len(waits(approver())) == 2
    assert own.state == "submitted"


def test_what_is_approved_and_what_is_in_a_file_wait_for_preparers():
    at, by = School(), preparer()
    at.approved()
    words = "Make the file of approved claims, 2026-27"
    assert waits(by) == [("claims_approved", words, "/stipends/claims/files/")]
    batch = exported(at.year)
    words, page = "Record what was paid of file 1 of claims, 2026-27", f"/stipends/claims/files/{batch.pk}/"
    assert waits(by) == [("claims_exported", words, page)]
    pay_batch(pk=batch.pk, by=by, paid_on=today())
    assert waits(by) == []


def test_drafts_of_rates_and_limits_wait_for_somebody_else_of_finance():
    by = preparer()
    terms = SubstituteTermsFactory(draft=True, drafted_by=by)
    limit = SchoolAllowanceFactory(draft=True, drafted_by=by)
    assert waits(by) == []
    assert sorted(waits(approver())) == [
        (
            "allowance",
            f"Publish what {limit.school} may claim, 2026-27",
            f"/stipends/claims/limits/{limit.pk}/",
        ),
        (
            "terms",
            "Publish what a substitute is paid from 2026-07-01 on",
            f"/stipends/claims/terms/{terms.pk}/",
        ),
    ]


def test_the_draft_of_a_layout_of_payroll_waits_for_somebody_else_of_finance():
    draft = layout_draft()
    assert waits(draft.drafted_by) == []
    page = f"/stipends/layouts/{draft.pk}/"
    assert waits(approver()) == [("layout", "Publish the layout of payroll District payroll", page)]


def test_somebody_asks_to_be_known_as_office_clerk_and_the_signer_confirms(client):
    school, person = SchoolFactory(), UserFactory()
    asked = ask_for_post(by=person, school=school, position="clerk")
    confirm_request(pk=asked.pk, by=principal_of(school))
    assert desks_now(type(person).objects.get(pk=person.pk)) == {school.pk}
    client.force_login(person)
    shown = client.get("/").content.decode()
    assert [name for name, url in CLERK if f'href="{url}"' not in shown] == []
    assert 'href="/stipends/"' not in shown
