"""Outcomes that were frozen, for the pages of people outside."""

from datetime import date

from django.utils import timezone

from common.canonical import canonical, fingerprint
from fellows.models import OutcomeSnapshot
from fellows.rules.publication import publish
from fellows.rules.snapshots import freeze
from people.models import User
from tests.fellows.test_rules_publication import eight


def frozen_outcomes(manager: User) -> OutcomeSnapshot:
    """Of ten invented cohorts: those of the world are too few to show anything."""
    facts, day = [one for cohort in range(1, 11) for one in eight(cohort)], date(2027, 2, 1)
    content = canonical(freeze(facts, publish(facts, day), day))
    return OutcomeSnapshot.objects.create(
        as_of=day,
        content=content.decode(),
        sha256=fingerprint(content),
        taken_by=manager,
        taken_at=timezone.now(),
    )
