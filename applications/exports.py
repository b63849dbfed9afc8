"""A signed record as a PDF. What people typed goes into the PDF as data, never as markup."""

from typing import Any

from applications.models import CommitmentRecord, Signature
from applications.queries.commitments import read
from common.clock import LOS_ANGELES
from common.papers import pdf

SOURCE = b"""
#let d = json(bytes(sys.inputs.said))
#set document(title: "Signed record")
#set page(paper: "us-letter", margin: 2cm, footer: [#set text(8pt); #d.sha256 #h(1fr) #context counter(page).display()])
#set text(10pt, lang: "en")
#let pair(name, value) = if value != "" [#strong(name) #linebreak() #value #parbreak()]
= Signed record
#pair("Applicant", d.text.applicant.name)
#pair("Role", d.text.role + ", " + d.text.year + if d.text.cohort != "" { ", " + d.text.cohort } else { "" })
#pair("School", d.text.school.name)
#if d.text.resume != none [#pair("R\\u{e9}sum\\u{e9}", d.text.resume.name + " (SHA-256 " + d.text.resume.sha256 + ")")]
#for answer in d.text.answers [
  == #(upper(answer.about.first()) + answer.about.slice(1))
  #emph(answer.question)

  #answer.answer
]
#if d.text.role_expectations != "" [
  == What the role asks
  #d.text.role_expectations
]
#if d.text.at("late_work", default: "") != "" [
  == Work handed in late
  #d.text.late_work
]
#if d.text.school_expectations != "" [
  == What the school's leadership team expects
  #d.text.school_expectations
]
== The teacher's commitment
#d.text.teacher_commitment
== #if d.text.at("recommended", default: false) [What the school supports] else [The principal's commitment]
#d.text.principal_commitment
#if d.recommendation != "" [
  == The principal's recommendation
  #d.recommendation
]
== Signatures
#for s in d.signatures [
  #block(stroke: 0.5pt, inset: 8pt, width: 100%, breakable: false)[
    #strong(s.name) #if s.void != "" [(void: #s.void)] \\
    #s.capacity \\
    #s.intent \\
    #s.at \\
    Proof of identity: #s.proof. Consent version #s.consent. From #s.ip. Number #s.serial in the chain.
  ]
]
Fingerprint of the text (SHA-256): #raw(d.sha256)
"""


def record_pdf(record: CommitmentRecord, signatures: list[Signature], recommendation: str = "") -> bytes:
    """The record as both may keep it, with the words of its recommendation, if any. The signatures carry their `void`,
    when they have one."""
    facts = {
        "sha256": record.sha256,
        "text": read(bytes(record.content)),
        "recommendation": recommendation,
        "signatures": list(map(_row, signatures)),
    }
    # The same record gives the same bytes, so two prints can be compared.
    made = int(record.frozen_at.timestamp())
    return pdf(SOURCE, facts, timestamp=made)


def _row(signature: Signature) -> dict[str, Any]:
    void = getattr(signature, "void", None)
    return {
        "name": signature.typed_name,
        "capacity": signature.capacity,
        "intent": signature.intent,
        "at": f"{signature.signed_at.astimezone(LOS_ANGELES):%B %-d, %Y, %H:%M:%S %Z}",
        "proof": signature.proof,
        "consent": signature.consent_version,
        "ip": str(signature.ip),
        "serial": str(signature.serial),
        "void": void.reason if void else "",
    }
