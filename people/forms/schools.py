"""Forms of those who keep schools."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from common.fields import LineInput
from common.forms import ButtonForm
from common.looking import SeenFields
from people.forms.keeping import day_field
from people.models import School
from people.models.schools import grade_name

GRADE_CHOICES = [(grade, grade_name(grade)) for grade in range(-1, 13)]
LEVELS = [(value, str(words).capitalize()) for value, words in School.Level.choices]


def grade_field(label: str) -> forms.TypedChoiceField:
    """A grade from TK to 12, as a number."""
    return forms.TypedChoiceField(label=label, choices=GRADE_CHOICES, coerce=int)


class SchoolForm(SeenFields, ButtonForm):
    """What a school is called, which grades it has and where it is."""

    button = "Save the school"
    name = LineInput(max_length=200)
    level = forms.ChoiceField(choices=LEVELS)
    lowest_grade = grade_field("Lowest grade")
    highest_grade = grade_field("Highest grade")
    community = LineInput(max_length=100, required=False, help_text="Like Boyle Heights.")
    cds_code = forms.CharField(
        label="CDS code",
        validators=[RegexValidator(r"^\d{14}$", "A CDS code has 14 digits, leading zeros included.")],
        help_text="14 digits, leading zeros included. The state's school directory tells it.",
    )

    def clean(self) -> Any:
        """Grades in their order."""
        data = super().clean() or self.cleaned_data
        low, high = data.get("lowest_grade"), data.get("highest_grade")
        if low is not None and high is not None and low > high:
            self.add_error("highest_grade", "The highest grade is below the lowest. Put them in order.")
        return data


class NewSchoolForm(SchoolForm):
    """A school that is new here, and since when it is part of the network."""

    button = "Add this school"
    demands = {"starts": "for a member"}
    starts = day_field(
        "Member of the network from",
        required=False,
        help_text="Leave it empty for a school outside of the network.",
    )


class FirstDayForm(ButtonForm):
    """From when on a school is part of the network."""

    button = "It joins the network"
    starts = day_field("First day in the network")
