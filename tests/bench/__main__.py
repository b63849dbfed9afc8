"""Rounds of every page on every size, interleaved and shuffled; medians of ratios to the floor of the same round."""

import argparse
import json
import random
import subprocess
import sys
from statistics import median

from config.local.servers import servers
from tests.bench import databases, run, start

FLOOR_OF = {"one check-in": "floor one-row"}
BOUNDS = {
    "staff list": 2,
    "list by state": 2,
    "search": 2,
    "search of many": 2,
    "placements": 2,
    "detail": 1.8,
    "roster": 1.5,
    "home": 3,
    "what waits": 0.5,
    "one check-in": 7,
}
# From one size to the next, tenfold: an exponent of 0.10 is 1.26 times.
GROWTH_BOUND = 1.3


class Server:
    """A process of tests.bench.pages for one size."""

    def __init__(self, size: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.pages"],
            env=databases.environment(size),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pages: list[str] = json.loads(self._line())

    def _line(self) -> str:
        line = self.process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise SystemExit("A page of the bench failed; its error is above.")
        return line

    def measure(self, page: str) -> float:
        """CPU milliseconds of one request."""
        self.process.stdin.write(page + "\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]
        return float(self._line())

    def stop(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait()


def measure_pages(sizes: list[int], rounds: int) -> dict[tuple[str, int], list[float]]:
    """CPU of each page and size, a figure a round; the first round warms up and is not kept."""
    at = {size: Server(size) for size in sizes}
    pairs = [(page, size) for size in sizes for page in at[size].pages]
    found: dict[tuple[str, int], list[float]] = {pair: [] for pair in pairs}
    chance = random.Random(1)
    for number in range(rounds + 1):
        chance.shuffle(pairs)
        for page, size in pairs:
            spent = at[size].measure(page)
            if number:
                found[page, size].append(spent)
    for server in at.values():
        server.stop()
    return found


def _ratio(found: dict[tuple[str, int], list[float]], page: str, floor: str, size: int, base: int) -> float:
    pairs = zip(found[page, size], found[floor, base], strict=True)
    return median(spent / least for spent, least in pairs)


def print_pages(found: dict[tuple[str, int], list[float]], sizes: list[int]) -> None:
    """One table: CPU at each size, the ratio to the floor at each size, growth, bound."""
    of, large = sizes[-2:] if len(sizes) > 1 else sizes * 2
    heads = "".join(f"{size:>10,}" for size in sizes)
    print(f"\n{'page (CPU ms)':<18}{heads}   {'× floor':>{8 * len(sizes)}}   growth  bound")
    for page in dict.fromkeys(page for page, _ in found):
        floor = FLOOR_OF.get(page, "floor crispy50")
        spent = "".join(f"{median(found[page, size]):>10.1f}" for size in sizes)
        times = "".join(f"{_ratio(found, page, floor, size, size):>8.2f}" for size in sizes)
        growth = _ratio(found, page, page, large, of)
        bound = f"≤ {BOUNDS[page]}" if page in BOUNDS else ""
        print(f"{page:<18}{spent}   {times}   {growth:>5.2f}×  {bound}")
    print(f"No page may grow more than {GROWTH_BOUND} times from {of:,} to {large:,}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=["pages", "run", "start"])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(databases.SCALES))
    options = parser.parse_args()
    if options.only in (None, "start"):
        # Before the servers of the bench run beside it.
        start.report()
    if options.only == "start":
        return
    with servers():
        for size in options.sizes:
            databases.ensure(size)
        if options.only != "run":
            print_pages(measure_pages(options.sizes, options.rounds), options.sizes)
        if options.only != "pages":
            run.report(options.sizes[-1])
            run.report(databases.ensure_tenfold(options.sizes[-1]))


if __name__ == "__main__":
    main()
