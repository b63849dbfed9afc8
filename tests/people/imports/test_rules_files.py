"""Files as they are sent, read as what they say: every error with its line and column, students only counted."""

import zipfile
from datetime import date
from io import BytesIO

import pytest

from common.archives import WORKBOOK
from common.errors import DomainError
from people.adapters.bundles import of_upload, packed
from people.adapters.reading import read
from people.rules.roster import as_json, of_json
from tests.people.imports.bundles import bundle, manifest, people, roster, table, zipped

CODE = "19647336058051"
ANA = ("T-1", "Ana", "Ruiz", "Ana@Example.org", CODE, "Teacher")
SCHOOLS = "name,level,lowest_grade,highest_grade,cds_code,community"


def wrong(said):
    return [(one.at.line, one.column, one.cell) for one in said.wrong]


def refusal(content, name="people.csv"):
    with pytest.raises(DomainError) as refused:
        roster(content, name)
    return str(refused.value)


def test_a_line_says_who_where_as_what_and_until_when():
    said = roster(people((*ANA, "0.5", "8/3/2026", "2027-06-30")))
    (post,) = said.posts
    assert said.people["id:T-1"].email == "ana@example.org"
    told = (post.school, post.role, post.fte, post.starts, post.ends)
    assert told == (CODE, "teacher", "0.500", date(2026, 8, 3), date(2027, 7, 1))
    assert of_json(as_json(said)) == said


def test_columns_go_by_the_words_of_an_office_in_any_order_and_any_writing():
    text = "Job;School code;Last name;First name;Mail\nassistant principal;00000000000001;Muñoz;José;j@example.org\n"
    for content in (text.encode("cp1252"), text.encode("utf-8-sig"), text.replace(";", "\t").encode()):
        said = roster(content)
        assert [one.name for one in said.people.values()] == ["José Muñoz"]
        assert [(post.role, post.school) for post in said.posts] == [
            ("assistant_principal", "00000000000001")
        ]


def test_all_that_is_wrong_is_said_with_line_and_column():
    said = roster(
        people(
            ("T-1", "Ana", "https://evil.example", "ana", CODE, "teacher"),
            ("T-2", "Bo", "Li", "bo@example.org", CODE, "janitor", "3"),
            ("T-3", "Cy", "Ng", "cy@example.org", CODE, "teacher", "", "02/30/2027"),
            ("T-4", "Di", "Oz", "di@example.org", CODE, "teacher", "", "2027-06-01", "2027-05-01"),
            ("T-4", "Di", "Other", "di@example.org", CODE, "coach"),
            ("T-5", "", "", "no@example.org", CODE, "teacher"),
        )
    )
    assert wrong(said) == [
        (2, "email", "ana"),
        (2, "family_name", "https://evil.example"),
        (3, "fte", "3"),
        (3, "position", "janitor"),
        (4, "first_day", "02/30/2027"),
        (5, "last_day", "2027-05-01"),
        (6, "family_name", "Other"),
        (7, "family_name", ""),
    ]


def test_a_list_of_schools_keeps_leading_zeros_and_refuses_codes_that_lost_one():
    good = ["Roosevelt High", "high", "9", "12", "01964733193742", "Boyle Heights"]
    said = roster(
        table(
            SCHOOLS, [good, ["Short", "high", "TK", "K", "1964733193742", ""], ["", "x", "7", "6", CODE, ""]]
        )
    )
    assert said.schools[0].cds_code == "01964733193742"
    assert wrong(said) == [
        (3, "cds_code", "1964733193742"),
        (4, "highest_grade", "6"),
        (4, "level", "x"),
        (4, "name", ""),
    ]


def test_students_parents_and_passwords_are_counted_and_never_kept():
    users = [
        ("t1", "Ana", "Ruiz", "ana@example.org"),
        ("s1", "Kid", "Student", ""),
        ("p1", "Pa", "Rent", ""),
        ("n1", "No", "Role", ""),
    ]
    roles = [("r1", "t1", "teacher", "o1"), ("r2", "s1", "student", "o1"), ("r3", "p1", "guardian", "o1")]
    said = roster(bundle(users, roles, [("o1", "Hollenbeck", CODE)]))
    assert list(said.people) == ["id:t1"]
    assert dict(said.skipped) == {
        "parents and guardians": 1,
        "people without a role in the file": 1,
        "students": 1,
    }
    kept = str(as_json(said))
    assert [word for word in ("Kid", "Rent", "No Role", "secret") if word in kept] == []


def test_a_role_of_a_roster_ends_on_the_day_before_its_end_date_and_true_is_true_however_written():
    roles = [("r1", "t1", "teacher", "o1", "2026-07-01", "2027-07-01")]
    said = roster(bundle([("t1", "Ana", "Ruiz", "ana@example.org")], roles, [("o1", "Hollenbeck", CODE)]))
    (post,) = said.posts
    assert (post.external_id, post.starts, post.ends) == ("r1", date(2026, 7, 1), date(2027, 7, 1))
    assert said.whole


def test_a_roster_of_1_1_says_roles_and_schools_with_the_person():
    head = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,givenName,familyName,email"
    users = [
        ["t1", "", "", "TRUE", "o1,o2", "teacher", "Ana", "Ruiz", "ana@example.org"],
        ["s1", "", "", "true", "o1", "student", "Kid", "Student", ""],
    ]
    orgs = table(
        "sourcedId,name,type,identifier",
        [["o1", "Hollenbeck", "school", CODE], ["o2", "Sunrise", "school", ""]],
    )
    told = manifest("1.1", roles="absent")
    said = roster(zipped(manifest=told, users=table(head, users), orgs=orgs))
    assert [(post.person, post.school) for post in said.posts] == [("id:t1", "o1"), ("id:t1", "o2")]
    assert dict(said.skipped) == {"students": 1}


def test_a_manifest_that_does_not_agree_with_its_files_is_an_error():
    said = roster(
        zipped(
            manifest=manifest("9"),
            users=table("sourcedId,enabledUser,givenName,familyName,email,role,orgSourcedIds", []),
        )
    )
    assert [(one.at.file, one.cell) for one in said.wrong] == [
        ("manifest.csv", "9"),
        ("manifest.csv", "bulk"),
        ("manifest.csv", "bulk"),
    ]


def test_what_is_no_list_says_what_is_missing():
    assert refusal(b"a,b\n1,2\n").startswith(
        "people.csv is no list of people or schools. No row among the first 20"
    )
    assert refusal(b"") == "This file is empty. Choose another one."
    assert refusal(zipped(users=table("sourcedId", []), orgs=b"x\n")) == (
        "There is no manifest.csv in this bundle. Export it again as OneRoster CSV."
    )
    assert refusal(zipped(manifest=manifest(), users=b"sourcedId\n", roles=b"a\n", orgs=b"a\n")) == (
        "orgs.csv has no column sourcedId, name, type, identifier. Export it again as OneRoster CSV."
    )
    assert refusal(people(*[("T-1", "Ana", "Ruiz")] * 30) + b"x" * 200_000) == (
        "people.csv cannot be read. This is not a CSV file: field larger than field limit (131072)."
    )
    assert refusal(zipped(manifest=b"propertyName,value\n" + b"x" * 200_000)) == (
        "manifest.csv is no CSV file: field larger than field limit (131072)."
    )


def workbook():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return out.getvalue()


def bomb(size):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"0" * size)
    return out.getvalue()


def test_what_unpacks_to_too_much_or_cannot_be_opened_is_refused():
    large = "This unpacks to more than 50 MB. Take out the files that hold no schools, people or roles."
    assert refusal(bomb(51 * 1024 * 1024)) == large
    assert refusal(b"0" * (50 * 1024 * 1024 + 1)) == large
    assert (
        refusal(b"PK\x03\x04 no archive")
        == "This archive cannot be opened. Make it anew, without a password."
    )
    assert refusal(workbook()) == WORKBOOK
    assert refusal(zipped()) == (
        "There is no CSV file at the root of this archive. Save tables as CSV, and zip those."
    )
    assert refusal(b"name\n" + b"x" * (10 * 1024 * 1024)) == "people.csv is larger than 10 MB. Split it."


def test_paths_in_an_archive_are_never_followed():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/people.csv", people(ANA))
    found = of_upload("x.zip", out.getvalue())
    assert list(found.files) == ["people.csv"]


def test_a_folder_is_read_as_its_zip(tmp_path):
    for name, content in (("people.csv", people(ANA)), ("notes.txt", b"x")):
        (tmp_path / name).write_bytes(content)
    name, content = packed(tmp_path)
    assert list(read(of_upload(name, content), known=set(), whole=False).people) == ["id:T-1"]
    with pytest.raises(DomainError, match="cannot be read"):
        packed(tmp_path / "none.csv")


ODD = [
    *(bytes([one]) * 40 for one in (0, 9, 10, 13, 34, 44, 59, 255, 0xEF, 0xFE)),
    *(people(ANA).replace(b",", sign) for sign in (b";", b"\t", b"|", b",,", b"\x00")),
    *(people(ANA)[:length] for length in range(0, 160, 7)),
    *(people(ANA).decode().encode(code) for code in ("utf-16", "utf-32", "utf-8-sig", "utf-7")),
    people(ANA) + b'"unclosed',
    people(ANA).replace(b"\r\n", b"\r"),
    people(("=1+1", "@x", "-", "a@b", "1e14", "teacher", "nan", "0000-00-00", "9999-99-99")),
    people(
        (
            "x" * 9000,
            "y" * 9000,
            "z" * 9000,
            "q" * 9000,
            "1" * 9000,
            "teacher",
            "inf",
            "1/1/0001",
            "1/1/99999",
        )
    ),
    bundle([("t1\n", "A", "B", "a@b.c")], [("", "", "", "")], [("", "", "")]),
]


@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_a_file_of_any_kind_is_read_or_refused_in_words(content):
    said, refused = None, ""
    try:
        said = roster(content)
    except DomainError as refusal_in_words:
        refused = str(refusal_in_words)
    assert refused.endswith((".", "…")) or (said is not None and of_json(as_json(said)) == said)
