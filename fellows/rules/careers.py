"""What became of somebody after graduating, told from where they worked (rules.md §11, Facts). Plain Python."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

PRINCIPAL, ASSISTANT, OTHER, OUTSIDE = "principal", "assistant_principal", "other", "outside"
LEADING = (PRINCIPAL, ASSISTANT)
# From the first to the last bound: None is open.
Span = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody worked in a position from `starts` until before `ends`, all of it at a school of the network, or
    (`network` false) at one that counts as similar."""

    starts: date
    ends: date | None
    position: str
    network: bool = True


@dataclass(frozen=True, slots=True)
class Career:
    """After graduating: the first day as principal or assistant principal; the day from which they were no longer in
    the network, None while they are; the position there on the last day asked about."""

    led_on: date | None
    left_on: date | None
    role: str


def within(stay: Stay, spans: Iterable[Span], network: bool) -> Iterator[Stay]:
    """The parts of a stay inside these spans, of schools of the network or similar ones."""
    for first, until in spans:
        starts = stay.starts if first is None else max(stay.starts, first)
        ends = min((end for end in (stay.ends, until) if end is not None), default=None)
        if ends is None or starts < ends:
            yield Stay(starts, ends, stay.position, network)


def career(graduated: date, stays: Sequence[Stay], today: date) -> Career:
    """What is known on `today` of somebody who graduated by then. Who was never in the network again left on the day
    of graduating; a gap between two positions is no leaving."""
    since = [stay for stay in stays if stay.starts <= today and (stay.ends is None or stay.ends > graduated)]
    led = [max(stay.starts, graduated) for stay in since if stay.position in LEADING]
    here = [stay for stay in since if stay.network]
    now = {stay.position for stay in here if stay.ends is None or stay.ends > today}
    left = max((stay.ends for stay in here if stay.ends is not None), default=graduated)
    role = next((one for one in LEADING if one in now), OTHER if now else OUTSIDE)
    return Career(min(led, default=None), None if now else left, role)
