"""Forms of placements: an end, a first day, another school, a leave."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from common.addresses import AddressField
from common.states import choices
from pathways.forms.base import SeenForm, day_field
from pathways.models import Leave, Role
from pathways.states import Ending
from people.models import School

REASONS = choices(Ending)


def why_moved() -> forms.CharField:
    """Why a leader serves at another school; asked when that moves a stipend."""
    hint = "It stays in the history. The leader and both schools read it in a mail."
    return forms.CharField(label="Why the school changes", required=False, max_length=500, help_text=hint)


NOT_CHOSEN = [("", "Choose a reason")]


class EndForm(SeenForm):
    button = "End the placement"
    last_day = day_field("Last day of the placement")
    reason = forms.ChoiceField(label="Reason", choices=NOT_CHOSEN + REASONS)
    note = forms.CharField(
        label="Note",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text="The leader reads it, in a mail and on their statement, when it moves their stipend.",
    )
    sure = forms.BooleanField(
        label="I end this placement on that day",
        error_messages={"required": "Tick this if the placement ends on that day."},
    )


class CorrectEndForm(SeenForm):
    button = "Correct it"
    last_day = day_field("Last day of the placement")
    reason = forms.ChoiceField(label="Reason it ended", choices=NOT_CHOSEN + REASONS)
    why = forms.CharField(label="Why it is corrected", widget=forms.Textarea, max_length=2000)


class TakeBackEndForm(SeenForm):
    button = "Take back the end"
    why = forms.CharField(label="Why it did not end", widget=forms.Textarea, max_length=2000)


class TakeBackLeaderForm(SeenForm):
    button = "Take this leader back"
    why = forms.CharField(label="Why it was a mistake", widget=forms.Textarea, max_length=2000)


class CorrectStartForm(SeenForm):
    button = "Correct it"
    first_day = day_field("First day of the placement")
    why = forms.CharField(label="Why it is corrected", widget=forms.Textarea, max_length=2000)


class MoveForm(SeenForm):
    button = "Move the placement"
    demands = {"why": "when it moves a stipend"}
    school = forms.ModelChoiceField(
        label="New school", queryset=School.objects.all(), empty_label="Choose a school"
    )
    first_day = day_field("First day at the new school")
    why = why_moved()


class TakeBackMoveForm(SeenForm):
    button = "Take back the move"
    why = forms.CharField(label="Why it is taken back", widget=forms.Textarea, max_length=2000)


class TakeBackLeaveForm(SeenForm):
    button = "Take back the leave"
    look = "usa-button--outline"
    leave = forms.TypedChoiceField(
        label="Leave",
        coerce=int,
        error_messages={"invalid_choice": "This leave was taken back already. Look at those that stand."},
    )
    why = forms.CharField(label="Why it is taken back", widget=forms.Textarea, max_length=2000)

    def __init__(self, *args: Any, leaves: Iterable[Leave], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [
            (leave.pk, f"{leave.get_category_display().capitalize()}, {leave.days}") for leave in leaves
        ]
        field = self.fields["leave"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Choose a leave"), *chosen]


class ReceiveForm(SeenForm):
    """For the principal of the receiving school, who does not see the placements of others."""

    button = "Start the move"
    demands = {"why": "when it moves a stipend"}
    email = AddressField(label="Email of the leader who comes to you")
    role = forms.ModelChoiceField(
        label="Role", queryset=Role.objects.all(), empty_label="Choose the role they hold"
    )
    school = forms.ModelChoiceField(
        label="Your school", queryset=School.objects.none(), empty_label="Choose your school"
    )
    first_day = day_field(
        "First day at your school",
        "Today or later. A program manager can record an earlier day: write to the Partnership.",
    )
    why = why_moved()

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"] = forms.ModelChoiceField(
            schools, label="Your school", empty_label="Choose your school"
        )


class LeaveForm(SeenForm):
    button = "Record the leave"
    demands = {"reason": "when it moves a stipend"}
    category = forms.ChoiceField(
        label="Kind of leave", choices=Leave.Category.choices, help_text="Nothing about health, please."
    )
    protected = forms.BooleanField(label="This leave is protected", required=False)
    first_day = day_field("First day away")
    last_day = day_field("Last day away")
    reason = forms.CharField(
        label="Why it is recorded",
        required=False,
        max_length=500,
        help_text="It stays in the history; where it moves the stipend, the leader reads it in a mail. Nothing about "
        "health, please.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day cannot be before the first.")
        if last:
            # Periods are half-open in the database and inclusive on the page.
            data["ends"] = last + timedelta(days=1)
        return data
