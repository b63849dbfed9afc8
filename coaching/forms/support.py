"""What a leader asks for, to whom it is given, and the words that close it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from coaching.queries import coaches
from common.forms import ButtonForm
from common.looking import SeenFields
from people.models import User
from people.queries import today


def _word() -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label="In a line", max_length=1000, widget=area, help_text="You two read it, nobody else."
    )


def _reason() -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label="Why", max_length=500, widget=area, help_text="The leader reads it.")


class SupportForm(ButtonForm):
    button = "Ask"
    look = "usa-button--big"
    about = forms.CharField(label="What do you need help with?", max_length=120)
    words = forms.CharField(
        label="What would help",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Read by the academic team and program managers. Your principal does not see that you asked.",
    )
    needed_by = forms.DateField(
        label="Needed by",
        required=False,
        widget=forms.DateInput,
        help_text="Leave it empty when any day will do.",
    )


class AssignForm(SeenFields, ButtonForm):
    """Who comes; each coach with the leaders and open requests they have (`loads`, in words)."""

    button = "Assign"

    coach = forms.ModelChoiceField(label="Coach", queryset=User.objects.none(), empty_label="Choose a coach")

    def __init__(self, *args: Any, loads: Mapping[int, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["coach"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = coaches(today())
        if loads:
            field.choices = [("", "Choose a coach"), *loads.items()]


class AnswerForm(ButtonForm):
    """The word of the coach."""

    button = "It is done"
    words = _word()


class CloseForm(ButtonForm):
    """The word of the leader with which it closes."""

    button = "It helped: close it"
    words = _word()


class AskOnForm(ButtonForm):
    """The word of the leader who still needs help."""

    button = "I still need help"
    words = _word()


class DeclineForm(ButtonForm):
    button = "Decline"
    look = "usa-button--secondary"
    reason = _reason()


class SettleForm(ButtonForm):
    button = "Close it"
    reason = _reason()
