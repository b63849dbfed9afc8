"""Filters are drawn by a plain loop; what cannot be asked for comes back as any other form does."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.template import engines
from lxml import html

from common.forms import SearchField
from common.ui.filters import say_counts


class Narrow(forms.Form):
    q = SearchField(label="Name", required=False, max_length=20)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any"), ("open", "Open <now>"), ("Ended", [("void", "Void"), ("paid", "Paid")])],
        error_messages={"invalid_choice": "There is no such state."},
    )
    since = forms.DateField(label="Since", required=False, widget=forms.DateInput)
    school = forms.IntegerField(required=False, widget=forms.HiddenInput)
    helper = FormHelper()
    helper.form_method = "get"
    helper.add_input(Submit("", "Show"))


def drawn(**sent):
    template = engines["django"].from_string("{% load filters %}{% filters form %}")
    form = Narrow(sent)
    form.is_valid()
    return html.fromstring(template.render({"form": form}))


def test_every_field_has_its_label_and_says_what_was_chosen():
    page = drawn(q='O"Neil', state="void", since="2026-11-03", school="4")
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        assert page.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")
    assert page.xpath("//input[@name='q']/@value") == ['O"Neil']
    assert page.xpath("//option[@selected]/@value") == ["void"]
    assert page.xpath("//optgroup/@label") == ["Ended"]
    assert [one.text for one in page.xpath("//option")] == ["Any", "Open <now>", "Void", "Paid"]
    assert page.xpath("//input[@name='since']/@value") == ["2026-11-03"]
    assert page.xpath("//input[@name='since']/@type") == ["date"]
    assert page.xpath("//input[@name='school']/@type") == ["hidden"]
    assert [one.text for one in page.xpath("//button")] == ["Show"]


@pytest.mark.parametrize("words", ["Neil", "far too long a name for it"])
def test_a_box_takes_more_than_may_be_asked_for_and_no_more_than_an_address_holds(words):
    page = drawn(q=words)
    assert page.xpath("//input[@name='q']/@type") == ["search"]
    assert page.xpath("//input[@name='q']/@maxlength") == ["500"]


def test_nothing_chosen_shows_the_first_choice():
    assert drawn().xpath("//option[@selected]/@value") == [""]


@pytest.mark.parametrize("word", ["nonsense", "<b>"])
def test_what_cannot_be_asked_for_is_said_above_and_at_its_field(word):
    page = drawn(state=word)
    [link] = page.xpath("//*[@role='alert']//a")
    assert (
        link.text_content() == "There is no such state." or "There is no such state." in link.text_content()
    )
    assert link.get("href") == "#id_state"
    assert page.xpath("//select[@aria-invalid='true']/@name") == ["state"]


def test_a_choice_says_how_many_rows_it_leaves():
    field = forms.ChoiceField(choices=[("", "Any"), ("open", "Open"), ("void", "Void")])
    say_counts(field, {"open": 1200})
    assert list(field.choices) == [("", "Any"), ("open", "Open (1,200)"), ("void", "Void (0)")]
