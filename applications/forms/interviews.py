"""What is typed about a group interview."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from applications.models import Application
from applications.models.interviews import LONGEST_PLACE
from applications.services import When
from common.clock import day_in_words
from common.fields import PlaceInput
from common.forms import choose_from, sensible_day
from people.models import User


class _Named(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        if not isinstance(obj, Application):
            return str(obj)
        seen = f", interviewed {day_in_words(obj.interview.day)}" if obj.interview else ""
        return f"{obj.person}, {obj.school}{seen}"


class MoveInterviewForm(forms.Form):
    """When and where."""

    day = forms.DateField(label="Day", widget=forms.DateInput, validators=[sensible_day])
    begins = forms.TimeField(
        label="Begins at", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    place = PlaceInput(label="Place, or link of the meeting", max_length=LONGEST_PLACE)

    def when(self) -> When:
        """What was typed."""
        return When(**{name: self.cleaned_data[name] for name in ("day", "begins", "place")})


class InterviewForm(MoveInterviewForm):
    """Who is invited and who interviews, too."""

    applicants = _Named(
        Application.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one applicant."},
    )
    interviewers = _Named(
        User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one interviewer."},
        help_text="Nobody scores themselves, their own school or a rival: those are left out for them.",
    )

    def __init__(
        self, *args: Any, applicants: "QuerySet[Application]", people: "QuerySet[User]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "applicants", applicants)
        choose_from(self, "interviewers", people)


class CallOffForm(forms.Form):
    """Why it does not take place."""

    words = forms.CharField(
        label="Why it is called off",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is called off. Everybody on it reads it."},
    )
