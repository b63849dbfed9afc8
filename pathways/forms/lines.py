"""A file of lines, or the same lines typed: shown first, then taken over."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms

from common.errors import DomainError
from common.looking import SeenFields, say_anew
from common.tables import MOST_BYTES, as_lines

LINES = "Or paste the cells here, with the names of their columns in the first row."


def lines_file(help_text: str) -> forms.FileField:
    """The field of the file; `help_text` names its columns."""
    return forms.FileField(label="CSV or Excel file", required=False, help_text=help_text)


class LinesForm(SeenFields):
    """One of a file and lines. What a file says stands in the field of lines then: nothing is chosen again.

    `needed` and `called`: the columns by which the sheet of a workbook is found, and their other names.
    """

    needed: Sequence[str] = ()
    called: Mapping[str, str] = MappingProxyType({})
    demands = {"file": "unless lines stand below", "text": "unless you choose a file"}
    file = lines_file("")
    text = forms.CharField(
        label="Lines",
        required=False,
        strip=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono"}),
        help_text=LINES,
    )

    def typed(self, data: dict[str, Any]) -> str:
        """All lines as text. Raises DomainError where there are none, and for a file that cannot be read."""
        file = data.get("file")
        text = str(data.get("text", ""))
        if file:
            if file.size > MOST_BYTES:
                raise DomainError("This file is larger than 5 MB. Choose a smaller one.")
            text = as_lines(file.read(), self.needed, self.called)
            say_anew(self, {"text": text})
        if not text.strip():
            raise DomainError("Choose a file, or paste the lines.")
        return text

    @property
    def told_at(self) -> str:
        """Where a refusal of the lines stands: at the file that was chosen just now, else at the lines."""
        return "file" if self.files.get("file") else "text"

    @property
    def said_yes_to(self) -> str:
        """The mark of what was looked at; nothing where a file was chosen just now."""
        return "" if self.cleaned_data["file"] else str(self.cleaned_data["seen"])
