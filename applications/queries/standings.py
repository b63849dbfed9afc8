"""How each state of an application is told: one entry a state, for lists, the way and home alike."""

from dataclasses import dataclass

from applications.states import State as S


@dataclass(frozen=True, slots=True)
class Standing:
    """`step`: of the way, where it is or ended, counted from 0. `head`: what its writer reads first ("{signer}" signs);
    empty where it is no news to them. `next`: what its writer reads then. `waits`: what it waits for, to everybody.
    `ended`: the word of one that came to an end."""

    step: int
    head: str
    next: str = ""
    waits: str = ""
    ended: str = ""


STANDINGS = {
    S.DRAFT: Standing(
        0,
        "Your application is with you: it is not sent yet.",
        next="Next: finish it, sign it and send it.",
        waits="not sent yet",
    ),
    S.RETURNED: Standing(
        0,
        "Your application came back to you.",
        next="Next: change what was asked for, and sign it again.",
        waits="changes are asked for",
    ),
    # What it waits for depends on who signs, and since when.
    S.SUBMITTED: Standing(1, "Your application is with {signer}."),
    S.COSIGNED: Standing(
        2, "Your application is with the Partnership.", waits="signed by both, waiting for review"
    ),
    S.IN_REVIEW: Standing(2, "Your application is with the Partnership.", waits="being read"),
    S.WAITLISTED: Standing(
        3,
        "You are on the waitlist.",
        next="Next: when a place becomes free, you get a mail with the offer. You need do nothing now.",
        waits="waiting for a place to become free",
    ),
    # It waits for an answer by a day.
    S.OFFERED: Standing(
        4, "You have an offer. It is with you to answer.", next="Next: accept it, or turn it down."
    ),
    S.ACCEPTED: Standing(5, "You have accepted. The role is yours."),
    S.NOT_SUPPORTED: Standing(1, "Your school did not support your application.", ended="Not supported"),
    S.DECLINED: Standing(3, "Your application was declined.", ended="Declined"),
    S.TURNED_DOWN: Standing(4, "You turned the offer down.", ended="Turned down"),
    S.LAPSED: Standing(4, "The offer ran out before it was answered.", ended="Not answered in time"),
    # It ended where it stood, and its writer knows.
    S.WITHDRAWN: Standing(0, "", ended="Withdrawn"),
}
