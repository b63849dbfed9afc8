"""The vocabulary of the templates and the fields of every kind."""

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import SafeString

from applications.states import Action, Care
from common.ui import components as tags
from dashboard.forms import EveryFieldForm, LaidOutForm
from pathways.states import PlacementAction


class State(StrEnum):
    NOT_SUPPORTED = "not_supported"


def drawn(source: str, **context: Any) -> str:
    """The template's output with its white space folded."""
    html = Template("{% load components crispy_forms_tags %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", html).strip()


def field_html(field: forms.Field, data: dict[str, Any] | None = None, initial: Any = None) -> str:
    """One field named `it`, as the form pack draws it."""
    form = type("OneField", (forms.Form,), {"it": field})(data, initial={"it": initial})
    return drawn("{{ form.it|as_crispy_field }}", form=form)


ROOT = Path(__file__).resolve().parents[3]
DEEDS = {str(deed): deed for deed in (*Action, *Care)}


# --- words ----------------------------------------------------------------------------------------
def test_a_role_that_begins_later_was_not_begun_when_it_was_accepted() -> None:
    assert tags.happened(PlacementAction.BEGIN) == "Placement put on record"


def test_the_university_keeps_its_name_in_a_state() -> None:
    assert tags.in_words("applied_ucla") == "Applied at UCLA"


def test_a_state_is_a_word_with_a_tone() -> None:
    assert drawn("{% badge state %}", state=State.NOT_SUPPORTED) == (
        '<span class="badge badge--bad">Not supported</span>'
    )


def test_a_state_nobody_listed_is_calm() -> None:
    assert drawn("{% badge 'somewhere' %}") == '<span class="badge badge--calm">Somewhere</span>'


def test_an_address_in_a_heading_breaks_after_the_at_or_before_a_dot_alone() -> None:
    assert tags.breaking("ana.ruiz@example.org stays & goes") == (
        "ana.ruiz@<wbr>example<wbr>.org stays &amp; goes"
    )
    assert tags.breaking("wilhelmina.featherstonehaugh@a.org") == (
        "wilhelmina<wbr>.featherstonehaugh@<wbr>a<wbr>.org"
    )
    assert tags.breaking("<b>2026-27</b>") == "&lt;b&gt;2026-27&lt;/b&gt;"


def test_an_address_of_our_own_pages_in_a_sentence_is_a_link() -> None:
    codes = "/stipends/codes/?year=2026-27&amp;side=cost"
    assert tags.linked("Write them under /stipends/codes/?year=2026-27&side=cost. <b>") == (
        f'Write them under <a class="usa-link" href="{codes}">{codes}</a>. &lt;b&gt;'
    )
    for plain in ("1/2 of a day, and/or none", "//example.org/a/", "https://example.org/a/", "/a"):
        assert tags.linked(plain) == plain
    drawn_already = SafeString("<i>/people/</i>")
    assert tags.linked(drawn_already) is drawn_already


def test_a_badge_escapes_its_words() -> None:
    assert "<b>" not in drawn("{% badge '<b>' %}")


@pytest.mark.parametrize(
    ("share", "words"),
    [(Fraction(2, 3), "66.7%"), (Fraction(1), "100%"), (0, "0%"), (Fraction(1, 8), "12.5%"), (None, "")],
)
def test_shares_are_exact_to_one_decimal(share: Any, words: str) -> None:
    assert tags.percent(share) == words


def test_money_is_dollars_and_nothing_is_nothing() -> None:
    assert (tags.dollars(1234567), tags.dollars(None)) == ("$12,345.67", "")


def test_a_moment_after_midnight_utc_is_still_the_evening_in_los_angeles() -> None:
    assert tags.moment(datetime(2026, 11, 4, 1, 5, tzinfo=UTC)) == "Nov 3, 2026, 5:05 p.m."


def test_noon_and_midnight_are_twelve() -> None:
    noon, midnight = datetime(2026, 7, 1, 19, tzinfo=UTC), datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert (tags.clock(noon), tags.clock(midnight)) == ("12:00 p.m.", "12:00 a.m.")


def test_a_day_is_written_with_and_without_its_name() -> None:
    day = date(2026, 2, 28)
    assert (tags.day(day), tags.weekday(day)) == ("Feb 28, 2026", "Saturday, February 28, 2026")


def test_bars_are_as_long_as_their_share_of_the_whole() -> None:
    html = drawn(
        "{% bar_chart rows caption='Places' %}",
        rows=[{"label": "A", "value": 40}, {"label": "B", "value": 10, "text": "ten"}],
    )
    assert re.findall(r'<rect width="(\d+)"', html) == ["800", "200"]
    assert '<td class="number">ten</td>' in html


@pytest.mark.parametrize(("value", "whole", "width"), [(50, 52, 962), (52, 52, 1000), (0, 0, 0), (-5, 10, 0)])
def test_a_bar_of_one_s_own_whole_is_full_only_there(value: int, whole: int, width: int) -> None:
    rows = [{"label": "A", "value": value, "whole": whole}, {"label": "B", "value": 1, "whole": 4}]
    html = drawn("{% bar_chart rows caption='Places' %}", rows=rows)
    assert re.findall(r'<rect width="(\d+)"', html) == [str(width), "250"]


def test_a_chart_of_zeros_draws_no_bar() -> None:
    assert 'rect width="0"' in drawn("{% bar_chart rows caption='x' %}", rows=[{"label": "A", "value": 0}])


def test_the_links_to_other_pages_keep_the_filters() -> None:
    request = RequestFactory().get("/x", {"q": "a&b", "page": "2"})
    html = drawn("{% pagination page %}", request=request, page=Paginator(range(120), 50).page(2))
    assert re.findall(r'href="([^"]+)"', html) == [f"?q=a%26b&amp;page={n}" for n in (1, 1, 2, 3, 3)]


def test_one_page_needs_no_links() -> None:
    request = RequestFactory().get("/x")
    assert drawn("{% pagination page %}", request=request, page=Paginator(range(5), 50).page(1)) == ""


# --- fields ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "marks"),
    [
        (forms.CharField(label="It"), 'type="text" name="it" class="usa-input"'),
        (forms.EmailField(label="It"), 'type="email" name="it"'),
        (forms.CharField(label="It", widget=forms.PasswordInput), 'type="password" name="it"'),
        (forms.CharField(label="It", widget=forms.Textarea), '<textarea name="it"'),
        (forms.IntegerField(label="It"), 'type="number" name="it"'),
        (forms.ChoiceField(label="It", choices=[("1", "One")]), '<select name="it" class="usa-select"'),
        (forms.DateField(label="It"), 'type="date" name="it"'),
        (forms.TimeField(label="It"), 'type="time" name="it"'),
        (forms.DateTimeField(label="It"), 'type="datetime-local" name="it"'),
        (forms.FileField(label="It"), 'type="file" name="it" class="file-input"'),
    ],
    ids=lambda value: getattr(getattr(value, "widget", None), "__class__", type("", (), {})).__name__,
)
def test_a_plain_field_has_a_label_and_its_class(field: forms.Field, marks: str) -> None:
    html = field_html(field)
    assert '<label class="usa-label" for="id_it">It' in html
    assert marks in html


def test_a_hint_and_an_error_are_tied_to_the_field() -> None:
    html = field_html(forms.CharField(help_text="As on the record."), {"it": ""})
    assert 'aria-describedby="id_it_helptext id_it_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<div class="usa-hint" id="id_it_helptext">As on the record.</div>' in html
    assert 'id="id_it_error"' in html


def test_choices_are_a_group_with_a_legend() -> None:
    html = field_html(
        forms.ChoiceField(
            label="Support?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect, help_text="Hint"
        ),
        {"it": "n"},
    )
    assert '<fieldset class="usa-fieldset" aria-describedby="id_it_helptext">' in html
    assert '<legend class="usa-legend">Support?' in html
    assert re.findall(r'value="(.)" id="(\w+)"( checked)?', html) == [
        ("y", "id_it_0", ""),
        ("n", "id_it_1", " checked"),
    ]


def test_several_boxes_keep_what_was_ticked() -> None:
    field = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B"), ("c", "C")], widget=forms.CheckboxSelectMultiple
    )
    html = field_html(field, {"it": ["a", "c"]})
    assert re.findall(r'type="checkbox" name="it" value="(.)" id="\w+" checked', html) == ["a", "c"]


def test_a_choice_named_by_a_member_of_an_enum_is_sent_by_its_value() -> None:
    field = forms.ChoiceField(choices=[(State.NOT_SUPPORTED, "No")], widget=forms.RadioSelect)
    assert 'value="not_supported" id="id_it_0" checked' in field_html(field, initial=State.NOT_SUPPORTED)


def test_a_single_box_stands_before_its_words() -> None:
    html = field_html(forms.BooleanField(label="I agree"))
    box, words = html.index('type="checkbox"'), html.index('<label class="usa-checkbox__label" for="id_it">')
    assert box < words


def test_each_part_of_a_day_and_time_has_a_name() -> None:
    html = field_html(forms.SplitDateTimeField(label="Starts"))
    assert re.findall(r'<input type="(\w+)"[^>]*aria-label="([^"]+)"', html) == [
        ("date", "Starts, day"),
        ("time", "Starts, time"),
    ]


def test_a_date_that_could_not_be_read_is_shown_as_it_was_typed() -> None:
    assert 'type="text" name="it" value="next week"' in field_html(forms.DateField(), {"it": "next week"})


def test_what_may_stay_empty_says_so() -> None:
    assert "(optional)" in field_html(forms.CharField(required=False))
    assert "(optional)" not in field_html(forms.CharField())


def test_hidden_fields_have_no_label() -> None:
    html = field_html(forms.CharField(widget=forms.HiddenInput), initial="7")
    assert html == '<input type="hidden" name="it" value="7" id="id_it">'


# --- whole forms ----------------------------------------------------------------------------------
def test_every_error_is_listed_once_and_leads_to_a_field_that_is_there() -> None:
    form = LaidOutForm({"name": "Nobody", "version": "1"})
    html = render_crispy_form(form)
    links = re.findall(r'<a href="#([\w-]+)"', html)
    assert links == ["id_hours", "id_essay", "id_school", "id_grades_0", "id_answer_0", "id_day", "id_agreed"]
    assert [link for link in links if f'id="{link}"' not in html] == []
    assert html.count("Nobody cannot apply.") == 1
    assert html.count('class="error-summary"') == 1


def test_a_form_without_a_layout_lists_its_errors_once_too() -> None:
    html = render_crispy_form(EveryFieldForm({"name": "Nobody", "version": "1"}))
    assert html.count("Nobody cannot apply.") == 1


def test_a_form_nobody_sent_has_no_summary() -> None:
    assert "error-summary" not in render_crispy_form(LaidOutForm())


def test_a_form_with_a_file_sends_it() -> None:
    assert 'enctype="multipart/form-data"' in render_crispy_form(EveryFieldForm())


def test_nothing_in_a_form_is_styled_or_scripted_inline() -> None:
    html = render_crispy_form(LaidOutForm({"name": "Nobody"}))
    assert re.findall(r"\s(?:style|on\w+)=", html) == []


def test_a_submit_button_carries_our_class_and_not_that_of_bootstrap() -> None:
    html = render_crispy_form(LaidOutForm())
    assert re.findall(
        r'<button type="submit" name="save" value="Send it" id="submit-id-save" class="([^"]+)"', html
    )
    assert "btn" not in html


def test_a_set_of_forms_is_drawn_with_its_counters() -> None:
    formset = forms.formset_factory(EveryFieldForm, extra=2)()
    html = drawn("{{ formset|crispy }}", formset=formset)
    assert 'name="form-TOTAL_FORMS" value="2"' in html
    assert 'name="form-1-name"' in html


def test_no_sentence_that_ends_with_a_time_of_day_ends_twice() -> None:
    """ "4:05 p.m." has its stop already."""
    twice = re.compile(r"\|(clock|moment)\s*}}\.")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(ROOT.glob("templates/**/*.*"))
        if twice.search(path.read_text())
    ]
    assert found == []


def test_a_badge_that_says_a_sentence_may_wrap() -> None:
    """A badge stands on one line; what is longer than a state's own word would push a phone's page sideways."""
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {words}"
        for path in sorted(ROOT.glob("templates/**/*.html"))
        for words in re.findall(r'class="badge badge--\w+">([^<{]{16,})<', path.read_text())
    ]
    assert found == []


def test_a_limit_of_thousands_is_read_with_its_comma() -> None:
    text = forms.CharField(max_length=20_000, widget=forms.Textarea)
    assert "Up to 20,000 characters" in field_html(text)
