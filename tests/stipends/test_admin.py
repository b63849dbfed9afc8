"""An administrator can run the year from the admin, by the same verbs and within the same limits."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import User
from stipends.models import StipendLine, StipendPolicy, StipendRun
from stipends.tasks import calculate_run
from tests.factories.people import clerk
from tests.factories.stipends import PROPORTIONAL, StipendPolicyFactory, Year, approver
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db
MODELS = [
    "export",
    "exportdownload",
    "lineconfirmation",
    "runchunk",
    "stipendline",
    "stipendpolicy",
    "stipendpolicyevent",
    "stipendrun",
    "stipendrunevent",
]


@pytest.fixture
def admin(signed_in):
    return signed_in(User.objects.create_superuser("root@example.org", "x"))


@pytest.mark.parametrize("model", MODELS)
def test_each_list_opens_and_searches(admin, model):
    run = approved_year()
    assert run.state == "approved"
    address = reverse(f"admin:stipends_{model}_changelist")
    assert admin.get(address).status_code == 200
    assert admin.get(address, {"q": "zzz"}).status_code == 200


def approved_year():
    year = Year()
    year.leader()
    year.close()
    return approved(year)


def test_a_locked_line_is_read_only_for_administrators_too(admin):
    line = StipendLine.objects.get(run=approved_year())
    address = reverse("admin:stipends_stipendline_change", args=[line.pk])
    assert admin.get(address).status_code == 200
    assert admin.post(address, {"amount_cents": "1"}).status_code == 403
    assert admin.post(reverse("admin:stipends_stipendline_delete", args=[line.pk])).status_code == 403


def test_a_run_is_prepared_and_calculated_by_an_action(admin):
    year = Year()
    year.leader()
    year.close()
    given = {"year": year.year.pk, "kind": "final", "number": 1, "step": "{}"}
    given |= {"events-TOTAL_FORMS": 0, "events-INITIAL_FORMS": 0}
    assert admin.post(reverse("admin:stipends_stipendrun_add"), given).status_code == 302
    run = StipendRun.objects.get()
    chosen = {"action": "calculate", "_selected_action": [run.pk]}
    admin.post(reverse("admin:stipends_stipendrun_changelist"), chosen)
    calculate_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.total_cents, run.prepared_by.email) == ("calculated", 300_000, "root@example.org")


def test_approving_leads_to_the_page_that_shows_the_total(admin):
    run = approved_year()
    chosen = {"action": "approve", "_selected_action": [run.pk]}
    response = admin.post(reverse("admin:stipends_stipendrun_changelist"), chosen)
    assert response["Location"] == f"/stipends/runs/{run.pk}/approve/"


def test_a_policy_is_drafted_by_an_administrator_and_published_by_another(admin, signed_in):
    old = StipendPolicyFactory()
    given = {"role": old.role_id, "year": old.year_id, "annual_cents": 5, "rule": json.dumps(PROPORTIONAL)}
    given |= {"events-TOTAL_FORMS": 0, "events-INITIAL_FORMS": 0}
    assert admin.post(reverse("admin:stipends_stipendpolicy_add"), given).status_code == 302
    draft = StipendPolicy.objects.get(state="draft")
    chosen = {"action": "publish", "_selected_action": [draft.pk]}
    admin.post(reverse("admin:stipends_stipendpolicy_changelist"), chosen)
    draft.refresh_from_db()
    assert (draft.version, draft.state) == (2, "draft")
    assert approver().pk != draft.drafted_by_id


def press(admin, model, action, row, **typed):
    """Choose one row and an action, and send its form if it has one; the words of the page that follows."""
    chosen = {"action": action, "_selected_action": [row.pk], "_typed": "1", **typed}
    answer = admin.post(reverse(f"admin:stipends_{model}_changelist"), chosen, follow=True)
    return answer.content.decode()


def test_a_run_is_exported_and_confirmed_by_actions(admin):
    run = approved_year()
    press(admin, "stipendrun", "export", run)
    content = bytes(run.exports.get().content)
    file = SimpleUploadedFile("paid.csv", content, content_type="text/csv")
    press(admin, "stipendrun", "confirm", run, file=file)
    run.refresh_from_db()
    assert (run.state, run.events.values_list("action", flat=True).latest("pk")) == ("confirmed", "confirm")


def test_a_run_is_made_void_with_a_reason_only(admin):
    run = approved_year()
    assert "This field is required." in press(admin, "stipendrun", "void", run, reason=" ")
    press(admin, "stipendrun", "void", run, reason="Wrong year.")
    run.refresh_from_db()
    assert (run.state, run.events.values_list("note", flat=True).latest("pk")) == ("void", "Wrong year.")


def test_an_exported_run_is_never_made_void(admin):
    run = approved_year()
    press(admin, "stipendrun", "export", run)
    press(admin, "stipendrun", "void", run, reason="Too late.")
    run.refresh_from_db()
    assert run.state == "exported"


def test_a_policy_is_retired_with_a_reason(admin):
    policy = StipendPolicyFactory()
    press(admin, "stipendpolicy", "retire", policy, reason="Another rule was agreed.")
    policy.refresh_from_db()
    assert (policy.state, policy.events.values_list("note", flat=True).latest("pk")) == (
        "retired",
        "Another rule was agreed.",
    )


def test_who_has_no_hat_of_finance_handles_no_money_there_either(signed_in):
    run = approved_year()
    assert "Only finance" in press(signed_in(clerk()), "stipendrun", "void", run, reason="Because.")
    run.refresh_from_db()
    assert run.state == "approved"
