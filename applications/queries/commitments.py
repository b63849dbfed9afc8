"""The exact text both will sign."""

import json
from typing import Any

from applications.models import Application, CommitmentRecord, Recommendation
from applications.rules.checklist import CRITERIA
from common.canonical import canonical, fingerprint
from pathways.models import IltExpectation, Offering
from pathways.rules.late import in_words

TEACHER_INTENT = "I sign this application and I make the teacher's commitment in it."
PRINCIPAL_INTENT = "I support this application and I make the principal's commitment in it."
# Of somebody who holds the role already.
HOLDER_INTENT = "I hold this role, and I make the teacher's commitment in this text."
RECOMMEND_INTENT = (
    "I recommend this applicant for the fellowship in the words written here, and I make the school's promise in this "
    "text."
)
SCHOOL_INTENT = (
    "This teacher holds this role at our school, and I make the principal's commitment in this text."
)


def intents_of(application: Application) -> tuple[str, str]:
    """What the teacher and the signer of the school say they do by signing."""
    if application.in_office_id:
        return HOLDER_INTENT, SCHOOL_INTENT
    fellows = application.offering.role.pathway.makes_fellows
    return TEACHER_INTENT, RECOMMEND_INTENT if fellows else PRINCIPAL_INTENT


def terms_of(offering: Offering) -> dict[str, Any]:
    """The words people sign: those of the published version; the offering's own where it has none."""
    version = offering.published_version
    words: dict[str, Any] = version.content if version is not None else {}
    names = (
        "prompts",
        "most_words",
        "expectations",
        "eligibility",
        "teacher_commitment",
        "principal_commitment",
    )
    return {name: words.get(name) or getattr(offering, name) for name in names}


def next_number(application: Application) -> int:
    latest = application.records.order_by("-number").values_list("number", flat=True).first()
    return (latest or 0) + 1


def commitment_of(application: Application, number: int | None = None) -> bytes:
    """The bytes that are frozen at submission. They hold no time: the page shows what it signs."""
    offering, terms = application.offering, terms_of(application.offering)
    expectation = IltExpectation.objects.filter(offering=offering, school=application.school_id).first()
    version = offering.published_version
    fills = offering.fills
    late = version.content.get("late_days") if version else None
    return canonical(
        {
            "format": "commitment 1",
            "application": application.pk,
            "number": number or next_number(application),
            "applicant": {"name": application.person.name, "email": application.person.email},
            "pathway": offering.role.pathway.name,
            "role": offering.role.name,
            "year": offering.year.label,
            "cohort": str(fills or application.cohort or ""),
            # Only of the fellowship: the school recommends, and gives no time for a role.
            **({"recommended": True} if fills else {}),
            "school": {"name": application.school.name, "cds_code": application.school.cds_code},
            **_answers(application, terms),
            "resume": _resume(application),
            "role_expectations": terms["expectations"],
            "school_expectations": expectation.text if expectation else "",
            "teacher_commitment": terms["teacher_commitment"],
            "principal_commitment": terms["principal_commitment"],
            # Only where it is another rule than that late work counts in full, as texts of before say it.
            **({"late_work": in_words(late)} if late is not None else {}),
            "offering_version": version.number if version else 0,
        }
    )


def _answers(application: Application, terms: dict[str, Any]) -> dict[str, Any]:
    """What was asked and answered; of somebody who holds the role already, since when."""
    if application.in_office is not None:
        return {"answers": [], "in_office_since": f"{application.in_office.starts:%B %-d, %Y}"}
    return {
        "answers": [
            {
                "about": about,
                "question": terms["prompts"].get(about, ""),
                "answer": application.answers.get(about, ""),
            }
            for about in CRITERIA
        ]
    }


def recommendation_of(record: CommitmentRecord, words: str) -> bytes:
    """The bytes in which a principal recommends, about this very text."""
    application = record.application
    return canonical(
        {
            "format": "recommendation 1",
            "application": application.pk,
            "record": record.sha256,
            "applicant": application.person.name,
            "cohort": str(application.offering.fills or ""),
            "words": words,
        }
    )


def recommended(record: CommitmentRecord | None) -> str:
    """The words of the recommendation that was signed with this text; nothing without one. One query."""
    written = Recommendation.objects.filter(record=record).first() if record is not None else None
    return str(read(written.content)["words"]) if written is not None else ""


def current_record(application: Application) -> CommitmentRecord | None:
    """The latest frozen text, which is the one that counts."""
    return application.records.order_by("-number").first()


def read(content: bytes | memoryview) -> dict[str, Any]:
    """Frozen bytes as facts, for a page."""
    facts: dict[str, Any] = json.loads(bytes(content))
    return facts


def _resume(application: Application) -> dict[str, str] | None:
    if not application.resume:
        return None
    with application.resume.open("rb") as file:
        return {"name": application.resume_name, "sha256": fingerprint(file.read())}
