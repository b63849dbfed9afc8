"""What applications ask of program managers: queries of the one shape (rows.py), like those of `sources`."""

from collections.abc import Iterator
from typing import Any

from applications.queries import managed as pipeline
from dashboard.queries.rows import each, grouped, local_day, name_of
from people.models import User


def applied(user: User) -> "Iterator[Any]":
    """What was applied for and asks for a manager: to be read, decided, released, or routed."""
    for kind, rows, since in (
        ("start_review", pipeline.to_assign(user), "changed_at"),
        ("decide", pipeline.to_decide(user), "changed_at"),
        ("release", pipeline.to_release(user), "changed_at"),
        ("unrouted", pipeline.without_signer(user), "submitted_at"),
    ):
        yield grouped(
            rows,
            kind,
            by="offering",
            since=local_day(since),
            what="offering__role__name",
            where="offering__year__label",
        )


def of_leaders(user: User) -> "Iterator[Any]":
    """What leaders in office signed and their school did not: a manager takes back, corrects or asks again."""
    for kind, rows in (("not_signed", pipeline.not_signed(user)), ("to_correct", pipeline.to_correct(user))):
        yield each(
            rows,
            kind,
            key="in_office",
            since=local_day("changed_at"),
            who=name_of("person"),
            what="offering__role__name",
            where="school__name",
        )
