"""Which account a line means (rules.md §7, Who is meant). By the id of the source; an address alone is a question, and
a name alone is never enough. An address that passes from one person to another takes no account along."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from common.names import name_key
from people.rules.difference import Choice, Question
from people.rules.roster import PersonLine, Wrong
from people.rules.standing import PersonNow, by_id

OUT, NEW = "out", "new"
NO_ADDRESS = "people without an address, who cannot have an account"
LEAVE_OUT = Choice(OUT, "Leave this line out", "Nothing of it is imported")
SOMEBODY_NEW = Choice(NEW, "Somebody else: a new account", "From now on this source means them by the id")
# How many of one name are offered; more is no choice any more.
MOST_OF_A_NAME = 6


@dataclass
class People:
    """`known`: by the key of a line, the account it means; `new`: lines that make one; what is in neither is out."""

    known: dict[str, PersonNow] = field(default_factory=dict)
    new: dict[str, PersonLine] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    no_address: int = 0
    # The lines that were asked about, by key.
    lines: dict[str, PersonLine] = field(default_factory=dict)


class Register:
    """The accounts there are, by what a line may know of them."""

    def __init__(self, people: Iterable[PersonNow], lines: Mapping[str, PersonLine]) -> None:
        self.by_id = by_id(people, lines)
        # Of accounts, whichever source they come from: no second one is numbered so.
        self.numbers: set[str] = set()
        self.by_address: dict[str, PersonNow] = {}
        self.by_name: dict[str, list[PersonNow]] = defaultdict(list)
        for person in people:
            self.numbers |= {person.external_id, *person.merged}
            for address in person.addresses:
                self.by_address[address] = person
            self.by_name[person.key].append(person)
        self.lines = lines

    def holder(self, line: PersonLine, asked: frozenset[str] = frozenset()) -> PersonNow | None:
        """Whose account signs in with the address of the line, and goes on doing so after this file."""
        found = self.by_address.get(line.email) if line.email else None
        if found is None or self.by_id.get(line.external_id) is found:
            return found
        moved = self.line_of(found)
        # Two who exchange their addresses wait for each other: neither gives up the own one.
        if moved is None or moved.email in {"", line.email, *asked} or not _gives_up(found, moved):
            return found
        return None if self.holder(moved, asked | {line.email}) is None else found

    def line_of(self, person: PersonNow) -> PersonLine | None:
        """The line of the file that calls them by an id."""
        lines = (self.lines.get(f"id:{one}") for one in sorted(person.ids) if self.by_id.get(one) is person)
        return next(filter(None, lines), None)

    def named(self, line: PersonLine) -> list[PersonNow]:
        return self.by_name.get(name_key(line.given_name, line.family_name), [])


def may_readdress(person: PersonNow) -> bool:
    """Whether a file may write another address for this account: the account gives nothing more than itself, and
    nobody wrote its address but the last import."""
    told = person.imported or {}
    return not person.guarded and person.active and person.values["email"] == told.get("email")


def _gives_up(person: PersonNow, line: PersonLine) -> bool:
    return line.email not in person.addresses and may_readdress(person) and _resembles(line, person)


def identify(
    lines: Mapping[str, PersonLine], register: Register, answers: Mapping[str, str], lax: bool
) -> People:
    """Which account each line means, as far as it can be known. `lax`: who has no address is left out, not wrong."""
    found = People(lines=dict(lines))
    found.wrong += _shared(lines.values())
    for key, line in sorted(lines.items()):
        known = register.by_id.get(line.external_id) if line.external_id else None
        if known is not None:
            _same_id(found, key, line, known, register, answers)
        else:
            _without_id(found, key, line, register, answers, lax)
    found.wrong += _twice(found)
    return found


def _shared(lines: Iterable[PersonLine]) -> Iterable[Wrong]:
    """Two people of one file never share an address."""
    first: dict[str, PersonLine] = {}
    for line in sorted(lines, key=lambda line: line.at):
        if line.email and (other := first.setdefault(line.email, line)) is not line:
            whose = other.name or other.external_id
            words = f"{whose} has it in line {other.at.line} already. Two people never share one."
            yield Wrong(line.at, "email", line.email, words)


def _twice(found: People) -> Iterable[Wrong]:
    """No two lines mean one account."""
    first: dict[int, PersonLine] = {}
    for key, person in found.known.items():
        line = found.lines[key]
        if (other := first.setdefault(person.pk, line)) is not line:
            words = f"This is {person.name}, and so is line {other.at.line}. Give both the same id, or leave one out."
            yield Wrong(line.at, "person", line.external_id or line.name, words)


def _same_id(
    found: People,
    key: str,
    line: PersonLine,
    known: PersonNow,
    register: Register,
    answers: Mapping[str, str],
) -> None:
    """The id is known. Where neither name nor address is, it may be somebody else's by now, or in this source."""
    if _resembles(line, known):
        found.known[key] = known
        return
    same = Choice(
        f"same:{known.pk}", "The same person: take the new name", "What was signed keeps the old one"
    )
    new = (SOMEBODY_NEW,) if line.email and register.holder(line) is None else ()
    choices = (same, *new, LEAVE_OUT)
    asks = f"The id {line.external_id} was {known.name} and is {line.name} here. The same person?"
    _ask(found, key, line, ("renamed", asks), choices, [known], answers)


def _resembles(line: PersonLine, known: PersonNow) -> bool:
    words = set(name_key(line.given_name, line.family_name).split())
    shared = bool(words & set(known.key.split()))
    return shared or not words or not known.key or line.email in known.addresses


def _without_id(
    found: People, key: str, line: PersonLine, register: Register, answers: Mapping[str, str], lax: bool
) -> None:
    holder = register.holder(line)
    if holder is not None:
        _held(found, key, line, holder, register, answers)
    elif line.email:
        found.new[key] = line
    elif lax:
        found.no_address += 1
    elif line.external_id or not (named := register.named(line)[:MOST_OF_A_NAME]):
        words = "This person is new here: write the address they sign in with."
        found.wrong.append(Wrong(line.at, "email", "", words))
    else:
        asks = f"Which {line.name} is this? A name alone is never enough."
        choices = [Choice(f"same:{one.pk}", one.name, _who(one)) for one in named]
        _ask(found, key, line, ("name", asks), (*choices, LEAVE_OUT), named, answers)


def _held(
    found: People,
    key: str,
    line: PersonLine,
    holder: PersonNow,
    register: Register,
    answers: Mapping[str, str],
) -> None:
    """Somebody has the address of the line: perhaps the same person, perhaps whoever had it before."""
    told = holder.imported or {}
    if not line.external_id and told.get("email") == line.email and _resembles(line, holder):
        # An office without ids: the account came from its own last file.
        found.known[key] = holder
        return
    if line.external_id and holder.ids and _is_another(line, holder, register):
        asks = f"{line.name}’s address belongs to {holder.name}, who has another id and keeps the account."
        more = (
            f"If it is the same person, correct the number on their page: here it is {_ids(holder)}. "
            "If not, they need an address of their own"
        )
        _ask(found, key, line, ("address", asks), (Choice(OUT, "Leave this line out", more),), [], answers)
        return
    asks = f"Somebody has this address here already. Perhaps the same person: is it {line.name}?"
    more, kind = f"The same: {_who(holder)}", "perhaps"
    if line.external_id and holder.ids:
        # A kind of its own: what was answered before there was a number says nothing of another one.
        more, kind = f"{more}. The id {line.external_id} is kept beside {_ids(holder)}", "beside"
    same = Choice(f"same:{holder.pk}", holder.name, more)
    alike = same.code if name_key(line.given_name, line.family_name) == holder.key else ""
    _ask(found, key, line, (kind, asks), (same, LEAVE_OUT), [holder], answers, alike)


def _is_another(line: PersonLine, holder: PersonNow, register: Register) -> bool:
    """Whether the source tells the two apart: it has a line for the holder, or knows them by another id and name."""
    other = register.line_of(holder)
    named = name_key(line.given_name, line.family_name) == holder.key
    return (other is not None and not other.gone) or bool(not named and (holder.called or holder.imported_id))


def _ids(person: PersonNow) -> str:
    return ", ".join(sorted(person.ids))


def _who(person: PersonNow) -> str:
    return " · ".join(filter(None, (person.values["email"], person.works)))


def _ask(
    found: People,
    key: str,
    line: PersonLine,
    asks: tuple[str, str],
    choices: tuple[Choice, ...],
    people: Iterable[PersonNow],
    answers: Mapping[str, str],
    alike: str = "",
) -> None:
    """Ask, or take what was answered to the very same question."""
    kind, words = asks
    told = " ".join(filter(None, (line.external_id, line.name, line.email)))
    name = f"{kind}:{key}:{line.email}:{name_key(line.given_name, line.family_name)}"
    answer = answers.get(name, "")
    if answer not in {choice.code for choice in choices}:
        answer = ""
    found.questions.append(Question(name, line.at, words, told, choices, answer, alike))
    if answer == NEW:
        found.new[key] = line
    for person in people:
        if answer == f"same:{person.pk}":
            found.known[key] = person
