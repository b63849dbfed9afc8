"""A school whose leaders are asked to a seminar that is still to come, and its clerk."""

from datetime import datetime
from decimal import Decimal

from people.models import User
from seminars.models import Session
from stipends.models import NamedSubstitute
from stipends.services import Named, name_substitutes
from tests.factories.pathways import PlacementFactory
from tests.factories.people import SchoolFactory
from tests.factories.seminars import EVE, NINE, AttendanceFactory, SessionFactory
from tests.factories.stipends import clerk_at

HALF, DAY = Decimal("0.5"), Decimal(1)


class Ahead:
    def __init__(self, leaders: int = 1, *, beside: "Ahead | None" = None, **session) -> None:
        self.school = SchoolFactory()
        self.clerk = clerk_at(self.school)
        # Another school is asked to the same session.
        first = PlacementFactory(
            school=self.school, **({"role": beside.role, "year": beside.year} if beside else {})
        )
        self.role, self.year = first.role, first.year
        more = [
            PlacementFactory(school=self.school, role=self.role, year=self.year) for _ in range(leaders - 1)
        ]
        self.leaders = [first.person, *(one.person for one in more)]
        self.session = beside.session if beside else self.asked(**session)

    def asked(self, starts_at: datetime = NINE, **fields) -> Session:
        return SessionFactory(
            event__year=self.year, planned=True, roles=[self.role], starts_at=starts_at, **fields
        )

    def name(
        self,
        *names: str,
        units: Decimal = HALF,
        by: User | None = None,
        session: Session | None = None,
        now: datetime = EVE,
        **fields,
    ) -> list[NamedSubstitute]:
        """Of the leaders in turn, who covers for them."""
        named = {one.pk: Named(name, units, **fields) for one, name in zip(self.leaders, names, strict=False)}
        who = by or self.clerk
        return name_substitutes(
            school=self.school, session=session or self.session, by=who, named=named, now=now
        )

    def stands(self) -> list[tuple[str, str]]:
        """For whom somebody is named now, by the number of the leader, and whom."""
        return [
            (one.teacher.name, one.substitute)
            for one in NamedSubstitute.objects.standing().filter(school=self.school)
        ]

    def close(self, *absent: User) -> None:
        """Close the roster: all were there but those."""
        for one in self.leaders:
            AttendanceFactory(session=self.session, person=one, mark="absent" if one in absent else "present")
        self.session.state, self.session.closed_at = "closed", self.session.ends_at
        self.session.save()
