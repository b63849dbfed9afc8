"""An administrator can run the year from the admin, by the same verbs and within the same limits."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import User
from stipends.models import LineConfirmation, StipendLine, StipendPolicy, StipendRun
from stipends.tasks import calculate_run
from tests.factories.people import administrator, clerk
from tests.factories.stipends import (
    NOW,
    PROPORTIONAL,
    StipendLineFactory,
    StipendPolicyFactory,
    StipendRunFactory,
    Year,
    coded,
)
from tests.stipends.test_runs import approved, calculated
from tests.stipends.typed import typed

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


def press(admin, model, action, *rows, **typed):
    """Choose rows and an action, and send its form if it has one; the words of the page that follows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "_typed": "1", **typed}
    answer = admin.post(reverse(f"admin:stipends_{model}_changelist"), chosen, follow=True)
    return html.unescape(answer.content.decode())


def last_event(row):
    return row.events.values_list("action", "from_state", "to_state", "by__email").latest("pk")


def prepare(admin, year, **changes):
    given = {"year": year.year.pk, "kind": "final", "number": 1, "pays": "balance", "share": ""} | changes
    return admin.post(reverse("admin:stipends_stipendrun_add"), given)


def a_year():
    year = Year()
    year.leader()
    year.close()
    return year


def test_a_run_is_prepared_and_calculated_by_an_action(admin):
    assert prepare(admin, a_year()).status_code == 302
    run = StipendRun.objects.get()
    assert last_event(run) == ("prepare", "", "draft", "root@example.org")
    assert "Calculation started: 1." in press(admin, "stipendrun", "calculate", run)
    calculate_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.total_cents, run.prepared_by.email) == ("calculated", 300_000, "root@example.org")


def test_an_instalment_says_which_share_it_pays(admin):
    year = a_year()
    refused = prepare(admin, year, kind="instalment", pays="share_of_maximum")
    assert "Say which share it pays" in html.unescape(refused.content.decode())
    assert prepare(admin, year, kind="instalment", pays="share_of_maximum", share="2/4").status_code == 302
    assert StipendRun.objects.get().step == {"kind": "share_of_maximum", "share": "1/2"}


def test_a_second_run_of_a_kind_is_refused_in_words_and_what_was_typed_stays(admin):
    year = a_year()
    prepare(admin, year)
    page = html.unescape(prepare(admin, year).content.decode())
    assert f"There is a final run 1 of {year.year} already" in page
    assert '<option value="final" selected>' in page
    assert StipendRun.objects.count() == 1


def test_a_run_without_a_calendar_is_not_calculated(admin):
    run = StipendRunFactory()
    assert "has no service days. Enter or import them first." in press(admin, "stipendrun", "calculate", run)
    run.refresh_from_db()
    assert run.state == "draft"


def test_approving_shows_total_and_hash_and_sends_back_what_was_seen(admin):
    run = calculated(a_year())
    asked = {"action": "approve", "_selected_action": run.pk}
    page = admin.post(reverse("admin:stipends_stipendrun_changelist"), asked).content.decode()
    assert "This run pays what was earned, less what was paid before. $3,000.00 on 1 line" in page
    assert page.count(run.snapshot_sha256) == 2
    typed = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}
    assert "Look at the lines and the total, then tick this." in press(
        admin, "stipendrun", "approve", run, **typed
    )
    assert "Approved: 1." in press(admin, "stipendrun", "approve", run, seen="on", **typed)
    run.refresh_from_db()
    assert (run.state, run.approved_by.email) == ("approved", "root@example.org")
    assert last_event(run) == ("approve", "calculated", "approved", "root@example.org")


def test_another_total_than_the_one_seen_is_not_approved(admin):
    run = calculated(a_year())
    typed = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents - 1, "seen": "on"}
    page = press(admin, "stipendrun", "approve", run, **typed)
    assert "This run was calculated again while you looked at it." in page
    run.refresh_from_db()
    assert run.state == "calculated"


def test_who_prepared_a_run_does_not_approve_it_and_is_told_so(admin):
    run = calculated(a_year(), prepared_by=User.objects.get(email="root@example.org"))
    typed = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents, "seen": "on"}
    page = press(admin, "stipendrun", "approve", run, **typed)
    assert "You prepared this run, so someone else must approve it." in page
    run.refresh_from_db()
    assert run.state == "calculated"
    shown = admin.get(reverse("admin:stipends_stipendrun_change", args=[run.pk]))
    assert [name for name, _ in shown.context["buttons"]] == ["calculate", "void"]
    assert shown.context["not_here"] == ["You prepared this run, so someone else must approve it."]


def test_a_draft_cannot_be_approved_and_says_so(admin):
    page = press(admin, "stipendrun", "approve", StipendRunFactory(), seen="on", total_cents="0")
    assert "it is not the time to approve" in page


def test_the_page_of_a_run_leads_to_its_lines_and_says_who_is_not_paid(admin):
    year = Year()
    year.leader()
    year.leader(attested=None)
    year.close()
    run = calculated(year)
    page = admin.get(reverse("admin:stipends_stipendrun_change", args=[run.pk])).content.decode()
    assert "1 because the principal has not attested yet" in page
    lines = reverse("admin:stipends_stipendline_changelist")
    assert f'<a href="{lines}?run__id__exact={run.pk}">2 lines</a>' in page
    assert admin.get(lines, {"run__id__exact": run.pk}).context["cl"].result_count == 2


def test_a_line_says_its_reasons_and_is_found_by_its_number(admin):
    line = StipendLine.objects.get(run=approved_year())
    page = admin.get(reverse("admin:stipends_stipendline_change", args=[line.pk])).content.decode()
    assert f"<li>{line.cells[0]['parts'][0]['reasons'][0]}</li>" in page
    assert "Earned now: $3,000.00, less $0.00 paid before: $3,000.00." in page
    lists = reverse("admin:stipends_stipendline_changelist")
    assert list(admin.get(lists, {"q": str(line.pk)}).context["cl"].result_list) == [line]
    assert admin.get(lists, {"q": str(line.pk + 1)}).context["cl"].result_count == 0


def test_a_policy_is_drafted_on_its_page_and_published_in_the_administration_by_another(admin, signed_in):
    old = StipendPolicyFactory()
    refused = admin.get(reverse("admin:stipends_stipendpolicy_add"))
    assert refused.status_code == 403
    assert "draft it under Stipend policies" in refused.content.decode()
    given = {"role": old.role_id, "year": old.year_id, "amount": "1234.50"}
    assert admin.post(reverse("stipends:policy_new"), typed(PROPORTIONAL, **given)).status_code == 302
    draft = StipendPolicy.objects.get(state="draft")
    assert (draft.version, draft.annual_cents) == (2, 123_450)
    page = press(admin, "stipendpolicy", "publish", draft)
    assert "You drafted this policy, so someone else must publish it." in page
    draft.refresh_from_db()
    assert draft.state == "draft"
    other = administrator()
    assert "Published: 1." in press(signed_in(other), "stipendpolicy", "publish", draft)
    assert last_event(draft) == ("publish", "draft", "published", other.email)


def test_a_run_is_exported_and_confirmed_by_actions(admin):
    run = approved_year()
    press(admin, "stipendrun", "export", run, layout="generic")
    content = bytes(run.exports.get().content)
    file = SimpleUploadedFile("paid.csv", content, content_type="text/csv")
    paid = {"paid_on": "2027-06-25"}
    page = press(admin, "stipendrun", "confirm", run, file=file, **paid)
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    press(admin, "stipendrun", "confirm", run, seen=seen[1], **paid)
    run.refresh_from_db()
    assert (run.state, run.events.values_list("action", flat=True).latest("pk")) == ("confirmed", "confirm")


def test_a_run_is_made_void_with_a_reason_only(admin):
    run = approved_year()
    assert "Say why. It stays on record." in press(admin, "stipendrun", "void", run, reason=" ")
    press(admin, "stipendrun", "void", run, reason="Wrong year.")
    run.refresh_from_db()
    assert (run.state, run.events.values_list("note", flat=True).latest("pk")) == ("void", "Wrong year.")


def test_an_exported_run_is_never_made_void(admin):
    run = approved_year()
    press(admin, "stipendrun", "export", run, layout="generic")
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


def test_the_page_of_a_run_says_what_payroll_has_not_confirmed(admin):
    run = approved_year()
    address = reverse("admin:stipends_stipendrun_change", args=[run.pk])
    assert "has no file yet" in admin.get(address).content.decode()
    press(admin, "stipendrun", "export", run, layout="generic")
    said = admin.get(address).content.decode()
    assert "$3,000.00 not confirmed by payroll yet, on 1 line." in said
    assert "paid above what was earned" in said.lower()


def test_a_draft_is_discarded_with_a_reason(admin):
    draft = StipendPolicyFactory(draft=True)
    press(admin, "stipendpolicy", "discard", draft, reason="The amount is wrong.")
    draft.refresh_from_db()
    assert (draft.state, draft.events.get().note) == ("discarded", "The amount is wrong.")


def test_a_policy_reads_in_sentences_in_the_administration_too(admin):
    page = admin.get(reverse("admin:stipends_stipendpolicy_change", args=[StipendPolicyFactory().pk]))
    assert "<p>Attendance pays in proportion to the required minutes that count.</p>" in page.content.decode()


def test_a_file_is_taken_and_that_is_on_record(admin):
    run = approved_year()
    coded(run.year, run.lines.get().role)
    press(admin, "stipendrun", "export", run, layout="journal")
    file = run.exports.get()
    address = reverse("admin:stipends_export_change", args=[file.pk])
    assert admin.get(address).context["buttons"] == [("download", "Download")]
    chosen = {"action": "download", "_selected_action": file.pk, "_back": file.pk}
    answer = admin.post(reverse("admin:stipends_export_changelist"), chosen)
    assert answer.content == bytes(file.content)
    assert answer["Content-Disposition"] == f'attachment; filename="{file.file_name}"'
    assert list(file.downloads.values_list("by__email", flat=True)) == ["root@example.org"]


def test_a_bad_row_of_payroll_is_named_and_nothing_is_recorded(admin):
    run = approved_year()
    press(admin, "stipendrun", "export", run, layout="generic")
    file = SimpleUploadedFile("paid.csv", b"line,gross_amount\n1,abc\n")
    page = press(admin, "stipendrun", "confirm", run, file=file, paid_on="2027-06-25")
    assert "Row 2: the amount must be written like 1234.50." in page
    run.refresh_from_db()
    assert run.state == "exported"


@pytest.mark.parametrize(
    ("action", "typed", "said"),
    [
        ("calculate", {}, "Only a finance preparer may calculate"),
        ("approve", {"seen": "on", "total_cents": "1"}, "Only a finance approver may approve"),
        ("export", {"layout": "generic"}, "Only a finance preparer may export"),
        ("void", {"reason": "Because."}, "Only finance may make a stipend run void."),
    ],
)
def test_who_has_no_hat_of_finance_handles_no_money_there_either(signed_in, action, typed, said):
    run = approved_year()
    assert said in press(signed_in(clerk()), "stipendrun", action, run, **typed)
    run.refresh_from_db()
    assert (run.state, run.exports.count()) == ("approved", 0)


def test_who_has_no_hat_of_finance_begins_no_run_and_no_policy(signed_in):
    inside = signed_in(clerk())
    for model in ("stipendrun", "stipendpolicy"):
        assert inside.get(reverse(f"admin:stipends_{model}_add")).status_code == 403


def test_who_has_no_hat_of_finance_takes_no_file_and_retires_no_policy(signed_in, admin):
    run = approved_year()
    press(admin, "stipendrun", "export", run, layout="generic")
    inside, file = signed_in(clerk()), run.exports.get()
    assert "Only finance may take the file of a run." in press(inside, "export", "download", file)
    assert file.downloads.count() == 0
    policy = StipendPolicyFactory()
    page = press(inside, "stipendpolicy", "retire", policy, reason="Because.")
    assert "Only finance may retire a stipend policy." in page
    policy.refresh_from_db()
    assert policy.state == "published"


@pytest.mark.parametrize("rows", [3, 60])
def test_lists_take_ten_queries_at_most(admin, count_queries, rows):
    by = administrator()
    for number in range(1, rows + 1):
        line = StipendLineFactory(run__number=number, run__kind="instalment")
        line.run.events.create(action="prepare", by=by, at=NOW)
        line.run.chunks.create(round=1, number=1, placement_ids=[])
        LineConfirmation.objects.create(line=line, amount_cents=100, paid_on=NOW.date(), by=by, at=NOW)
        policy = StipendPolicyFactory(year=line.run.year)
        policy.events.create(action="draft", by=by, at=NOW)
        file = {"layout": "generic", "content": b"x", "sha256": "0" * 64, "lines_count": 1, "total_cents": 1}
        made = line.run.exports.create(file_name=f"{number}.csv", made_by=by, made_at=NOW, **file)
        made.downloads.create(by=by, at=NOW)
    for model in MODELS:
        with count_queries(at_most=10, repeats=True):
            page = admin.get(reverse(f"admin:stipends_{model}_changelist"))
        assert page.context["cl"].result_count == rows
