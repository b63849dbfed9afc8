"""The list of people: its columns, each once, for its page and its files."""

from common.states import in_words
from common.ui.lists import Column, state, to
from people.models import Hat, Post, User

POSITIONS = {value: str(words).lower() for value, words in Post.Position.choices}
KINDS = {value: str(words).lower() for value, words in Hat.Kind.choices}


def account_of(person: User) -> str:
    """How the account of a person stands: "open", "never_signed_in", "closed"."""
    if not person.is_active:
        return "closed"
    return "open" if person.last_login else "never_signed_in"


def _posts(row: User) -> str:
    """ "Teacher, Jordan High School; coach, …" """
    held = [f"{POSITIONS[post['position']]}, {post['school']}" for post in row.posts_now]  # type: ignore[attr-defined]
    return _capital("; ".join(held))


def _hats(row: User) -> str:
    return _capital(", ".join(KINDS[kind] for kind in row.hats_now))  # type: ignore[attr-defined]


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


PEOPLE = (
    Column("Name", lambda row: row.name, leads=to("dashboard:person"), sort=("sort_name",), in_file=False),
    Column("Family name", lambda row: row.family_name, on_page=False),
    Column("Given name", lambda row: row.preferred_name or row.given_name, on_page=False),
    Column("Email", lambda row: row.email, sort=("email",)),
    Column("Posts", _posts, none="–"),
    Column("Hats", _hats, none="–"),
    state("Account", account_of, {"closed": "calm", "open": "calm", "never_signed_in": "waiting"}),
    Column("External id", lambda row: row.external_id, on_page=False),
)
ACCOUNT_WORDS = [(word, in_words(word)) for word in ("open", "never_signed_in", "closed")]
