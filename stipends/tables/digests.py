"""What an approver looks at before they put their name to a run: facts, what is unusual, the largest changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.clock import in_words
from common.money import dollars, signed
from common.ui.digest import Fact
from common.ui.lists import table, to
from stipends.models import StipendRun
from stipends.queries import SAME_NAME, LineFilters, Totals, lines_of, stale, totals, warning_of
from stipends.queries.differences import Sums, differences, runs_beside, sums_beside
from stipends.queries.touched import beyond
from stipends.tables.lists import DIFFERENCES

# So many of the largest changes are named; all stand on their own page.
NAMED = 5
NONE: Mapping[int, int] = {}
LARGEST = tuple(replace(column, sort=()) for column in DIFFERENCES)


def largest(rows: Iterable[Any], other: StipendRun) -> SafeString:
    """The largest differences from another run, without the way to sort them."""
    return table(rows, LARGEST, f"Largest changes since the {_within(other)}")


def _within(run: StipendRun) -> str:
    """The name of a run within a sentence."""
    called = str(run)
    return f"{called[0].lower()}{called[1:]}"


def facts_of(
    run: StipendRun,
    sums: Totals,
    beside: Iterable[tuple[StipendRun, Sums]] = (),
    twins: int = 0,
    over: Mapping[int, int] = NONE,
) -> list[Fact]:
    """What an approver puts their name to. `beside`: the runs it is held against; `twins`: how many of its lines are
    perhaps of one person; `over`: cents paid above all that can still be earned, by placement."""
    page = to("stipends:run")(run)
    made = f"{run.prepared_by.name}, {in_words(run.prepared_at)}"
    at = [Fact("Calculated", in_words(run.calculated_at))] if run.calculated_at else []
    return [
        Fact("It pays", run.in_words, dollars(run.total_cents), f"{page}?show=payable#lines", sums.paid),
        *_unusual(run, sums, page, twins, over),
        *(_against(other, found, page) for other, found in beside),
        Fact("Lines", "In all", f"{run.lines_count:,}", f"{page}#lines", run.lines_count),
        *(
            Fact(
                "Not paid",
                row["words"],
                f"{row['people']:,}",
                f"{page}?show={row['code']}#lines",
                row["people"],
            )
            for row in sums.exclusions
        ),
        Fact("Prepared", made),
        *at,
        Fact("Hash over all lines", format_html("<code>{}</code>", run.snapshot_sha256)),
    ]


def _against(other: StipendRun, found: Sums, page: str) -> Fact:
    moved = signed(found.now_pays - found.then_pays)
    url = f"{page}difference/?with={other.pk}#lines"
    return Fact(f"Against the {_within(other)}", found.in_words, moved, url, found.moved)


def _told(run: StipendRun, sums: Totals, page: str, over: Mapping[int, int]) -> Iterator[Fact]:
    """What is paid that can never be earned, whose sessions do not stand yet, and what comes off for overpayments."""
    if over:
        who = "1 person gets" if len(over) == 1 else f"{len(over):,} people get"
        words = f"{who} more than can still be earned. Approving it opens an overpayment for each of them."
        yield Fact("Too much", words, dollars(sum(over.values())), look=True)
    if words := warning_of(run):
        yield Fact("Sessions", words, look=True)
    if sums.taken:
        words = "Comes off for what was paid too much before, as each of them agreed."
        yield Fact("Taken off", words, dollars(sums.taken_cents), f"{page}?show=taken#lines", sums.taken)


def _unusual(run: StipendRun, sums: Totals, page: str, twins: int, over: Mapping[int, int]) -> Iterator[Fact]:
    yield from _told(run, sums, page, over)
    if twins:
        words = "Lines that are perhaps of one person on two accounts, who would be paid twice."
        yield Fact("Twice?", words, f"{twins:,}", f"{page}?show=same_name#lines", twins, look=True)
    if sums.nothing_owed:
        words = "Paid in full for their work, although their role asks for no deliverable this year."
        url = f"{page}?show=nothing_owed#lines"
        yield Fact("No work", words, f"{sums.nothing_owed:,}", url, sums.nothing_owed, look=True)
    if sums.overpaid:
        were = "was" if sums.overpaid == 1 else "were"
        words = (
            f"{sums.overpaid:,} on this run {were} paid above what was earned."
            " No run takes it off unless they agree: finance settles it."
        )
        yield Fact(
            "Overpaid", words, f"{sums.overpaid:,}", f"{page}?show=overpaid#lines", sums.overpaid, look=True
        )
    if sums.ahead:
        who = "1 person gets" if sums.ahead == 1 else f"{sums.ahead:,} people get"
        words = (
            f"{who} an advance over what is earned: {dollars(sums.ahead_cents)} in all."
            " The rest of the run is earned already."
        )
        yield Fact("In advance", words, f"{sums.ahead:,}", f"{page}?show=ahead#lines", sums.ahead, look=True)
    elif run.calculated_at:
        yield Fact("In advance", "Nobody gets an advance: all that this run pays is earned.")


def digest_of(run: StipendRun) -> dict[str, Any]:
    """For the page that asks for the approval; the first run it is held against gives the largest changes."""
    beside = [(other, sums_beside(run, other)) for other in runs_beside(run)]
    twins = lines_of(run, LineFilters(show=SAME_NAME)).count()
    found: dict[str, Any] = {
        "run": run,
        "facts": facts_of(run, totals(run), beside, twins, beyond(run, timezone.now())),
        "stale": stale(run),
    }
    if beside and beside[0][1].moved:
        other, sums = beside[0]
        rows = list(differences(run, other)[:NAMED])
        found |= {"largest": largest(rows, other), "other": other, "more": max(sums.moved - len(rows), 0)}
    return found
