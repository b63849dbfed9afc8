"""Chains of evidence: links in one line, each sealed with the one before it, and their end kept beside them.

Each app that keeps one says which rows are its links, what of them counts, and where its end stands.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import pgtrigger
from django.conf import settings
from django.db import models

from common.canonical import link_of_chain
from common.counting import counted
from common.guards import Stay

Evidence = Mapping[str, Any]


class ChainLink(models.Model):
    """A link of a chain: its MAC covers every field that counts and the MAC before it. Links of several tables may
    stand in one chain, numbered together."""

    serial = models.PositiveBigIntegerField(unique=True)
    previous_mac = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64, unique=True)

    class Meta:
        abstract = True


class ChainEnd(models.Model):
    """Number of links and head of a chain, beside it: a deleted last row shows too. One row.

    The seal is a MAC over both, so that nobody without the key moves the end back to an earlier link.
    """

    count = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return counted(self.count, "link")


def only_grows() -> list[Stay]:
    """Triggers of the end of a chain: it is never deleted, and never moved back."""
    return [
        Stay(name="the_chain_stays", operation=pgtrigger.Delete),
        Stay(
            name="the_chain_only_grows",
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(new__count__lt=pgtrigger.F("old__count"))
            | pgtrigger.Q(new__count=pgtrigger.F("old__count"), new__head__df=pgtrigger.F("old__head")),
            words="the chain only grows",
        ),
    ]


Link = TypeVar("Link", bound=ChainLink)


def append(rows: Sequence[Link], ends: type[ChainEnd], evidence_of: Callable[[Link], Evidence]) -> list[Link]:
    """Append unsaved links of one kind in the order given: each gets its serial, the MAC before it and its own.

    One statement for all rows, so thousands are quick. The chain stays locked until the transaction ends.
    """
    if not rows:
        return []
    first = ends()
    first.pk = 1
    ends._default_manager.bulk_create([first], ignore_conflicts=True)
    end = ends._default_manager.select_for_update().get(pk=1)
    for row in rows:
        row.serial, row.previous_mac = end.count + 1, end.head
        row.mac = link_of_chain(settings.SIGNATURE_KEY, evidence_of(row), row.previous_mac)
        end.count, end.head = row.serial, row.mac
    type(rows[0])._default_manager.bulk_create(rows, batch_size=1000)
    end.seal = seal_of(end)
    end.save(update_fields=["count", "head", "seal"])
    return list(rows)


def seal_of(end: ChainEnd) -> str:
    """The MAC over the end of a chain: how many links there are, and the MAC of the last."""
    return link_of_chain(settings.SIGNATURE_KEY, {"count": end.count}, end.head)


def as_evidence(at: datetime) -> str:
    """A moment as every MAC covers it: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def changed(link: Link, evidence_of: Callable[[Link], Evidence], name: str) -> list[str]:
    """Whether a link is no more what was made, as one sentence; none where it is."""
    again = link_of_chain(settings.SIGNATURE_KEY, evidence_of(link), link.previous_mac)
    return [] if again == link.mac else [f"{name} was changed after it was made."]


def broken(
    links: Iterable[Link],
    ends: type[ChainEnd],
    evidence_of: Callable[[Link], Evidence],
    name_of: Callable[[Link], str],
) -> Iterator[str]:
    """What is wrong with a chain, in sentences: links in the order of their numbers, and its end."""
    serial, previous = 0, ""
    for link in links:
        serial += 1
        if link.serial != serial:
            yield f"Between links {serial - 1} and {link.serial} something is missing or copied."
            serial = link.serial
        elif link.previous_mac != previous:
            yield f"{name_of(link)} does not follow the link before it."
        yield from changed(link, evidence_of, name_of(link))
        previous = link.mac
    yield from _end(ends, serial, previous)


def _end(ends: type[ChainEnd], serial: int, mac: str) -> Iterator[str]:
    end = ends._default_manager.filter(pk=1).first()
    if end is not None and end.seal != seal_of(end):
        yield "The end of the chain was changed."
    end = end or ends(count=0, head="")
    if (end.count, end.head) != (serial, mac):
        yield f"The chain should end with link {end.count}, but it ends with {serial}."
