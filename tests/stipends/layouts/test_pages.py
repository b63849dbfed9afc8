"""The pages on which a layout of payroll is drafted, tried on a run and published."""

import pytest
from django.urls import reverse

from stipends.models import Export, PayrollLayout
from stipends.rules.layouts import Drawn, Fact, Layout
from stipends.services import draft_layout
from tests.factories.people import manager
from tests.factories.stipends import OFFICE_LAYOUT, Year, approver, layout_by_two, preparer
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "District payroll",
    "ending": "csv",
    "delimiter": "semicolon",
    "amounts": "plain",
    "dates": "us",
    "key": "external_id",
    "place-external_id": "2",
    "head-external_id": "Pers No",
    "place-gross_amount": "3",
    "head-gross_amount": "Earnings",
    "head-role": "Role",
    "place-constant-2": "1",
    "head-constant-2": "Company",
    "always-constant-2": "0417",
}


def saved(client, **typed):
    return client.post(reverse("stipends:layout_new"), {**TYPED, **typed})


def test_a_layout_is_typed_row_by_row_and_goes_to_somebody_else(signed_in):
    answer = saved(signed_in(preparer()))
    row = PayrollLayout.objects.get()
    assert answer["Location"] == f"/stipends/layouts/{row.pk}/"
    assert row.in_rules == Layout(
        (
            Drawn(Fact.CONSTANT, "Company", "0417"),
            Drawn(Fact.EXTERNAL_ID, "Pers No"),
            Drawn(Fact.AMOUNT, "Earnings"),
        ),
        Fact.EXTERNAL_ID,
        delimiter="semicolon",
        dates="us",
    )
    page = signed_in(approver()).get(answer["Location"]).content.decode()
    assert "Publish" in page
    assert "3 columns, a CSV file with semicolons" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"place-role": "3"}, "Role has place 3 already."),
        ({"place-gross_amount": ""}, "A file for payroll needs the gross amount. Give it a place."),
        ({"place-role": "x"}, "Enter a whole number."),
    ],
)
def test_what_makes_no_file_is_refused_and_what_was_typed_stays(signed_in, typed, words):
    answer = saved(signed_in(preparer()), **typed)
    page = answer.content.decode()
    assert (answer.status_code, words in page, 'value="Pers No"' in page) == (422, True, True)
    assert not PayrollLayout.objects.exists()


def test_a_new_version_begins_as_the_one_it_was_asked_from(signed_in):
    row, office = layout_by_two(), signed_in(preparer())
    page = office.get(reverse("stipends:layout_new"), {"from": row.pk})
    form = page.context["form"]
    kept = {name: field.initial for name, field in form.fields.items() if field.initial not in (None, "")}
    office.post(reverse("stipends:layout_new"), kept)
    latest = PayrollLayout.objects.order_by("pk").last()
    assert (latest.version, latest.in_rules) == (2, OFFICE_LAYOUT)


def test_a_draft_is_tried_on_a_run_and_its_file_made_once_it_is_published(signed_in):
    year = Year()
    placement = year.leader()
    year.close()
    run = approved(year)
    draft = draft_layout(name="Office", layout=OFFICE_LAYOUT, by=preparer())
    office, page = signed_in(run.prepared_by), reverse("stipends:layout", args=[draft.pk])
    shown = office.get(page, {"run": run.pk}).content.decode()
    name = f"{placement.person.family_name}, {placement.person.given_name}"
    assert f"<td>{name}</td><td>$3,000.00</td><td>07/01/2026</td><td>06/30/2027</td>" in shown
    on_run = reverse("stipends:run", args=[run.pk])
    buttons = office.get(on_run).content.decode()
    assert "Make the file for Office" not in buttons
    assert ("Make the same as a workbook for Excel" in buttons, "the the" in buttons) == (True, False)
    signed_in(approver()).post(reverse("stipends:layout_publish", args=[draft.pk]))
    assert "Make the file for Office, version 1" in office.get(on_run).content.decode()
    office.post(reverse("stipends:run_export", args=[run.pk]), {"layout": draft.pk})
    assert Export.objects.get().office_layout == draft
    assert (
        f'as <a class="usa-link" href="{page}">Office, version 1</a>' in office.get(on_run).content.decode()
    )


def test_a_manager_reads_layouts_and_drafts_none(signed_in):
    layout_by_two()
    client = signed_in(manager())
    page = client.get(reverse("stipends:layouts")).content.decode()
    assert ("District payroll" in page, "New layout" in page) == (True, False)
    assert client.get(reverse("stipends:layout_new")).status_code == 403
