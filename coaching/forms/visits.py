"""A visit, as a coach on a phone records it."""

from collections.abc import Container, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date

from coaching.models import SupportRequest, Where
from coaching.services import Seen

DAY = timedelta(days=1)

UNSAID = "Say on which day you saw them."


class VisitForm(forms.Form):
    """When, where, what was seen, when to look again. `key` is made with the page, so that it may be sent twice.

    "Today" and "Yesterday" are sent as the days they name: whatever keeps what was chosen, a phone without a network or
    a session that ended, keeps the day that was meant.
    """

    OTHER = "other"
    when = forms.ChoiceField(
        label="When",
        widget=forms.RadioSelect,
        error_messages={"required": UNSAID, "invalid_choice": UNSAID},
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

    def __init__(
        self,
        sent: MultiValueDict[str, str] | None = None,
        *,
        today: date,
        asked: Sequence[SupportRequest] = (),
        **kwargs: Any,
    ) -> None:
        """`asked`: the requests of this leader that one comes for. A phone may send one that ended meanwhile, and a
        day that is neither today nor yesterday any more: it comes back as another day."""
        near = {day.isoformat(): words for day, words in ((today, "Today"), (today - DAY, "Yesterday"))}
        super().__init__(_with_day_named(sent, near), **kwargs)
        when = self.fields["when"]
        assert isinstance(when, forms.ChoiceField)
        when.choices = [*near.items(), (self.OTHER, "Other day")]
        when.initial = today.isoformat()
        request = self.fields["request"]
        assert isinstance(request, forms.TypedChoiceField)
        named = str(self.data.get("request", "")) if self.is_bound else ""
        known = [(str(one.pk), one.about) for one in asked]
        gone = [(named, "A request that ended")] if named.isdecimal() and named not in dict(known) else []
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
        on = given["on"] if given["when"] == self.OTHER else date.fromisoformat(given["when"])
        weeks = given["look_again"]
        again = on + timedelta(days=int(weeks)) if weeks else None
        return Seen(on, given["where"], given["words"], again, given["request"])


def _with_day_named(
    sent: MultiValueDict[str, str] | None, near: Container[str]
) -> MultiValueDict[str, str] | None:
    """What was sent, where "today" of an earlier day is another day by now."""
    chosen = sent.get("when", "") if sent else ""
    if sent is None or chosen in near or not _is_day(chosen):
        return sent
    named = sent.copy()
    named["when"], named["on"] = VisitForm.OTHER, chosen
    return named


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False
