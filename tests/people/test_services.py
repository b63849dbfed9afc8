from datetime import UTC, date, datetime

import pytest

from common.errors import DomainError, NotAllowed
from people.models import ActingSigner, Delegation, Hat, Post, User
from people.queries import hats, signer_for, spoken_for
from people.services import (
    appoint_acting_signer,
    deactivate,
    delegate,
    end_acting_signer,
    end_delegation,
    end_post,
    lose_hat,
    reactivate,
    wear_hat,
)
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
)

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 13)


@pytest.fixture
def administrator():
    return UserFactory(is_superuser=True)


@pytest.fixture
def monday(clock):
    """Today is that Monday."""
    clock(datetime(2026, 11, 9, 18, 0, tzinfo=UTC))


class TestSigners:
    def test_a_manager_appoints_who_signs_for_a_school_without_principal(self):
        school, person = SchoolFactory(), UserFactory()
        appoint_acting_signer(school=school, person=person, starts=MONDAY, ends=FRIDAY, by=manager())
        assert signer_for(school, MONDAY) == person
        assert signer_for(school, FRIDAY) is None

    def test_the_principal_signs_before_an_acting_signer(self):
        acting = ActingSignerFactory()
        principal = principal_of(acting.school)
        assert signer_for(acting.school, MONDAY) == principal
        assert spoken_for(acting.person, MONDAY) == []
        assert spoken_for(principal, MONDAY) == [acting.school_id]

    def test_a_principal_appoints_nobody(self):
        school = SchoolFactory()
        with pytest.raises(NotAllowed):
            appoint_acting_signer(
                school=school, person=UserFactory(), starts=MONDAY, ends=FRIDAY, by=principal_of(school)
            )

    def test_two_are_not_appointed_for_the_same_day(self):
        acting = ActingSignerFactory(starts=MONDAY, ends=FRIDAY)
        days = {"starts": date(2026, 11, 12), "ends": date(2026, 12, 1)}
        with pytest.raises(DomainError, match="in that time already"):
            appoint_acting_signer(school=acting.school, person=UserFactory(), by=manager(), **days)
        assert ActingSigner.objects.count() == 1

    def test_an_appointment_ends_and_one_that_had_not_begun_leaves_no_row(self, monday):
        begun, ahead = ActingSignerFactory(), ActingSignerFactory(starts=FRIDAY)
        for _ in range(2):
            end_acting_signer(pk=begun.pk, by=manager(), day=MONDAY)
        end_acting_signer(pk=ahead.pk, by=manager(), day=MONDAY)
        assert list(ActingSigner.objects.values_list("pk", "ends")) == [(begun.pk, MONDAY)]


class TestDelegation:
    def test_a_principal_names_who_acts_for_them(self):
        school, person = SchoolFactory(), UserFactory()
        principal = principal_of(school)
        delegate(principal=principal, to=person, starts=MONDAY, ends=FRIDAY, by=principal)
        assert spoken_for(person, MONDAY) == [school.pk]
        assert spoken_for(person, FRIDAY) == []

    def test_a_teacher_names_nobody(self):
        teacher = PostFactory().person
        with pytest.raises(NotAllowed):
            delegate(principal=teacher, to=UserFactory(), starts=MONDAY, ends=FRIDAY, by=teacher)

    def test_nobody_acts_for_themselves(self):
        principal = principal_of(SchoolFactory())
        with pytest.raises(DomainError, match="Name someone else"):
            delegate(principal=principal, to=principal, starts=MONDAY, ends=FRIDAY, by=principal)

    def test_it_can_be_ended_at_once_and_twice_is_harmless(self):
        given = DelegationFactory()
        for _ in range(2):
            end_delegation(pk=given.pk, by=given.principal, day=MONDAY)
        assert Delegation.objects.get().ends == MONDAY

    def test_somebody_else_does_not_end_it(self):
        given = DelegationFactory()
        with pytest.raises(NotAllowed):
            end_delegation(pk=given.pk, by=UserFactory(), day=MONDAY)


class TestHats:
    def test_an_administrator_gives_a_hat(self, administrator):
        person = UserFactory()
        wear_hat(person=person, kind=Hat.Kind.COACH, starts=MONDAY, by=administrator)
        assert hats(person, MONDAY).has(Hat.Kind.COACH)

    def test_a_manager_gives_no_hats(self):
        by = manager()
        with pytest.raises(NotAllowed):
            wear_hat(person=by, kind=Hat.Kind.APPROVER, starts=MONDAY, by=by)

    def test_a_hat_is_not_worn_twice_at_once(self, administrator):
        hat = HatFactory()
        with pytest.raises(DomainError, match="already"):
            wear_hat(person=hat.person, kind=Hat.Kind.PROGRAM_MANAGER, starts=MONDAY, by=administrator)

    def test_a_hat_that_is_lost_counts_for_nothing_from_that_day_on(self, administrator):
        hat = HatFactory()
        lose_hat(pk=hat.pk, by=administrator, day=MONDAY)
        assert hats(User.objects.get(pk=hat.person_id), MONDAY).kinds == frozenset()

    def test_a_hat_put_on_today_by_mistake_leaves_no_trace(self, administrator, monday):
        hat = HatFactory(starts=MONDAY)
        assert lose_hat(pk=hat.pk, by=administrator, day=MONDAY) is True
        assert Hat.objects.count() == 0

    @pytest.mark.parametrize("ends", [None, date(2020, 7, 1)])
    def test_a_hat_that_began_is_not_taken_off_before_it_and_stays_on_record(
        self, administrator, monday, ends
    ):
        hat = HatFactory(ends=ends)
        with pytest.raises(DomainError) as refused:
            lose_hat(pk=hat.pk, by=administrator, day=date(2015, 7, 1))
        assert str(refused.value) == "This hat began on July 1, 2015. Choose that day or a later one."
        assert Hat.objects.get().ends == ends

    def test_appointments_and_delegations_that_began_are_not_ended_before_it(self, monday):
        appointed, given = ActingSignerFactory(), DelegationFactory()
        with pytest.raises(DomainError, match=r"This appointment began on July 1, 2015\."):
            end_acting_signer(pk=appointed.pk, by=manager(), day=date(2015, 7, 1))
        with pytest.raises(DomainError, match=r"This delegation began on July 1, 2015\."):
            end_delegation(pk=given.pk, by=given.principal, day=date(2015, 1, 1))
        assert (ActingSigner.objects.count(), Delegation.objects.count()) == (1, 1)


class TestPosts:
    def test_a_post_ends_and_the_same_day_again_changes_nothing(self, administrator):
        post = PostFactory()
        for _ in range(2):
            end_post(pk=post.pk, ends=MONDAY, by=administrator)
        assert Post.objects.get().ends == MONDAY

    def test_a_post_ends_neither_before_it_began_nor_later_than_it_did(self, administrator):
        post = PostFactory(ends=MONDAY)
        with pytest.raises(DomainError, match="This position began on July 1, 2015"):
            end_post(pk=post.pk, ends=post.starts, by=administrator)
        with pytest.raises(DomainError, match="ends earlier already"):
            end_post(pk=post.pk, ends=FRIDAY, by=administrator)
        assert Post.objects.get().ends == MONDAY

    def test_a_manager_ends_no_post(self):
        with pytest.raises(NotAllowed):
            end_post(pk=PostFactory().pk, ends=MONDAY, by=manager())


class TestAccounts:
    def test_an_account_is_closed_and_opened_again_and_twice_says_that_nothing_was_changed(
        self, administrator
    ):
        person = UserFactory()
        for verb, active, stands in ((deactivate, False, "closed"), (reactivate, True, "open")):
            verb(pk=person.pk, by=administrator)
            with pytest.raises(
                DomainError,
                match=f"^The account of {person.name} is {stands} already. Nothing was changed.$",
            ):
                verb(pk=person.pk, by=administrator)
            assert User.objects.get(pk=person.pk).is_active is active

    def test_an_administrator_is_always_left(self, administrator):
        with pytest.raises(DomainError, match="your own account"):
            deactivate(pk=administrator.pk, by=administrator)

    def test_a_manager_closes_and_opens_no_account(self):
        for verb in (deactivate, reactivate):
            with pytest.raises(NotAllowed):
                verb(pk=UserFactory().pk, by=manager())
