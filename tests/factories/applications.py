"""Applications in every state of their life, with real frozen text and real signatures."""

import re
from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from applications.models import (
    Application,
    CommitmentRecord,
    Decision,
    Recommendation,
    Review,
    Signature,
)
from applications.queries.commitments import (
    PRINCIPAL_INTENT,
    TEACHER_INTENT,
    commitment_of,
    recommendation_of,
)
from applications.services.signatures import chain
from applications.states import ReviewState, State
from common.canonical import fingerprint
from common.signing import CONSENT_VERSION
from notifications.models import Message
from pathways.services import begin_fellow, begin_placement
from tests.factories.pathways import OfferingFactory
from tests.factories.people import PostFactory, SchoolFactory, UserFactory

# A Monday morning in Los Angeles, inside the window of OfferingFactory.
NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
# What an offer released on that day says.
FIRST_DAY = factory.LazyAttribute(
    lambda o: o.offering.fills.starts if o.offering.fills else max(o.offering.year.starts, date(2026, 9, 14))
)
ANSWERS = {
    "time": "Two afternoons a week.",
    "mindset": "Everyone grows, I most of all.",
    "skillset": "I listen, plan and follow up.",
    "experience": "Three years as head of my grade.",
}
SIGNED = ("submitted", "cosigned", "in_review", "waitlisted", "offered", "accepted")


def freeze(application, at):
    """The frozen text of an application as it is now."""
    content = commitment_of(application)
    number = application.records.count() + 1
    return CommitmentRecord.objects.create(
        application=application, number=number, content=content, sha256=fingerprint(content), frozen_at=at
    )


def recommend(record, at):
    """The hash of the words in which the principal recommends, where the record asks for them."""
    if not record.application.offering.role.pathway.makes_fellows:
        return ""
    content = recommendation_of(record, "She leads already.")
    given = {"content": content, "sha256": fingerprint(content), "frozen_at": at}
    return Recommendation.objects.get_or_create(record=record, defaults=given)[0].sha256


def signature(record, party, signer, at):
    """An unsaved signature as the services would make it."""
    teacher = party == Signature.Party.TEACHER
    return Signature(
        recommendation_sha256="" if teacher else recommend(record, at),
        record=record,
        party=party,
        signer=signer,
        capacity="Applicant" if teacher else "Principal",
        typed_name=signer.name,
        consent_version=CONSENT_VERSION,
        intent=TEACHER_INTENT if teacher else PRINCIPAL_INTENT,
        proof="password",
        proved_at=at - timedelta(minutes=2),
        signed_at=at,
        ip="192.0.2.1",
        user_agent="A browser",
        sha256=record.sha256,
    )


class ApplicationFactory(DjangoModelFactory):
    """A complete draft. Traits lead further: submitted, cosigned, in_review, waitlisted, offered, accepted.

    `signer` is the principal of the school, made when there is none.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        submitted = factory.Trait(state=State.SUBMITTED)
        cosigned = factory.Trait(state=State.COSIGNED)
        in_review = factory.Trait(state=State.IN_REVIEW)
        waitlisted = factory.Trait(state=State.WAITLISTED)
        offered = factory.Trait(state=State.OFFERED, answer_by=date(2026, 10, 1), starts=FIRST_DAY)
        accepted = factory.Trait(state=State.ACCEPTED, answer_by=date(2026, 10, 1), starts=FIRST_DAY)

    person = factory.SubFactory(UserFactory)
    offering = factory.SubFactory(OfferingFactory)
    school = factory.SubFactory(SchoolFactory)
    answers = factory.LazyFunction(lambda: dict(ANSWERS))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if kwargs.get("state") in SIGNED:
            kwargs.setdefault("submitted_at", NOW - timedelta(days=1))
            kwargs.setdefault("signer", principal_for(kwargs["school"]))
        return super()._create(model_class, *args, **kwargs)

    @factory.post_generation
    def signed(self, create, extracted, **kwargs):
        if not create or extracted is False or self.state not in SIGNED:
            return
        record = freeze(self, self.submitted_at)
        rows = [signature(record, Signature.Party.TEACHER, self.person, self.submitted_at)]
        if self.state != State.SUBMITTED:
            rows.append(signature(record, Signature.Party.PRINCIPAL, self.signer, self.submitted_at))
        chain(rows)
        if self.state == State.ACCEPTED and self.offering.role.pathway.makes_fellows:
            begin_fellow(
                person=self.person,
                offering=self.offering,
                commitment_sha256=record.sha256,
                by=self.person,
                now=NOW,
            )
        elif self.state == State.ACCEPTED:
            begin_placement(
                person=self.person,
                role=self.offering.role,
                year=self.offering.year,
                cohort=self.cohort,
                school=self.school,
                starts=self.starts,
                commitment_sha256=record.sha256,
                by=self.person,
                now=NOW,
            )

    @factory.post_generation
    def decided(self, create, extracted, **kwargs):
        """The released decision behind a waitlisted or offered application."""
        if create and self.state in ("waitlisted", "offered"):
            outcome = "waitlist" if self.state == "waitlisted" else "offer"
            DecisionFactory(
                application=self,
                outcome=outcome,
                reason="places" if outcome == "waitlist" else "strongest",
                rank=extracted,
                released_at=NOW,
            )


def application_in(state):
    """One in this state, with all that belongs to it; an offer can be answered until the year ends."""
    begins = {State.DRAFT, State.SUBMITTED, State.COSIGNED, State.IN_REVIEW, State.WAITLISTED, State.OFFERED}
    if state in begins | {State.ACCEPTED}:
        more = {"answer_by": date(2027, 6, 30)} if state == State.OFFERED else {}
        return ApplicationFactory(**{state: True} if state != State.DRAFT else {}, **more)
    came_from = State.SUBMITTED if state in (State.RETURNED, State.NOT_SUPPORTED) else State.IN_REVIEW
    application = ApplicationFactory(**{came_from: True})
    application.state = state
    application.save(update_fields=["state"])
    return application


def review_in(state):
    """One in this state, of an application that is being read."""
    return ReviewFactory(scored=True) if state == ReviewState.SUBMITTED else ReviewFactory(state=state)


def decision_in(state):
    """One that is staged, or was released."""
    return DecisionFactory(released_at=NOW if state == "released" else None)


def principal_for(school):
    """The principal of a school, made when it has none."""
    post = school.posts.filter(position="principal").first()
    return (post or PostFactory(principal=True, school=school)).person


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    class Params:
        scored = factory.Trait(
            state=ReviewState.SUBMITTED,
            time=3,
            mindset=3,
            skillset=4,
            experience=2,
            comment="A clear plan.",
            submitted_at=NOW,
        )

    application = factory.SubFactory(ApplicationFactory, in_review=True)
    reviewer = factory.SubFactory(UserFactory)
    assigned_at = NOW


class DecisionFactory(DjangoModelFactory):
    """A staged offer unless told otherwise."""

    class Meta:
        model = Decision

    application = factory.SubFactory(ApplicationFactory, in_review=True)
    outcome = Decision.Outcome.OFFER
    reason = Decision.Reason.STRONGEST
    staged_by = factory.SubFactory(UserFactory)
    staged_at = NOW


def code_of(mail: Message) -> str:
    """The code in the mail that brings it; it stands on a line of its own, never in the subject."""
    return re.search(r"^\d{6,10}$", mail.body, re.MULTILINE)[0]
