"""Days and times are chosen with the browser's own control, unless it would hide what was typed: it shows what is
written as a machine writes it, and nothing else."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from django import forms

# DateTimeInput and TimeInput are siblings of DateInput, so one match each.
KINDS = (
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
)
READ: Mapping[str, Callable[[str], date | time]] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime-local": datetime.fromisoformat,
}
SHORTEST = {"date": len("2026-10-14"), "time": len("09:00"), "datetime-local": len("2026-10-14T09:00")}


def make_native(widget: forms.Widget, value: object) -> None:
    """Gives a widget of days or times the browser's own control, where that shows `value`."""
    for kind, input_type, written in KINDS:
        if isinstance(widget, kind) and "type" not in widget.attrs and shows(input_type, value):
            widget.input_type = input_type
            widget.format = widget.format or written


def shows(input_type: str, value: object) -> bool:
    """Whether a control of this type shows what stands in the field. What is no text is written as it needs it."""
    if not isinstance(value, str) or not value:
        return True
    try:
        # A machine writes seconds or leaves them out; nobody else's writing comes back as it was.
        whole = READ[input_type](value).isoformat()
        return whole.startswith(value) and len(value) >= SHORTEST[input_type]
    except ValueError:
        return False
