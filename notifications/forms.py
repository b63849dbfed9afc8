"""Rules of reminders, as staff write them."""

from typing import Any

from django import forms

from notifications.models import ReminderRule
from notifications.rules import MOST_DAYS, REMINDERS


class ReminderRuleForm(forms.ModelForm):
    """Of the reminders there are, and so near the day that they remind."""

    what = forms.ChoiceField(label="What", choices=sorted(REMINDERS.items()))
    days_before = forms.IntegerField(
        label="Days before",
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text="0 is the day itself. Negative: days after it.",
    )

    class Meta:
        model = ReminderRule
        fields = ("what", "days_before", "active")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("what") == "cosign" and data.get("days_before", -1) >= 0:
            self.add_error(
                "days_before", "Nobody is reminded before they were asked. Write days after it, like -3."
            )
        return data
