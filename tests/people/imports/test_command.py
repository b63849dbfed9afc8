"""`manage.py import_people`: the same from a shell, with a dry run."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from people.models import Import, Post, User
from tests.factories.people import SchoolFactory, UserFactory, administrator
from tests.people.imports.bundles import people

pytestmark = pytest.mark.django_db
CODE = "19647336058051"
ANA = ("T-1", "Ana", "Ruiz", "ana@example.org", CODE, "teacher")


@pytest.fixture
def file(tmp_path):
    administrator(email="admin@example.org")
    SchoolFactory(cds_code=CODE)
    path = tmp_path / "people.csv"
    path.write_bytes(people(ANA))
    return path


def run(*args, **told):
    out = StringIO()
    call_command("import_people", *map(str, args), stdout=out, **told)
    return out.getvalue()


def test_a_dry_run_says_what_it_would_do_and_does_nothing(file):
    said = run(file, "--dry-run")
    assert said == (
        "0 new schools, 1 new people, 1 new positions; 0 change, 0 end, 0 stay as they are.\n\nNothing was changed.\n"
    )
    assert Post.objects.count() == 0


def test_a_file_or_a_folder_is_imported(file):
    assert run(file.parent).endswith("Imported.\n")
    assert run(file).startswith(
        "0 new schools, 0 new people, 0 new positions; 0 change, 0 end, 2 stay as they are."
    )
    assert Post.objects.count() == 1


def test_wrong_lines_are_told_and_nothing_is_imported(file):
    file.write_bytes(people(("T-1", "Ana", "Ruiz", "ana", CODE, "teacher")))
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_people", str(file), stdout=out)
    assert "people.csv, line 2, email “ana”: This is no email address." in out.getvalue()
    assert Import.objects.get().state == "given_up"


def test_a_dry_run_of_wrong_lines_fails_as_importing_them_would(file):
    file.write_bytes(people(("T-1", "Ana", "Ruiz", "ana", CODE, "teacher")))
    with pytest.raises(CommandError, match=r"^Nothing was changed\. Correct the lines above"):
        run(file, "--dry-run")


def test_what_is_there_already_is_not_said_to_be_imported(file):
    run(file)
    assert run(file).endswith("\n\nNothing was left to import.\n")


def test_questions_and_ends_are_said_on_the_line(file):
    mine = UserFactory(email="ana@example.org")
    with pytest.raises(CommandError, match="1 question has no answer yet"):
        run(file)
    key = "perhaps:id:T-1:ana@example.org:ana ruiz"
    assert run(file, "--answer", f"{key}=same:{mine.pk}").endswith("Imported.\n")
    assert User.objects.get(external_id="T-1") == mine


def test_the_same_person_under_another_id_is_said_on_the_line(file):
    mine = UserFactory(email="ana@example.org", external_id="HR-17")
    with pytest.raises(CommandError, match="Nothing asks whether T-9 is HR-17"):
        run(file, "--same", "HR-17=T-9")
    for _ in range(2):
        assert run(file, "--same", "HR-17=T-1").endswith("Imported.\n")
    assert list(mine.source_ids.values_list("external_id")) == [("T-1",)]
    assert set(Import.objects.values_list("state", flat=True)) == {"applied", "given_up"}


def test_who_is_no_registrar_is_refused(file):
    with pytest.raises(CommandError, match="There is no such registrar"):
        run(file, "--by", UserFactory().email)
    with pytest.raises(CommandError, match="cannot be read"):
        run(file.parent / "none.csv")
