"""What waits because more was paid than earned, or because a leader says that something is wrong."""

from collections.abc import Iterator
from typing import Any

from dashboard.queries.rows import each, local_day, name_of
from people.models import User
from stipends.models import Dispute, Overpayment


def paid_too_much(user: User) -> "Iterator[Any]":
    """What approved runs found too much, until it ends; and what a second person lets go, or not."""
    for kind, rows in (
        ("overpayment", Overpayment.objects.to_end(user)),
        ("waiver", Overpayment.objects.to_waive(user)),
    ):
        yield each(
            rows,
            kind,
            since=local_day("found_at"),
            who=name_of("placement__person"),
            what="placement__role__name",
            where="placement__year__label",
        )


def disputed(user: User) -> Any:
    """What leaders say is wrong with their stipends: it waits outside runs until it is answered."""
    return each(
        Dispute.objects.to_answer(user),
        "dispute",
        since=local_day("opened_at"),
        who=name_of("placement__person"),
        what="placement__role__name",
        where="placement__year__label",
    )
