"""The number of the code that pays: raised whenever facts that were paid before pay otherwise.

tests/stipends/files/pays.json keeps what the code of one number pays for facts of then. Facts it does not know, a new
worked example say, were never paid otherwise. After raising CODE: WRITE_PAYS=1 and this test write the file anew.
"""

import json
import os
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

from common.reading import Fields
from stipends.queries.evidence import CODE
from stipends.rules import BALANCE, Case, Policy, Segment, Step, line, parse_policy, parse_segment

EXAMPLES = Path(__file__).parents[1] / "vectors" / "worked-examples.json"
PAYS = Path(__file__).parent / "files" / "pays.json"
HALF = Fraction(1, 2)
STEPS = (BALANCE, Step("share_of_maximum", HALF), Step("share_of_earned", HALF))
FACTS = ("policy", "segments", "signed", "completed_year")


def _digest(what: object) -> str:
    return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]


def _facts(case: dict[str, Any]) -> tuple[Policy, tuple[Segment, ...], bool, bool]:
    fields = Fields(case)
    segments = tuple(parse_segment(segment) for segment in fields.objects("segments"))
    return (
        parse_policy(fields.value("policy")),
        segments,
        fields.boolean("signed"),
        fields.boolean("completed_year"),
    )


def _lines(case: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """All an example pays: at once and by steps, to somebody paid nothing, something or too much so far."""
    policy, segments, signed, completed = _facts(case)
    for step, paid, settles, hopes in product(STEPS, (0, 70_000, 10_000_000), (True, False), (True, False)):
        found = line(
            Case(policy, "", signed, completed, segments, paid, step, settles, hopes, open_rosters=0)
        )
        yield found.status, found.exclusion, found.earned_cents, found.amount_cents


def pays_now() -> dict[str, str]:
    """What each example pays, by its facts."""
    cases = [case for case in json.loads(EXAMPLES.read_text())["cases"] if case["rule"] == "statement"]
    return {_digest([case[name] for name in FACTS]): _digest(list(_lines(case))) for case in cases}


def test_code_that_pays_otherwise_has_another_number():
    """Runs calculated by the older code would be approved as they are."""
    kept, now = json.loads(PAYS.read_text()), pays_now()
    if os.environ.get("WRITE_PAYS"):
        known = kept["pays"] if kept["code"] == CODE else {}
        kept = {"code": CODE, "pays": dict(sorted((now | known).items()))}
        PAYS.write_text(json.dumps(kept, indent=1) + "\n")
    assert kept["code"] == CODE, "Read what pays otherwise, then: WRITE_PAYS=1 and this test"
    assert {facts for facts, pays in kept["pays"].items() if now.get(facts, pays) != pays} == set()
    assert len(kept["pays"].keys() & now.keys()) > 25
