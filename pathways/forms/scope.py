"""The form of one cell of the scope and sequence."""

from typing import Any

from django import forms

from common.edits import ChangedElsewhere
from common.looking import SeenTexts

LONGEST_CELL = 2000


class CellForm(SeenTexts):
    """What one audience learns in one month: a line an item."""

    texts = ("cell",)

    cell = forms.CharField(
        label="What they learn",
        required=False,
        max_length=LONGEST_CELL,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A line each: the focus, and after a colon what is said of it. Empty takes it out.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_shown()

    def tell(self, elsewhere: ChangedElsewhere) -> None:
        """Somebody else changed the cell meanwhile: it comes back beside what is stored."""
        self.show_stored(elsewhere.texts)
        for name, text in elsewhere.texts.items():
            self.add_error(name, elsewhere.beside(text))
