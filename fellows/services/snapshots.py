"""Outcomes are frozen for outside: from then on they say the same."""

from django.db import transaction
from django.utils import timezone

from common.canonical import canonical, fingerprint
from common.clock import local_date
from common.errors import DomainError, demand
from fellows.models import OutcomeSnapshot
from fellows.policies import why_not_freeze
from fellows.queries import facts_of
from fellows.rules.publication import publish
from fellows.rules.snapshots import freeze
from people.models import User

NOTHING_YET = (
    "Fewer than ten fellows have graduated, so there is no number yet that may leave the house. "
    "Enter alumni of before, or wait for the next graduation."
)


@transaction.atomic
def take_snapshot(*, by: User) -> OutcomeSnapshot:
    """Freeze the outcomes of today; the same facts on the same day are the snapshot there is.

    Groups of cohorts that were published before stay (rules.md §11, What leaves the house). Raises DomainError where
    nothing may be published.
    """
    demand(why_not_freeze(by))
    now = timezone.now()
    day = local_date(now)
    last = OutcomeSnapshot.objects.first()
    facts = list(facts_of(day).values())
    published = publish(facts, day, last.frozen.groups if last else ())
    if not published.tables:
        raise DomainError(NOTHING_YET)
    content = canonical(freeze(facts, published, day))
    snapshot, _ = OutcomeSnapshot.objects.get_or_create(
        sha256=fingerprint(content),
        defaults={"as_of": day, "content": content.decode(), "taken_by": by, "taken_at": now},
    )
    return snapshot
