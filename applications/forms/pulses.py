"""Forms of the mid-year check: its days, the answers of one of the two, and settling."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from applications.models import PulseAnswer
from applications.models.pulses import MOST_WORDS
from applications.rules.promises import KEPT, Promise
from applications.services import Said
from common.forms import ButtonForm, sensible_day
from people.queries import today

CHOICES = [(str(kept), words) for kept, words in KEPT.items()]


def _day(label: str, hint: str = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput(), validators=[sensible_day])


class PulseDaysForm(ButtonForm):
    button = "Set these days"
    first_day = _day("First day", "On this day the mails leave.")
    last_day = _day("Last day", "Until midnight of this day answers may be sent and changed.")


class SettleForm(ButtonForm):
    button = "It is settled"
    talked_on = _day("The day you had talked to both")
    words = forms.CharField(
        label="What comes of it",
        help_text="Program managers of the pathway read this; the leader and the school do not.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"talked_on": _today, **kwargs.pop("initial", {})}, **kwargs)


def _today() -> date:
    return today()


class AnswersForm(forms.Form):
    """A choice and a line for each promise. What is chosen on a page is sent with all of it."""

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Promise],
        before: Mapping[str, PulseAnswer],
        settled: bool = False,
        **kwargs: Any,
    ) -> None:
        # Segmented buttons carry the name of their field as id: a summary leads there.
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.asked = asked
        if settled:
            self.fields["sure"] = forms.BooleanField(
                label="It is otherwise than it was settled: program managers look at it again", required=False
            )
        for one in asked:
            row = before.get(one.key)
            self.fields[f"kept-{one.key}"] = forms.ChoiceField(
                label=one.text, choices=CHOICES, required=False, initial=row.kept if row else ""
            )
            self.fields[f"words-{one.key}"] = forms.CharField(
                label="A line, if you like",
                max_length=MOST_WORDS,
                required=False,
                strip=True,
                initial=row.words if row else "",
            )

    @property
    def sure(self) -> bool:
        """Whether a change after it was settled was meant."""
        return bool(self.cleaned_data.get("sure"))

    def said(self) -> dict[str, Said]:
        """What was sent, by promise; of those that were not sent nothing is said."""
        sent = [one for one in self.asked if {f"kept-{one.key}", f"words-{one.key}"} & set(self.data)]
        return {
            one.key: Said(self.cleaned_data[f"kept-{one.key}"], self.cleaned_data[f"words-{one.key}"])
            for one in sent
        }
