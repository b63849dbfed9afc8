"""What the verbs on service and its agreement write and refuse, word for word and at their edges."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from common.errors import DomainError, NotAllowed
from fellows import services
from fellows.models import SchoolSimilarity, ServiceLink, ServiceRecord
from fellows.queries import link_of
from notifications.models import Message
from tests import verbs
from tests.factories.fellows import (
    FellowFactory,
    ServiceRecordFactory,
    answer_link,
)
from tests.factories.notifications import MessageFactory
from tests.factories.people import (
    ActingSignerFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
)
from tests.fellows.test_services import served, token_of
from tests.verbs import history

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 17, tzinfo=UTC)
TODAY = date(2025, 7, 10)
DAY = timedelta(days=1)


def refusal(verb, **told):
    return verbs.refusal(verb, **({"now": NOW} | told))


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
    assert verbs.refusal(report, fellow) == (
        "You reported this service already. Correct that report if something is wrong."
    )


@pytest.mark.parametrize(
    "state", ["nominated", "enrolled", "fulfilled", "withdrawn", "released", "discharged"]
)
def test_service_is_reported_while_it_is_owed(state):
    fellow = FellowFactory(state=state, graduated_on=TODAY)
    assert verbs.refusal(report, fellow) == (
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
    return answer_link(
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
        "Pat Lee, with the link and the digits sent to office@example.org",
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
    ServiceRecord.objects.filter(pk=row.pk).update(state="accepted", confirmed_on=TODAY)
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
    assert refusal(services.send_link, refused_as=NotAllowed, pk=row.pk, by=UserFactory()) == (
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
        assert refusal(services.accept_service, refused_as=NotAllowed, pk=other.pk, by=stranger) == (
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
    assert refusal(services.decide_similarity, similar=True, now=NOW + DAY, **told) == (
        "This school was decided about before. Say from which day this decision counts."
    )
    services.decide_similarity(similar=True, now=NOW + DAY, since=TODAY - DAY, **told)
    services.decide_similarity(similar=True, now=NOW, **(told | {"school_name": "Elsewhere"}))
    assert SchoolSimilarity.objects.count() == 3
    assert refusal(services.decide_similarity, similar=True, **(told | {"reasons": " "})) == (
        "Write the reasons of this decision."
    )
