"""Rules of reminders, as staff write them."""

from typing import Any

from django import forms

from common.forms import ButtonForm
from common.looking import SeenTexts
from notifications.models import ReminderRule
from notifications.rules import AFTER, BEFORE, MOST_DAYS, REMINDERS

KINDS = sorted(
    ((key, f"{one.name}, from {one.day}") for key, one in REMINDERS.items()), key=lambda kind: kind[1]
)
SIDES = ((BEFORE, "days before"), (AFTER, "days after"))


class DayFields(forms.Form):
    """How many days, and on which side: together one number."""

    days = forms.IntegerField(
        label="How many days", min_value=0, max_value=MOST_DAYS, help_text="0 is the day itself."
    )
    side = forms.ChoiceField(label="Before or after", choices=SIDES)

    def days_before(self) -> int:
        """Negative: after the day."""
        given = self.cleaned_data
        return int(given["days"]) * (-1 if given["side"] == AFTER else 1)


class NewRuleForm(DayFields, ButtonForm):
    button = "Add this reminder"
    what = forms.ChoiceField(label="Remind of", choices=KINDS)

    field_order = ("what", "days", "side")

    def clean(self) -> dict[str, Any]:
        """What its service is told."""
        given = super().clean() or self.cleaned_data
        return {"what": given["what"], "days_before": self.days_before()} if not self.errors else given


class DaysForm(DayFields, SeenTexts, ButtonForm):
    """Another day for a rule. Hidden marks of the day shown let two windows move it without losing a word."""

    button = "Save"
    texts = ("days", "side")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_shown()

    def clean(self) -> dict[str, Any]:
        """What its service is told."""
        given = super().clean() or self.cleaned_data
        return {"days_before": self.days_before(), "seen": self.seen()} if not self.errors else given

    def in_words(self, name: str, stored: str) -> str:
        return dict(SIDES).get(stored, stored)


class ReminderRuleForm(forms.ModelForm):
    """A new one, in the administration: of the reminders there are, and so near the day that they remind."""

    what = forms.ChoiceField(label="What", choices=KINDS)
    days_before = forms.IntegerField(
        label="Days before",
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text="0 is the day itself. Negative: days after it.",
    )

    class Meta:
        model = ReminderRule
        fields = ("what", "days_before")
