"""Lists of people's pages: their columns, each once, for pages and files; and what a page says of an import."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from common.clock import day_in_words, in_words
from common.states import in_words as state_in_words
from common.ui.lists import Column, state, to
from people.models import Hat, Post, User
from people.policies import may_keep_people
from people.rules import persons, posts, schools
from people.rules.likeness import Known, reasons

IMPORTS = (
    Column("File", lambda row: row.file_name, leads=to("people:import"), sort=("file_name",)),
    state("State", lambda row: row.state),
    Column("Source", lambda row: row.source),
    Column("Lines", lambda row: row.lines, look="number"),
    Column("By", lambda row: row.by.name),
    Column("Begun", lambda row: row.begun_at, drawn=lambda row: in_words(row.begun_at), sort=("begun_at",)),
)
WIDE = 1000
WORDS = {**schools.WORDS, **persons.WORDS, **posts.WORDS}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what a file holds: how it is drawn, its words and count, where the page lists it."""

    kind: str
    words: str
    count: int
    at: str
    look: str = ""
    starts: int = 0
    width: int = 0


def tally(counts: Mapping[str, int]) -> list[Piece]:
    """A file whole, as parts of one bar."""
    found = [
        ("b-ahead", "Stay as they are", counts["same"], "stay", ""),
        ("b-done", "New", counts["schools"] + counts["people"] + counts["posts"], "new", ""),
        ("b-part", "Change", counts["changed"] + counts["moved"], "change", ""),
        ("b-paid", "End", counts["ends"], "end", ""),
        ("imp-ask", "Questions", counts["questions"], "questions", "is-ask" if counts["open"] else ""),
        ("b-lost", "Errors", counts["wrong"], "errors", "is-bad" if counts["wrong"] else ""),
    ]
    whole, so_far, pieces = sum(count for _, _, count, _, _ in found), 0, []
    for kind, words, count, at, look in found:
        starts = so_far * WIDE // whole if whole else 0
        so_far += count
        width = so_far * WIDE // whole - starts if whole else 0
        pieces.append(Piece(kind, words, count, at, look, starts, width))
    return pieces


def changes(shown: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Who, what, before and after, in words."""
    for one in shown["changes"]:
        name = one["field"]
        yield one["name"], WORDS[name], _value(name, one["before"]), _value(name, one["after"])
    for one in shown["links"]:
        yield one["name"], "Id in this source", "", one["external_id"]


def left_out(shown: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What was left out, in words: how often, the first of them by name, and how many more there are."""
    for words, count in shown["skipped"].items():
        # What was compared before they were named has no names.
        names = shown.get("named", {}).get(words, [])
        yield {"words": words, "count": count, "names": names, "more": count - len(names) if names else 0}


def cannot_end(shown: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Positions that would end before they begin: whose, which, and since when."""
    for one in shown.get("cannot_end", []):
        yield {**one, "since": day_in_words(date.fromisoformat(one["starts"]))}


def _value(name: str, value: Any) -> str:
    """A stored value as people say it; the end of a post is its last day."""
    if name in ("starts", "ends"):
        day = date.fromisoformat(value) if value else None
        return day_in_words(day - timedelta(days=name == "ends")) if day else "open"
    return "empty" if value == "" else str(value)


def last_day(ends: str) -> str:
    """The last day of a post that ends."""
    return day_in_words(date.fromisoformat(ends) - timedelta(days=1))


POSITIONS = {value: str(words).lower() for value, words in Post.Position.choices}
KINDS = {value: str(words).lower() for value, words in Hat.Kind.choices}


def account_of(person: User) -> str:
    """How the account of a person stands: "open", "never_signed_in", "closed"."""
    if not person.is_active:
        return "closed"
    return "open" if person.last_login else "never_signed_in"


def _posts(row: Any) -> str:
    """ "Teacher, Jordan High School; coach, …" """
    held = [f"{POSITIONS[post['position']]}, {post['school']}" for post in row.posts_now]
    return _capital("; ".join(held))


def _hats(row: Any) -> str:
    return _capital(", ".join(KINDS[kind] for kind in row.hats_now))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


@dataclass(frozen=True, slots=True)
class Twin:
    """An account that is perhaps of the same person as another one, and why; `url`: where the two are looked at, for
    who may do so."""

    name: str
    email: str
    why: str
    url: str = ""


def twins_of(row: Any, person: User, user: User) -> list[Twin]:
    """The `twins` of a row that leads to `person`, as `user` reads them; where the row says where they work
    (`schools_now`), also whether both work there. No query but for the hats of `user`."""
    schools = getattr(row, "schools_now", ())
    mine = Known(person.name_key, person.mailbox_key, person.number_key, schools)
    return [_twin(told, person, mine, _looks(user, person, told)) for told in row.twins]


def _looks(user: User, person: User, told: dict[str, Any]) -> bool:
    """Whether the page of both opens to `user`: that of somebody who wears a hat is left to administrators."""
    theirs = user.is_superuser or not told["wears"]
    return theirs and may_keep_people(user) and user.pk != person.pk and not person.is_superuser


def _twin(told: dict[str, Any], person: User, mine: Known, may: bool) -> Twin:
    theirs = Known(told["name_key"], told["mailbox_key"], told["number_key"], told["schools"])
    other = User(given_name=told["given_name"], family_name=told["family_name"], email=told["email"])
    url = f"{reverse('dashboard:merge', args=[person.pk])}?with={told['pk']}" if may else ""
    return Twin(other.name, told["email"], ", ".join(reasons(mine, theirs)), url)


def alike_columns(user: User) -> tuple[Column, ...]:
    """Accounts and those that were made later and are perhaps of the same person, as `user` reads them: each leads to
    the page of both where that opens to them."""

    def later(row: Any) -> list[Twin]:
        mine = Known(row.name_key, row.mailbox_key, row.number_key, row.schools_now)
        found = (told for told in row.twins if told["pk"] > row.pk)
        return [_twin(told, row, mine, _looks(user, row, told)) for told in found]

    return (
        Column("Name", lambda row: row.name, leads=to("dashboard:person"), sort=("sort_name",)),
        Column("Email", lambda row: row.email, sort=("email",)),
        Column("Schools", lambda row: ", ".join(row.schools_now), none="–"),
        Column(
            "Perhaps also",
            lambda row: " ".join(f"{one.name} {one.email}: {one.why}" for one in later(row)),
            drawn=lambda row: format_html_join(
                mark_safe(" <br>"), "{} {}: {}{}", (_pair(one) for one in later(row))
            ),
        ),
    )


def _pair(one: Twin) -> tuple[str, str, str, str]:
    if one.url:
        return format_html('<a class="usa-link" href="{}">{}</a>', one.url, one.name), one.email, one.why, ""
    return one.name, one.email, one.why, ". An administrator looks at both."


PEOPLE = (
    Column("Name", lambda row: row.name, leads=to("dashboard:person"), sort=("sort_name",), in_file=False),
    Column("Family name", lambda row: row.family_name, on_page=False),
    Column("Given name", lambda row: row.preferred_name or row.given_name, on_page=False),
    Column("Email", lambda row: row.email, sort=("email",)),
    Column("Positions", _posts, none="–"),
    Column("Hats", _hats, none="–"),
    state("Account", account_of, {"closed": "calm", "open": "calm", "never_signed_in": "calm"}),
    Column("External id", lambda row: row.external_id, on_page=False),
)
ACCOUNT_WORDS = [(word, state_in_words(word)) for word in ("open", "never_signed_in", "closed")]
