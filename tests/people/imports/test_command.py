"""`manage.py import_people`: the same from a shell, with a dry run."""

import zipfile
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command

from people.models import Import, Post, User
from tests.factories.people import SchoolFactory, UserFactory, administrator
from tests.people.imports.bundles import bundle, people

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
        "0 new schools, 1 new person, 1 new position; 0 changes, 0 positions end, 0 rows stay as they are.\n"
        "\nNothing was changed.\n"
    )
    assert Post.objects.count() == 0


def test_a_file_or_a_folder_is_imported(file):
    assert run(file.parent).endswith("Imported.\n")
    assert run(file).startswith(
        "0 new schools, 0 new people, 0 new positions; 0 changes, 0 positions end, 2 rows stay as they are."
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


@pytest.fixture
def folder(tmp_path):
    """A OneRoster 1.2 folder whose tables Excel saved with semicolons: a teacher, and an aide, which is no position."""
    administrator(email="admin@example.org")
    SchoolFactory(cds_code=CODE, name="Hollenbeck Middle")
    return tmp_path / "from-the-district"


USERS = (("a1", "Ana", "Ruiz", "ana@example.org"), ("b1", "Bo", "Li", "bo@example.org"))
HELD = (("r1", "a1", "teacher", "o1"), ("r2", "b1", "aide", "o1"))


def laid(folder, users=USERS, roles=HELD, off=()):
    """The bundle as a folder with semicolons; the accounts of `off` are not enabled."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(BytesIO(bundle(users, roles, [("o1", "Hollenbeck Middle", CODE)]))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode().replace(",", ";")
            for user in off:
                text = text.replace(f"{user};;;true", f"{user};;;false")
            (folder / name).write_text(text)
    return folder


def test_a_folder_of_roles_with_semicolons_is_imported_and_recorded_as_a_folder(folder):
    said = run(laid(folder), "--role", "aide=teacher")
    assert said.endswith("Imported.\n")
    assert '  role: aide counts as teacher. --role "aide=…" says otherwise\n' in said
    assert Post.objects.filter(position="teacher", ends=None).count() == 2
    again = run(folder)
    assert again.endswith("Nothing was left to import.\n")
    assert set(Import.objects.values_list("file_name", "found")) == {
        ("from-the-district (folder)", "OneRoster 1.2, all")
    }
    # The same folder is the same file.
    assert len(set(Import.objects.values_list("sha256", flat=True))) == 1


def test_a_role_nobody_named_is_left_out_and_the_line_says_how_to_name_it(folder):
    said = run(laid(folder), "--dry-run")
    assert '  role: aide is left out. --role "aide=…" says otherwise\n' in said
    with pytest.raises(CommandError, match=r"^The file has no role nurse\. It has aide, teacher\."):
        run(folder, "--role", "nurse=teacher")
    with pytest.raises(CommandError, match=r"^Choose one of the positions: teacher, "):
        run(folder, "--role", "aide=helper")
    assert set(Import.objects.values_list("state", flat=True)) == {"given_up"}


def test_an_answer_of_a_dry_run_is_kept_and_the_command_says_so(folder):
    said = run(laid(folder), "--dry-run", "--role", "aide=teacher")
    assert said.endswith("\nNothing was imported. What you answered is kept.\n")
    assert "2 new people" in said
    assert Post.objects.count() == 0


def test_whose_account_is_not_enabled_ends_once_it_is_said_how_many(folder):
    run(laid(folder), "--day", "2020-08-03")
    laid(folder, off=["a1"])
    with pytest.raises(CommandError, match="Type how many positions end: 1"):
        run(folder)
    assert run(folder, "--ends", "1", "--day", "2100-02-01").endswith("Imported.\n")
    assert Post.objects.get().ends == date(2100, 2, 1)


def test_what_changes_is_said_as_the_page_says_it(folder):
    run(laid(folder))
    roles = (*HELD[1:], ("r3", "a1", "counselor", "o1"))
    laid(folder, users=(("a1", "Ana", "Ruiz Lopez", "ana@example.org"), *USERS[1:]), roles=roles)
    said = run(folder, "--dry-run", "--day", "2100-02-01")
    assert said.splitlines()[0] == (
        "0 new schools, 0 new people, 1 new position; 2 changes, 0 positions end, 1 row stays as it is."
    )
    assert [line for line in said.splitlines() if line.startswith(("  changes", "  moves"))] == [
        "  changes: Ana Ruiz: Last name from “Ruiz” to “Ruiz Lopez”",
        "  moves: Ana Ruiz: teacher at Hollenbeck Middle ends Jan 31, 2100; another position begins",
    ]


def test_of_a_long_list_the_command_says_how_many_more_there_are(file):
    file.write_bytes(people(*(("", f"Ana{n}", "Ruiz", "ana", CODE, "teacher") for n in range(60))))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_people", str(file), stdout=out)
    assert out.getvalue().endswith("\n  and 20 more\n")
