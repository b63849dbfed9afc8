"""The form of one cell of the scope and sequence."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.looking import SeenTexts
from pathways.rules.pasting import table_of

WHOLE, ONE = "block", "one"
LONGEST_CELL = 2000
# Eleven months of eight audiences, each with some lines.
LONGEST_BLOCK = 40_000


class CellForm(SeenTexts):
    """What one audience learns in one month: a line an item."""

    texts = ("cell",)
    unmarked: tuple[str, ...] = ("cell",)

    cell = forms.CharField(
        label="What they learn",
        required=False,
        max_length=LONGEST_CELL,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A line each: the focus, and after a colon what is said of it. Empty takes it out.",
    )

    def __init__(self, *args: Any, block: Sequence[str] = (), name: str = "", **kwargs: Any) -> None:
        """`block`: the names of the cells that are shown as one with it, where there are several; `name`: its own."""
        super().__init__(*args, **kwargs)
        if len(block) > 1:
            self.fields["of"] = forms.ChoiceField(
                label="What changes",
                required=False,
                widget=forms.RadioSelect,
                choices=[(WHOLE, f"The whole block: {', '.join(block)}"), (ONE, f"This cell only: {name}")],
                initial=WHOLE,
            )
            self.unmarked = ("cell", "of")
        self.mark_shown()

    @property
    def whole(self) -> bool:
        """Whether all cells of its block are to say it."""
        return self.cleaned_data.get("of") == WHOLE


class PasteForm(forms.Form):
    """A block of cells from a spreadsheet."""

    unmarked = ("block",)
    block = forms.CharField(
        label="Cells from a spreadsheet",
        required=False,
        strip=False,
        max_length=LONGEST_BLOCK,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Copy them there and paste them here: months beside each other, one row an audience. The first of "
        "them goes into the open cell. Where a pasted cell is empty, what stands here stays.",
    )

    def clean_block(self) -> list[list[str]]:
        """The rows of the block."""
        try:
            return table_of(self.cleaned_data["block"])
        except ValueError:
            raise forms.ValidationError(
                "This is no table. Copy the cells in the spreadsheet again."
            ) from None
