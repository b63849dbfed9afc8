"""Degrees and credentials are proved by a file; no number of one is kept, and what expires is reminded of."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError, NotAllowed
from common.uploads import Accepted
from dashboard.queries import waiting_for
from fellows import services
from fellows.models import Milestone, MilestoneProof
from fellows.reminders import owe
from fellows.rules.numbers import has_number
from notifications.models import Message, ReminderRule
from people.models import User
from tests.factories.fellows import FellowFactory, MilestoneFactory, ProofFactory
from tests.factories.files import PDF
from tests.factories.people import HatFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
FILE = Accepted("pdf", PDF)
NUMBER = "Document 210123456"


# --- no number ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", False),
        ("By mail on 2026-06-12", False),
        ("By mail on 6.12.2026", False),
        ("Form 41-4, room 123456", False),
        ("210123456", True),
        ("No. 210 123 456", True),
        ("123-45-6789", True),
        ("2026-06-1234567", True),
        ("x1234567y", True),
    ],
)
def test_what_looks_like_the_number_of_a_document_is_told_from_days(text: str, found: bool) -> None:
    assert has_number(text) is found


@given(before=st.text("abc ."), number=st.integers(1_000_000, 10**12), after=st.text("abc ."))
def test_a_number_of_seven_digits_or_more_is_found_among_any_words(
    before: str, number: int, after: str
) -> None:
    assert has_number(f"{before}{number}{after}")


def test_no_word_about_a_milestone_keeps_a_number() -> None:
    row, by = MilestoneFactory(due=date(2026, 4, 1)), manager()
    told = {"by": by, "now": NOW}
    for done in (
        lambda: services.reach_milestone(
            pk=row.fellow_id, kind="degree", on=date(2026, 3, 1), note=NUMBER, **told
        ),
        lambda: services.plan_milestone(
            pk=row.fellow_id, kind=row.kind, due=date(2026, 5, 1), reason=NUMBER, **told
        ),
        lambda: services.not_passed(
            pk=row.pk, on=date(2026, 3, 1), due=date(2026, 5, 1), note=NUMBER, **told
        ),
    ):
        with pytest.raises(DomainError, match="no credential number is kept here") as refused:
            done()
        assert refused.value.at == "note"
    with pytest.raises(IntegrityError, match="a_milestone_keeps_no_number"), transaction.atomic():
        MilestoneFactory(note=NUMBER)


# --- proofs ---------------------------------------------------------------------------------------
def test_a_fellow_adds_a_proof_and_a_manager_finds_it_to_record() -> None:
    row, by = MilestoneFactory(kind="degree", fellow__state="enrolled"), manager()
    proof = services.add_proof(pk=row.pk, by=row.fellow.person, file=FILE, now=NOW)
    with proof.file.open() as kept:
        assert kept.read() == PDF
    assert [(event.action, event.about) for event in row.fellow.events.all()] == [
        ("add_proof", "M.Ed. conferred")
    ]
    assert told(by) == ["Record for " + str(row.fellow.person) + ": M.Ed. conferred"]
    services.reach_milestone(pk=row.fellow_id, kind="degree", on=date(2026, 3, 9), by=by, now=NOW)
    assert told(by) == []


def told(user: User) -> list[str]:
    found = waiting_for(User.objects.get(pk=user.pk), day=date(2026, 3, 10), now=NOW)
    return [row.what for row in found if row.kind == "proof"]


def test_only_the_fellow_and_managers_add_and_only_of_a_degree_or_a_credential() -> None:
    row = MilestoneFactory(kind="clear")
    for by in (UserFactory(), HatFactory(kind="director").person):
        with pytest.raises(NotAllowed, match="Only the fellow or a program manager adds a proof"):
            services.add_proof(pk=row.pk, by=by, file=FILE, now=NOW)
    services.add_proof(pk=row.pk, by=manager(), file=FILE, now=NOW)
    with pytest.raises(DomainError, match="A degree or a credential is proved by a file"):
        services.add_proof(pk=MilestoneFactory().pk, by=manager(), file=FILE, now=NOW)
    assert MilestoneProof.objects.count() == 1


def test_a_proof_is_taken_back_by_the_fellow_until_it_is_recorded_and_then_by_a_manager() -> None:
    proof, by = ProofFactory(milestone__reached_on=date(2026, 3, 1)), manager()
    with pytest.raises(NotAllowed, match="takes back a proof"):
        services.take_back_proof(pk=proof.pk, by=UserFactory(), now=NOW)
    with pytest.raises(DomainError, match="What was recorded rests on this proof"):
        services.take_back_proof(pk=proof.pk, by=proof.added_by, now=NOW)
    services.take_back_proof(pk=proof.pk, by=by, now=NOW)
    with pytest.raises(DomainError, match="This proof was taken back already"):
        services.take_back_proof(pk=proof.pk, by=by, now=NOW)
    other = ProofFactory()
    assert services.take_back_proof(pk=other.pk, by=other.added_by, now=NOW).taken_back_at == NOW
    assert list(MilestoneProof.objects.visible_to(by)) == []


def test_a_proof_stays_as_it_was_added() -> None:
    proof = ProofFactory()
    for statement in (
        "DELETE FROM fellows_milestoneproof WHERE id = %s",
        "UPDATE fellows_milestoneproof SET file = 'other.pdf' WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [proof.pk])
    with pytest.raises(IntegrityError, match="a_proof_is_a_file"), transaction.atomic():
        ProofFactory(file="")


def test_a_proof_is_added_with_its_number_covered_and_read_by_the_fellow_and_staff_alone(
    signed_in: Any,
) -> None:
    row = MilestoneFactory(kind="preliminary", fellow__state="enrolled")
    client, address = signed_in(row.fellow.person), f"/fellows/milestone/{row.pk}/add-proof/"

    def sent(**typed: str) -> Any:
        return client.post(address, {"file": SimpleUploadedFile("210123456.pdf", PDF), **typed}, follow=True)

    assert "Cover the number, or cut it off" in sent().content.decode()
    assert "The proof is kept." in sent(covered="on").content.decode()
    proof = MilestoneProof.objects.get()
    assert "210123456" not in proof.file.name
    page = f"/fellows/proof/{proof.pk}/"
    answer = client.get(page)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="preliminary-')
    assert signed_in(UserFactory()).get(page).status_code == 404
    assert b"".join(signed_in(manager()).get(page).streaming_content) == PDF
    assert page in signed_in(manager()).get(f"/fellows/{row.fellow_id}/").content.decode()


# --- what expires ---------------------------------------------------------------------------------
EXPIRES = date(2027, 9, 30)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, 0, tzinfo=UTC)


def credential(**fields: Any) -> Milestone:
    reached = {"kind": "preliminary", "due": None, "reached_on": date(2022, 9, 30), "expires_on": EXPIRES}
    return MilestoneFactory(**{"fellow": FellowFactory(serving=True), **reached, **fields})


def test_who_holds_what_expires_is_reminded_once_for_each_number_of_days_that_staff_keep() -> None:
    ReminderRule.objects.filter(what="credential").delete()
    for days in (90, 7):
        ReminderRule.objects.create(what="credential", days_before=days)
    row = credential()
    counts = [owe(noon(EXPIRES - timedelta(days=days))) for days in (91, 90, 89, 7, 6, -1)]
    assert counts == [0, 1, 0, 1, 0, 0]
    mail = Message.objects.latest("pk")
    assert (mail.to_person, mail.subject) == (
        row.fellow.person,
        "[Action required] Preliminary (Tier 1) credential expires on September 30, 2027",
    )


def test_what_was_renewed_cleared_or_left_behind_expires_for_nobody() -> None:
    kept = credential()
    renewed = credential()
    credential(fellow=renewed.fellow, attempt=2, expires_on=date(2032, 9, 30))
    cleared = credential()
    credential(fellow=cleared.fellow, kind="clear", expires_on=None)
    credential(fellow=FellowFactory(state="withdrawn"))
    certificate = credential(fellow=cleared.fellow, kind="certificate")
    expiring = set(Milestone.objects.expiring().filter(expires_on=EXPIRES))
    assert expiring == {kept, certificate}
