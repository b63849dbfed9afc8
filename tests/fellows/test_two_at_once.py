"""Two verbs on one fellow or one record at once: the second is judged by what the first has done."""

from datetime import UTC, date, datetime

import pytest

from common.errors import DomainError, NoSuchMove
from fellows import services
from fellows.models import AlumniAnswer, SchoolSimilarity, ServiceAgreement, ServiceRecord, Suspension
from fellows.queries.alumni import DEAD
from fellows.states import Action
from tests.factories.fellows import (
    AgreementVersionFactory,
    FellowCohortFactory,
    FellowFactory,
    MilestoneFactory,
    ServiceRecordFactory,
    answer_link,
)
from tests.factories.people import SchoolFactory, manager, teacher_at
from tests.fellows.agreements import ceremony_for
from tests.fellows.test_alumni import asked as asked_graduate
from tests.fellows.test_alumni import graduate
from tests.fellows.test_services import served, token_of
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2025, 7, 10, 17, tzinfo=UTC)
TODAY = date(2025, 7, 10)


def test_a_fellow_who_withdraws_is_not_selected_meanwhile():
    fellow, by = FellowFactory(), manager()

    def moved(action):
        return lambda: services.move(pk=fellow.pk, action=action, by=by, note="Moved.", now=NOW)

    assert type(second_after(moved(Action.WITHDRAW), moved(Action.SELECT))) is NoSuchMove
    fellow.refresh_from_db()
    assert (fellow.state, fellow.events.count()) == ("withdrawn", 1)


def test_months_suspended_by_two_at_once_are_counted_together():
    fellow, by = FellowFactory(serving=True, signed=True), manager()

    def suspended():
        return services.suspend(pk=fellow.pk, category="study", starts=TODAY, months=20, by=by, now=NOW)

    assert str(second_after(suspended, suspended)) == (
        "At most 36 months may be suspended; 16 are left. Choose fewer."
    )
    assert Suspension.objects.count() == 1


def test_a_result_is_not_taken_back_while_the_next_attempt_is_recorded():
    first, by = MilestoneFactory(due=date(2025, 5, 1)), manager()
    services.not_passed(pk=first.pk, on=date(2025, 5, 2), due=date(2025, 6, 1), by=by, now=NOW)
    again = {"pk": first.fellow_id, "kind": first.kind, "attempt": 2}
    refused = second_after(
        lambda: services.reach_milestone(on=TODAY, by=by, now=NOW, **again),
        lambda: services.undo_not_passed(pk=first.pk, by=by, reason="Of Rosa", now=NOW),
    )
    assert str(refused) == "Attempt 2 was passed since, so this one stays as it is."
    first.refresh_from_db()
    assert first.not_passed_on == date(2025, 5, 2)


def test_an_agreement_signed_twice_at_once_is_one():
    AgreementVersionFactory(published=True)
    fellow = FellowFactory(state="selected")
    told = {"pk": fellow.pk, "by": fellow.person, "ceremony": ceremony_for(fellow)}

    def signed():
        return services.sign_agreement(now=NOW, **told)

    assert str(second_after(signed, signed)) == "You have signed this agreement already."
    assert ServiceAgreement.objects.count() == 1


def test_a_version_that_is_retired_meanwhile_is_not_signed():
    version, by = AgreementVersionFactory(published=True), manager()
    fellow = FellowFactory(state="selected")
    told = {"pk": fellow.pk, "by": fellow.person, "ceremony": ceremony_for(fellow)}
    refused = second_after(
        lambda: services.retire_version(pk=version.pk, by=by, reason="A word is wrong.", now=NOW),
        lambda: services.sign_agreement(now=NOW, **told),
    )
    assert str(refused) == "The agreement has changed since you opened it. Read it again, then sign."
    assert not ServiceAgreement.objects.exists()


def test_service_reported_twice_at_once_is_one_report():
    fellow = FellowFactory(serving=True)

    def reported():
        return services.report_service(pk=fellow.pk, served=served(), by=fellow.person, now=NOW)

    assert str(second_after(reported, reported)) == (
        "You reported this service already. Correct that report if something is wrong."
    )
    assert ServiceRecord.objects.count() == 1


def test_a_milestone_planned_twice_at_once_is_one():
    fellow, by = FellowFactory(), manager()

    def planned():
        return services.plan_milestone(pk=fellow.pk, kind="clear", due=TODAY, by=by, now=NOW)

    assert second_after(planned, planned) is None
    assert (fellow.milestones.count(), fellow.events.count()) == (1, 1)


def test_service_accepted_twice_at_once_is_accepted_once():
    record, by = ServiceRecordFactory(verified=True), manager()

    def accepted():
        return services.accept_service(pk=record.pk, by=by, now=NOW)

    assert type(second_after(accepted, accepted)) is NoSuchMove
    assert record.events.count() == 1


def test_a_site_that_answers_just_now_is_not_asked_again():
    fellow = FellowFactory(serving=True)
    record = services.report_service(pk=fellow.pk, served=served(), by=fellow.person, now=NOW)
    token = token_of(record)

    def answered():
        return answer_link(token=token, typed_name="Pat Lee", disagreements={}, now=NOW)

    def asked():
        return services.send_link(pk=record.pk, by=fellow.person, now=NOW)

    assert str(second_after(answered, asked)) == ("The site has answered already.")
    assert record.links.count() == 1


def test_a_report_corrected_twice_at_once_is_corrected_once():
    record = ServiceRecordFactory(disputed=True, school=None)

    def corrected():
        return services.correct_service(pk=record.pk, served=served(), by=record.fellow.person, now=NOW)

    answer = second_after(corrected, corrected)
    assert isinstance(answer, DomainError)
    assert (record.events.count(), record.links.count()) == (1, 1)


def test_somebody_nominated_twice_at_once_is_nominated_once():
    person, cohort, by = teacher_at(SchoolFactory()), FellowCohortFactory(), manager()

    def nominated():
        return services.nominate(person=person, cohort=cohort, by=by, now=NOW)

    assert str(second_after(nominated, nominated)) == f"{person} is in this cohort already."
    assert cohort.fellows.get().events.count() == 1


def test_somebody_nominated_for_two_cohorts_at_once_is_in_one():
    person, by = teacher_at(SchoolFactory()), manager()
    first, second = FellowCohortFactory(), FellowCohortFactory()

    def nominated(cohort):
        return lambda: services.nominate(person=person, cohort=cohort, by=by, now=NOW)

    answer = second_after(nominated(first), nominated(second))
    assert str(answer).startswith(f"{person} is in the {first} already, as “Nominated”.")
    assert person.fellowships.get().cohort == first


def test_a_school_decided_about_twice_at_once_is_decided_about_once():
    by = manager()

    def decided(similar):
        told = {"school_name": "St. Mary's", "reasons": "Same communities.", "by": by, "now": NOW}
        return lambda: services.decide_similarity(similar=similar, **told)

    assert str(second_after(decided(True), decided(False))) == (
        "This school was decided about today already. A new decision can be made tomorrow."
    )
    assert SchoolSimilarity.objects.get().similar is True


def test_a_graduate_who_answers_twice_at_once_answers_once():
    token = asked_graduate(graduate(), NOW)

    def answered():
        return services.answer_alumni(token=token, role="other", place="A charter school", now=NOW)

    assert str(second_after(answered, answered)) == DEAD
    assert AlumniAnswer.objects.count() == 1
