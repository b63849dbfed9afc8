"""What the verbs on fellows and their service write and refuse, word for word and at their edges."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from common.errors import DomainError, NotAllowed
from fellows import services
from fellows.models import Fellow, Milestone, SchoolSimilarity, ServiceLink, ServiceRecord, Suspension
from fellows.queries import link_of
from fellows.rules.agreement import TERMS, agreement_text, fingerprint
from fellows.states import Action
from notifications.models import Message
from people.models import Post
from tests.factories.fellows import (
    FellowCohortFactory,
    FellowFactory,
    MilestoneFactory,
    ServiceRecordFactory,
)
from tests.factories.notifications import MessageFactory
from tests.factories.people import (
    ActingSignerFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
    teacher_at,
)
from tests.fellows.test_services import served, token_of

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 17, tzinfo=UTC)
TODAY = date(2025, 7, 10)
DAY = timedelta(days=1)


def refusal(verb, refused_as=DomainError, /, **told):
    with pytest.raises(refused_as) as refused:
        verb(**({"now": NOW} | told))
    assert type(refused.value) is refused_as
    return str(refused.value)


def history(row):
    rows = row.events.order_by("pk")
    return list(rows.values_list("action", "from_state", "to_state", "by", "at", "note"))


# --- nominating and moving ------------------------------------------------------------------------
@pytest.mark.parametrize("position", Post.Position.values)
def test_teachers_counselors_coordinators_and_coaches_are_nominated(position):
    person = PostFactory(position=position).person
    told = {"person": person, "cohort": FellowCohortFactory(), "by": manager()}
    if position in {"teacher", "counselor", "coordinator", "coach"}:
        assert services.nominate(now=NOW, **told).state == "nominated"
    else:
        assert refusal(services.nominate, **told) == (
            f"{person} has no post as teacher, counselor, coordinator or coach at a network school today."
        )


@pytest.mark.parametrize(
    ("post", "since", "nominated"),
    [
        ({}, None, True),
        ({"ends": TODAY}, None, False),
        ({"ends": TODAY + DAY}, None, True),
        ({"starts": TODAY}, None, True),
        ({"starts": TODAY + DAY}, None, False),
        ({}, TODAY, True),
        ({}, TODAY + DAY, False),
    ],
)
def test_a_post_counts_on_its_days_at_a_school_that_is_a_member_by_then(post, since, nominated):
    school = SchoolFactory()
    if since:
        school.memberships.update(starts=since)
    person = PostFactory(school=school, **post).person
    told = {"person": person, "cohort": FellowCohortFactory(), "by": manager()}
    if nominated:
        assert history(services.nominate(now=NOW, **told)) == [
            ("nominate", "nominated", "nominated", told["by"].pk, NOW, "")
        ]
    else:
        assert "has no post" in refusal(services.nominate, **told)
    assert Fellow.objects.exists() is nominated


def test_nobody_nominates_themselves_and_no_teacher_anybody():
    by = manager()
    PostFactory(person=by)
    said = "Only a program manager may nominate, and nobody nominates themselves."
    told = {"cohort": FellowCohortFactory()}
    assert refusal(services.nominate, NotAllowed, person=by, by=by, **told) == said
    person = teacher_at(SchoolFactory())
    assert refusal(services.nominate, NotAllowed, person=person, by=UserFactory(), **told) == said
    assert services.nominate(person=by, by=manager(), **told).person == by


def test_nobody_is_nominated_twice_for_a_cohort_and_may_be_for_another():
    person, by = teacher_at(SchoolFactory(), given_name="Ana", family_name="Ruiz"), manager()
    fellow = services.nominate(person=person, cohort=FellowCohortFactory(), by=by, now=NOW)
    assert refusal(services.nominate, person=person, cohort=fellow.cohort, by=by) == (
        "Ana Ruiz is in this cohort already."
    )
    services.nominate(person=person, cohort=FellowCohortFactory(), by=by, now=NOW)
    assert Fellow.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "action", "after", "told"),
    [
        ("nominated", Action.SELECT, "selected", True),
        ("selected", Action.APPLY_UCLA, "applied_ucla", False),
        ("enrolled", Action.GRADUATE, "graduated", True),
        ("graduated", Action.BEGIN_SERVICE, "serving", False),
        ("serving", Action.RELEASE, "released", True),
        ("graduated", Action.DISCHARGE, "discharged", True),
        ("serving", Action.END_UNFULFILLED, "ended_unfulfilled", False),
        ("selected", Action.WITHDRAW, "withdrawn", False),
    ],
)
def test_a_move_is_kept_in_the_history_and_told_where_it_matters_to_the_fellow(state, action, after, told):
    graduated = TODAY if state in {"graduated", "serving"} else None
    fellow, by = FellowFactory(state=state, graduated_on=graduated), manager()
    on = TODAY if action is Action.GRADUATE else None
    services.move(pk=fellow.pk, action=action, by=by, on=on, note="Noted", now=NOW)
    assert history(fellow) == [(action.value, state, after, by.pk, NOW, "Noted")]
    fellow.refresh_from_db()
    assert (fellow.state, fellow.graduated_on) == (after, on or graduated)
    mails = [(mail.to_person, mail.template, mail.dedupe_key) for mail in Message.objects.all()]
    assert mails == ([(fellow.person, "fellows/moved", f"fellow-{fellow.pk}-{after}")] if told else [])


def test_a_day_given_with_another_move_is_no_graduation():
    fellow = FellowFactory()
    services.move(pk=fellow.pk, action=Action.SELECT, by=manager(), on=TODAY, now=NOW)
    fellow.refresh_from_db()
    assert fellow.graduated_on is None


def test_who_may_not_move_a_fellow_is_told_so():
    person = manager()
    fellow = FellowFactory(person=person)
    for by in (UserFactory(), person):
        assert refusal(services.move, NotAllowed, pk=fellow.pk, action=Action.SELECT, by=by) == (
            "Only a program manager may do this, and nobody decides about themselves."
        )


@pytest.mark.parametrize(
    "state", ["selected", "applied_ucla", "admitted", "enrolled", "graduated", "serving", "fulfilled"]
)
def test_whoever_studies_or_serves_holds_a_place_of_the_cohort(state):
    cohort = FellowCohortFactory(places=2, name="Cohort of 2023")
    FellowFactory.create_batch(2, cohort=cohort, state=state, graduated_on=TODAY)
    FellowFactory(state=state, graduated_on=TODAY)
    told = {"pk": FellowFactory(cohort=cohort).pk, "action": Action.SELECT, "by": manager()}
    assert refusal(services.move, **told) == "All 2 places of the Cohort of 2023 are taken."
    cohort.places = 3
    cohort.save()
    assert services.move(now=NOW, **told).state == "selected"


@pytest.mark.parametrize("state", ["nominated", "withdrawn", "released", "discharged", "ended_unfulfilled"])
def test_whoever_was_not_chosen_or_left_holds_no_place(state):
    cohort = FellowCohortFactory(places=1)
    FellowFactory(cohort=cohort, state=state, graduated_on=TODAY)
    fellow = FellowFactory(cohort=cohort)
    assert services.move(pk=fellow.pk, action=Action.SELECT, by=manager(), now=NOW).state == "selected"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, "Give the day of graduation, today or earlier."),
        (TODAY + DAY, "Give the day of graduation, today or earlier."),
        (
            date(2023, 5, 31),
            "The Cohort of 2023 began on June 1, 2023: nobody of it graduated before that day.",
        ),
        (TODAY, ""),
        (date(2023, 6, 1), ""),
    ],
)
def test_somebody_graduates_between_the_cohorts_first_day_and_today(day, said):
    fellow = FellowFactory(state="enrolled", cohort__name="Cohort of 2023")
    told = {"pk": fellow.pk, "action": Action.GRADUATE, "by": manager(), "on": day}
    if said:
        assert refusal(services.move, **told) == said
    else:
        assert services.move(now=NOW, **told).graduated_on == day


# --- milestones and suspensions -------------------------------------------------------------------
def test_a_milestone_is_planned_moved_and_kept_in_the_history():
    fellow, by = FellowFactory(), manager()
    told = {"pk": fellow.pk, "kind": "clear", "by": by, "now": NOW}
    services.plan_milestone(due=TODAY + DAY, **told)
    services.plan_milestone(due=TODAY + 2 * DAY, **told)
    services.plan_milestone(due=TODAY, attempt=2, **told)
    assert list(Milestone.objects.order_by("attempt").values_list("fellow", "kind", "attempt", "due")) == [
        (fellow.pk, "clear", 1, TODAY + 2 * DAY),
        (fellow.pk, "clear", 2, TODAY),
    ]
    assert [row[-1] for row in history(fellow)] == [
        "Clear credential: due July 11, 2025",
        "Clear credential: due July 12, 2025",
        "Clear credential: due July 10, 2025",
    ]
    assert history(fellow)[0][:-1] == ("plan_milestone", "nominated", "nominated", by.pk, NOW)


def test_a_milestone_that_was_reached_may_be_planned_for_the_day_it_has_and_others_freely():
    reached = MilestoneFactory(due=TODAY, reached_on=TODAY)
    MilestoneFactory(fellow=reached.fellow, kind="clear", due=TODAY, reached_on=TODAY)
    told = {"pk": reached.fellow_id, "by": manager(), "now": NOW}
    services.plan_milestone(kind=reached.kind, due=TODAY, **told)
    services.plan_milestone(kind="degree", due=TODAY, **told)
    assert Milestone.objects.get(kind="degree").due == TODAY
    other = FellowFactory()
    services.plan_milestone(**(told | {"pk": other.pk}), kind=reached.kind, due=TODAY + DAY)
    assert refusal(services.plan_milestone, **told, kind=reached.kind, due=TODAY + DAY) == (
        "This milestone was reached on July 10, 2025: its due day stays."
    )


def test_a_milestone_that_was_reached_keeps_its_days_and_its_note():
    milestone = MilestoneFactory(due=TODAY - DAY)
    other = MilestoneFactory(fellow=milestone.fellow, kind="clear")
    MessageFactory(topic=f"milestone-{other.pk}")
    by = manager()
    found = services.reach_milestone(
        pk=milestone.fellow_id,
        kind=milestone.kind,
        on=TODAY,
        by=by,
        expires=TODAY + DAY,
        note="With honors",
        now=NOW,
    )
    found.refresh_from_db()
    assert (found.pk, found.due, found.reached_on, found.expires_on, found.note) == (
        milestone.pk,
        TODAY - DAY,
        TODAY,
        TODAY + DAY,
        "With honors",
    )
    assert history(milestone.fellow) == [
        ("reach_milestone", "nominated", "nominated", by.pk, NOW, "CalAPA cycle 1: July 10, 2025")
    ]
    assert Message.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"on": TODAY + DAY}, "A milestone is reached today or earlier. Choose such a day."),
        ({"on": TODAY, "expires": TODAY}, "A credential expires after the day it was reached."),
    ],
)
def test_days_of_a_milestone_that_cannot_be_are_refused(days, said):
    told = {"pk": FellowFactory().pk, "kind": "clear", "by": manager()}
    assert refusal(services.reach_milestone, **told, **days) == said


@pytest.mark.parametrize("day", [date(2022, 6, 1), date(2039, 8, 1)])
def test_the_first_and_the_last_day_near_a_cohort_are_taken(day):
    fellow = FellowFactory()
    services.plan_milestone(pk=fellow.pk, kind="clear", due=day, by=manager(), now=NOW)
    assert Milestone.objects.get().due == day


@pytest.mark.parametrize("verb", ["plan_milestone", "reach_milestone"])
def test_milestones_are_recorded_by_program_managers_and_never_the_own(verb):
    person = manager()
    fellow = FellowFactory(person=person)
    day = {"due": TODAY} if verb == "plan_milestone" else {"on": TODAY}
    for by in (UserFactory(), person):
        told = {"pk": fellow.pk, "kind": "clear", "by": by} | day
        assert refusal(getattr(services, verb), NotAllowed, **told) == (
            "Only a program manager records milestones, and nobody their own."
        )


def test_a_suspension_is_kept_with_who_approved_it():
    fellow, by = FellowFactory(serving=True), manager()
    row = services.suspend(
        pk=fellow.pk, category="family", starts=fellow.graduated_on, months=1, by=by, now=NOW
    )
    assert (row.fellow, row.category, row.starts, row.months, row.approved_by) == (
        fellow,
        "family",
        date(2024, 6, 14),
        1,
        by,
    )
    assert history(fellow) == [("suspend", "serving", "serving", by.pk, NOW, "1 months from June 14, 2024")]


@pytest.mark.parametrize(
    ("before", "months", "left"),
    [([], 36, None), ([], 37, 36), ([], 0, 36), ([20, 10], 6, None), ([20, 10], 7, 6), ([36], 1, 0)],
)
def test_a_fellow_is_suspended_for_36_months_in_all(before, months, left):
    fellow, by = FellowFactory(serving=True), manager()
    for one in before:
        Suspension.objects.create(fellow=fellow, category="study", starts=TODAY, months=one, approved_by=by)
    told = {"pk": fellow.pk, "category": "study", "starts": TODAY, "months": months, "by": by}
    if left is None:
        assert services.suspend(now=NOW, **told).months == months
    else:
        assert refusal(services.suspend, **told) == (
            f"At most 36 months may be suspended; {left} are left. Choose fewer."
        )


def test_months_of_another_fellow_do_not_count():
    by = manager()
    Suspension.objects.create(
        fellow=FellowFactory(serving=True), category="study", starts=TODAY, months=36, approved_by=by
    )
    fellow = FellowFactory(serving=True)
    told = {"pk": fellow.pk, "category": "study", "starts": TODAY, "months": 36}
    assert services.suspend(by=by, now=NOW, **told).months == 36
    for stranger in (UserFactory(), fellow.person):
        assert refusal(services.suspend, NotAllowed, by=stranger, **told) == (
            "Only a program manager may suspend service, and nobody their own."
        )


# --- service --------------------------------------------------------------------------------------
def sign(fellow, **changes):
    text = agreement_text(fellow.person.name, fellow.cohort.name)
    told = {"pk": fellow.pk, "by": fellow.person, "typed_name": fellow.person.name}
    return told | {"sha256_shown": fingerprint(text)} | changes


def test_a_signed_agreement_keeps_its_text_its_terms_and_the_name_as_it_was_typed():
    fellow = FellowFactory(
        person__given_name="José", person__family_name="Muñoz", cohort__name="Cohort of 2023"
    )
    agreement = services.sign_agreement(**sign(fellow, typed_name=" josé  MUÑOZ\u200b "), now=NOW)
    agreement.refresh_from_db()
    text = agreement_text("José Muñoz", "Cohort of 2023")
    assert (agreement.version, agreement.terms, agreement.text, agreement.sha256) == (
        1,
        dict(TERMS),
        text,
        fingerprint(text),
    )
    assert (agreement.typed_name, agreement.signed_at) == ("josé MUÑOZ", NOW)
    assert history(fellow) == [
        (
            "sign_agreement",
            "nominated",
            "nominated",
            fellow.person.pk,
            NOW,
            f"Version 1, {fingerprint(text)[:12]}",
        )
    ]
    assert refusal(services.sign_agreement, **sign(fellow)) == "You have signed this agreement already."


def test_another_agreement_of_theirs_is_the_next_version():
    fellow = FellowFactory(signed=True)
    FellowFactory(signed=True)
    assert services.sign_agreement(**sign(fellow), now=NOW).version == 2


def test_an_agreement_that_is_not_signed_says_why():
    fellow = FellowFactory(person__given_name="Ana", person__family_name="Ruiz")
    assert refusal(services.sign_agreement, **sign(fellow, sha256_shown="0" * 64)) == (
        "The agreement has changed since you opened it. Read it again, then sign."
    )
    assert refusal(services.sign_agreement, **sign(fellow, typed_name="Ana Ruis")) == (
        "Type your name as it is written above: Ana Ruiz."
    )
    assert refusal(services.sign_agreement, NotAllowed, **sign(fellow, by=manager())) == (
        "A service agreement is signed by the fellow alone."
    )
    assert not fellow.agreements.exists()


@pytest.fixture
def fellow():
    return FellowFactory(serving=True, signed=True)


def report(fellow, **changes):
    told = {"pk": fellow.pk, "by": fellow.person, "now": NOW}
    return services.report_service(served=served(**changes), **told)


def test_a_report_keeps_what_was_said_and_asks_the_site_once_with_a_link_of_its_own(fellow):
    MessageFactory(topic=f"service-report-{fellow.pk}")
    row = report(fellow, ends=TODAY, fte_thousandths=500)
    row.refresh_from_db()
    assert (row.fellow, row.school, row.employer, row.site, row.position) == (
        fellow,
        None,
        "The district",
        "Elsewhere Academy",
        "Assistant principal",
    )
    assert (row.fte_thousandths, row.starts, row.ends, row.verifier_email, row.state, row.reported_at) == (
        500,
        date(2024, 8, 12),
        TODAY,
        "office@example.org",
        "reported",
        NOW,
    )
    assert history(row) == [("report", "", "reported", fellow.person.pk, NOW, "")]
    link = ServiceLink.objects.get()
    assert (link.record, link.sent_to, link.signer, link.created_at, link.expires_at, link.used_at) == (
        row,
        "office@example.org",
        None,
        NOW,
        NOW + timedelta(days=21),
        None,
    )
    assert (len(token_of(row)), link.token_sha256) == (43, sha256(token_of(row).encode()).hexdigest())
    assert list(Message.objects.order_by("pk").values_list("state", "topic", "dedupe_key", "secret"))[1:] == [
        ("waiting", f"service-link-{row.pk}", f"service-link-{link.pk}", True)
    ]
    # The reminder to report is no longer needed.
    assert Message.objects.order_by("pk")[0].state == "cancelled"


@pytest.mark.parametrize(
    "changes",
    [
        {"site": "Another Academy"},
        {"position": "Principal"},
        {"starts": date(2024, 8, 13)},
        {"ends": TODAY},
    ],
)
def test_another_service_is_no_second_report_of_the_first(fellow, changes):
    report(fellow)
    assert report(fellow, **changes).state == "reported"
    again = FellowFactory(serving=True, signed=True)
    assert report(again).state == "reported"
    assert refusal(report_again, fellow=fellow) == (
        "You reported this service already. Correct that report if something is wrong."
    )


def report_again(fellow, now):
    return report(fellow)


@pytest.mark.parametrize(
    "state", ["nominated", "enrolled", "fulfilled", "withdrawn", "released", "discharged"]
)
def test_service_is_reported_while_it_is_owed(state):
    fellow = FellowFactory(state=state, graduated_on=TODAY)
    assert refusal(report_again, fellow=fellow) == (
        "Service is reported after graduation and until it is fulfilled."
    )


@pytest.mark.parametrize("state", ["graduated", "serving"])
def test_whoever_graduated_or_serves_reports(state):
    assert report(FellowFactory(state=state, graduated_on=TODAY)).state == "reported"


def test_a_network_school_is_asked_through_whoever_signs_for_it_that_day(fellow):
    school = SchoolFactory()
    signer = ActingSignerFactory(school=school, starts=TODAY, ends=TODAY + DAY).person
    row = report(fellow, school=school, site=school.name, verifier_email="friend@example.org")
    link = row.links.get()
    assert (row.verifier_email, link.sent_to, link.signer) == (signer.email, signer.email, signer)


def test_a_fellow_who_signs_for_the_school_is_not_asked_about_themselves():
    school = SchoolFactory()
    fellow = FellowFactory(person=principal_of(school), serving=True, signed=True)
    row = report(fellow, school=school, site=school.name)
    assert (row.verifier_email, row.links.get().signer) == ("office@example.org", None)


@pytest.mark.parametrize("written", [str.upper, lambda address: f" {address} "])
def test_none_of_the_fellows_own_addresses_confirms(fellow, written):
    fellow.person.emailaddress_set.create(email="second@example.org", verified=True)
    for own in (fellow.person.email, "second@example.org"):
        with pytest.raises(DomainError) as refused:
            report(fellow, verifier_email=written(own))
        assert str(refused.value) == (
            "Somebody else must confirm your service: give the address of the principal or HR."
        )


def test_without_an_address_nobody_is_asked(fellow):
    row = report(fellow, verifier_email="")
    assert (row.state, row.links.count(), Message.objects.count()) == ("reported", 0, 0)


def answer(row, **told):
    return services.answer_link(
        **({"token": token_of(row), "typed_name": "Pat Lee", "disagreements": {}, "now": NOW} | told)
    )


def test_an_answer_is_kept_with_the_address_it_came_from_and_told_to_the_fellow(fellow):
    row = answer(report(fellow), now=NOW + DAY)
    link = row.links.get()
    assert (row.state, row.vouched, row.disagreement, link.used_at) == ("verified", False, {}, NOW + DAY)
    assert history(row)[-1] == (
        "verify",
        "reported",
        "verified",
        None,
        NOW + DAY,
        "Pat Lee, with the link sent to office@example.org",
    )
    mail = Message.objects.get(template="fellows/service_answered")
    assert (mail.to_person, mail.dedupe_key) == (fellow.person, f"service-answered-{link.pk}")


def test_an_answer_uses_its_own_link_and_no_other(fellow):
    row, other = report(fellow), report(FellowFactory(serving=True, signed=True))
    answer(row)
    assert other.links.get().used_at is None
    assert answer(other, now=NOW + DAY).links.get().used_at == NOW + DAY


def test_a_link_of_a_record_that_was_answered_on_another_way_is_dead(fellow):
    row = report(fellow)
    token = token_of(row)
    assert link_of(token, NOW) == row.links.get()
    assert link_of(f"{token}x", NOW) is None
    ServiceRecord.objects.filter(pk=row.pk).update(state="accepted")
    assert link_of(token, NOW) is None


def test_a_link_that_was_used_keeps_its_days_when_the_site_is_asked_again(fellow):
    row = answer(report(fellow), disagreements={"fte": "Half"})
    services.correct_service(pk=row.pk, served=served(fte_thousandths=500), by=fellow.person, now=NOW + DAY)
    assert list(row.links.order_by("pk").values_list("used_at", "expires_at")) == [
        (NOW, NOW + 21 * DAY),
        (None, NOW + 22 * DAY),
    ]


def test_a_signer_who_disagrees_vouches_for_nothing(fellow):
    school = SchoolFactory()
    principal_of(school)
    row = answer(report(fellow, school=school, site=school.name), disagreements={"fte": "Half", "x": "y"})
    assert (row.state, row.vouched, row.disagreement) == ("disputed", False, {"fte": "Half"})
    assert history(row)[-1][:3] == ("dispute", "reported", "disputed")


@pytest.mark.parametrize(
    ("after", "good"), [(timedelta(days=21) - timedelta(seconds=1), True), (21 * DAY, False)]
)
def test_a_link_is_good_for_21_days(fellow, after, good):
    row = report(fellow)
    if good:
        assert answer(row, now=NOW + after).state == "verified"
    else:
        with pytest.raises(DomainError, match=r"^This link does not work any more[.]"):
            answer(row, now=NOW + after)


def test_asked_again_the_link_before_ends_and_links_of_others_do_not(fellow):
    row, other = report(fellow), report(FellowFactory(serving=True, signed=True))
    first = row.links.get()
    by = manager()
    second = services.send_link(pk=row.pk, by=by, now=NOW + DAY)
    first.refresh_from_db()
    assert (first.expires_at, second.expires_at) == (NOW + DAY, NOW + 22 * DAY)
    assert other.links.get().expires_at == NOW + 21 * DAY
    assert history(row)[-1] == ("ask", "reported", "reported", by.pk, NOW + DAY, "")
    assert refusal(services.send_link, NotAllowed, pk=row.pk, by=UserFactory()) == (
        "Only the fellow or a program manager may ask the site."
    )


def test_a_corrected_report_keeps_what_was_corrected(fellow):
    row = answer(report(fellow), disagreements={"fte": "Half"})
    done = services.correct_service(
        pk=row.pk, served=served(fte_thousandths=500), by=fellow.person, now=NOW + DAY
    )
    done.refresh_from_db()
    assert (done.state, done.fte_thousandths, done.vouched, done.links.count()) == ("reported", 500, False, 2)
    assert history(done)[-1] == ("correct", "disputed", "reported", fellow.person.pk, NOW + DAY, "")


def test_service_that_is_accepted_is_kept_with_who_accepted_it():
    row, by = ServiceRecordFactory(verified=True), manager()
    services.accept_service(pk=row.pk, by=by, now=NOW)
    row.refresh_from_db()
    assert row.state == "accepted"
    assert history(row) == [("accept", "verified", "accepted", by.pk, NOW, "")]
    other = ServiceRecordFactory(verified=True)
    for stranger in (UserFactory(), other.fellow.person):
        assert refusal(services.accept_service, NotAllowed, pk=other.pk, by=stranger) == (
            "Only a program manager accepts service, and nobody their own."
        )


def test_a_decision_about_a_school_is_kept_as_it_was_made():
    by = manager()
    told = {"school_name": " St.  Mary's ", "reasons": " Same communities. ", "by": by}
    row = services.decide_similarity(similar=False, now=NOW, **told)
    assert (row.school_name, row.decided_on, row.similar, row.reasons, row.decided_by) == (
        "St. Mary's",
        TODAY,
        False,
        "Same communities.",
        by,
    )
    assert refusal(services.decide_similarity, similar=True, **told) == (
        "This school was decided about today already. A new decision can be made tomorrow."
    )
    services.decide_similarity(similar=True, now=NOW + DAY, **told)
    services.decide_similarity(similar=True, now=NOW, **(told | {"school_name": "Elsewhere"}))
    assert SchoolSimilarity.objects.count() == 3
    assert refusal(services.decide_similarity, similar=True, **(told | {"reasons": " "})) == (
        "Write the reasons of this decision."
    )
