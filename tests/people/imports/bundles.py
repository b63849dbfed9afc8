"""Files as offices and districts send them."""

import csv
import io
import zipfile
from datetime import date

from people.adapters.bundles import of_upload
from people.adapters.reading import read

DAY = date(2026, 11, 29)
HEAD = "external_id,given_name,family_name,email,school,position,fte,first_day,last_day"
USERS = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,email,password,preferredGivenName"
ORGS = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId"
ROLES = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId"


def table(head, rows):
    """A CSV file of these rows, each a list of cells."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head.split(","))
    writer.writerows(rows)
    return out.getvalue().encode()


def people(*rows, head=HEAD):
    """A plain list of people; cells that are left out at the end are empty."""
    width = len(head.split(","))
    return table(head, [[*row, *[""] * (width - len(row))] for row in rows])


def zipped(**files):
    """A zip of CSV files, by their names without ".csv"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return out.getvalue()


def manifest(version="1.2", **modes):
    files = {"orgs": "bulk", "users": "bulk", "roles": "bulk"} | modes
    rows = [["manifest.version", "1.0"], ["oneroster.version", version], ["source.systemName", "Example SIS"]]
    return table("propertyName,value", [*rows, *([f"file.{name}", mode] for name, mode in files.items())])


def bundle(users=(), roles=(), orgs=(), modes=None):
    """A OneRoster 1.2 zip. A user is (id, given, family, address), a role (id, user, role, school)."""
    told = [
        [
            row[0],
            row[4] if len(row) > 4 else "",
            row[5] if len(row) > 5 else "",
            "true",
            "",
            *row[1:4],
            "secret",
            "",
        ]
        for row in users
    ]
    held = [[row[0], "", "", row[1], "primary", row[2], *(row[4:] or ("", "")), row[3]] for row in roles]
    places = [[one, "", "", name, "school", code, ""] for one, name, code in orgs]
    return zipped(
        manifest=manifest(**modes or {}),
        users=table(USERS, told),
        roles=table(ROLES, held),
        orgs=table(ORGS, places),
    )


def roster(content, name="people.csv", whole=False, known=()):
    """What the file says."""
    return read(of_upload(name, content), known=set(known), whole=whole)
