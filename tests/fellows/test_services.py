"""Verbs on fellows and on their service."""

import re
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import DomainError, NoSuchMove, NotAllowed
from fellows import services
from fellows.models import Fellow, FellowEvent, ServiceLink, ServiceRecord
from fellows.queries import DEAD_LINK
from fellows.services.service import Served
from fellows.states import Action
from notifications.models import Message
from tests.factories.fellows import (
    FellowCohortFactory,
    FellowFactory,
    MilestoneFactory,
    ServiceRecordFactory,
    answer_link,
    calendar_of,
)
from tests.factories.notifications import MessageFactory
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import SchoolFactory, UserFactory, manager, principal_of, teacher_at

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 17, 0, tzinfo=UTC)
TODAY = date(2025, 7, 10)


def served(**changes: Any) -> Served:
    facts = {
        "school": None,
        "employer": "The district",
        "site": "Elsewhere Academy",
        "position": "Assistant principal",
        "fte_thousandths": 1000,
        "starts": date(2024, 8, 12),
        "ends": None,
        "verifier_email": "office@example.org",
    }
    return Served(**(facts | changes))


def token_of(record: ServiceRecord) -> str:
    mail = Message.objects.filter(topic=f"service-link-{record.pk}").latest("pk")
    found = re.search(r"/service/([\w-]+)/", mail.body)
    assert found is not None
    return found.group(1)


# --- fellows --------------------------------------------------------------------------------------
def test_a_manager_nominates_a_teacher_of_a_network_school() -> None:
    person, cohort, by = teacher_at(SchoolFactory()), FellowCohortFactory(), manager()
    fellow = services.nominate(person=person, cohort=cohort, by=by, now=NOW)
    assert fellow.state == "nominated"
    assert list(FellowEvent.objects.values_list("action", "by")) == [("nominate", by.pk)]


def test_somebody_without_a_post_is_not_nominated() -> None:
    with pytest.raises(DomainError, match="has no position"):
        services.nominate(person=UserFactory(), cohort=FellowCohortFactory(), by=manager(), now=NOW)


def test_a_principal_is_not_nominated() -> None:
    with pytest.raises(DomainError, match="has no position"):
        services.nominate(
            person=principal_of(SchoolFactory()), cohort=FellowCohortFactory(), by=manager(), now=NOW
        )


def test_nobody_is_twice_in_a_cohort() -> None:
    fellow = FellowFactory(person=teacher_at(SchoolFactory()))
    with pytest.raises(DomainError, match="in this cohort already"):
        services.nominate(person=fellow.person, cohort=fellow.cohort, by=manager(), now=NOW)


def test_a_teacher_does_not_nominate() -> None:
    with pytest.raises(NotAllowed):
        services.nominate(
            person=teacher_at(SchoolFactory()), cohort=FellowCohortFactory(), by=UserFactory(), now=NOW
        )


def test_a_move_leaves_a_line_of_history_and_a_mail() -> None:
    fellow, by = FellowFactory(), manager()
    services.move(pk=fellow.pk, action=Action.SELECT, by=by, note="Strong", now=NOW)
    assert list(fellow.events.values_list("action", "from_state", "to_state", "by", "at", "note")) == [
        ("select", "nominated", "selected", by.pk, NOW, "Strong")
    ]
    assert Message.objects.get().subject == "Your fellowship: selected"


@pytest.mark.parametrize("note", ["", " "])
def test_nobody_is_withdrawn_without_a_reason_nor_past_the_services(note: str) -> None:
    fellow = FellowFactory(state="selected")
    with pytest.raises(DomainError) as refused:
        services.move(pk=fellow.pk, action=Action.WITHDRAW, by=manager(), note=note, now=NOW)
    assert str(refused.value) == (
        "Write why the fellowship ends. The fellow reads it in a mail, and it stays in the history."
    )
    line = {"from_state": "selected", "to_state": "withdrawn", "at": NOW, "note": note}
    with pytest.raises(IntegrityError, match="a fellowship ends early for a reason"), transaction.atomic():
        fellow.events.create(action=Action.WITHDRAW, **line)


def test_a_nomination_that_is_withdrawn_is_told_as_one() -> None:
    fellow = FellowFactory()
    services.move(pk=fellow.pk, action=Action.WITHDRAW, by=manager(), note="She declined.", now=NOW)
    body = Message.objects.get().body
    assert f"your nomination for the {fellow.cohort} ended on Jul 10, 2025." in body


def test_a_move_the_table_does_not_know_is_refused() -> None:
    with pytest.raises(NoSuchMove):
        services.move(pk=FellowFactory().pk, action=Action.FULFIL, by=manager(), now=NOW)


def test_a_manager_does_not_move_themselves() -> None:
    person = manager()
    with pytest.raises(NotAllowed):
        services.move(pk=FellowFactory(person=person).pk, action=Action.SELECT, by=person, now=NOW)


def test_a_full_cohort_takes_nobody_more() -> None:
    cohort = FellowCohortFactory(places=1)
    FellowFactory(cohort=cohort, state="enrolled")
    with pytest.raises(DomainError, match="The only place of the Cohort"):
        services.move(pk=FellowFactory(cohort=cohort).pk, action=Action.SELECT, by=manager(), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_selections_at_once_cannot_both_take_the_last_place() -> None:
    cohort, by = FellowCohortFactory(places=1), manager()
    fellows = FellowFactory.create_batch(2, cohort=cohort)
    start, refused = threading.Barrier(2), []

    def select(pk: int) -> None:
        start.wait()
        try:
            services.move(pk=pk, action=Action.SELECT, by=by, now=NOW)
        except DomainError as refusal:
            refused.append(str(refusal))
        connection.close()

    threads = [threading.Thread(target=select, args=[fellow.pk]) for fellow in fellows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Fellow.objects.filter(state="selected").count() == 1


def test_graduation_needs_its_day() -> None:
    fellow = FellowFactory(state="enrolled", signed=True)
    with pytest.raises(DomainError, match="day of graduation"):
        services.move(pk=fellow.pk, action=Action.GRADUATE, by=manager(), now=NOW)
    services.move(pk=fellow.pk, action=Action.GRADUATE, by=manager(), on=TODAY, now=NOW)
    fellow.refresh_from_db()
    assert (fellow.state, fellow.graduated_on) == ("graduated", TODAY)


def test_service_is_fulfilled_only_when_nothing_remains() -> None:
    calendar_of(ProgramYearFactory(first=2024))
    fellow = FellowFactory(serving=True, signed__required_years="1")
    with pytest.raises(DomainError, match="1 years of service remain"):
        services.move(pk=fellow.pk, action=Action.FULFIL, by=manager(), now=NOW)
    ServiceRecordFactory(fellow=fellow)
    assert services.move(pk=fellow.pk, action=Action.FULFIL, by=manager(), now=NOW).state == "fulfilled"


def test_reaching_a_milestone_cancels_its_reminder() -> None:
    milestone = MilestoneFactory()
    MessageFactory(topic=f"milestone-{milestone.pk}")
    services.reach_milestone(pk=milestone.fellow_id, kind=milestone.kind, on=TODAY, by=manager(), now=NOW)
    milestone.refresh_from_db()
    assert milestone.reached_on == TODAY
    assert Message.objects.get().state == "cancelled"


def test_a_milestone_of_tomorrow_is_not_reached() -> None:
    with pytest.raises(DomainError, match="today or earlier"):
        services.reach_milestone(
            pk=FellowFactory().pk, kind="clear", on=TODAY + timedelta(days=1), by=manager(), now=NOW
        )


def test_at_most_36_months_are_suspended() -> None:
    fellow, by = FellowFactory(serving=True, signed=True), manager()
    services.suspend(pk=fellow.pk, category="family", starts=TODAY, months=30, by=by, now=NOW)
    with pytest.raises(DomainError, match="6 are left"):
        services.suspend(pk=fellow.pk, category="family", starts=TODAY, months=7, by=by, now=NOW)


# --- service --------------------------------------------------------------------------------------
def test_a_report_asks_the_site_with_a_link_whose_hash_alone_is_kept() -> None:
    fellow = FellowFactory(serving=True)
    record = services.report_service(pk=fellow.pk, served=served(), by=fellow.person, now=NOW)
    mail, link = Message.objects.get(), ServiceLink.objects.get()
    assert (mail.to_email, mail.secret, record.state) == ("office@example.org", True, "reported")
    assert link.expires_at == NOW + timedelta(days=21)
    assert token_of(record) not in {link.token_sha256, str(link)}


def test_service_reported_twice_is_one_report_and_one_mail() -> None:
    fellow = FellowFactory(serving=True)
    report = {"pk": fellow.pk, "served": served(), "by": fellow.person, "now": NOW}
    services.report_service(**report)
    with pytest.raises(DomainError, match="You reported this service already"):
        services.report_service(**report)
    assert (ServiceRecord.objects.count(), Message.objects.count()) == (1, 1)


def test_at_a_network_school_its_principal_is_asked() -> None:
    school = SchoolFactory()
    principal = principal_of(school)
    fellow = FellowFactory(serving=True)
    services.report_service(
        pk=fellow.pk,
        served=served(school=school, site=school.name, verifier_email="friend@example.org"),
        by=fellow.person,
        now=NOW,
    )
    assert Message.objects.get().to_email == principal.email


def test_nobody_confirms_their_own_service() -> None:
    fellow = FellowFactory(serving=True)
    with pytest.raises(DomainError, match="Somebody else must confirm"):
        services.report_service(
            pk=fellow.pk,
            served=served(verifier_email=fellow.person.email.upper()),
            by=fellow.person,
            now=NOW,
        )


def test_before_graduation_no_service_is_reported() -> None:
    fellow = FellowFactory(state="enrolled")
    with pytest.raises(DomainError, match="after graduation"):
        services.report_service(pk=fellow.pk, served=served(), by=fellow.person, now=NOW)


def reported() -> ServiceRecord:
    fellow = FellowFactory(serving=True)
    return services.report_service(pk=fellow.pk, served=served(), by=fellow.person, now=NOW)


def test_a_site_that_agrees_verifies() -> None:
    record = reported()
    answer_link(token=token_of(record), typed_name="Pat Lee", disagreements={}, now=NOW)
    record.refresh_from_db()
    assert record.state == "verified"
    assert (
        record.events.latest("pk").about == "Pat Lee, with the link and the digits sent to office@example.org"
    )


def test_a_site_that_disagrees_says_with_what() -> None:
    record = reported()
    answer_link(
        token=token_of(record),
        typed_name="Pat Lee",
        disagreements={"fte": "Half time", "other": "x"},
        now=NOW,
    )
    record.refresh_from_db()
    assert (record.state, record.disagreement) == ("disputed", {"fte": "Half time"})


def test_a_link_answers_once() -> None:
    record = reported()
    token = token_of(record)
    answer_link(token=token, typed_name="Pat", disagreements={}, now=NOW)
    with pytest.raises(DomainError, match=re.escape(DEAD_LINK)):
        answer_link(token=token, typed_name="Pat", disagreements={"fte": "No"}, now=NOW)
    record.refresh_from_db()
    assert record.state == "verified"


def test_a_newer_link_ends_the_one_before() -> None:
    record = reported()
    old = token_of(record)
    later = NOW + timedelta(hours=1)
    services.send_link(pk=record.pk, by=record.fellow.person, now=later)
    with pytest.raises(DomainError, match=re.escape(DEAD_LINK)):
        answer_link(token=old, typed_name="Pat", disagreements={}, now=later)
    answer_link(token=token_of(record), typed_name="Pat", disagreements={}, now=later)


@pytest.mark.parametrize("after", [timedelta(days=21), timedelta(days=400)])
def test_an_old_link_does_not_answer(after: timedelta) -> None:
    record = reported()
    with pytest.raises(DomainError, match=re.escape(DEAD_LINK)):
        answer_link(token=token_of(record), typed_name="Pat", disagreements={}, now=NOW + after)


def test_a_correction_asks_the_site_again() -> None:
    record = reported()
    answer_link(token=token_of(record), typed_name="Pat", disagreements={"fte": "Half time"}, now=NOW)
    services.correct_service(
        pk=record.pk, served=served(fte_thousandths=500), by=record.fellow.person, now=NOW
    )
    record.refresh_from_db()
    assert (record.state, record.fte_thousandths, record.disagreement) == (
        "reported",
        500,
        {"fte": "Half time"},
    )
    assert ServiceLink.objects.filter(used_at=None).count() == 1


def test_a_correction_that_corrects_nothing_asks_nobody() -> None:
    record = reported()
    answer_link(token=token_of(record), typed_name="Pat", disagreements={"fte": "Half time"}, now=NOW)
    with pytest.raises(DomainError, match="Nothing is different yet"):
        services.correct_service(pk=record.pk, served=served(), by=record.fellow.person, now=NOW)
    record.refresh_from_db()
    assert (record.state, ServiceLink.objects.filter(used_at=None).count()) == ("disputed", 0)


def test_staff_accept_confirmed_service_and_nothing_else() -> None:
    by = manager()
    assert (
        services.accept_service(pk=ServiceRecordFactory(verified=True).pk, by=by, now=NOW).state == "accepted"
    )
    with pytest.raises(NoSuchMove):
        services.accept_service(pk=ServiceRecordFactory(reported=True).pk, by=by, now=NOW)


def test_a_fellow_does_not_accept_their_own_service() -> None:
    record = ServiceRecordFactory(verified=True)
    with pytest.raises(NotAllowed):
        services.accept_service(pk=record.pk, by=record.fellow.person, now=NOW)


def test_a_similarity_decision_needs_reasons_and_comes_once_a_day() -> None:
    by = manager()
    with pytest.raises(DomainError, match="reasons"):
        services.decide_similarity(school_name="A", similar=True, reasons=" ", by=by, now=NOW)
    services.decide_similarity(
        school_name="A  School", similar=True, reasons="Same communities", by=by, now=NOW
    )
    with pytest.raises(DomainError, match="today already"):
        services.decide_similarity(school_name="a school", similar=False, reasons="No", by=by, now=NOW)
