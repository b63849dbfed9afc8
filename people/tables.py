"""Lists of people's pages: their columns, each once, for pages and files; and what a page says of an import."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from common.clock import day_in_words, in_words
from common.states import in_words as state_in_words
from common.ui.lists import Column, state, to
from people.models import Hat, Post, User
from people.rules import persons, posts, schools

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


PEOPLE = (
    Column("Name", lambda row: row.name, leads=to("dashboard:person"), sort=("sort_name",), in_file=False),
    Column("Family name", lambda row: row.family_name, on_page=False),
    Column("Given name", lambda row: row.preferred_name or row.given_name, on_page=False),
    Column("Email", lambda row: row.email, sort=("email",)),
    Column("Posts", _posts, none="–"),
    Column("Hats", _hats, none="–"),
    state("Account", account_of, {"closed": "calm", "open": "calm", "never_signed_in": "calm"}),
    Column("External id", lambda row: row.external_id, on_page=False),
)
ACCOUNT_WORDS = [(word, state_in_words(word)) for word in ("open", "never_signed_in", "closed")]
