"""The assessment of family engagement: a day, an answer to each statement, a line."""

from typing import Any

from django import forms

from common.forms import ButtonForm
from pathways.forms.base import day_field
from pathways.rules.engagement import SCALE, STATEMENTS


def _answer(words: str) -> forms.TypedChoiceField:
    which = {"required": f"Choose one for “{words}”", "invalid_choice": f"Choose one for “{words}”"}
    return forms.TypedChoiceField(
        label=words,
        coerce=int,
        choices=list(SCALE.items()),
        widget=forms.RadioSelect,
        error_messages=which,
    )


class AssessmentForm(ButtonForm):
    button = "Keep this assessment"
    day = day_field("Day")
    welcome = _answer(STATEMENTS["welcome"])
    heard = _answer(STATEMENTS["heard"])
    informed = _answer(STATEMENTS["informed"])
    learning = _answer(STATEMENTS["learning"])
    present = _answer(STATEMENTS["present"])
    leading = _answer(STATEMENTS["leading"])
    words = forms.CharField(
        label="In words", required=False, max_length=300, help_text="What stands behind it, for the school."
    )

    def said(self) -> dict[str, Any]:
        """What was answered, as the service takes it."""
        given = self.cleaned_data
        scores = {statement: given[statement] for statement in STATEMENTS}
        return {"day": given["day"], "words": given["words"], "scores": scores}


class AssessmentBackForm(ButtonForm):
    button = "Take it back"
    look = "usa-button--secondary"
    reason = forms.CharField(label="What was wrong", max_length=300)
