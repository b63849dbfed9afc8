"""Two accounts of one person become one: what follows, what stays, and what is the same before and after."""

from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.models import CommitmentRecord, CosignLink, Signature
from applications.services.routing import mint_link
from common.errors import DomainError, LookFirst, NotAllowed
from dashboard.queries.merging import pair_of
from dashboard.services import merge
from fellows.models import ServiceRecord
from pathways.models import Placement
from people.models import Hat, Merge, MergedRow, PersonEvent, User, accounts_of
from people.queries import person_at
from people.services import reactivate
from seminars.models import Attendance, CalendarAddress
from seminars.services import renew_calendar_address
from stipends.models import StipendLine
from stipends.queries.kept import altered_lines
from tests.factories.applications import ApplicationFactory
from tests.factories.fellows import FellowFactory, ServiceRecordFactory
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import (
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    principal_of,
    registrar,
)
from tests.factories.seminars import AttendanceFactory, SessionFactory
from tests.factories.stipends import NOW, StipendLineFactory, approved_line

pytestmark = pytest.mark.django_db
AUTUMN = datetime(2026, 11, 2, 18, tzinfo=UTC)
WHY = "Her badge has both addresses."


def merged(kept, gone, by=None):
    kept, gone = User.objects.get(pk=kept.pk), User.objects.get(pk=gone.pk)
    seen = pair_of(kept, gone).mark
    return merge(pk=kept.pk, gone=gone.pk, by=by or registrar(), reason=WHY, seen=seen)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_the_account_that_goes_is_closed_and_points_to_the_one_that_stays():
    kept, gone = UserFactory(), UserFactory(verified=True, external_id="T-7")
    address, by = gone.email, registrar()
    merged(kept, gone, by)
    gone = fresh(gone)
    assert (gone.is_active, gone.merged_into, gone.has_usable_password()) == (False, kept, False)
    assert person_at(address) == kept
    assert fresh(kept).external_id == "T-7"
    told = PersonEvent.objects.get(person=kept)
    assert (told.action, told.by, told.was, told.note) == ("merge", by, address, WHY)


def test_an_address_nobody_confirmed_still_waits_for_that():
    kept, gone = UserFactory(), UserFactory(confirmed=False)
    merged(kept, gone)
    assert EmailAddress.objects.filter(user=kept, email=gone.email, verified=False).exists()
    assert person_at(gone.email) is None


def test_ways_to_sign_in_links_and_the_calendar_feed_end():
    kept, gone = UserFactory(), UserFactory()
    Authenticator.objects.create(user=gone, type="totp", data={})
    renew_calendar_address(person=gone, now=timezone.now())
    application = ApplicationFactory(submitted=True)
    type(application).objects.filter(pk=application.pk).update(signer=gone)
    application = fresh(application)
    mint_link(application, CommitmentRecord.objects.get(application=application), timezone.now())
    merged(kept, gone)
    assert not Authenticator.objects.filter(user=gone).exists()
    assert not CalendarAddress.objects.exists()
    assert not CosignLink.objects.filter(revoked_at=None, addressed_to=gone).exists()
    assert fresh(application).signer == kept


def test_what_was_signed_stays_under_the_account_that_signed_and_is_the_persons_to_open():
    application = ApplicationFactory(accepted=True)
    kept, gone = UserFactory(), application.person
    merged(kept, gone)
    signature = Signature.objects.get(party="teacher")
    assert signature.signer == gone
    assert list(CommitmentRecord.objects.visible_to(kept)) == [signature.record]
    assert Placement.objects.get().person == fresh(application).person == kept


def test_a_mark_on_a_closed_roster_follows_its_person_and_says_what_it_said():
    kept, mark = UserFactory(), AttendanceFactory()
    mark.session.__class__.objects.filter(pk=mark.session_id).update(state="closed", closed_at=NOW)
    merged(kept, mark.person)
    assert (fresh(mark).person, fresh(mark).mark) == (kept, mark.mark)
    for change in ({"mark": "absent"}, {"person": UserFactory()}):
        with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
            Attendance.objects.filter(pk=mark.pk).update(**change)


def test_no_mark_on_a_closed_roster_moves_to_an_account_nobody_merged():
    mark = AttendanceFactory(session=SessionFactory())
    mark.session.__class__.objects.filter(pk=mark.session_id).update(state="closed", closed_at=NOW)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        Attendance.objects.filter(pk=mark.pk).update(person=UserFactory())


def test_a_post_held_twice_is_held_once_for_the_days_of_both(clock):
    clock(AUTUMN)
    school = SchoolFactory()
    kept = PostFactory(school=school, starts=date(2026, 10, 1))
    gone = PostFactory(school=school, starts=date(2026, 8, 10))
    other = PostFactory(person=gone.person, position="coach")
    merged(kept.person, gone.person)
    assert (fresh(kept).starts, fresh(kept).ends) == (date(2026, 8, 10), None)
    assert (fresh(gone).person, fresh(gone).ends) == (gone.person, date(2026, 11, 2))
    assert fresh(other).person == kept.person


def test_whoever_acted_for_their_own_other_account_acts_for_nobody(clock):
    clock(AUTUMN)
    principal = principal_of(SchoolFactory())
    named = DelegationFactory(principal=principal, delegate=UserFactory(), starts=date(2026, 9, 1))
    merged(principal, named.delegate)
    assert (fresh(named).delegate, fresh(named).ends) == (named.delegate, date(2026, 11, 2))


def test_of_what_a_person_has_once_the_one_that_stays_keeps_theirs():
    kept, gone = UserFactory(), UserFactory()
    session = SessionFactory()
    own, other = (AttendanceFactory(session=session, person=one, mark="present") for one in (kept, gone))
    done = merged(kept, gone)
    assert fresh(own).person == kept
    assert fresh(other).person == gone
    assert list(done.rows.filter(became="left").values_list("link", "row")) == [
        ("seminars.Attendance.person", other.pk)
    ]


def test_every_row_that_was_moved_stands_in_a_row_that_nobody_changes():
    placement = PlacementFactory()
    done = merged(UserFactory(), placement.person)
    row = done.rows.get(link="pathways.Placement.person")
    assert (row.row, row.became) == (placement.pk, "moved")
    for guarded in (Merge, MergedRow):
        with pytest.raises(Exception, match=r"stay as they are|permission denied"), transaction.atomic():
            guarded.objects.all()._raw_delete("default")


def test_an_account_merged_into_one_that_is_merged_later_leads_to_the_last():
    first, second, third = UserFactory(), UserFactory(), UserFactory()
    merged(second, first)
    merged(third, second)
    assert {fresh(first).merged_into, fresh(second).merged_into} == {third}
    assert set(accounts_of(third)) == {first, second, third}


def test_a_merged_account_is_never_opened_again():
    kept, gone = UserFactory(), UserFactory()
    merged(kept, gone)
    with pytest.raises(DomainError, match="was merged into another one"):
        reactivate(pk=gone.pk, by=administrator())
    for change in ({"is_active": True}, {"merged_into": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=gone.pk).update(**change)


def test_pressed_twice_it_is_one_merge():
    kept, gone = UserFactory(), UserFactory()
    assert merged(kept, gone) == merge(pk=kept.pk, gone=gone.pk, by=registrar(), reason=WHY)
    assert Merge.objects.count() == 1


def test_what_was_not_looked_at_is_not_merged():
    kept, gone = UserFactory(), UserFactory()
    seen = pair_of(kept, gone).mark
    PostFactory(person=gone)
    with pytest.raises(LookFirst, match="other things now"):
        merge(pk=kept.pk, gone=gone.pk, by=registrar(), reason=WHY, seen=seen)
    assert fresh(gone).merged_into is None


def test_only_an_administrator_merges_the_account_of_whoever_wears_a_hat():
    kept, gone = UserFactory(), HatFactory(kind=Hat.Kind.COACH).person
    with pytest.raises(NotAllowed, match="wears a hat, so only an administrator merges"):
        merged(kept, gone)
    merged(kept, gone, administrator())
    assert list(kept.hats.values_list("kind", flat=True)) == ["coach"]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.booleans(), min_size=4, max_size=4))
def test_pay_signatures_marks_and_service_are_what_both_had(whose):
    """`whose`: for each year, which account led, was paid, signed and came."""
    with transaction.atomic():
        both = UserFactory(), UserFactory()
        for first, of_gone in enumerate(whose, start=2020):
            person = both[of_gone]
            year = ProgramYearFactory(first=first)
            placement = PlacementFactory(person=person, year=year)
            approved_line(placement=placement, run__year=year)
            ApplicationFactory(accepted=True, person=person)
            AttendanceFactory(person=person, mark="present")
        ServiceRecordFactory(fellow=FellowFactory(serving=True, signed=True, person=both[whose[0]]))
        before = {name: sum(count(one) for one in both) for name, count in COUNTS.items()}
        merged(*both)
        assert {name: count(both[0]) for name, count in COUNTS.items()} == before
        transaction.set_rollback(True)


def pay(person):
    return StipendLine.objects.locked().of(person).aggregate(cents=Sum("amount_cents"))["cents"] or 0


COUNTS = {
    "cents": pay,
    "signatures": lambda person: Signature.objects.filter(signer__in=accounts_of(person)).count(),
    "records": lambda person: CommitmentRecord.objects.visible_to(person).count(),
    "placements": lambda person: person.placements.count(),
    "marks": lambda person: person.attendance.filter(mark="present").count(),
    "service": lambda person: ServiceRecord.objects.filter(fellow__person=person).count(),
}


def test_what_was_paid_is_still_what_was_hashed_and_approved():
    line = approved_line(amount_cents=0)
    before = [one.why for one in altered_lines(line.run)]
    merged(UserFactory(), line.person)
    assert [one.why for one in altered_lines(line.run)] == before


def test_nobody_approves_a_run_on_which_an_account_of_theirs_stands():
    line = StipendLineFactory()
    kept = UserFactory()
    merged(kept, line.person)
    line.run.state, line.run.approved_by, line.run.approved_at = "approved", kept, NOW
    line.run.snapshot_sha256 = "0" * 64
    with pytest.raises(Exception, match="not paid on their run"), transaction.atomic():
        line.run.save()


def test_it_takes_as_many_queries_whatever_both_have(count_queries):
    kept, gone = UserFactory(), UserFactory()
    for rows in (3, 57):
        for _ in range(rows):
            PostFactory(person=gone)
            AttendanceFactory(person=gone)
            AttendanceFactory(person=kept)
        with count_queries(16, repeats=True):
            pair_of(kept, gone)


def test_my_stipend_shows_what_the_other_account_was_paid(signed_in):
    line, kept = approved_line(), UserFactory()
    merged(kept, line.person)
    assert list(StipendLine.objects.visible_to(kept)) == [line]
    assert f"/{line.pk}/" in signed_in(kept).get("/stipends/").content.decode()
