"""What of a statement is other than before, in words: from what two lines keep of it. Plain Python."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from common.clock import day_in_words
from common.money import dollars

Inputs = Mapping[str, Any]
# Of a session: its day, its mark, and the minutes that were kept.
Kept = tuple[date, str | None, int | None]
# So many days are named; of more it says how many.
NAMED = 2
# How a mark reads of one session, and of several.
MARKS = {"present": "present", "absent": "absent", "excused": "excused", "made_up": "made up"}
# The parts of a stretch that stand beside its sessions and its work.
SIGNED = {True: "both have signed", False: "not signed by both any more"}
ATTESTED = {True: "the principal attested", False: "not attested any more"}
COMPLETED = {True: "the year counts as completed", False: "the year was not completed"}


def since(before: Inputs, now: Inputs) -> tuple[str, ...]:
    """What happened to one statement between two lines, by their inputs: "Nov 12, 2026: absent before, made up now".
    What is paid, exported or owed beside it is left out; nothing where all that earns is the same."""
    return tuple(_since(before, now))


def _since(before: Inputs, now: Inputs) -> Iterator[str]:
    yield from _sessions(_marks(before), _marks(now))
    yield from _work(_states(before), _states(now))
    was, is_ = before["segments"], now["segments"]
    if len(was) != len(is_):
        yield "it was served at other schools"
    elif was:
        yield from _stretches(was, is_)
    if before["policy"] != now["policy"]:
        yield "another policy is in force"
    for name, words in (("signed", SIGNED), ("completed_year", COMPLETED)):
        if bool(before[name]) != bool(now[name]):
            yield words[bool(now[name])]


def _stretches(was: Sequence[Inputs], now: Sequence[Inputs]) -> Iterator[str]:
    """Days, share, amount and attestation, each said once however many stretches the year has."""
    said = [words for before, after in zip(was, now, strict=True) for words in _stretch(before, after)]
    yield from dict.fromkeys(said)


def _stretch(before: Inputs, now: Inputs) -> Iterator[str]:
    if before["annual_cents"] != now["annual_cents"]:
        yield f"{dollars(now['annual_cents'])} a year, before {dollars(before['annual_cents'])}"
    if before["share"] != now["share"]:
        yield f"a share of {now['share']}, before {before['share']}"
    if before["days"] != now["days"]:
        yield f"{_days(now)}, before {_days(before)}"
    if bool(before["attested"]) != bool(now["attested"]):
        yield ATTESTED[bool(now["attested"])]


def _days(stretch: Inputs) -> str:
    served, of, leave = stretch["days"]
    return f"{served} of {of} service days" + (f" less {leave} of leave" if leave else "")


def _marks(inputs: Inputs) -> dict[str, Kept]:
    """What is kept, by session."""
    return {
        ref: (date.fromisoformat(day), mark, minutes)
        for segment in inputs["segments"]
        for ref, day, _, _, mark, minutes in segment["sessions"]
    }


def _sessions(was: Mapping[str, Kept], now: Mapping[str, Kept]) -> Iterator[str]:
    """One sentence for all sessions of which the same happened."""
    found: dict[str, list[date]] = defaultdict(list)
    for ref in dict.fromkeys([*now, *was]):
        words, (day, _, _) = _happened(was.get(ref), now.get(ref)), now.get(ref) or was[ref]
        if words:
            found[words].append(day)
    for words, days in found.items():
        yield f"{words}: {_named(sorted(days))}"


def _happened(before: Kept | None, now: Kept | None) -> str:
    """To one session, in words; empty where it stands as it stood."""
    if now is None:
        return "not required any more"
    if before is None:
        return MARKS[now[1]] if now[1] else "a required session was added"
    if before[1] != now[1]:
        return _marked(before[1], now[1])
    return "" if before == now else f"{_minutes(before[2])} before, {_minutes(now[2])} now"


def _marked(before: str | None, now: str | None) -> str:
    if now is None:
        return "the roster is open again"
    return f"{MARKS[before]} before, {MARKS[now]} now" if before else MARKS[now]


def _minutes(kept: int | None) -> str:
    return "in full" if kept is None else f"{kept} minutes"


def _named(days: Sequence[date]) -> str:
    more = len(days) - NAMED
    shown = ", ".join(map(day_in_words, days[:NAMED]))
    return f"{shown} and {more} more" if more > 0 else shown


def _states(inputs: Inputs) -> dict[str, str]:
    """By deliverable, how it stands."""
    return {ref: state for segment in inputs["segments"] for ref, _, state in segment["deliverables"]}


def _work(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    moved: dict[str, int] = defaultdict(int)
    for ref, state in now.items():
        if was.get(ref) != state:
            moved[state if ref in was else "added"] += 1
    moved["taken out"] += len(was.keys() - now.keys())
    for state, count in moved.items():
        if count:
            yield f"{count} deliverable{'' if count == 1 else 's'} {state.replace('_', ' ')}"


def between_years(before: Sequence[Inputs], now: Sequence[Inputs]) -> tuple[str, ...]:
    """Which parts of a statement pay otherwise than those of another year, by the cells of two lines: "attendance
    $1,440.00, before $1,200.00"."""
    was, is_ = _parts(before), _parts(now)
    return tuple(
        f"{part} {dollars(is_.get(part, 0))}, before {dollars(was.get(part, 0))}"
        for part in dict.fromkeys([*is_, *was])
        if is_.get(part, 0) != was.get(part, 0)
    )


def _parts(cells: Sequence[Inputs]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for cell in cells:
        for part in cell["parts"]:
            found[part["component"]] += part["cents"]
    return found
