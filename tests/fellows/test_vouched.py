"""Service confirmed by an address the reporter typed counts only once staff accept it."""

from datetime import date

import pytest

from common.errors import DomainError
from dashboard.queries import waiting_for
from fellows import services
from fellows.models import Fellow, SchoolSimilarity, ServiceRecord
from fellows.queries import ledger
from people.models import School
from tests.factories.fellows import FellowFactory, ServiceRecordFactory, answer_link, calendar_of
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import SchoolFactory, manager, principal_of
from tests.fellows.test_services import NOW, TODAY, served, token_of

pytestmark = pytest.mark.django_db
GIVEN = "confirmed from an address the fellow gave: it counts once staff have accepted it"


@pytest.fixture
def fellow() -> Fellow:
    calendar_of(ProgramYearFactory(first=2024))
    return FellowFactory(serving=True, signed__required_years="4")


@pytest.fixture
def network() -> School:
    return SchoolFactory()


def confirmed(fellow: Fellow, **facts: object) -> ServiceRecord:
    """Service the fellow reported and whoever holds the link confirmed."""
    year = {"starts": date(2024, 7, 1), "ends": date(2025, 7, 1)}
    row = services.report_service(pk=fellow.pk, served=served(**(year | facts)), by=fellow.person, now=NOW)
    return answer_link(token=token_of(row), typed_name="A Friend", disagreements={}, now=NOW)


def counted(fellow: Fellow) -> list[tuple[str, str]]:
    """Credited years, and the reason of each line."""
    account = ledger(fellow, TODAY)
    return [(account.credited_text, line.reason) for year in account.years for line in year.lines]


def similar(name: str) -> None:
    SchoolSimilarity.objects.create(
        school_name=name, decided_on=date(2024, 1, 1), similar=True, reasons="Alike.", decided_by=manager()
    )


def test_a_fellow_who_answers_their_own_link_from_a_second_mailbox_credits_nothing(fellow):
    similar("Elsewhere Academy")
    confirmed(fellow, verifier_email="second.mailbox@example.org")
    assert counted(fellow) == [("0", GIVEN)]


def test_at_a_network_school_without_a_signer_the_typed_address_alone_credits_nothing(fellow, network):
    confirmed(fellow, school=network, site=network.name, verifier_email="second.mailbox@example.org")
    assert counted(fellow) == [("0", GIVEN)]


def test_at_a_school_the_fellow_signs_for_a_typed_address_alone_credits_nothing(network):
    calendar_of(ProgramYearFactory(first=2024))
    own = principal_of(network)
    fellow = FellowFactory(person=own, serving=True, signed__required_years="4")
    confirmed(fellow, school=network, site=network.name, verifier_email="second.mailbox@example.org")
    assert counted(fellow) == [("0", GIVEN)]


def test_what_a_typed_address_confirmed_counts_once_staff_accept_it(fellow):
    similar("Elsewhere Academy")
    row = confirmed(fellow)
    services.accept_service(pk=row.pk, by=manager(), now=NOW)
    assert counted(fellow) == [("1", "confirmed")]


@pytest.mark.parametrize(
    "written",
    ["St. Mary’s  Academy", "ST. MARY'S ACADEMY", "St.\u00a0Maryʼs Academy", "St. Mary's Academy\u200b"],
)
def test_a_school_is_the_one_staff_decided_about_however_it_is_typed(fellow, written):
    similar("St. Mary's Academy")
    row = confirmed(fellow, site=written)
    services.accept_service(pk=row.pk, by=manager(), now=NOW)
    assert counted(fellow) == [("1", "confirmed")]


@pytest.mark.parametrize("again", ["st. mary’s academy", "St. Mary's\u00a0 Academy"])
def test_a_school_is_decided_about_once_a_day_however_it_is_typed(again):
    decision = {"similar": True, "reasons": "Alike.", "by": manager(), "now": NOW}
    services.decide_similarity(school_name="St. Mary's Academy", **decision)
    with pytest.raises(DomainError, match="today already"):
        services.decide_similarity(school_name=again, **decision)


def test_what_the_signer_of_a_network_school_confirmed_counts_at_once(fellow, network):
    principal_of(network)
    confirmed(fellow, school=network, site=network.name)
    assert counted(fellow) == [("1", "confirmed")]


def test_a_correction_takes_back_that_a_signer_vouched_for_it(fellow, network):
    principal_of(network)
    row = services.report_service(
        pk=fellow.pk, served=served(school=network, site=network.name), by=fellow.person, now=NOW
    )
    answer_link(token=token_of(row), typed_name="P", disagreements={"site": "No."}, now=NOW)
    services.correct_service(pk=row.pk, served=served(), by=fellow.person, now=NOW)
    row = answer_link(token=token_of(row), typed_name="A Friend", disagreements={}, now=NOW)
    assert (row.state, row.vouched) == ("verified", False)


def test_asked_again_a_school_that_has_a_signer_by_now_is_asked_through_the_signer(fellow, network):
    row = services.report_service(
        pk=fellow.pk, served=served(school=network, site=network.name), by=fellow.person, now=NOW
    )
    principal = principal_of(network)
    link = services.send_link(pk=row.pk, by=fellow.person, now=NOW)
    assert (link.sent_to, link.signer) == (principal.email, principal)
    row = answer_link(token=token_of(row), typed_name="P", disagreements={}, now=NOW)
    assert row.vouched


def test_records_confirmed_before_count_only_when_a_signer_vouched(fellow, network):
    days = {"starts": date(2024, 7, 1), "ends": date(2025, 7, 1)}
    row = ServiceRecordFactory(fellow=fellow, school=network, verified=True, **days)
    assert counted(fellow) == [("0", GIVEN)]
    ServiceRecord.objects.filter(pk=row.pk).update(vouched=True)
    assert counted(fellow) == [("1", "confirmed")]


def test_staff_are_asked_to_accept_what_waits_for_them_and_the_page_says_why(fellow, signed_in, settings):
    settings.DEMO = True
    similar("Elsewhere Academy")
    row = confirmed(fellow)
    waits = [one for one in waiting_for(manager(), day=TODAY, now=NOW) if one.url == f"/fellows/{fellow.pk}/"]
    assert [(one.what, one.why) for one in waits] == [
        (
            f"Accept the service of {fellow.person}",
            "Elsewhere Academy: office@example.org confirmed it, an address the fellow gave. It counts once you "
            "accept it.",
        )
    ]
    page = signed_in(manager()).get(f"/fellows/{fellow.pk}/").content.decode()
    assert "Confirmed from office@example.org, an address the fellow gave." in page
    services.accept_service(pk=row.pk, by=manager(), now=NOW)
    assert [one for one in waiting_for(manager(), day=TODAY, now=NOW) if one.kind.startswith("service")] == []


def test_the_fellow_is_told_that_a_confirmation_counts_once_staff_accept_it(fellow):
    from notifications.models import Message

    confirmed(fellow)
    mail = Message.objects.get(template="fellows/service_answered")
    assert "It counts once staff have accepted it." in mail.body
