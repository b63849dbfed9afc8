"""Two at once, in real transactions: what is imported is imported once."""

import pytest

from people.models import Import, Post, User
from people.services import imports
from people.states import ImportState
from tests.factories.people import SchoolFactory, administrator
from tests.people.imports.bundles import people
from tests.people.imports.test_imports import ANA, BO, CODE, checked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def registrar():
    SchoolFactory(cds_code=CODE)
    return administrator()


def started(by):
    row = checked(people(ANA, BO), by)
    return imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=by)


def test_two_workers_at_one_import_import_it_once(at_once, registrar):
    row = started(registrar)
    at_once(*[lambda: imports.apply_import(pk=row.pk)] * 3)
    imports.apply_import(pk=row.pk)
    row.refresh_from_db()
    assert (row.state, row.events.filter(action="apply").count()) == (ImportState.APPLIED, 1)
    assert (Post.objects.count(), User.objects.filter(external_id__startswith="T-").count()) == (2, 2)


def test_two_files_of_the_same_people_make_them_once(at_once, registrar):
    rows = [started(registrar), started(registrar)]
    at_once(*[lambda row=row: imports.apply_import(pk=row.pk) for row in rows])
    states = sorted(Import.objects.values_list("state", flat=True))
    assert states in (["applied", "read"], ["applied", "started"])
    assert Post.objects.count() == 2
