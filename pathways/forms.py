"""Forms of placements, deliverables and attestations."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, ProhibitNullCharactersValidator
from django.db.models import QuerySet

from common.addresses import AddressField
from common.beside import read_only
from common.errors import DomainError
from common.looking import SeenFields
from common.uploads import accept_upload
from pathways.models import DeliverableRecord, Leave, Offering, Pathway, ProgramYear, Role
from pathways.states import Ending
from people.models import School

EVIDENCE_KINDS = ("pdf", "docx", "png", "jpeg")
QUESTIONS = ("time", "mindset", "skillset", "experience")
REASONS = [(ending.value, ending.value.replace("_", " ").capitalize()) for ending in Ending]

# What stands above the forms that end a placement, on its page and in the administration.
ENDING = (
    "The stipend counts the service days until then; what comes after it no longer counts. A move or a leave "
    "after it counts no longer; it does again if this end is corrected. The leader gets a mail."
)
CORRECTING = (
    "The old day and reason stay in the history, with why they change, and the leader gets a mail. What was paid "
    "stays as it was paid: a supplementary run settles the difference."
)

CORRECTING_START = (
    "The old day stays in the history, with why it changes, and the leader gets a mail. The stipend counts the days "
    "and sessions from the new first day on. What was paid stays as it was paid: a supplementary run settles the "
    "difference."
)


class ActionForm(forms.Form):
    """A form that does one thing; the word on its button says which."""

    button = "Save"
    look = ""
    # What was typed can be read and copied, and no longer sent.
    closed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", self.button, css_class=self.look))

    def refuse_for_good(self, sentence: str) -> None:
        """What was typed came too late: it stays to be read and copied, and cannot be sent again."""
        self.add_error(None, sentence)
        self.helper.inputs, self.closed = [], True
        read_only(self)


class SeenForm(SeenFields, ActionForm):
    """What it does may move a stipend: that is looked at first."""


def day_field(label: str, hint: str = "") -> forms.DateField:
    """A day, typed or chosen."""
    sensible = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput(), validators=sensible)


def why_moved() -> forms.CharField:
    """Why a leader serves at another school; asked when that moves a stipend."""
    hint = "The leader reads it in a mail and on their statement."
    return forms.CharField(label="Why the school changes", required=False, max_length=500, help_text=hint)


class SubmitForm(ActionForm):
    button = "Hand in"
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=5000, required=False)
    link = forms.URLField(
        label="Address of your work", max_length=2000, required=False, assume_scheme="https"
    )
    file = forms.FileField(
        label="File",
        required=False,
        help_text="PDF, Word (.docx) or a picture (JPEG, PNG, HEIC), at most 10 MB.",
    )

    def __init__(self, *args: Any, record: DeliverableRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = record.deliverable.evidence
        for name in {"link", "file"} - {kind}:
            del self.fields[name]
        # A file that was handed in before a return still counts.
        self.fields[kind].required = not (kind == "file" and record.file)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        try:
            return accept_upload(file, kinds=EVIDENCE_KINDS)
        except DomainError as refused:
            raise forms.ValidationError(str(refused)) from refused


class ReturnForm(ActionForm):
    button = "Return for changes"
    look = "usa-button--outline"
    words = forms.CharField(label="What should change", widget=forms.Textarea, max_length=2000)


class WaiveForm(ActionForm):
    button = "Waive"
    look = "usa-button--outline"
    words = forms.CharField(
        label="Why it is waived",
        widget=forms.Textarea,
        max_length=2000,
        help_text="It then leaves the sum of the stipend. The reason stays on record.",
    )


NOT_CHOSEN = [("", "Choose a reason")]


class EndForm(SeenForm):
    button = "End the placement"
    last_day = day_field("Last day of the placement")
    reason = forms.ChoiceField(label="Reason", choices=NOT_CHOSEN + REASONS)
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=2000, required=False)
    sure = forms.BooleanField(
        label="I end this placement on that day",
        error_messages={"required": "Tick this if the placement ends on that day."},
    )


class CorrectEndForm(SeenForm):
    button = "Correct it"
    last_day = day_field("Last day of the placement")
    reason = forms.ChoiceField(label="Reason it ended", choices=NOT_CHOSEN + REASONS)
    why = forms.CharField(label="Why it is corrected", widget=forms.Textarea, max_length=2000)


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
    title = "Take back a leave"
    says = (
        "One that was recorded by mistake. Its days and your reason stay in the history. What was paid stays as it was "
        "paid: a supplementary run settles the difference."
    )
    button = "Take back the leave"
    look = "usa-button--outline"
    leave = forms.TypedChoiceField(label="Leave", coerce=int)
    why = forms.CharField(label="Why it is taken back", widget=forms.Textarea, max_length=2000)

    def __init__(self, *args: Any, leaves: Iterable[Leave], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [
            (leave.pk, f"{leave.get_category_display().capitalize()}, {leave.days}") for leave in leaves
        ]
        self.fields["leave"].choices = [("", "Choose a leave"), *chosen]


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
        self.fields["school"].queryset = schools


class LeaveForm(SeenForm):
    title = "Record a leave"
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
        help_text="The leader reads it in a mail and on their statement. Nothing about health, please.",
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


class AttestForm(ActionForm):
    button = "Attest"
    demands = {"words": "if not"}
    met = forms.ChoiceField(
        label="Were the school's expectations of this role met?",
        choices=[("yes", "Yes, they were met"), ("no", "No, not all of them")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="If not, what was not met?", widget=forms.Textarea, max_length=2000, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("met") == "no" and not data.get("words", "").strip():
            self.add_error("words", "Say what was not met, so that the leader can read it.")
        return data


class EarlyAttestForm(AttestForm):
    """The same word long before the year is over: whoever gives it says that they mean it."""

    early = forms.BooleanField(
        label="I attest the whole year now, though part of it is still ahead",
        error_messages={"required": "Tick this if you mean it now, or come back near the end of the year."},
    )


class CorrectForm(AttestForm):
    button = "Correct the attestation"
    reason = forms.CharField(label="Why it is corrected", widget=forms.Textarea, max_length=2000)


class ExtendForm(ActionForm):
    button = "Set the last day"
    until = day_field(
        "New last day to apply",
        "A later day; or an earlier one, to correct an extension. A correction takes back the days to sign and to "
        "answer that had moved along, unless days were changed since the offering was published.",
    )
    reason = forms.CharField(label="Why", widget=forms.Textarea, max_length=2000)


class ExpectationForm(ActionForm):
    text = forms.CharField(
        label="What your ILT expects of this role",
        widget=forms.Textarea,
        max_length=4000,
        required=False,
        help_text="Applicants read it, and it is part of what they and you sign.",
    )


class LinesField(forms.CharField):
    """A list of texts, one a line; a comma is a part of a text."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

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
        fields = ("pathway", "name", "slug", "adds", "after_role", "after_years", "position")


def _question(about: str) -> forms.CharField:
    return forms.CharField(
        label=f"Question on {about}", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class OfferingForm(forms.ModelForm):
    """An offering with its four questions, each in a field of its own."""

    time = _question("time")
    mindset = _question("mindset")
    skillset = _question("skillset")
    experience = _question("experience")
    why = forms.CharField(
        label="Why the days change",
        required=False,
        max_length=500,
        help_text="Asked for when days of a published offering change: they count at once. It stays on record.",
    )

    class Meta:
        model = Offering
        exclude = ("prompts",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in QUESTIONS:
            self.fields[name].initial = self.instance.prompts.get(name, "")

    def _post_clean(self) -> None:
        asked = {name: self.cleaned_data.get(name, "") for name in QUESTIONS}
        self.instance.prompts = self.instance.prompts | asked
        super()._post_clean()


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
