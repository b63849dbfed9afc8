"""The vocabulary of the templates: words for states, money, days and shares; the parts of a form."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.db.models import Choices
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from common import money
from common.clock import LOS_ANGELES, clock_in_words, day_in_words
from common.clock import in_words as words_of
from common.clock import lasting as lasts
from common.counting import counted as in_numbers
from common.names import isolated
from common.native import make_native
from common.states import in_words as state_in_words
from common.states import told
from common.ui.numbers import bar_chart

register = template.Library()

# A state is always a word; the tone only helps the eye.
GOOD = """
    accepted active admitted agreed applied approved attested completed confirmed cosigned done enrolled
    fulfilled graduated held made_up met ok paid paid_back paid_out present published ready released selected sent
    serving shared answered signed settled turned_on verified yes
"""
WAITING = """
    asked changed due excused in_review logged sent_back kept_back late missing open proposed reported returned soon
    submitted unmarked unsigned unverified waiting waitlisted
"""
BAD = """
    absent bounced came_back cancelled declined differing discharged disputed ended_unfulfilled failed lapsed no
    not_supported overdue refused turned_down void withdrawn
"""
ACTIVE = """
    applied_ucla calculated calculating checked conversation exported feedback nominated observation
    offered planned planning pursued read started
"""
CALM = """
    assigned cleared closed discarded draft dropped ended expired given_up moved recused retired sending set_against
    taken_back taken_down turned_off waived
"""
TONES = {"good": GOOD, "waiting": WAITING, "bad": BAD, "active": ACTIVE, "calm": CALM}
ADDRESS = re.compile(r"([^\s<>@]+)@([^\s<>@]+)")
# An address of our own pages in a sentence: "Write them first, under /stipends/codes/?year=2026-27."
OWN = re.compile(r"(?<![^\s(])/(?:[\w-]+/)+(?:\?[\w=&;%-]*\w)?")
# As many characters of a heading as a narrow phone shows on a line.
SHORT = 20
TONE_OF = {word: tone for tone, words in TONES.items() for word in words.split()}


def _word(state: object) -> str:
    return str(state)


@register.filter
def tone(state: object) -> str:
    """The tone of a state's badge: good, waiting, bad, active or calm."""
    return TONE_OF.get(_word(state).lower().replace(" ", "_"), "calm")


@register.filter
def in_words(state: object) -> str:
    """A state as people say it: `not_supported` is "Not supported"; choices keep their own label."""
    return state_in_words(state.label if isinstance(state, Choices) else state)


@register.filter
def happened(action: str) -> str:
    """What was done, as people tell it: `send_back` is "Sent back for changes"; unknown words stay."""
    return told(action)


@register.filter
def apart(text: object) -> str:
    """Text in which words from right to left do not turn what stands beside them, for an attribute or a sentence; on
    their own, names do so themselves."""
    return text if isinstance(text, SafeString) else isolated(str(text))


@register.filter
def breaking(text: object) -> SafeString:
    """Text in which an address that does not fit on its line breaks after the @ or before a dot, not inside a word."""
    # A row says its name itself, which may know how it is drawn.
    shown = text if isinstance(text, str) else str(text)
    return SafeString(ADDRESS.sub(_with_breaks, conditional_escape(shown)))


def _with_breaks(found: re.Match[str]) -> str:
    whose, host = found.groups()
    # A short one stays whole up to its @.
    own = whose.replace(".", "<wbr>.") if len(whose) > SHORT else whose
    return f"{own}@<wbr>{host.replace('.', '<wbr>.')}"


@register.filter
def linked(text: object) -> SafeString:
    """Text in which an address of our own pages is a link; of what is drawn already nothing changes."""
    if isinstance(text, SafeString):
        return text
    return SafeString(OWN.sub(r'<a class="usa-link" href="\g<0>">\g<0></a>', conditional_escape(str(text))))


@register.filter(is_safe=True)
def as_title(drawn: str) -> SafeString:
    """What was drawn for a page as the title of its window, which knows no elements."""
    return SafeString(drawn.replace("<bdi>", "\u2068").replace("</bdi>", "\u2069"))


@register.simple_tag
def badge(state: object, text: str = "", tone: str = "") -> SafeString:
    """A state as a badge; `text` and `tone` replace what the state's own word would give.

    Drawn here and not by a template: a list has fifty, and a template for each costs more than the query.
    """
    return _badge(_word(state).lower(), str(text or in_words(state)), tone)


@lru_cache(maxsize=512)
def _badge(state: str, text: str, tone: str) -> SafeString:
    # A list asks for the same few fifty times a page.
    return format_html('<span class="badge badge--{}">{}</span>', tone or TONE_OF.get(state, "calm"), text)


@register.filter
def dollars(cents: int | None) -> str:
    """Whole cents as "$1,234.50"; nothing for None."""
    return "" if cents is None else money.dollars(int(cents))


@register.filter
def percent(share: Fraction | int | None) -> str:
    """A share of one as per cent, one decimal, halves up: Fraction(2, 3) is "66.7%" and 1 is "100%"."""
    if share is None:
        return ""
    tenths = money.half_up(Fraction(share) * 1000)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def _here(moment: date | datetime) -> date | datetime:
    return moment.astimezone(LOS_ANGELES) if isinstance(moment, datetime) and moment.tzinfo else moment


@register.filter
def counted(count: int, words: str) -> str:
    """A number and what it counts. `words`: "row" where an s makes the plural, else both: "person,people"."""
    one, _, several = words.partition(",")
    return in_numbers(int(count), one, several)


@register.filter
def day(moment: date | datetime | None) -> str:
    """The day in Los Angeles: "Nov 3, 2026"."""
    if not moment:
        return ""
    return day_in_words(_here(moment))


@register.filter
def weekday(moment: date | datetime | None) -> str:
    """The day with its name: "Tuesday, November 3, 2026"."""
    if not moment:
        return ""
    here = _here(moment)
    return f"{here:%A, %B} {here.day}, {here.year}"


@register.filter
def clock(moment: datetime | None) -> str:
    """The time of day in Los Angeles: "4:05 p.m."."""
    return clock_in_words(moment) if moment else ""


@register.filter
def lasting(seconds: int | None) -> str:
    """How long so many seconds are: "3 minutes"; nothing for None."""
    return "" if seconds is None else lasts(int(seconds))


@register.filter
def moment(at: datetime | None) -> str:
    """Day and time in Los Angeles: "Nov 3, 2026, 4:05 p.m."."""
    return words_of(at) if at else ""


@register.simple_tag
def demo() -> bool:
    """Whether people and amounts here are invented."""
    return bool(settings.DEMO)


@register.simple_tag
def trail(*pairs: object) -> list[dict[str, str]]:
    """Breadcrumbs from names and addresses in turn: {% trail "Runs" runs_url "June" run_url as crumbs %}."""
    names, addresses = pairs[0::2], pairs[1::2]
    return [{"name": str(name), "url": str(url)} for name, url in zip(names, addresses, strict=True)]


register.inclusion_tag("components/bar_chart.html")(bar_chart)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Page, name: str = "page", button: str = "", at: str = ""
) -> dict[str, Any]:
    """Links to the other pages of a list; filters in the address are kept. `name` is the page parameter, `at` the id
    of the element that holds the list.

    `button`: they are buttons of this name, for a form that saves what was chosen before it turns the page.
    """
    query = context["request"].GET.copy()
    query.pop(name, None)
    start = f"?{query.urlencode()}&{name}=" if query else f"?{name}="
    return {
        "page": page,
        "start": start,
        "at": f"#{at}" if at else "",
        "button": button,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": page.paginator.ELLIPSIS,
    }


# --- forms ---------------------------------------------------------------------------------------
# The order matters: Django derives checkbox lists from radio lists.
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.SelectDateWidget, "usa-select"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    (forms.FileInput, "file-input"),
    (forms.MultiWidget, "usa-input"),
    (Input, "usa-input"),
)
PARTS: Mapping[type[forms.Widget], str] = {forms.DateInput: "day", forms.TimeInput: "time"}


@register.filter
def shape(field: BoundField) -> str:
    """How a field is drawn: choices, checkbox, file, several or plain."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "several" if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget) else "plain"


def _prepare(field: BoundField) -> None:
    """Native controls, unless they would hide what was typed; a name for each part of a field of several."""
    # A placeholder is gone when one types; the label and the hint stay.
    field.field.widget.attrs.pop("placeholder", None)
    parts = getattr(field.field.widget, "widgets", [])
    for number, part in enumerate(parts):
        words = PARTS.get(type(part)) or f"part {number + 1}"
        part.attrs.setdefault("aria-label", f"{field.label}, {words}")
    value = field.value()
    make_native(field.field.widget, value)
    for number, part in enumerate(parts):
        # What was sent comes in parts; what is stored is taken apart and written by the widget.
        make_native(part, value[number] if isinstance(value, list) else None)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's input with its class, hint and errors tied to it."""
    widget = field.field.widget
    _prepare(field)
    own = widget.attrs.get("class", "")
    base = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
    names = dict.fromkeys(f"{base} {own} {'usa-input--error' if field.errors else ''}".split())
    return field.as_widget(attrs={"class": " ".join(names)})


@register.filter
def options(field: BoundField) -> list[dict[str, Any]]:
    """The choices of a radio or checkbox list: mappings with name, value, label, selected, attrs, group."""
    widget = field.field.widget
    attributes = field.build_widget_attrs({"id": field.auto_id} if field.auto_id else {}, widget)
    groups = widget.optgroups(
        field.html_name, widget.format_value(field.value()), {**widget.attrs, **attributes}
    )
    return [{**option, "group": group} for group, rows, _ in groups for option in rows]


@register.filter
def target(field: BoundField) -> str:
    """The id a link in the error summary leads to: the input, or the first of several."""
    if shape(field) in ("choices", "several"):
        return f"{field.auto_id}_0"
    return str(field.field.widget.attrs.get("id") or field.auto_id)


@register.filter
def needed(field: BoundField) -> str:
    """When a field that may stay empty here is asked for after all: "needed to close the cycle". A form says so in
    `demands`, by field; what no verb ever asks for is optional, and this is empty."""
    when = getattr(field.form, "demands", {}).get(field.name, "")
    return f"needed {when}" if when else ""


@register.filter
def beside_label(field: BoundField) -> str:
    """What stands in brackets beside the label of a field that may stay empty: when it is needed after all, else that
    it is optional. Nothing for what a form is there for: it names that in `unmarked`, and empty takes it away."""
    if field.name in getattr(field.form, "unmarked", ()):
        return ""
    return needed(field) or "optional"


@register.filter
def has_errors(form: Any) -> bool:
    """Whether a form that was sent came back with something to mend."""
    return bool(getattr(form, "is_bound", False) and form.errors)


@register.filter
def own_classes(names: str) -> str:
    """A button's classes without those crispy adds for another design system."""
    return " ".join(name for name in names.split() if name != "btn" and not name.startswith("btn-"))
