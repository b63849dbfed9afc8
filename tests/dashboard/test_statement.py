"""A statement that is written once is the one its querysets say, whoever asks and whenever."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from common.written import PERSON, Values, written
from dashboard.queries.ahead import _ahead, _rows
from dashboard.queries.sources import all_sources
from dashboard.queries.statement import ORDER, of_asker, rows_for
from pathways.models import PathwayManager
from people.models import Hat, User
from people.queries import _parts, _schools_and_part
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
)
from tests.factories.people import (
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
MOMENTS = (NOW, NOW + timedelta(days=200, hours=5))


def of_two_pathways() -> Any:
    hat = HatFactory()
    for _ in range(2):
        PathwayManager.objects.create(hat=hat, pathway=OfferingFactory().role.pathway)
    return hat.person


def of_two_schools() -> Any:
    person = principal_of(SchoolFactory())
    PostFactory(person=person, school=SchoolFactory(), principal=True)
    return person


def for_somebody_else() -> Any:
    return DelegationFactory(principal=of_two_schools()).delegate


def with_every_hat() -> Any:
    person = of_two_schools()
    for kind in Hat.Kind:
        HatFactory(person=person, kind=kind)
    return person


def with_the_hat(kind: Hat.Kind) -> Callable[[], Any]:
    return lambda: HatFactory(kind=kind).person


ASKERS: dict[str, Callable[[], Any]] = {
    "nobody in particular": UserFactory,
    "a manager": manager,
    "a manager of two pathways": of_two_pathways,
    "a principal of two schools": of_two_schools,
    "who acts for a principal": for_somebody_else,
    "an administrator": administrator,
    "every hat": with_every_hat,
    **{str(kind.label): with_the_hat(kind) for kind in Hat.Kind},
}


def said(user: User, now: datetime) -> tuple[str, list[str]]:
    """As the ORM writes it; ids of schools and pathways stand in no order."""
    day = now.date()
    first, *others = all_sources(User.objects.get(pk=user.pk), day, now)
    sql, values = first.union(*others, all=True).order_by(*ORDER).query.sql_with_params()
    return sql, sorted(map(repr, values))


@pytest.mark.parametrize("name", ASKERS)
def test_it_reads_as_the_querysets_of_the_asker_do(name: str, clock: Any) -> None:
    for make_two in range(2):
        user = ASKERS[name]()
        for now in MOMENTS:
            clock(now)
            statement, real = of_asker(User.objects.get(pk=user.pk), day=now.date(), now=now)
            found = statement.sql, sorted(map(repr, statement.values(real)))
            assert (make_two, found) == (make_two, said(user, now))


def test_it_finds_what_the_querysets_find(clock: Any) -> None:
    clock(NOW)
    me = with_every_hat()
    placement = PlacementFactory(person=me)
    DeliverableRecordFactory(placement=placement, deliverable=DeliverableFactory(due=NOW.date()))
    ApplicationFactory(person=me)
    for state in ({"submitted": True}, {"cosigned": True}, {"in_review": True}):
        ApplicationFactory(**state)
    first, *others = all_sources(me, NOW.date(), NOW)
    rows = list(first.union(*others, all=True).order_by(*ORDER))
    assert len(rows) > 5
    assert rows_for(me, day=NOW.date(), now=NOW) == rows


def test_what_comes_next_reads_as_its_querysets_do() -> None:
    me = UserFactory()
    for now in MOMENTS:
        sql, values = _rows(me, now.date(), now).query.sql_with_params()
        assert _ahead().sql == sql
        assert _ahead().values(Values({PERSON: me.pk}, now.date(), now)) == list(values)


def test_for_whom_one_speaks_reads_as_its_queryset_does() -> None:
    me = of_two_schools()
    for now in MOMENTS:
        sql, values = _schools_and_part(me, now.date()).query.sql_with_params()
        assert (_parts().sql, _parts().values(Values({PERSON: me.pk}, now.date()))) == (sql, list(values))


def test_a_day_that_nobody_asked_about_is_no_part_of_a_statement() -> None:
    with pytest.raises(AssertionError):
        written(User.objects.filter(hats__starts=date(2026, 11, 16)).values_list("pk"))
    with pytest.raises(AssertionError):
        written(User.objects.filter(date_joined=NOW).values_list("pk"))
