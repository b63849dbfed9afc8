"""Forms by which earlier years are taken over."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.addresses import AddressField
from common.errors import DomainError
from common.forms import ButtonForm
from common.uploads import Accepted, accept_upload
from pathways.forms.base import YearField
from pathways.forms.lines import LinesForm, lines_file
from pathways.imports import earlier_lines
from pathways.models import ProgramYear, Role, managed
from pathways.services import EarlierLine
from pathways.services.earlier import TakenYear
from people.models import School, User
from people.queries import today

OVER = "One that is over. Years of before are opened under Years."
DOCUMENT_KINDS = ("pdf", "docx", "png", "jpeg")


class EarlierForm(ButtonForm):
    button = "Take this year over"
    email = AddressField(label="Email of the person")
    role = forms.ModelChoiceField(Role.objects.none(), empty_label="Choose a role")
    year = YearField(ProgramYear.objects.none())
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
        over = ProgramYear.objects.filter(ends__lte=today())
        self.fields["year"] = YearField(over, help_text=OVER)

    def clean_file(self) -> Accepted | None:
        file = self.cleaned_data["file"]
        try:
            return accept_upload(file, kinds=DOCUMENT_KINDS) if file else None
        except DomainError as refused:
            raise forms.ValidationError(str(refused)) from refused


class EarlierFileForm(LinesForm):
    """Many earlier years: a file, or lines as they stand in a spreadsheet; shown first, then taken over."""

    button = "Show what it comes to"
    file = lines_file(
        "Columns: email or external_id, role, year (like 2021-22) and reason; school may be there. All or nothing."
    )
    lines: list[EarlierLine]
    # What the lines come to, once they were looked at.
    taken: Sequence[TakenYear] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            self.lines = earlier_lines(self.typed(data))
            if not self.lines:
                raise DomainError("There is no line below the names of the columns.")
        except DomainError as refused:
            self.add_error(self.told_at, str(refused))
        return data


class TakeBackForm(ButtonForm):
    button = "Take it back"
    look = "usa-button--secondary"
    reason = forms.CharField(
        label="Why it counts no longer", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
