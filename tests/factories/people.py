"""People, schools and posts. Sequences, nothing random; periods are open unless a test says otherwise."""

from datetime import date

import factory
from django.contrib.auth.models import Permission
from django.utils import timezone
from factory.django import DjangoModelFactory

from people.models import (
    ActingSigner,
    Delegation,
    Hat,
    Import,
    Post,
    PostRequest,
    School,
    SchoolMembership,
    User,
)

LONG_AGO = date(2015, 7, 1)
PASSWORD = "a-long-enough-password"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    given_name = factory.Sequence(lambda n: f"Given{n}")
    family_name = factory.Sequence(lambda n: f"Family{n}")

    @factory.post_generation
    def confirmed(self, create, extracted, **kwargs):
        """People confirmed their address, as whoever signed in has; `confirmed=False`: nobody did yet."""
        if create and extracted is not False:
            self.emailaddress_set.create(email=self.email, verified=True, primary=True)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        """`verified=True`: can sign in with PASSWORD."""
        if create and extracted:
            self.set_password(PASSWORD)
            self.save()


class SchoolFactory(DjangoModelFactory):
    """A member of the network since long ago; `member=False` makes a school outside it."""

    class Meta:
        model = School
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"School {n:04}")
    slug = factory.Sequence(lambda n: f"school-{n}")
    level = School.Level.ELEMENTARY
    lowest_grade = -1
    highest_grade = 6
    cds_code = factory.Sequence(lambda n: f"{n:014}")

    @factory.post_generation
    def member(self, create, extracted, **kwargs):
        if create and extracted is not False:
            SchoolMembership.objects.create(school=self, starts=LONG_AGO)


class PostFactory(DjangoModelFactory):
    """A teacher's post since long ago; `principal=True` makes it the principal's."""

    class Meta:
        model = Post

    class Params:
        principal = factory.Trait(position=Post.Position.PRINCIPAL)

    person = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    position = Post.Position.TEACHER
    starts = LONG_AGO


class HatFactory(DjangoModelFactory):
    """A program manager's hat unless `kind` says otherwise."""

    class Meta:
        model = Hat

    class Params:
        # For a second person, as a registrar gives one of finance.
        waiting = factory.Trait(
            kind=Hat.Kind.PREPARER,
            given_by=factory.SubFactory(UserFactory),
            given_at=factory.LazyFunction(timezone.now),
        )

    person = factory.SubFactory(UserFactory)
    kind = Hat.Kind.PROGRAM_MANAGER
    starts = LONG_AGO


class ActingSignerFactory(DjangoModelFactory):
    class Meta:
        model = ActingSigner

    school = factory.SubFactory(SchoolFactory)
    person = factory.SubFactory(UserFactory)
    appointed_by = factory.SubFactory(UserFactory)
    starts = LONG_AGO
    ends = date(2099, 7, 1)


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation

    principal = factory.SubFactory(UserFactory)
    delegate = factory.SubFactory(UserFactory)
    starts = LONG_AGO
    ends = date(2099, 7, 1)


class PostRequestFactory(DjangoModelFactory):
    class Meta:
        model = PostRequest

    person = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)


class ImportFactory(DjangoModelFactory):
    """A file that was read a moment ago, with nothing in it."""

    class Meta:
        model = Import

    by = factory.SubFactory(UserFactory)
    file_name = factory.Sequence(lambda n: f"people-{n}.csv")
    source = "the office’s lists"
    day = date(2026, 11, 29)
    last_day = date(2026, 11, 28)


def manager(**fields):  # type: ignore[no-untyped-def]
    """A program manager."""
    person = UserFactory(**fields)
    HatFactory(person=person)
    return person


def registrar(**fields):  # type: ignore[no-untyped-def]
    """Keeps people, posts, hats and schools."""
    person = UserFactory(**fields)
    HatFactory(person=person, kind=Hat.Kind.REGISTRAR)
    return person


def principal_of(school, **fields):  # type: ignore[no-untyped-def]
    """The principal of this school."""
    return PostFactory(principal=True, school=school, person=UserFactory(**fields)).person


def teacher_at(school, **fields):  # type: ignore[no-untyped-def]
    """A teacher with a post at this school."""
    return PostFactory(school=school, person=UserFactory(**fields)).person


def administrator(**fields):  # type: ignore[no-untyped-def]
    """May do in the administration whatever the rules leave to anybody."""
    return UserFactory(is_staff=True, is_superuser=True, **fields)


def clerk(**fields):  # type: ignore[no-untyped-def]
    """Has every permission Django knows, and no hat: the rules leave them nothing to decide."""
    person = UserFactory(is_staff=True, **fields)
    person.user_permissions.set(Permission.objects.all())
    return person
