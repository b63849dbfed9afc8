"""Schools and people of the demo: facts of schools.csv, invented names, one published password."""

import csv
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from demo.names import FAMILY, GIVEN
from people.models import Hat, Post, School, SchoolMembership, User

PASSWORD = "pathways-demo"
DOMAIN = "example.org"
GRADES = {"TK": -1, "K": 0}
JOINED = date(2008, 7, 1)
# Whether Santee is still a member could not be found out: it is shown as a membership that ended.
FORMER = "Santee Education Complex"
STAFF = {
    "manager": (Hat.Kind.PROGRAM_MANAGER,),
    "registrar": (Hat.Kind.REGISTRAR,),
    "coach": (Hat.Kind.COACH,),
    "preparer": (Hat.Kind.PREPARER,),
    "approver": (Hat.Kind.APPROVER,),
    "director": (Hat.Kind.DIRECTOR,),
    "admin": (),
}
TEACHERS = ("teacher", "leader", "fellow")


@dataclass
class Cast:
    """Who and where, in fixed order, so that the same seed tells the same story."""

    schools: list[School]
    principals: dict[int, User] = field(default_factory=dict)
    teachers: list[User] = field(default_factory=list)
    school_of: dict[int, School] = field(default_factory=dict)
    named: dict[str, User] = field(default_factory=dict)


def make_schools() -> list[School]:
    """The schools of the network with their memberships."""
    lines = (Path(__file__).parent / "data" / "schools.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines)
    schools = School.objects.bulk_create(
        School(
            name=row["name"],
            slug=slugify(row["name"])[:80],
            level=row["level"],
            lowest_grade=GRADES.get(row["lowest_grade"])
            if row["lowest_grade"] in GRADES
            else int(row["lowest_grade"]),
            highest_grade=int(row["highest_grade"]),
            community=row["community"],
            cds_code=row["cds_code"],
        )
        for row in rows
    )
    SchoolMembership.objects.bulk_create(
        SchoolMembership(
            school=school, starts=JOINED, ends=date(2019, 7, 1) if school.name == FORMER else None
        )
        for school in schools
    )
    return [school for school in schools if school.name != FORMER]


def call(person: User, name: str) -> None:
    """Give them an address that a reader of the demo can type; nothing where somebody has it already."""
    email = f"{name}@{DOMAIN}"
    if not User.objects.filter(email=email).exists():
        EmailAddress.objects.filter(user=person).update(email=email)
        person.email = email
        person.save()


class Casting:
    """Gives out invented people; addresses are numbered so that none repeats."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.password = make_password(PASSWORD, salt="demo-people-share-one-salt")
        self.number = 0

    def person(self, email: str | None = None, **fields: object) -> User:
        given, family = self.chance.choice(GIVEN), self.chance.choice(FAMILY)
        self.number += 1
        return User(
            email=email or f"{given}.{family}.{self.number}@{DOMAIN}".lower(),
            given_name=given,
            family_name=family,
            external_id=f"demo-{self.number}",
            password=self.password,
            **fields,
        )


def make_people(schools: list[School], *, seed: int, count: int, today: date) -> Cast:
    """The named demo people, a principal and two assistant principals a school, teachers up to `count`."""
    casting, cast = Casting(seed), Cast(schools)
    named = {
        name: casting.person(f"{name}@{DOMAIN}", is_staff=name == "admin", is_superuser=name == "admin")
        for name in (*TEACHERS, "principal", *STAFF)
    }
    leaders = [casting.person() for _ in range(3 * len(schools) - 1)]
    reviewers = [casting.person() for _ in range(6)]
    others = [casting.person() for _ in range(max(0, count - len(named) - 1 - len(leaders) - len(reviewers)))]
    # The last, so that the names of all others are those of before.
    named["clerk"] = casting.person(f"clerk@{DOMAIN}")
    User.objects.bulk_create([*named.values(), *leaders, *reviewers, *others], batch_size=2000)
    EmailAddress.objects.bulk_create(
        (
            EmailAddress(user=user, email=user.email, verified=True, primary=True)
            for user in [*named.values(), *leaders, *reviewers, *others]
        ),
        batch_size=2000,
    )
    cast.named = named
    heads = [named["principal"], *leaders]
    for index, school in enumerate(schools):
        cast.principals[school.pk] = heads[index]
    cast.teachers = [*(named[name] for name in TEACHERS), *others]
    _posts(cast, heads, today)
    _hats(named, reviewers, schools, today)
    return cast


def _posts(cast: Cast, heads: list[User], today: date) -> None:
    since, size = today - timedelta(days=3 * 365), len(cast.schools)
    positions = [Post.Position.TEACHER] * 8 + [Post.Position.COUNSELOR, Post.Position.COORDINATOR]
    posts = []
    for index, person in enumerate(heads):
        school = cast.schools[index % size]
        position = Post.Position.PRINCIPAL if index < size else Post.Position.ASSISTANT_PRINCIPAL
        posts.append(Post(person=person, school=school, position=position, starts=since))
        cast.school_of[person.pk] = school
    for index, person in enumerate(cast.teachers):
        # The demo teachers work at the demo principal's school, so that their papers meet.
        school = cast.schools[0] if index < len(TEACHERS) else cast.schools[index % size]
        position = Post.Position.TEACHER if index < len(TEACHERS) else positions[index % len(positions)]
        channel = Post.Channel.OWN if index % 40 == 39 else Post.Channel.DISTRICT
        posts.append(Post(person=person, school=school, position=position, channel=channel, starts=since))
        cast.school_of[person.pk] = school
    desk = {"school": cast.schools[0], "position": Post.Position.CLERK, "starts": since}
    posts.append(Post(person=cast.named["clerk"], **desk))
    Post.objects.bulk_create(posts, batch_size=2000)


def _hats(named: dict[str, User], reviewers: list[User], schools: list[School], today: date) -> None:
    since = today - timedelta(days=2 * 365)
    worn = [(named[name], kind) for name, kinds in STAFF.items() for kind in kinds]
    worn += [(person, Hat.Kind.COACH) for person in reviewers]
    made = Hat.objects.bulk_create(Hat(person=person, kind=kind, starts=since) for person, kind in worn)
    director = next(hat for hat in made if hat.kind == Hat.Kind.DIRECTOR)
    director.schools.set(schools[:6])
