"""When the two cycles a leader is owed each year are due, and how they stand; how much of their own work completes a
duty of a Peer Coach. Plain Python."""

from datetime import date, timedelta

# The last day of the mid-year and of the end-of-year window, when nobody planned an earlier one.
LAST_DAYS = {"mid_year": (1, 31), "end_of_year": (5, 31)}
SOON = timedelta(days=21)
# How many leaders and requests a coach has room for, and after how many days somebody was not seen for long; a picture
# of it goes twice as far.
ROOM = 28
LONG = timedelta(days=42)
# When the two look again at an action step that is not done yet.
LOOK_AGAIN = timedelta(days=14)

# How much completes a duty of a Peer Coach (docs/rules.md §9). The guide asks for "a cohort": two are a pair, so three;
# each was observed and talked with at least once, or nobody coached them yet.
TEACHERS = 3
# One session that was led is what the duty says.
SCHOOLWIDE_PD = 1
# Of a Senior Peer Coach: "be observed" by more than a friend; "other Peer Coaches" are two at least, and whom one saw
# once was visited, not coached.
VISITORS, PEERS, VISITS_OF_A_PEER = 3, 2, 2
# "Cycles on video" begin with one that others may watch.
RECORDINGS = 1
# What people may choose as the focus of a cycle with a teacher: practices, so that it says nothing about the teacher.
FOCI = (
    "Questions and wait time",
    "Students talking to each other",
    "Checking for understanding",
    "Planning from standards",
    "Literacy strategies",
    "Working with data",
    "Routines of the classroom",
    "Every student takes part",
    "Students explain their thinking",
    "Academic vocabulary",
    "Support for English learners",
    "Support for students with disabilities",
    "Work in small groups",
    "Feedback to students",
    "Beginning and end of a lesson",
    "Arts in every subject",
)
# A focus that is none of them, without words.
ANOTHER = "Another focus"


def default_due(window: str, year_starts: date) -> date:
    """The last day of this window in the program year that starts on `year_starts` (a 1 July)."""
    month, day = LAST_DAYS[window]
    return date(year_starts.year + 1, month, day)


def standing(due: date, closed: bool, today: date) -> str:
    """`done`, `overdue` (after its last day), `soon` (within three weeks, that day included) or `later`."""
    if closed:
        return "done"
    if today > due:
        return "overdue"
    return "soon" if due - today <= SOON else "later"
