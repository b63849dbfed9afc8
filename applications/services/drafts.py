"""A draft begins, is saved exactly as typed, and gets a résumé."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from applications.models import Application
from applications.policies import not_theirs, why_not
from applications.queries.commitments import current_record
from applications.queries.drafts import (
    completed_years,
    holds_role,
    in_network,
    last_years_answers,
    why_left,
    why_not_open_to,
)
from applications.queries.left import left_cohort_at
from applications.queries.places import pool_of
from applications.rules.checklist import CRITERIA
from applications.services.moves import check_applied_for, locked, move, record
from applications.services.signatures import void
from applications.states import Action, Beside, Care, ReviewState, State
from common.clock import local_date
from common.edits import ChangedElsewhere, merge
from common.errors import DomainError, demand
from common.storage import forget, stored
from common.uploads import MEGABYTE, accept, download_name
from pathways.models import Cohort, Offering, Placement
from pathways.queries.renewals import renewals_of
from people.models import School, User

LONGEST_ANSWER = 20_000
RESUME_KINDS = ("pdf", "docx")
MOST_RESUME = 5 * MEGABYTE


@transaction.atomic
def start(*, person: User, offering_pk: int, school: School, cohort: Cohort | None = None) -> Application:
    """The person's draft for this role at this school; asked again, the same one.

    Raises DomainError when the offering is not open, the school is outside the network, the cohort is missing,
    of another role or of other grades, the role is held in that year already, or earlier years in another role
    are asked for and not completed; and for whoever accepted and left the cohort of fellows since.
    """
    now = timezone.now()
    day = local_date(now)
    related = ("role__after_role", "role__pathway", "year", "published_version")
    offering = Offering.objects.select_related(*related).get(pk=offering_pk)
    check_applied_for(offering)
    existing = Application.objects.filter(person=person, offering=offering, school=school).first()
    if existing is not None:
        _refuse_left(existing)
        return existing
    _check_may_apply(person, offering, school, day)
    _check_cohort(offering, cohort, school)
    application, created = Application.objects.get_or_create(
        person=person,
        offering=offering,
        school=school,
        defaults={"cohort": cohort, "renews": _renews(person, offering, school, day)},
    )
    if created:
        record(application, Beside.START, by=person, now=now)
    return application


def _refuse_left(application: Application) -> None:
    """Raises DomainError for whoever accepted and left the cohort of fellows since."""
    if application.state == State.ACCEPTED and left_cohort_at(application) is not None:
        raise DomainError(why_left(application.person.fellowships, application.offering))


@transaction.atomic
def apply_again(*, pk: int, by: User) -> Application:
    """A withdrawn application becomes a draft again while the offering is open; both sign anew. Twice is once.

    What was signed is void, and readers who scored it are asked to read the new text.
    Raises DomainError when the window is closed or the school left the network.
    """
    now = timezone.now()
    application = locked(pk)
    demand(not_theirs(by, Action.APPLY_AGAIN, application))
    if application.state == State.DRAFT:
        return application
    demand(why_not(by, Action.APPLY_AGAIN, application, now=now))
    _check_may_apply(application.person, application.offering, application.school, local_date(now))
    _begun_anew(application, by, by, now)
    return application


def begin_anew(application: Application, by: User, now: datetime) -> None:
    """A withdrawn application becomes a draft again, as by `apply_again`, because `by` asks the person to sign."""
    _begun_anew(application, None, by, now)


def _begun_anew(application: Application, moved_by: User | None, by: User, now: datetime) -> None:
    move(
        application,
        Action.APPLY_AGAIN,
        by=moved_by,
        now=now,
        submitted_at=None,
        signer=None,
        score_hundredths=None,
        interview_hundredths=None,
        interview=None,
    )
    record_signed = current_record(application)
    if record_signed is not None:
        void(record=record_signed, reason="withdrawn, then begun again", by=by, now=now)
    read = application.reviews.of_reading().filter(state=ReviewState.SUBMITTED)
    read.update(state=ReviewState.ASSIGNED, submitted_at=None)


def _renews(person: User, offering: Offering, school: School, day: date) -> Placement | None:
    """The placement of the year before that goes on by this, if one does: the same role at the same school."""
    placement = renewals_of(person, [offering], day).get(offering.pk)
    return placement if placement is not None and placement.school_id == school.pk else None


def _check_may_apply(person: User, offering: Offering, school: School, day: date) -> None:
    check_applied_for(offering)
    if not Offering.objects.open_on(day).filter(pk=offering.pk).exists():
        raise DomainError(f"{offering} is not open for applications. Choose a role that is open now.")
    if not in_network(school, day):
        raise DomainError(f"{school} is not part of the network now. Choose another school.")
    role = offering.role
    if refusal := why_not_open_to(person, offering, school, day):
        raise DomainError(refusal)
    if not pool_of(offering, school).places:
        raise DomainError(
            f"{school} has no place for {role} in {offering.year}. Choose another school, or ask your principal."
        )
    if holds_role(person, offering):
        raise DomainError(
            f"You hold the role of {role} in {offering.year} already. "
            "To serve it at another school, write to the Partnership: a placement can move."
        )
    if role.after_role is not None and completed_years(person, offering) < role.after_years:
        years = "a completed year" if role.after_years == 1 else f"{role.after_years} completed years"
        raise DomainError(
            f"{role} asks for {years} as {role.after_role} before {offering.year.starts:%B %-d, %Y}. "
            f"Apply as {role.after_role} first; if a year is missing from your record, "
            "write to the Partnership."
        )


def _check_cohort(offering: Offering, cohort: Cohort | None, school: School) -> None:
    if cohort is None:
        if offering.role.cohorts.exists():
            raise DomainError(f"Choose the cohort of {offering.role} you would lead.")
    elif cohort.role_id != offering.role_id:
        raise DomainError(f"{cohort} is not a cohort of {offering.role}. Choose one of its own.")
    elif not cohort.serves(school):
        raise DomainError(f"{cohort.mismatch(school)} Choose another cohort.")


@transaction.atomic
def save_draft(
    *,
    pk: int,
    by: User,
    answers: Mapping[str, str],
    cohort: Cohort | None = None,
    seen: Mapping[str, str] | None = None,
) -> Application:
    """Keep the answers exactly as typed, also incomplete or too long. Only those given change.

    `seen` are the marks (common.edits) of the texts the page showed: what it left alone stays as it is stored.
    Raises DomainError once the application was sent, and for text beyond any reason; ChangedElsewhere when
    this window and another changed the same answer.
    """
    application = locked(pk)
    demand(why_not(by, Care.SAVE, application))
    if cohort is not None:
        _check_cohort(application.offering, cohort, application.school)
    typed = {name: answers[name] for name in CRITERIA if name in answers}
    if any(len(text) > LONGEST_ANSWER for text in typed.values()):
        raise DomainError(f"An answer holds at most {LONGEST_ANSWER:,} characters. Shorten the longest one.")
    if any("\x00" in text for text in typed.values()):
        raise DomainError(
            "An answer holds a character that cannot be kept. Type it again instead of pasting."
        )
    merged = merge(application.answers, typed, seen or {})
    if merged.elsewhere:
        raise ChangedElsewhere(merged.elsewhere)
    application.answers = {**application.answers, **merged.kept}
    application.cohort = cohort or application.cohort
    application.save(update_fields=["answers", "cohort", "changed_at"])
    return application


@transaction.atomic
def bring_along(*, pk: int, by: User) -> Application:
    """Copy the answers of the person's latest earlier application into what is still empty here."""
    application = locked(pk)
    earlier = last_years_answers(application)
    if earlier is None:
        raise DomainError("There is no earlier application whose answers could be brought along.")
    empty = {
        name: earlier.answers.get(name, "")
        for name in CRITERIA
        if not application.answers.get(name, "").strip()
    }
    return save_draft(pk=pk, by=by, answers=empty)


def attach_resume(*, pk: int, by: User, content: bytes) -> Application:
    """Keep a PDF or Word document, byte for byte, under names of ours.

    Raises DomainError when the content is something else, damaged, too large, or a bomb, and when the disk is full;
    then the résumé there was before is still there.
    """
    # Judging takes a while, so no row is locked meanwhile; asked first, so that nobody has things judged for nothing.
    _own_draft(Application.objects.get(pk=pk), by)
    upload = accept(content, kinds=RESUME_KINDS, most=MOST_RESUME)
    with stored(upload, "resumes") as name, transaction.atomic():
        application = _own_draft(locked(pk), by)
        _forget_file(application)
        application.resume = name
        application.resume_name = download_name("resume", application.person.name, application.pk, name)
        application.save(update_fields=["resume", "resume_name", "changed_at"])
    return application


@transaction.atomic
def remove_resume(*, pk: int, by: User) -> Application:
    """Take the résumé off a draft. Asked again, nothing changes."""
    application = _own_draft(locked(pk), by)
    _forget_file(application)
    application.resume, application.resume_name = "", ""
    application.save(update_fields=["resume", "resume_name", "changed_at"])
    return application


def _own_draft(application: Application, by: User) -> Application:
    demand(why_not(by, Care.SAVE, application))
    return application


def _forget_file(application: Application) -> None:
    """Delete the old file once this is committed; one that a frozen text names is kept."""
    old = application.resume.name
    if old and not application.records.exists():
        forget(old)
