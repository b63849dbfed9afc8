"""Forms of deliverables and attestations."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet

from common.clock import day_in_words
from common.errors import DomainError
from common.forms import ButtonForm, FilesField
from common.looking import SeenFields
from common.uploads import accept_upload
from pathways.forms.base import SeenForm, day_field
from pathways.models import DeliverableRecord, ProgramEvent, SchoolGoal
from pathways.queries.evidence import events_to_show, goals_to_show
from pathways.services.deliverables import NOTHING_NEW, Handed, adds_something

EVIDENCE_KINDS = ("pdf", "docx", "png", "jpeg")
# What a phone and a window of files offer; the content is judged whatever it is called.
ACCEPT = "image/*,.heic,.heif,.pdf,.docx"
MOST_FILES = 8


class _OneOf(forms.ModelChoiceField):
    """One of the events or goals a leader may show as what they did."""

    def __init__(
        self, *, rows: Callable[[DeliverableRecord], QuerySet[Any]], none: str, **kwargs: Any
    ) -> None:
        self.rows, self.none = rows, none
        super().__init__(queryset=None, required=False, empty_label="None", **kwargs)

    def read(self, record: DeliverableRecord) -> None:
        """Those that count for this record may be chosen; where there are none it says so."""
        found = list(self.rows(record))
        self.queryset = self.rows(record)
        self.choices = [("", "None" if found else self.none), *((row.pk, _said(row)) for row in found)]


def _said(row: ProgramEvent | SchoolGoal) -> str:
    return f"{row}, {day_in_words(row.day)}" if isinstance(row, ProgramEvent) else str(row)


class SubmitForm(ButtonForm):
    button = "Hand in"
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=5000, required=False)
    link = forms.URLField(
        label="Address of your work", max_length=2000, required=False, assume_scheme="https"
    )
    file = FilesField(
        label="Files or photos",
        required=False,
        help_text=f"PDF, Word (.docx) or pictures (JPEG, PNG, HEIC), up to {MOST_FILES}, together at most 10 MB. A "
        "phone offers its camera. Photos are turned upright and kept without where and when they were taken.",
    )

    event = _OneOf(label="An event of your school", rows=events_to_show, none="No event was held yet")
    goal = _OneOf(
        label="A goal of your school",
        rows=lambda record: goals_to_show(record.placement),
        none="Nothing was noted of a goal yet",
    )

    def __init__(self, *args: Any, record: DeliverableRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        kinds = record.deliverable.accepts
        for name in {"link", "file", "event", "goal"} - set(kinds):
            del self.fields[name]
        for field in self.fields.values():
            if isinstance(field, _OneOf):
                field.read(record)
        if "file" in self.fields:
            self.fields["file"].widget.attrs |= {"accept": ACCEPT, "data-photos": True}
        # A file that was handed in before a return still counts.
        if len(kinds) == 1:
            self.fields[kinds[0]].required = not (kinds[0] == "file" and record.file)

    def clean(self) -> dict[str, Any]:
        """What came back is handed in again with something new; without it the field that is asked for says so."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("file"):
            typed = {name: data[name] for name in ("note", "link", "event", "goal") if name in data}
            if not adds_something(self.record, Handed(**typed)):
                self.add_error(self.record.deliverable.accepts[0], NOTHING_NEW)
        if data.get("file"):
            data["file"], *data["more"] = data["file"]
        else:
            data.pop("file", None)
        return data

    def clean_file(self) -> Any:
        files = self.cleaned_data["file"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Choose {MOST_FILES} files at most.")
        wrong, judged = [], []
        for file in files:
            try:
                judged.append(accept_upload(file, kinds=EVIDENCE_KINDS))
            except DomainError as refused:
                wrong.append(f"{file.name}: {refused}" if len(files) > 1 else str(refused))
        if wrong:
            raise forms.ValidationError(wrong)
        return judged


class ReturnForm(ButtonForm):
    button = "Return for changes"
    look = "usa-button--outline"
    words = forms.CharField(label="What should change", widget=forms.Textarea, max_length=2000)


class WaiveForm(SeenForm):
    button = "Waive"
    look = "usa-button--outline"
    words = forms.CharField(
        label="Why it is waived",
        widget=forms.Textarea,
        max_length=2000,
        help_text="It then leaves the sum of the stipend. The reason stays on record.",
    )


class ReopenForm(SeenForm):
    button = "Reopen"
    look = "usa-button--outline"
    words = forms.CharField(
        label="Why it is reopened",
        widget=forms.Textarea,
        max_length=2000,
        help_text="It then counts no longer, until it is handed in and accepted again. The reason stays on record.",
    )


class KeepForm(ButtonForm):
    button = "Keep it accepted"
    look = "usa-button--outline"
    reason = forms.CharField(label="Why it stays accepted", widget=forms.Textarea, max_length=2000)


class LaterForm(ButtonForm):
    button = "Take it until then"
    look = "usa-button--outline"
    day = day_field("Last day to hand it in")
    reason = forms.CharField(label="Why it is taken later", widget=forms.Textarea, max_length=2000)


class AttestForm(ButtonForm):
    button = "Attest"
    demands = {"words": "if not"}
    met = forms.TypedChoiceField(
        label="Were the school's expectations of this role met?",
        choices=[("yes", "Yes, they were met"), ("no", "No, not all of them")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="If not, what was not met?", widget=forms.Textarea, max_length=2000, required=False
    )
    early = forms.BooleanField(
        label="I attest the whole year now, though part of it is still ahead",
        error_messages={"required": "Tick this if you mean it now, or come back near the end of the year."},
    )

    def __init__(self, *args: Any, early: bool = False, **kwargs: Any) -> None:
        """`early`: long before the year is over, whoever gives it says that they mean it."""
        super().__init__(*args, **kwargs)
        if not early:
            del self.fields["early"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("met") is False and not data.get("words", "").strip():
            self.add_error("words", "Say what was not met, so that the leader can read it.")
        return data


class CorrectForm(SeenFields, AttestForm):
    """Its mark is that of the word it corrects."""

    button = "Correct the attestation"
    reason = forms.CharField(label="Why it is corrected", widget=forms.Textarea, max_length=2000)
