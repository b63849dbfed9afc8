"""Forms of school goals: what is wanted, how far it is, why it is dropped or taken back."""

from typing import Any

from django import forms

from common.forms import ButtonForm, choose_from
from common.looking import SeenTexts
from pathways.forms.base import day_field
from pathways.models import SchoolGoal
from pathways.services import Wanted, goal_texts
from people.models import School, User
from people.queries import colleagues, today

AREAS = SchoolGoal.Area.choices
LONGEST_LINE = 300


def number_field(label: str, hint: str = "", *, required: bool = True) -> forms.DecimalField:
    """A number of at most one digit after the point."""
    shown = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"})
    return forms.DecimalField(
        label=label,
        help_text=hint,
        min_value=0,
        max_digits=8,
        decimal_places=1,
        required=required,
        widget=shown,
        error_messages={
            "max_decimal_places": "Write at most one digit after the point.",
            "max_digits": "Write at most seven digits before the point, and one after it.",
            "max_whole_digits": "Write a number of at most seven digits before the point.",
        },
    )


class GoalFields(ButtonForm):
    """What a goal says."""

    area = forms.ChoiceField(label="Area", choices=AREAS)
    wanted = forms.CharField(
        label="What the school wants",
        max_length=120,
        help_text="As one would say it: “Students in two arts courses or more”.",
    )
    measure = forms.CharField(label="What is counted, and where the number comes from", max_length=200)
    start = number_field("Where you start")
    target = number_field("Target", "Lower than the start where less is wanted: absence, say.")
    person = forms.ModelChoiceField(
        label="Who carries it", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "person", colleagues(school, today()))

    def said(self) -> Wanted:
        """What was typed, as services take it."""
        return Wanted(**{name: self.cleaned_data[name] for name in GoalFields.base_fields})


class GoalForm(GoalFields):
    button = "Set this goal"
    unit = forms.ChoiceField(
        label="It is counted as", choices=SchoolGoal.Unit.choices, widget=forms.RadioSelect, initial="number"
    )
    field_order = ["area", "wanted", "measure", "unit", "start", "target", "person"]


class ChangeGoalForm(SeenTexts, GoalFields):
    """Its numbers stay of the kind they are: what was noted would mean something else."""

    button = "Change this goal"
    texts = tuple(GoalFields.base_fields)

    def __init__(self, *args: Any, goal: SchoolGoal, **kwargs: Any) -> None:
        super().__init__(*args, school=goal.school, initial=goal_texts(goal), **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        # Who carries it goes on, though they work there no more.
        if goal.person_id is not None:
            field.queryset = (field.queryset | User.objects.filter(pk=goal.person_id)).distinct()
        self.mark_shown()

    def in_words(self, name: str, stored: str) -> str:
        """An area and a person as people call them."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            found = User.objects.filter(pk=stored).first() if stored else None
            return str(found.name if found else "Nobody yet")
        return dict(AREAS).get(stored, stored) if name == "area" else stored


class NoteForm(ButtonForm):
    """The number of a day, and a line on it; either may be left out."""

    button = "Save this note"
    demands = {"number": "or words", "words": "or a number"}
    number = number_field("Where it is now", required=False)
    words = forms.CharField(label="In words", max_length=LONGEST_LINE, required=False)
    day = day_field("Day")

    def __init__(self, *args: Any, goal: SchoolGoal, **kwargs: Any) -> None:
        latest = min(today(), goal.year.last_day)
        super().__init__(*args, initial={"day": latest, **kwargs.pop("initial", {})}, **kwargs)
        if goal.unit == SchoolGoal.Unit.PERCENT:
            self.fields["number"].label = "Where it is now, in percent"


class DropForm(ButtonForm):
    button = "Drop this goal"
    look = "usa-button--secondary"
    reason = forms.CharField(label="Why the school drops it", max_length=2000, widget=forms.Textarea)


class NoteBackForm(ButtonForm):
    button = "Take it back"
    look = "usa-button--secondary"
    reason = forms.CharField(label="What was wrong", max_length=LONGEST_LINE)
