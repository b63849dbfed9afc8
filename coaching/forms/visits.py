"""A visit, as a coach on a phone records it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from coaching.models import SupportRequest, Where
from coaching.services import Seen


class VisitForm(forms.Form):
    """When, where, what was seen, when to look again. `key` is made with the page, so that it may be sent twice."""

    TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
    when = forms.ChoiceField(
        label="When",
        choices=[(TODAY, "Today"), (YESTERDAY, "Yesterday"), (OTHER, "Other day")],
        initial=TODAY,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="Which day", required=False, widget=forms.DateInput)
    where = forms.ChoiceField(
        label="Where",
        choices=[(value, str(label).capitalize()) for value, label in Where.choices],
        initial=Where.CLASS,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="What you saw, three lines",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Speak it with the microphone of your keyboard. You two read it, nobody else.",
    )
    look_again = forms.ChoiceField(
        label="Look again",
        required=False,
        choices=[("7", "In 1 week"), ("14", "In 2 weeks"), ("", "No plan")],
        initial="",
        widget=forms.RadioSelect,
    )
    request = forms.TypedChoiceField(
        label="For", required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    demands = {"on": "for another day"}

    def __init__(self, *args: Any, today: date, asked: Sequence[SupportRequest] = (), **kwargs: Any) -> None:
        """`asked`: the requests of this leader that one comes for. A phone may send one that ended meanwhile."""
        super().__init__(*args, **kwargs)
        self.today = today
        request = self.fields["request"]
        assert isinstance(request, forms.TypedChoiceField)
        sent = str(self.data.get("request", "")) if self.is_bound else ""
        known = [(str(one.pk), one.about) for one in asked]
        gone = [(sent, "A request that ended")] if sent.isdecimal() and sent not in dict(known) else []
        request.choices = [*known, *gone, ("", "No request")] if known or gone else [("", "No request")]
        request.initial = known[0][0] if known else ""

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if self.cleaned_data.get("when") == self.OTHER and self.cleaned_data.get("on", "wrong") is None:
            self.add_error("on", "Give the day on which you saw them.")
        return given

    def seen(self) -> Seen:
        """What was recorded. Call it once the form is valid."""
        given = self.cleaned_data
        days = {self.TODAY: self.today, self.YESTERDAY: self.today - timedelta(days=1)}
        on = days.get(given["when"]) or given["on"]
        weeks = given["look_again"]
        again = on + timedelta(days=int(weeks)) if weeks else None
        return Seen(on, given["where"], given["words"], again, given["request"])
