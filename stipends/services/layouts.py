"""Verbs on layouts of payroll offices: one person drafts, another publishes; a new version takes the place of the one
before."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from common.errors import DomainError, demand
from common.states import step
from people.models import User
from stipends.models import LayoutColumn, PayrollLayout
from stipends.policies import why_not_layout
from stipends.rules.layouts import Layout, lacking
from stipends.states import RATE_MOVES, RateAction, RateState

FIELDS = ("state", "published_by", "published_at", "ended_by", "ended_at", "ended_because")
REPLACED = "A new version was published."
# Of the lock under which versions are counted.
VERSIONS = 720412


@transaction.atomic
def draft_layout(*, name: str, layout: Layout, by: User, now: datetime | None = None) -> PayrollLayout:
    """The next version of the layout of this name, as a draft. Raises DomainError for one that no file could be made
    or confirmed by."""
    demand(why_not_layout(by, RateAction.DRAFT))
    if not name.strip():
        raise DomainError("Say how this layout is called.", at="name")
    if words := lacking(layout):
        raise DomainError(words)
    known = PayrollLayout.objects.filter(name__iexact=name.strip())
    # Two who save at once get two versions.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [VERSIONS])
    row = PayrollLayout.objects.create(
        name=name.strip(),
        version=(known.aggregate(last=Max("version"))["last"] or 0) + 1,
        key=layout.key,
        ending=layout.ending,
        delimiter=layout.delimiter,
        amounts=layout.amounts,
        dates=layout.dates,
        drafted_by=by,
        drafted_at=now or timezone.now(),
    )
    LayoutColumn.objects.bulk_create(
        LayoutColumn(layout=row, place=place, fact=one.fact, head=one.head, constant=one.constant)
        for place, one in enumerate(layout.columns, 1)
    )
    return row


@transaction.atomic
def publish_layout(*, pk: int, by: User, now: datetime | None = None) -> PayrollLayout:
    """Put a draft in force, by someone who did not write it; the version before is retired, and its files stay."""
    row = _locked(pk)
    demand(why_not_layout(by, RateAction.PUBLISH, row))
    before = PayrollLayout.objects.published().filter(name__iexact=row.name)
    for one in before.select_for_update(of=("self",)):
        _end(one, RateAction.RETIRE, by, REPLACED, now)
    row.state = step(RATE_MOVES, RateState(row.state), RateAction.PUBLISH)
    row.published_by, row.published_at = by, now or timezone.now()
    row.save(update_fields=FIELDS)
    return row


@transaction.atomic
def retire_layout(*, pk: int, by: User, reason: str, now: datetime | None = None) -> PayrollLayout:
    """No file is made in it any more; those that were made stay."""
    return _ended(pk, RateAction.RETIRE, by, reason, now)


@transaction.atomic
def discard_layout(*, pk: int, by: User, reason: str, now: datetime | None = None) -> PayrollLayout:
    """Put a draft aside for good."""
    return _ended(pk, RateAction.DISCARD, by, reason, now)


def _ended(pk: int, action: RateAction, by: User, reason: str, now: datetime | None) -> PayrollLayout:
    row = _locked(pk)
    demand(why_not_layout(by, action, row))
    if not reason.strip():
        raise DomainError("Say why. It stays on record.")
    return _end(row, action, by, reason.strip(), now)


def _locked(pk: int) -> PayrollLayout:
    return PayrollLayout.objects.select_for_update(of=("self",)).get(pk=pk)


def _end(row: PayrollLayout, action: RateAction, by: User, why: str, now: datetime | None) -> PayrollLayout:
    row.state = step(RATE_MOVES, RateState(row.state), action)
    row.ended_by, row.ended_at, row.ended_because = by, now or timezone.now(), why
    row.save(update_fields=FIELDS)
    return row
