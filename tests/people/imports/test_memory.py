"""A large file is compared and imported in the room that a small one takes. Seconds and whole processes are measured
by `python -m tests.bench.imports`."""

import tracemalloc

import pytest

from people.services import imports
from people.services.imports import comparing, pieces
from people.states import ImportState
from tests.factories.people import SchoolFactory, administrator
from tests.people.imports.bundles import DAY, people

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CODE = "19647336058051"
FEW, MANY = 200, 1_200
# Of each person a few keys are kept, and nothing else; a row of each would be 3 KB and more.
MOST_OF_A_PERSON = 500


def took(by, first, count):
    """The most bytes in use while it was compared and imported, besides those before."""
    rows = [
        (f"T-{n}", f"Given{n}", "Ng", f"t{n}@example.org", CODE, "teacher")
        for n in range(first, first + count)
    ]
    told = {"whole": False, "day": DAY, "last_day": DAY}
    row = imports.read_file(name="people.csv", content=people(*rows), by=by, **told)
    tracemalloc.start()
    row = imports.check(pk=row.pk)
    imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=by)
    row = imports.apply_import(pk=row.pk)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert row.state == ImportState.APPLIED
    return most


def test_ten_times_the_people_take_no_more_memory(monkeypatch):
    monkeypatch.setattr(pieces, "AT_ONCE", 100)
    monkeypatch.setattr(comparing, "AT_ONCE", 100)
    SchoolFactory(cds_code=CODE)
    by = administrator()
    took(by, 0, FEW)
    few, many = took(by, FEW, FEW), took(by, 2 * FEW, MANY)
    assert (many - few) / (MANY - FEW) < MOST_OF_A_PERSON
