"""How the inputs of a line name what decides the amount of a segment; `queries.kept` reads it again."""

from functools import lru_cache
from typing import Any

from orjson import Fragment

from stipends.queries.hashes import canonical
from stipends.rules import Deliverable, Segment, Session


def segment_inputs(segment: Segment) -> dict[str, Any]:
    """What decides the amount of a stretch of the year; `queries.kept.segment_of` reads it."""
    return {
        "title": segment.title,
        "annual_cents": segment.annual_cents,
        "share": str(segment.share),
        "days": [segment.service_days, segment.year_service_days, segment.leave_days],
        "sessions": _named(segment.sessions),
        "deliverables": [
            [record, *weighed]
            for record, weighed in zip(segment.records, _weighed(segment.deliverables), strict=True)
        ],
        "attested": segment.attested,
    }


@lru_cache(maxsize=4096)
def _named(sessions: tuple[Session, ...]) -> Fragment:
    """As JSON, for everyone who did the same."""
    named = [
        (one.ref, one.date.isoformat(), one.kind, one.minutes, one.mark, one.attended_minutes)
        for one in sessions
    ]
    return Fragment(canonical(named))


@lru_cache(maxsize=4096)
def _weighed(deliverables: tuple[Deliverable, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((str(one.weight), one.status) for one in deliverables)
