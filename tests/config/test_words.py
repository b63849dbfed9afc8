"""What a form says about a field that was left empty, or holds too much."""

import pytest
from django import forms

from people.models import School


class Everything(forms.Form):
    text = forms.CharField(max_length=3)
    number = forms.IntegerField(min_value=2, max_value=4)
    choice = forms.ChoiceField(choices=[("a", "A")])
    several = forms.MultipleChoiceField(choices=[("a", "A")])
    school = forms.ModelChoiceField(School.objects.none())
    schools = forms.ModelMultipleChoiceField(School.objects.none())
    tick = forms.BooleanField()
    day = forms.DateField()
    moment = forms.DateTimeField()
    file = forms.FileField()
    own = forms.CharField(error_messages={"required": "Type your name."})


def test_a_form_sent_empty_says_what_to_do_about_each_kind_of_field():
    assert Everything({}, {}).errors == {
        "text": ["Fill this in."],
        "number": ["Fill this in."],
        "choice": ["Choose one of these."],
        "several": ["Choose at least one of these."],
        "school": ["Choose one of these."],
        "schools": ["Choose at least one of these."],
        "tick": ["Tick this to go on."],
        "day": ["Give a day, like 10/14/2026."],
        "moment": ["Give a day and a time."],
        "file": ["Choose a file."],
        "own": ["Type your name."],
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "four"}, "Write at most 3 characters; these are 4."),
        ({"number": "1"}, "This must not be less than 2."),
        ({"number": "5"}, "This must not be more than 4."),
        ({"day": "soon"}, "This is not a day. Write it like 10/14/2026."),
    ],
)
def test_what_cannot_be_taken_says_what_could(typed, said):
    (name,) = typed
    assert Everything(typed).errors[name] == [said]
