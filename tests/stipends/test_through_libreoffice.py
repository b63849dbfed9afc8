"""The files of a run as an office has them in its hands: opened and saved by LibreOffice, then sent back."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stipends.imports import confirmations_of
from stipends.models import LineConfirmation, StipendRun
from stipends.queries import layouts_sent
from stipends.rules.layouts import Drawn, Fact, Layout
from stipends.services import export, look_at_confirmation
from tests.factories.people import UserFactory
from tests.factories.stipends import OFFICE_LAYOUT, Year, layout_by_two
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db
SOFFICE = shutil.which("soffice")
WORKBOOK = replace(OFFICE_LAYOUT, ending="xlsx")
BY_LINE = Layout(
    (Drawn(Fact.LINE, "Item"), Drawn(Fact.FULL_NAME, "Employee"), Drawn(Fact.AMOUNT, "Earnings")),
    Fact.LINE,
    amounts="dollars",
)


@pytest.fixture
def run() -> StipendRun:
    year = Year()
    year.leader(person=UserFactory(family_name="Peña, Jr.", given_name="Ana", external_id="0041"))
    year.leader(person=UserFactory(family_name="O’Neil", given_name="Ben", external_id="0042"), missed={5})
    year.close()
    return approved(year)


def saved(files: list[Path], ending: str, into: Path) -> list[Path]:
    """Each opened and saved as another kind of file, as by somebody who changes no setting."""
    if SOFFICE is None:
        pytest.fail(
            "No LibreOffice here, so nobody opened the files of a run. Install it:"
            " apt-get install --no-install-recommends libreoffice-calc"
        )
    profile = f"-env:UserInstallation=file://{into.parent / 'profile'}"
    command = [
        SOFFICE,
        "--headless",
        profile,
        "--convert-to",
        ending,
        "--outdir",
        str(into),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [into / f"{file.stem}.{ending}" for file in files]


def test_what_an_office_opened_and_saved_in_libreoffice_confirms_the_run(signed_in, tmp_path, run):
    layouts = (layout_by_two("By line", BY_LINE), layout_by_two("Workbook", WORKBOOK))
    office = signed_in(run.prepared_by)
    files = []
    for layout in ("generic", "workbook", *(str(row.pk) for row in layouts)):
        made = export(pk=run.pk, layout=layout, by=run.prepared_by)
        got = office.post(reverse("stipends:download", args=[made.pk]))
        files.append(tmp_path / f"file-{len(files)}{Path(made.file_name).suffix}")
        files[-1].write_bytes(got.content)
    opened = saved(files, "ods", tmp_path / "ods")
    back = [one for ending in ("xlsx", "csv") for one in saved(opened, ending, tmp_path / ending)]
    paid_on = date(2027, 6, 25)
    for file in back:
        told = confirmations_of(file.read_bytes(), layouts_sent(run.pk))
        found = look_at_confirmation(pk=run.pk, rows=told.rows, by=run.prepared_by, paid_on=paid_on)
        assert (file.name, found.cents, found.missing) == (file.name, 588_750, [])
    page = reverse("stipends:run_confirm", args=[run.pk])
    sent = SimpleUploadedFile("back.csv", back[-1].read_bytes())
    looked = office.post(page, {"paid_on": "2027-06-25", "file": sent})
    seen = looked.context["form"]["seen"].value()
    office.post(page, {"paid_on": "2027-06-25", "seen": seen})
    run.refresh_from_db()
    assert (run.state, LineConfirmation.objects.count()) == ("confirmed", 2)
