"""Claims for substitutes of the world that pages are tried in, and what is beside them."""

from datetime import timedelta
from typing import Any

from common.clock import local_date
from common.uploads import Accepted
from pathways.models import ProgramYear
from people.models import School
from stipends import services as stipends
from stipends.models import ClaimBatch, NamedSubstitute
from tests.factories.files import PDF
from tests.factories.people import teacher_at
from tests.factories.seminars import NINE
from tests.factories.stipends import SchoolAllowanceFactory, SubstituteTermsFactory, clerk_at, seminar
from tests.stipends.claims import exported, typed


def claims_of(
    people: dict[str, Any], samples: dict[str, Any], more: dict[str, Any], school: School, year: ProgramYear
) -> None:
    """A claim of the school at each step of its hands: begun, sent, in a file; a receipt; rates and limits."""
    people["clerk"] = clerk_at(school)
    terms, limit, rows = SubstituteTermsFactory(), SchoolAllowanceFactory(school=school, year=year), []
    # Before one is begun: a school fills in the one that is open.
    batch = _in_a_file(people, school, year)
    for number in range(2):
        held = seminar(school, event__year=year, starts_at=NINE + timedelta(days=1 + number))
        claim = stipends.fill_in(school=school, session=held, by=people["clerk"])
        line = claim.lines.get()
        receipt = {line.pk: Accepted("pdf", PDF)}
        stipends.fill(pk=claim.pk, by=people["clerk"], lines={line.pk: typed(number)}, proofs=receipt)
        rows.append(claim.pk)
        if not number:
            stipends.submit_claim(pk=claim.pk, by=people["clerk"])
    ready, (sent, begun) = seminar(school, event__year=year, starts_at=NINE + timedelta(days=5)), rows
    samples |= {
        "stipends:claims_": {"pk": school.pk, "session": ready.pk},
        "stipends:claims_cover": {"pk": school.pk, "session": _named(people["clerk"], school, year)},
        "stipends:claim": {"pk": sent},
        "stipends:claim_submit": {"pk": begun},
        "stipends:claim_discard": {"pk": begun},
        "stipends:claim_proof": {"pk": line.pk},
        "stipends:claim_file": {"pk": batch.pk, "label": year.label},
        "stipends:claim_download": {"pk": batch.exports.get().pk},
        "stipends:term": {"pk": terms.pk},
        "stipends:term_publish": {"pk": SubstituteTermsFactory(draft=True).pk},
        "stipends:term_discard": {"pk": SubstituteTermsFactory(draft=True).pk},
        "stipends:allowances_publish": {"label": year.label},
        "stipends:allowance": {"pk": limit.pk},
        "stipends:allowance_publish": {"pk": SchoolAllowanceFactory(draft=True).pk},
        "stipends:allowance_discard": {"pk": SchoolAllowanceFactory(draft=True).pk},
    }
    more["stipends:claim"] = {"begun": {"pk": begun}}


def _named(clerk: Any, school: School, year: ProgramYear) -> int:
    """The number of a session for which the school named a substitute."""
    session = seminar(school, teachers=0, event__year=year, starts_at=NINE + timedelta(days=12))
    one = NamedSubstitute.objects.create(
        school=school,
        session=session,
        teacher=teacher_at(school),
        day=local_date(session.starts_at),
        substitute="R. Dunn",
        units=1,
        named_by=clerk,
        named_at=NINE,
    )
    return one.session_id


def _in_a_file(people: dict[str, Any], school: School, year: ProgramYear) -> ClaimBatch:
    held, clerk = seminar(school, event__year=year, starts_at=NINE + timedelta(days=8)), people["clerk"]
    claim = stipends.fill_in(school=school, session=held, by=clerk)
    stipends.fill(pk=claim.pk, by=clerk, lines={claim.lines.get().pk: typed(3)})
    cents = stipends.submit_claim(pk=claim.pk, by=clerk).total_cents
    stipends.approve_claim(pk=claim.pk, by=people["approver"], total_cents=cents)
    return exported(year)
