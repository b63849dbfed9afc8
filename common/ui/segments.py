"""Segmented buttons: one choice of a few, side by side. They are radios: they need no script."""

from collections.abc import Sequence

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def _part(name: str, value: str, words: str, *, first: str, chosen: bool) -> str:
    mark = " checked" if chosen else ""
    return f'<label><input type="radio"{first} name="{name}" value="{value}"{mark}>{words}</label>'


@register.simple_tag
def segmented(
    name: str, legend: str, choices: Sequence[tuple[str, str]], chosen: str = "", describe: str = ""
) -> SafeString:
    """A choice by `name`; `legend` is read aloud. Its first button has the id `name`, so that a summary can lead there.

    `describe`: the id of what says why it could not be taken. A plain loop and few letters: a roster has
    fifty.
    """
    sent = conditional_escape(name)
    parts = (
        _part(
            sent,
            conditional_escape(value),
            conditional_escape(words),
            first="" if number else f' id="{sent}"',
            chosen=value == chosen,
        )
        for number, (value, words) in enumerate(choices)
    )
    wrong = f' aria-invalid="true" aria-describedby="{conditional_escape(describe)}"' if describe else ""
    said = f"<legend>{conditional_escape(legend)}</legend>"
    return mark_safe(f'<fieldset class="seg"{wrong}>{said}{"".join(parts)}</fieldset>')
