"""Beginning and writing: the verbs before an application is sent."""

import re
from datetime import date

import pytest
from django.core.files.storage import default_storage

from applications import services
from applications.queries.drafts import checklist
from common.errors import NotAllowed
from tests.applications.shared import refused
from tests.factories.applications import (
    ANSWERS,
    NOW,
    ApplicationFactory,
)
from tests.factories.files import DOCX, PDF
from tests.factories.pathways import (
    CohortFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import (
    SchoolFactory,
    UserFactory,
    manager,
)

pytestmark = pytest.mark.django_db


def test_starting_twice_gives_the_same_draft():
    person, offering, school = UserFactory(), OfferingFactory(), SchoolFactory()
    first = services.start(person=person, offering_pk=offering.pk, school=school)
    assert services.start(person=person, offering_pk=offering.pk, school=school) == first
    assert first.events.count() == 1


def test_the_closing_day_counts_until_its_last_local_second(clock):
    offering, school = OfferingFactory(closes=date(2026, 9, 14)), SchoolFactory()
    clock(NOW.replace(day=15, hour=6, minute=59, second=59))
    assert services.start(person=UserFactory(), offering_pk=offering.pk, school=school).state == "draft"
    clock(NOW.replace(day=15, hour=7, minute=0, second=0))
    words = refused(services.start, person=UserFactory(), offering_pk=offering.pk, school=school)
    assert words == f"{offering} is not open for applications. Choose a role that is open now."


def test_a_school_outside_the_network_is_refused():
    school = SchoolFactory(member=False)
    words = refused(services.start, person=UserFactory(), offering_pk=OfferingFactory().pk, school=school)
    assert words == f"{school} is not part of the network now. Choose another school."


def test_a_role_with_cohorts_needs_one_of_its_own():
    cohort, offering, school = CohortFactory(), OfferingFactory(), SchoolFactory()
    own = CohortFactory(role=offering.role)
    begin = {"person": UserFactory(), "offering_pk": offering.pk, "school": school}
    assert refused(services.start, **begin) == f"Choose the cohort of {offering.role} you would lead."
    assert "is not a cohort of" in refused(services.start, **begin, cohort=cohort)
    assert services.start(**begin, cohort=own).cohort == own


def test_a_senior_role_asks_for_a_completed_year_in_the_first():
    peer = RoleFactory(name="Peer Coach")
    senior = RoleFactory(name="Senior Peer Coach", after_role=peer, after_years=1)
    offering, school, person = OfferingFactory(role=senior), SchoolFactory(), UserFactory()
    begin = {"person": person, "offering_pk": offering.pk, "school": school}
    assert refused(services.start, **begin) == (
        "Senior Peer Coach asks for a completed year as Peer Coach before July 1, 2026. "
        "Apply as Peer Coach first; if a year is missing from your record, write to the Partnership."
    )
    PlacementFactory(person=person, role=peer, year=ProgramYearFactory(first=2024), end_reason="resigned")
    assert "asks for a completed year" in refused(services.start, **begin)
    PlacementFactory(person=person, role=peer, year=ProgramYearFactory(first=2025), end_reason="completed")
    assert services.start(**begin).state == "draft"


def test_a_draft_is_kept_exactly_as_typed():
    application = ApplicationFactory(answers={})
    typed = {"time": "  Two \n\n afternoons ", "mindset": "", "unknown": "x"}
    services.save_draft(pk=application.pk, by=application.person, answers=typed)
    application.refresh_from_db()
    assert application.answers == {"time": "  Two \n\n afternoons ", "mindset": ""}


def test_nobody_saves_the_draft_of_another():
    application = ApplicationFactory()
    with pytest.raises(NotAllowed):
        services.save_draft(pk=application.pk, by=manager(), answers={"time": "mine"})


def test_what_was_sent_cannot_be_changed():
    application = ApplicationFactory(submitted=True)
    words = refused(services.save_draft, pk=application.pk, by=application.person, answers={"time": "x"})
    assert words.startswith("This application was sent already")


def test_the_checklist_names_each_thing_that_is_missing_or_too_long():
    offering = OfferingFactory(most_words=3)
    CohortFactory(role=offering.role)
    answers = {"time": "one two three", "mindset": "one two three four", "skillset": "  "}
    application = ApplicationFactory(offering=offering, answers=answers)
    assert [item.sentence for item in checklist(application)] == [
        "Choose a cohort.",
        "Shorten the answer about mindset: it has 4 words, at most 3 fit.",
        "Answer the question about skillset.",
        "Answer the question about experience.",
    ]


def test_last_years_answers_fill_only_what_is_empty():
    person = UserFactory()
    ApplicationFactory(person=person)
    application = ApplicationFactory(person=person, answers={"time": "New words."})
    services.bring_along(pk=application.pk, by=person)
    application.refresh_from_db()
    assert application.answers == {**ANSWERS, "time": "New words."}


def test_a_resume_is_kept_under_names_of_ours(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    person = UserFactory(given_name="José", family_name="Muñoz")
    application = ApplicationFactory(person=person)
    attach = {"pk": application.pk, "by": person}
    services.attach_resume(**attach, content=PDF)
    application.refresh_from_db()
    first = application.resume.name
    assert re.fullmatch(r"resumes/[0-9a-f]{32}\.pdf", first)
    assert application.resume_name == "resume-jose-munoz.pdf"
    with django_capture_on_commit_callbacks(execute=True):
        services.attach_resume(**attach, content=DOCX)
    application.refresh_from_db()
    assert application.resume_name == "resume-jose-munoz.docx"
    assert not default_storage.exists(first)


def test_a_name_that_plain_letters_do_not_write_gives_way_to_a_number(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = UserFactory(given_name="민준", family_name="김")
    application = ApplicationFactory(person=person)
    services.attach_resume(pk=application.pk, by=person, content=PDF)
    application.refresh_from_db()
    assert application.resume_name == f"resume-{application.pk}.pdf"


def test_a_cohort_of_other_grades_than_the_school_has_is_refused():
    high = SchoolFactory(name="Roosevelt", lowest_grade=9, highest_grade=12)
    cohort = CohortFactory(name="Elementary", lowest_grade=-1, highest_grade=6)
    offering = OfferingFactory(role=cohort.role)
    assert refused(
        services.start, person=UserFactory(), offering_pk=offering.pk, school=high, cohort=cohort
    ) == ("Elementary is for grades TK–6, and Roosevelt has grades 9–12. Choose another cohort.")


def test_whoever_holds_a_role_in_a_year_cannot_apply_for_it_at_another_school():
    held = ApplicationFactory(accepted=True)
    again = {"person": held.person, "offering_pk": held.offering_id, "school": SchoolFactory()}
    assert refused(services.start, **again).startswith(
        f"You hold the role of {held.offering.role} in 2026-27 already."
    )
