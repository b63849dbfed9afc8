"""A form for what can no longer be done: read and copied, with a link in place of its button."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from common.forms import ButtonForm
from common.too_late import AsItIs, close
from pathways.verbs import DELIVERABLE
from stipends.verbs import RUN
from tests.factories.people import manager
from tests.factories.stipends import approver
from tests.pathways.test_states import record_in
from tests.stipends.test_states import run_in

WAY = AsItIs("/deliverables/1/", "See the deliverable as it is")


class Words(ButtonForm):
    words = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    paper = forms.FileField(required=False)
    note = forms.CharField(required=False, widget=forms.Textarea)


def test_what_was_typed_too_late_can_be_copied_and_not_changed_or_sent():
    form = Words({"words": "Late.", "note": "Long."})
    assert "kind" in form.errors
    close(form, "This was done already.", WAY)
    assert {name: field.widget.attrs for name, field in form.fields.items()} == {
        "words": {"readonly": True},
        "kind": {"disabled": True},
        "paper": {"disabled": True},
        "note": {"cols": "40", "rows": "10", "readonly": True},
    }
    assert (form["words"].value(), form["note"].value()) == ("Late.", "Long.")
    assert form.errors == {"__all__": ["This was done already."]}
    assert form.helper.inputs == []


@pytest.fixture
def signed_in(client, settings):
    settings.DEMO = True

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.mark.django_db
def test_words_for_a_deliverable_that_was_decided_meanwhile_stay_with_a_link_to_it(signed_in):
    record = record_in("accepted")
    client = signed_in(manager())
    answer = client.post(f"/deliverables/{record.pk}/waive/", {"waive-words": "No team this year."})
    html = answer.content.decode()
    page = DELIVERABLE.page_of(record)
    assert answer.status_code == 422
    assert f'<a class="usa-button" href="{page}">See the deliverable as it is</a>' in html
    assert "No team this year.</textarea>" in html
    assert f'formaction="/deliverables/{record.pk}/waive/"' not in html


@pytest.mark.django_db
def test_a_run_approved_in_another_window_has_no_button_to_approve_it(signed_in):
    run = run_in("approved")
    client = signed_in(approver())
    sent = {"snapshot_sha256": "a" * 64, "total_cents": 1, "seen": "on"}
    answer = client.post(f"/stipends/runs/{run.pk}/approve/", sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a class="usa-button" href="{RUN.page_of(run)}">See the run as it is</a>' in html
    assert ("Approve this run</button>" in html, 'value="Approve this run"' in html) == (False, False)
    assert "Send it back instead" not in html


class Reported(forms.Form):
    """Its helper stands in the class, for all forms of it."""

    words = forms.CharField()
    helper = FormHelper()
    helper.add_input(Submit("send", "Report it"))


def test_the_form_that_is_closed_has_no_button_and_the_next_one_of_its_kind_has_it():
    late = Reported({"words": "Typed"})
    close(late, "It is over.", AsItIs("/", "See it as it is"))
    assert (late.helper.inputs, late.errors.as_data().keys()) == ([], {"__all__"})
    assert [button.value for button in Reported().helper.inputs] == ["Report it"]
