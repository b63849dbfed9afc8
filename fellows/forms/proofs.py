"""The file that proves a degree or a credential, or shows an agreement on paper."""

from typing import Any

from django import forms

from common.errors import DomainError
from common.forms import ButtonForm
from common.uploads import Accepted, accept_upload

KINDS = ("pdf", "png", "jpeg")


def _judged(file: Any) -> Accepted:
    try:
        return accept_upload(file, kinds=KINDS)
    except DomainError as refused:
        raise forms.ValidationError(str(refused)) from refused


class ScanForm(ButtonForm):
    """A file that shows an agreement on paper."""

    button = "Add this scan"

    file = forms.FileField(
        label="Scan of the agreement",
        help_text="PDF or a picture, at most 10 MB. The fellow and program managers read it, nobody else.",
    )

    def clean_file(self) -> Accepted:
        """Judged by its whole content."""
        return _judged(self.cleaned_data["file"])


class ProofForm(ButtonForm):
    """A file, and the word that no number can be read in it."""

    button = "Add this proof"

    file = forms.FileField(
        label="Letter, or a picture of the page that shows it",
        help_text="PDF or a picture, at most 10 MB. Cover the number of the document first.",
    )
    covered = forms.BooleanField(
        label="The number of the document cannot be read in this file",
        error_messages={"required": "Cover the number, or cut it off, then tick this."},
    )

    def clean_file(self) -> Accepted:
        """Judged by its whole content."""
        return _judged(self.cleaned_data["file"])

    def clean(self) -> dict[str, Accepted]:
        """What the service takes: the file alone."""
        given = self.cleaned_data
        return {"file": given["file"]} if not self.errors else given
