"""What somebody puts their name to: a few facts with their sums; what is unusual says "Look"."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.ui.numbers import number

register = template.Library()


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a digest: what it is about, what is so, and its sum, which leads to as many `rows` at `url`.

    `look`: it is unusual, and asks to be looked at.
    """

    name: str
    words: object
    sum: str = ""
    url: str = ""
    rows: int | None = None
    look: bool = False


def _line(fact: Fact) -> SafeString:
    return format_html(
        '<div class="digest__fact{}"><dt>{}</dt><dd>{}{}</dd>{}</div>',
        " digest__fact--look" if fact.look else "",
        fact.name,
        SafeString('<b class="look">Look</b> ') if fact.look else "",
        fact.words,
        format_html('<dd class="number">{}</dd>', number(fact.sum, fact.url, fact.rows)) if fact.sum else "",
    )


@register.simple_tag
def digest(facts: Iterable[Fact]) -> SafeString:
    """The facts as a list of terms, in their order."""
    return format_html(
        '<dl class="digest">{}</dl>', format_html_join("", "{}", ((_line(fact),) for fact in facts))
    )
