"""Scans of an agreement on paper: who adds one, who reads it, and that it goes with what it shows."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.errors import DomainError, NotAllowed
from common.uploads import Accepted
from fellows import services
from fellows.models import PaperScan
from tests.factories.fellows import FellowFactory, ScanFactory
from tests.factories.files import PDF
from tests.factories.people import HatFactory, UserFactory, manager
from tests.fellows.before import NOW, alumna, take, terms

pytestmark = pytest.mark.django_db
FILE = Accepted("pdf", PDF)


def test_a_manager_adds_a_scan_where_an_agreement_on_paper_is_on_record() -> None:
    fellow, by = take(alumna(terms())).fellow, manager()
    scan = services.add_scan(pk=fellow.pk, by=by, file=FILE, now=NOW)
    with scan.file.open() as kept:
        assert kept.read() == PDF
    assert (scan.fellow, scan.added_by, fellow.events.latest("pk").action) == (fellow, by, "add_scan")
    with pytest.raises(NotAllowed, match="Only a program manager adds a scan"):
        services.add_scan(pk=fellow.pk, by=fellow.person, file=FILE, now=NOW)
    with pytest.raises(DomainError, match="No agreement on paper is on record"):
        services.add_scan(pk=FellowFactory(signed=True).pk, by=by, file=FILE, now=NOW)


def test_a_scan_is_read_by_the_fellow_and_managers_until_it_or_its_agreement_is_taken_back() -> None:
    scan, by = ScanFactory(), manager()
    readers = (scan.fellow.person, by)
    others = (UserFactory(), HatFactory(kind="director").person)
    assert [list(PaperScan.objects.visible_to(one)) for one in readers] == [[scan], [scan]]
    assert [list(PaperScan.objects.visible_to(one)) for one in others] == [[], []]
    with pytest.raises(NotAllowed, match="takes back a scan"):
        services.take_back_scan(pk=scan.pk, by=scan.fellow.person, now=NOW)
    services.take_back_scan(pk=scan.pk, by=by, now=NOW)
    with pytest.raises(DomainError, match="This scan was taken back already"):
        services.take_back_scan(pk=scan.pk, by=by, now=NOW)
    other = ScanFactory()
    services.take_back_agreement(pk=other.fellow.pk, by=by, reason="Another's", now=NOW)
    assert [list(PaperScan.objects.visible_to(one)) for one in (by, other.fellow.person)] == [[], []]


def test_a_scan_stays_as_it_was_added() -> None:
    scan = ScanFactory()
    for statement in (
        "DELETE FROM fellows_paperscan WHERE id = %s",
        "UPDATE fellows_paperscan SET file = 'other.pdf' WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [scan.pk])
    with pytest.raises(IntegrityError, match="a_scan_is_a_file"), transaction.atomic():
        ScanFactory(file="")


def test_a_scan_is_added_on_the_page_of_the_fellow_and_read_beside_the_agreement(signed_in: Any) -> None:
    fellow = take(alumna(terms())).fellow
    client, page = signed_in(manager()), f"/fellows/{fellow.pk}/"
    address = f"{page}paper/agreement/scan/"
    wrong = client.post(address, {"file": SimpleUploadedFile("a.pdf", b"no pdf")})
    assert wrong.status_code == 422
    done = client.post(address, {"file": SimpleUploadedFile("2016.pdf", PDF)}, follow=True).content.decode()
    assert "The scan is kept." in done
    at = f"/fellows/scan/{PaperScan.objects.get().pk}/"
    assert f'href="{at}"' in done
    for reader in (client, signed_in(fellow.person)):
        assert f'href="{at}"' in reader.get(f"{page}agreement/").content.decode()
        answer = reader.get(at)
        assert b"".join(answer.streaming_content) == PDF
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="agreement-')
    assert signed_in(HatFactory(kind="director").person).get(at).status_code == 404
    back = client.post(f"{at}take-back-scan/", follow=True).content.decode()
    assert ("Taken back: nobody reads this file any more." in back, client.get(at).status_code) == (True, 404)
