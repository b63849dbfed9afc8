"""Forms by which earlier years are taken over."""

from typing import Any

from django import forms

from common.addresses import AddressField
from common.errors import DomainError
from common.tables import MOST_BYTES
from common.uploads import Accepted, accept_upload
from pathways.forms.base import ActionForm
from pathways.imports import earlier_lines
from pathways.models import ProgramYear, Role, managed
from pathways.services import EarlierLine
from people.models import School, User

DOCUMENT_KINDS = ("pdf", "docx", "png", "jpeg")


class EarlierForm(ActionForm):
    button = "Take this year over"
    email = AddressField(label="Email of the person")
    role = forms.ModelChoiceField(Role.objects.none(), empty_label="Choose a role")
    year = forms.ModelChoiceField(
        ProgramYear.objects.all(), label="Program year", empty_label="Choose a year"
    )
    school = forms.ModelChoiceField(School.objects.all(), required=False, empty_label="Not known")
    reason = forms.CharField(
        label="How it is known",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="It stays on record beside your name.",
    )
    file = forms.FileField(
        label="Document", required=False, help_text="PDF, Word (.docx) or a picture, at most 10 MB."
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        covered, roles = managed(user), Role.objects.select_related("pathway")
        theirs = roles if covered is None else roles.filter(pathway__in=covered)
        self.fields["role"] = forms.ModelChoiceField(theirs, empty_label="Choose a role")

    def clean_file(self) -> Accepted | None:
        file = self.cleaned_data["file"]
        try:
            return accept_upload(file, kinds=DOCUMENT_KINDS) if file else None
        except DomainError as refused:
            raise forms.ValidationError(str(refused)) from refused


class EarlierFileForm(ActionForm):
    button = "Take over what the file says"
    file = forms.FileField(
        label="CSV file",
        help_text="With the columns email, role, year (like 2021-22) and reason; school may be there. All or nothing.",
    )

    def clean_file(self) -> list[EarlierLine]:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("This file is larger than 5 MB. Choose a smaller one.")
        try:
            return earlier_lines(file.read())
        except DomainError as refused:
            raise forms.ValidationError(str(refused)) from refused


class TakeBackForm(ActionForm):
    button = "Take it back"
    look = "usa-button--secondary"
    reason = forms.CharField(
        label="Why it counts no longer", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
