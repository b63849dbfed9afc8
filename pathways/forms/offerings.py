"""Forms of pathways, roles, offerings and program years."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from common.forms import ButtonForm
from common.looking import SeenTexts
from pathways.forms.base import day_field
from pathways.models import Offering, Pathway, ProgramYear, Role
from pathways.policies import PROMPTS


class ExtendForm(ButtonForm):
    button = "Set the last day"
    until = day_field(
        "New last day to apply",
        "A later day; or an earlier one, to correct an extension. A correction takes back the days to sign and to "
        "answer that had moved along, unless days were changed since the offering was published.",
    )
    reason = forms.CharField(label="Why", widget=forms.Textarea, max_length=2000)


class ExpectationForm(ButtonForm):
    unmarked = ("text",)
    text = forms.CharField(
        label="What your ILT expects of this role",
        widget=forms.Textarea,
        max_length=4000,
        required=False,
        help_text="Applicants read it, and it is part of what they and you sign.",
    )


class ExpectationsForm(SeenTexts):
    """What a school expects, role by role; where nothing was said yet, what it expected the year before stands there
    to be kept or changed."""

    def __init__(
        self, *args: Any, offerings: Sequence[Offering], known: Mapping[int, str], **kwargs: Any
    ) -> None:
        """`known`: by offering the text that is stored, empty where somebody took it out."""
        super().__init__(*args, **kwargs)
        self.texts = self.unmarked = [str(offering.pk) for offering in offerings]
        for offering in offerings:
            self.fields[str(offering.pk)] = forms.CharField(
                label=f"{offering.role}, {offering.year}",
                widget=forms.Textarea(attrs={"rows": 4}),
                max_length=4000,
                required=False,
            )
        stored = {name: known.get(int(name), "") for name in self.texts}
        suggested, self.initial = self.initial, stored
        self.mark_shown()
        self.initial = {
            **stored,
            **{name: text for name, text in suggested.items() if int(name) not in known},
        }

    def said(self) -> dict[int, str]:
        """By offering; a role whose text was not sent at all is not said anything of."""
        sent = (name for name in self.texts if self.add_prefix(name) in self.data)
        return {int(name): self.cleaned_data[name] for name in sent}


class LinesField(forms.CharField):
    """A list of texts, one a line; a comma is a part of a text."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    # One box on the page, a list in the row: its class answers one text.
    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().to_python(value) or ""
        ProhibitNullCharactersValidator()(text)
        lines = text.splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class PathwayForm(forms.ModelForm):
    work = LinesField(label="What a leader in it does", help_text="One duty a line.")
    grows = LinesField(label="How a leader grows", help_text="One a line.", required=False)

    class Meta:
        model = Pathway
        fields = ("name", "slug", "short", "kind", "leads", "work", "grows", "goal_area", "position")


class RoleForm(forms.ModelForm):
    adds = LinesField(label="Duties beyond the pathway's", help_text="One a line.", required=False)

    class Meta:
        model = Role
        fields = ("pathway", "name", "slug", "adds", "after_role", "after_years", "peer_work", "position")


class PromptsForm(forms.ModelForm):
    """A form of an offering with its four questions, each in a field of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PROMPTS:
            self.fields[name].initial = self.instance.prompts.get(name, "")

    def _post_clean(self) -> None:
        asked = {name: self.cleaned_data.get(name, "") for name in PROMPTS}
        self.instance.prompts = self.instance.prompts | asked
        # Where Django fills the row from the form; it has no public name.
        super()._post_clean()  # type: ignore[misc]


def question(about: str) -> forms.CharField:
    return forms.CharField(
        label=f"Question on {about}", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class OfferingForm(PromptsForm):
    """An offering in the administration."""

    time = question("time")
    mindset = question("mindset")
    skillset = question("skillset")
    experience = question("experience")
    why = forms.CharField(
        label="Why the days change",
        required=False,
        max_length=500,
        help_text="Asked for when days of a published offering change: they count at once. It stays on record.",
    )

    class Meta:
        model = Offering
        exclude = ("prompts",)


class ProgramYearForm(forms.ModelForm):
    """A year with its calendar: one service day a line."""

    days = forms.CharField(
        label="Service days",
        widget=forms.Textarea(attrs={"rows": 12}),
        required=False,
        max_length=10_000,
        help_text="One a line, like 2026-08-10. Stipends are prorated over these days.",
    )

    class Meta:
        model = ProgramYear
        fields = ("label", "starts", "ends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            days = self.instance.service_days.order_by("day").values_list("day", flat=True)
            self.fields["days"].initial = "\n".join(day.isoformat() for day in days)

    def clean_days(self) -> list[date]:
        lines = self.cleaned_data["days"].split()
        return [_day_of_line(number, line) for number, line in enumerate(lines, 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # What stays as it is, is not on the form.
        starts, ends = (data.get(name, getattr(self.instance, name)) for name in ("starts", "ends"))
        days = data.get("days") or []
        self._check_sensible(data)
        if starts and ends:
            outside = [day for day in days if not starts <= day < ends]
            if outside:
                self.add_error("days", f"{outside[0]} is not in this year. Take it out.")
        return data

    def _check_sensible(self, data: dict[str, Any]) -> None:
        typed = {name: data[name] for name in ("starts", "ends") if data.get(name)}
        for name, day in typed.items():
            if not 2000 <= day.year <= 2100:
                self.add_error(name, "Choose a day from 2000 to 2100.")
        if len(typed) == 2 and (typed["ends"] - typed["starts"]).days > 366:
            self.add_error("ends", "A program year lasts 366 days at most. Check both days.")


def _day_of_line(number: int, line: str) -> date:
    try:
        return date.fromisoformat(line)
    except ValueError:
        raise forms.ValidationError(
            f"Line {number}: “{line[:40]}” is no day. Write it like 2026-08-10."
        ) from None
