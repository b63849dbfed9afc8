"""What a verb is: declared once in an app's `verbs.py`; pages, the administration and tests are drawn from it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.urls import reverse

from common.errors import DomainError, SomeoneElse
from common.states import Deed

if TYPE_CHECKING:
    from people.models import User

NOTHING: Mapping[str, Any] = {}


def _nothing(row: Any) -> Mapping[str, Any]:
    return NOTHING


def _quiet(answer: Any) -> str:
    return ""


class Place(StrEnum):
    """Where a verb is drawn, when not everywhere."""

    PAGES = "pages"
    ADMINISTRATION = "administration"


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One thing people do with a row.

    `does` is the service, called with `pk`, `by` and what the form was told. `label` stands on the button, with "…"
    where a page asks first (a function is given the row, or None where several are meant); `said` is told of the one
    row on its page (a function is given the service's answer; empty: the deed, as a history tells it); of several rows
    the administration tells the deed. `lead` is read before anybody presses. `form` gets what `given` makes of the row;
    `context` is more for a `template` of the verb's own.
    """

    action: Deed
    does: Callable[..., object]
    label: str | Callable[[Any], str]
    said: str | Callable[[Any], str] = ""
    form: Callable[..., BaseForm] | None = None
    given: Callable[[Any], Mapping[str, Any]] = _nothing
    # The mark of what is shown of a row before it is done, for a form with `SeenFields`.
    seen: Callable[[Any], str] | None = None
    lead: str | Callable[[Any], str] = ""
    # "outline" for what is not the next step, "secondary" for what cannot be undone.
    tone: str | Callable[[Any], str] = ""
    # A button for each of these, by the field it answers: then no page asks.
    choices: tuple[str, tuple[tuple[str, str], ...]] | None = None
    template: str = "verb.html"
    context: Callable[[Any], Mapping[str, Any]] = _nothing
    # The administration does it for one row at a time.
    alone: bool = False
    # Drawn there alone: what people do themselves, or what an administrator records for them.
    only: Place | None = None
    # The address of a page of its own, where more than one form stands; given the row.
    at: Callable[[Any], str] | None = None
    # Its form stands on that page beside others: no button leads there for it.
    beside: bool = False
    # What the administration's own history keeps of it, of the service's answer and what was typed; for rows that have
    # no events.
    kept: Callable[[Any, Mapping[str, Any]], str] | None = None
    # The page that comes when it is done; empty: the page of the row.
    then: Callable[[Any], str] | None = None
    # Its address below the row's, where that says something else than the action. Verbs that share one are one button
    # and one page: that of the first of them that may be done now.
    route: str = ""
    # What whoever did it should know besides, of the service's answer; empty: nothing.
    warns: Callable[[Any], str] = _quiet

    @property
    def name(self) -> str:
        """Of its action in the administration: `send_back`."""
        return str(self.action)

    @property
    def slug(self) -> str:
        """In addresses."""
        return self.route or self.name.replace("_", "-")

    @property
    def asks(self) -> bool:
        """Whether a page asks before it is done."""
        return self.at is not None or (self.form is not None and self.choices is None)

    def given_for(self, rows: Sequence[Any]) -> dict[str, Any]:
        """What its form is given: of one row what `given` makes of it, and the marks of all that is shown."""
        given = dict(self.given(rows[0])) if len(rows) == 1 else {}
        if (seen := self.seen) is not None:
            # Asked for only where the form is drawn anew.
            marks = {"seen": lambda: " ".join(seen(row) for row in rows)}
            given["initial"] = {**given.get("initial", {}), **marks}
        return given

    def label_for(self, row: Any) -> str:
        return self.label(row) if callable(self.label) else self.label

    def tone_for(self, row: Any) -> str:
        return self.tone(row) if callable(self.tone) else self.tone

    def lead_for(self, row: Any) -> str:
        return self.lead(row) if callable(self.lead) else self.lead

    def said_of(self, answer: Any) -> str:
        return self.said(answer) if callable(self.said) else self.said or f"{self.action.past}."


@dataclass(frozen=True, kw_only=True)
class Life:
    """The verbs of one kind of row, in the order pages show them.

    `rows(user)` are those that are theirs to see, read as a page of one needs them; `why_not(user, action, row)` is
    None where it may be done, else the refusal; `page` names the address of a row, and of its verbs what follows it
    (`stipends:run`, `stipends:run_approve`), or what follows `mounted` where another app gives them their addresses;
    `above` is the list: its words and the name of its address; `noun` is what a page calls a row, where its model is
    called otherwise.
    """

    rows: "Callable[[User], QuerySet[Any]]"
    why_not: Callable[..., DomainError | None]
    page: str
    above: tuple[str, str]
    verbs: tuple[Verb, ...]
    mounted: str = ""
    noun: str = ""

    def page_of(self, row: Model) -> str:
        return reverse(self.page, args=[row.pk])

    @property
    def on_pages(self) -> tuple[Verb, ...]:
        return tuple(verb for verb in self.verbs if verb.only is not Place.ADMINISTRATION)

    @property
    def in_administration(self) -> tuple[Verb, ...]:
        return tuple(verb for verb in self.verbs if verb.only is not Place.PAGES)

    def of(self, action: Deed) -> Verb:
        """The verb of an action. Raises KeyError for one that is not declared."""
        found = {verb.action: verb for verb in self.verbs}
        return found[action]

    def address(self, verb: Verb, row: Model) -> str:
        if verb.at is not None:
            return verb.at(row)
        return reverse(self.name_of(verb), args=[row.pk])

    def name_of(self, verb: Verb) -> str:
        """The name of its address: `stipends:run_send_back`."""
        return f"{self.mounted or self.page}_{verb.slug.replace('-', '_')}"


def through(life: Life, done: Mapping[Deed, Mapping[str, Any]]) -> Life:
    """The same life where a higher app does some of its verbs: by action, what it puts in place (`does`, `form`).

    The lower app declares a verb without knowing what else it moves; whoever knows mounts it at its address.
    """
    return replace(life, verbs=tuple(replace(verb, **done.get(verb.action, {})) for verb in life.verbs))


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a page: a link to the page that asks, or a press."""

    url: str
    text: str
    look: str
    asks: bool
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What somebody may do with a row now, and what somebody else must do in their place."""

    buttons: list[Offer] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def offers(life: Life, user: "User", row: Model, without: Collection[Deed] = ()) -> Offers:
    """The buttons of a page about `row`; `without` is not offered there."""
    found, drawn = Offers(), set[str]()
    for verb in life.on_pages:
        if verb.beside or verb.action in without or (address := life.address(verb, row)) in drawn:
            continue
        refusal = life.why_not(user, verb.action, row)
        if refusal is None:
            drawn.add(address)
            found.buttons.extend(_buttons(life, verb, row, verb.tone_for(row)))
        elif isinstance(refusal, SomeoneElse) and str(refusal) not in found.others:
            found.others.append(str(refusal))
    return found


def _buttons(life: Life, verb: Verb, row: Model, look: str) -> list[Offer]:
    url, text = life.address(verb, row), verb.label_for(row)
    if verb.choices is None:
        return [Offer(url, text, look, verb.asks)]
    name, choices = verb.choices
    return [Offer(url, words, look, False, name, value) for value, words in choices]
