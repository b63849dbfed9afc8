"""Verbs on layouts of payroll offices: one person drafts, another publishes; a new version takes the place of the one
before."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from common.errors import DomainError, demand
from people.models import User
from stipends.models import LayoutColumn, PayrollLayout
from stipends.policies import why_not_layout
from stipends.rules.layouts import Layout, lacking
from stipends.services.by_two import end, end_in_words, locked, publish
from stipends.states import RateAction

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
    row = locked(PayrollLayout, pk)
    demand(why_not_layout(by, RateAction.PUBLISH, row))
    before = PayrollLayout.objects.published().filter(name__iexact=row.name)
    for one in before.select_for_update(of=("self",)):
        end(one, RateAction.RETIRE, by, REPLACED, now)
    return publish(row, by, now)


@transaction.atomic
def retire_layout(*, pk: int, by: User, reason: str, now: datetime | None = None) -> PayrollLayout:
    """No file is made in it any more; those that were made stay."""
    return end_in_words(locked(PayrollLayout, pk), RateAction.RETIRE, by, reason, now, why_not_layout)


@transaction.atomic
def discard_layout(*, pk: int, by: User, reason: str, now: datetime | None = None) -> PayrollLayout:
    """Put a draft aside for good."""
    return end_in_words(locked(PayrollLayout, pk), RateAction.DISCARD, by, reason, now, why_not_layout)
