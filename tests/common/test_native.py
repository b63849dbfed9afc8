"""Days and times are chosen with the browser's own control, and what was typed is never hidden by it."""

from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from common.native import shows


class Stay(forms.Form):
    """From when to when."""

    first = forms.DateField()
    last = forms.DateField()
    at = forms.TimeField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.add_error("last", "The last day cannot be before the first.")
        return data


def drawn(**sent: str) -> str:
    return str(render_crispy_form(Stay(sent)))


def test_a_day_that_was_refused_keeps_its_picker() -> None:
    page = drawn(first="2026-10-14", last="2026-10-01", at="09:00")
    assert page.count('type="date"') == 2
    assert 'type="time"' in page


def test_what_no_picker_shows_is_shown_as_it_was_typed() -> None:
    """Also where it is good and another field is not."""
    page = drawn(first="10/14/2026", last="soon", at="9 am")
    assert 'type="date"' not in page
    assert 'type="time"' not in page
    assert all(f'value="{typed}"' in page for typed in ("10/14/2026", "soon", "9 am"))


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("date", "", True),
        ("date", None, True),
        ("date", "2026-10-14", True),
        ("date", "20261014", False),
        ("date", "2026-02-30", False),
        ("date", "2026-10-14 ", False),
        ("time", "09:00", True),
        ("time", "09:00:30", True),
        ("time", "09", False),
        ("time", "9:00", False),
        ("datetime-local", "2026-10-14T09:00", True),
        ("datetime-local", "2026-10-14", False),
        ("datetime-local", "2026-10-14 09:00", False),
    ],
)
def test_a_control_of_the_browser_shows_what_a_machine_writes(kind: str, value: Any, shown: bool) -> None:
    assert shows(kind, value) is shown
