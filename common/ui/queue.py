"""A queue: what waits for somebody, beside the one they have before them, how many are done, and which comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing of a queue: its name, a line about it, its address."""

    name: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Queue:
    """`waiting`: in their order. `here`: the address of the one on the page, which may be done already. `done` of `all`
    are `past`: "3 of 13 read"."""

    label: str
    past: str
    waiting: Sequence[Waiting]
    here: str
    done: int
    all: int

    @property
    def next(self) -> Waiting | None:
        """What comes after the one on the page; after the last one the first. None where nothing else waits."""
        at = next((number for number, one in enumerate(self.waiting) if one.url == self.here), -1)
        others = [
            one for one in (*self.waiting[at + 1 :], *self.waiting[: max(at, 0)]) if one.url != self.here
        ]
        return others[0] if others else None


@register.simple_tag
def queue(found: Queue) -> SafeString:
    """The queue as a list of links. Phones show how many are done and the next one."""
    after = found.next
    return format_html(
        '<nav class="queue__side" aria-label="{}"><p class="queue__head"><b>{} of {} {}</b>{}</p>{}</nav>',
        found.label,
        f"{found.done:,}",
        f"{found.all:,}",
        found.past,
        format_html(' <a class="usa-link" href="{}">Next: {}</a>', after.url, after.name) if after else "",
        _list(found) if found.waiting else "",
    )


def _list(found: Queue) -> SafeString:
    rows = (
        (one.url, SafeString(' aria-current="true"') if one.url == found.here else "", one.name, one.about)
        for one in found.waiting
    )
    return format_html(
        '<ul class="queue__list">{}</ul>',
        format_html_join("", '<li><a href="{}"{}>{}<small>{}</small></a></li>', rows),
    )
