"""A mid-year check from January 15 to February 15, 2027, and the two who are asked about what they signed."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from applications.models import CommitmentPulse, CommitmentRecord, PulseAnswer, PulsePair
from applications.states import PairState
from pathways.models import Placement
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import OfferingFactory

OPENED = datetime(2027, 1, 15, 17, tzinfo=UTC)
SCHOOLS = "The school gives two periods a week.\nThe school gives a room."
LEADERS = "I engage fully."


class CommitmentPulseFactory(DjangoModelFactory):
    class Meta:
        model = CommitmentPulse

    starts = date(2027, 1, 15)
    ends = date(2027, 2, 16)


def signed_placement(**parts):
    """A placement on a text of three promises that both signed here: two of the school, one of the leader."""
    offering = parts.pop("offering", None) or OfferingFactory(
        teacher_commitment=LEADERS, principal_commitment=SCHOOLS
    )
    application = ApplicationFactory(accepted=True, offering=offering, **parts)
    return Placement.objects.get(person=application.person, role=offering.role)


class PulsePairFactory(DjangoModelFactory):
    """Asked on the first day; of a placement of their own when none is given."""

    class Meta:
        model = PulsePair

    placement = factory.LazyFunction(signed_placement)
    school = factory.LazyAttribute(lambda o: o.placement.school)
    record = factory.LazyAttribute(
        lambda o: CommitmentRecord.objects.get(sha256=o.placement.commitment_sha256)
    )
    opened_at = OPENED

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        year = kwargs["placement"].year
        if "pulse" not in kwargs:
            found = CommitmentPulse.objects.filter(year=year).first()
            kwargs["pulse"] = found or CommitmentPulseFactory(year=year)
        return super()._create(model_class, *args, **kwargs)


def apart_pair(settled=False, **parts):
    """The leader says no to the first promise of the school, and the school yes; of the second both say yes."""
    pair = PulsePairFactory(**parts)
    by = pair.school.posts.get(position="principal").person
    told = {"whose": "school", "number": 1, "promise": SCHOOLS.splitlines()[0], "at": OPENED}
    PulseAnswer.objects.create(
        pair=pair, party="teacher", kept="no", words="Not since fall", by=pair.placement.person, **told
    )
    PulseAnswer.objects.create(pair=pair, party="school", kept="yes", words="In the plan", by=by, **told)
    other = told | {"number": 2, "promise": SCHOOLS.splitlines()[1], "kept": "yes"}
    PulseAnswer.objects.create(pair=pair, party="teacher", by=pair.placement.person, **other)
    PulseAnswer.objects.create(pair=pair, party="school", by=by, **other)
    pair.teacher_sent_at, pair.school_sent_at, pair.school_sent_by = OPENED, OPENED, by
    pair.state = "settled" if settled else "differing"
    pair.save()
    return pair


def pair_in(state):
    """One in this state; those who agree both answered."""
    if state in (PairState.DIFFERING, PairState.SETTLED):
        return apart_pair(settled=state == PairState.SETTLED)
    pair = PulsePairFactory()
    if state == PairState.AGREED:
        by = pair.school.posts.get(position="principal").person
        pair.teacher_sent_at, pair.school_sent_at, pair.school_sent_by = OPENED, OPENED, by
        pair.state = state
        pair.save()
    return pair
