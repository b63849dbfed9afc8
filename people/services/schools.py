"""Schools of the network, and when each was part of it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from common.errors import DomainError, demand
from people.models import School, SchoolMembership, User
from people.policies import why_not
from people.services.told import look_first, only_one
from people.states import SchoolAction

CHANGED = ("name", "level", "lowest_grade", "highest_grade", "community", "cds_code")
TAKEN = "{0} has this CDS code already. Every school has its own."


@transaction.atomic
def add_school(*, by: User, starts: date | None = None, **fields: Any) -> School:
    """A new school, a member of the network from `starts` on; without it a school outside of the network.

    Raises DomainError for a CDS code that another school has.
    """
    demand(why_not(by, SchoolAction.ADD))
    _refuse_taken(fields["cds_code"])
    taken = "A school of this name was entered a moment ago. Look at it before you enter another one."
    with only_one(taken, at="name", again=lambda: _refuse_taken(fields["cds_code"])):
        school = School.objects.create(slug=_free_slug(fields["name"]), **fields)
    if starts is not None:
        SchoolMembership.objects.create(school=school, starts=starts)
    return school


@transaction.atomic
def change_school(*, pk: int, by: User, seen: str = "", **fields: Any) -> School:
    """Write what a school is called, which grades it has and where it is. Its address on the web stays.

    Raises DomainError for a CDS code that another school has, LookFirst when another window changed it.
    """
    school = School.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, SchoolAction.CHANGE, school))
    if all(getattr(school, name) == fields[name] for name in CHANGED):
        return school
    look_first(school, CHANGED, seen)
    _refuse_taken(fields["cds_code"], besides=school)
    for name in CHANGED:
        setattr(school, name, fields[name])
    taken = "Another school has this CDS code. Every school has its own."
    with only_one(taken, at="cds_code", again=lambda: _refuse_taken(fields["cds_code"], besides=school)):
        school.save(update_fields=CHANGED)
    return school


@transaction.atomic
def join_network(*, pk: int, by: User, starts: date) -> SchoolMembership:
    """The school is part of the network from `starts` on, until it leaves.

    Raises DomainError where it is a member on or after that day.
    """
    school = School.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, SchoolAction.JOIN, school))
    later = Q(ends__isnull=True) | Q(ends__gt=starts)
    member = SchoolMembership.objects.filter(later, school=school).order_by("starts").first()
    if member is not None:
        until = f"through {member.last_day:%B %-d, %Y}" if member.last_day else "without an end"
        raise DomainError(f"{school} is a member {until}. Choose a later first day.", at="first_day")
    return SchoolMembership.objects.create(school=school, starts=starts)


@transaction.atomic
def correct_membership(*, pk: int, by: User, starts: date) -> SchoolMembership:
    """The school of this membership truly joined on `starts`. The same day again changes nothing.

    Raises DomainError for a day after it left, and for one on which it was a member before.
    """
    rows = SchoolMembership.objects.select_for_update(of=("self",)).select_related("school")
    membership = rows.get(pk=pk)
    demand(why_not(by, SchoolAction.CORRECT, membership))
    if membership.ends is not None and starts >= membership.ends:
        raise DomainError(
            f"It left on {membership.last_day:%B %-d, %Y}. Choose that day or an earlier one.", at="starts"
        )
    others = SchoolMembership.objects.filter(school=membership.school_id, starts__lt=membership.starts)
    before = others.filter(ends__gt=starts).order_by("-ends").first()
    if before is not None:
        raise DomainError(
            f"It was a member through {before.last_day:%B %-d, %Y} before. Choose a later day.", at="starts"
        )
    if membership.starts != starts:
        membership.starts = starts
        membership.save(update_fields=["starts"])
    return membership


@transaction.atomic
def leave_network(*, pk: int, by: User, ends: date) -> SchoolMembership:
    """`ends` is the first day the school of this membership no longer belongs to the network. The same day again
    changes nothing.

    Raises DomainError for a day before it joined, and when it ends earlier already.
    """
    rows = SchoolMembership.objects.select_for_update(of=("self",)).select_related("school")
    membership = rows.get(pk=pk)
    demand(why_not(by, SchoolAction.LEAVE, membership))
    if ends <= membership.starts:
        raise DomainError(
            f"{membership.school} joined on {membership.starts:%B %-d, %Y}. Choose that day or a later one.",
            at="last_day",
        )
    if membership.ends is not None and membership.ends < ends:
        raise DomainError("This membership ends earlier already. Let the school join again.", at="last_day")
    membership.ends = ends
    membership.save(update_fields=["ends"])
    return membership


def _refuse_taken(cds_code: str, besides: School | None = None) -> None:
    others = School.objects.filter(cds_code=cds_code)
    other = (others.exclude(pk=besides.pk) if besides else others).first()
    if other is not None:
        raise DomainError(TAKEN.format(other.name), at="cds_code")


# The address of the page that adds one.
NOT_A_SLUG = {"new"}


def _free_slug(name: str) -> str:
    """Its address on the web: its name, with a number where another school has it."""
    plain = slugify(name)[:70] or "school"
    taken = NOT_A_SLUG | set(School.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (plain, *numbered) if slug not in taken)
