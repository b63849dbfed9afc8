"""What notes of placements and offerings told in made sentences stands in columns; the note is what somebody typed.

A sentence that can be read in two ways, or names a school that is called otherwise by now, stays in its note.
"""

import re
from datetime import datetime

from django.db import migrations

GUARDS = {
    "pathways_placementevent": "pgtrigger_history_is_append_only_6724f",
    "pathways_offeringevent": "pgtrigger_history_is_append_only_f4a3e",
}
DAY = r"([A-Z][a-z]+ \d{1,2}, \d{4})"
ENDINGS = ("completed", "resigned", "role change", "moved", "leave", "ended")
CATEGORIES = {"Family": "family", "Military": "military", "Jury duty": "jury", "Study": "study", "Other": "other"}
ENDED = re.compile(rf"Was: ({'|'.join(ENDINGS)}), last day {DAY}\. (.+)", re.DOTALL)
STARTED = re.compile(rf"Was: {DAY}\. (.+)", re.DOTALL)
MOVED = re.compile(rf"From (.+) to (.+), starting {DAY}\.")
MOVE_BACK = re.compile(rf"Was: to (.+?), starting {DAY}\. (.+)", re.DOTALL)
FOLLOWED = re.compile(rf"The move to (.+) on {DAY} (does not take place|takes place again)\.")
PAUSE = rf"({'|'.join(CATEGORIES)}), (protected leave|leave) from {DAY}"
PAUSED = re.compile(rf"{PAUSE}\.")
PAUSE_BACK = re.compile(rf"Was: {PAUSE} to {DAY}\. (.+)", re.DOTALL)
DAYS = {
    "opens": "The first day to apply",
    "priority_by": "The priority day",
    "closes": "The last day to apply",
    "cosign_by": "The last day to sign for the school",
    "answer_by": "The last day to answer",
}
NAMES = {words: name for name, words in DAYS.items()}
ONE_DAY = rf"({'|'.join(NAMES)}): ({DAY[1:-1]}|none), now ({DAY[1:-1]}|none)"
CHANGED = re.compile(rf"({ONE_DAY}(?:; {ONE_DAY})*)\. (.+)", re.DOTALL)
STAY = " The days to sign and to answer stay, for days were changed since it was published."
ALONG = rf"( (?:{DAYS['cosign_by']}|{DAYS['answer_by']}) moved (?:along|back) to {DAY[1:-1]}\.)"
EXTENDED = re.compile(rf"From {DAY} to {DAY}\.({ALONG}*)({re.escape(STAY)})? (.+)", re.DOTALL)
FOLLOWING = {"does not take place": "miss_move", "takes place again": "move_after_all"}


def day_of(text):
    return None if text == "none" else datetime.strptime(text, "%B %d, %Y").date()


def iso(text):
    day = day_of(text)
    return day and day.isoformat()


def in_words(day):
    return "none" if day is None else f"{day:%B} {day.day}, {day.year}"


def of_the_beginning(note, schools):
    names = [name for name in schools if note.endswith(f" at {name}")]
    # "at Grand" also ends "at Echo at Grand": the longest is meant.
    return {"school_id": schools[max(names, key=len)], "note": ""} if names else None


def of_an_end(note, schools):
    return {"end_reason": note.replace(" ", "_"), "note": ""} if note in ENDINGS else None


def of_an_end_that_was(note, schools):
    if not (found := ENDED.fullmatch(note)):
        return None
    reason, day, why = found.groups()
    return {"end_reason": reason.replace(" ", "_"), "last_day": day_of(day), "note": why}


def of_a_start_that_was(note, schools):
    found = STARTED.fullmatch(note)
    return {"first_day": day_of(found[1]), "note": found[2]} if found else None


def of_a_move(note, schools):
    if found := FOLLOWED.fullmatch(note):
        name, day, what = found.groups()
        followed = {"action": FOLLOWING[what], "school_id": schools[name], "first_day": day_of(day), "note": ""}
        return followed if name in schools else None
    if not (found := MOVED.fullmatch(note)):
        return None
    ways = [
        (left, to)
        for left in schools
        for to in schools
        if note == f"From {left} to {to}, starting {found[3]}."
    ]
    if len(ways) != 1:
        return None
    left, to = (schools[name] for name in ways[0])
    return {"left_id": left, "school_id": to, "first_day": day_of(found[3]), "note": ""}


def of_a_move_that_was(note, schools):
    found = MOVE_BACK.fullmatch(note)
    if not found or found[1] not in schools:
        return None
    return {"school_id": schools[found[1]], "first_day": day_of(found[2]), "note": found[3]}


def of_a_leave(note, schools):
    found = PAUSED.fullmatch(note)
    return {**pause(found), "note": ""} if found else None


def of_a_leave_that_was(note, schools):
    found = PAUSE_BACK.fullmatch(note)
    return {**pause(found), "last_day": day_of(found[4]), "note": found[5]} if found else None


def pause(found):
    return {
        "category": CATEGORIES[found[1]],
        "protected": found[2] == "protected leave",
        "first_day": day_of(found[3]),
    }


def of_a_word_that_was(note, schools):
    if note.startswith("Was: met. "):
        return {"from_state": "met", "note": note.removeprefix("Was: met. ")}
    head, sign, rest = note.partition("Was: not met (")
    if head or not sign or rest.count("). ") != 1:
        return None
    said, why = rest.split("). ")
    return {"from_state": "not_met", "attested": said, "note": why}


PLACEMENTS = {
    "begin": of_the_beginning,
    "end": of_an_end,
    "correct_the_end": of_an_end_that_was,
    "take_back_the_end": of_an_end_that_was,
    "correct_the_start": of_a_start_that_was,
    "move": of_a_move,
    "take_back_move": of_a_move_that_was,
    "leave": of_a_leave,
    "take_back_leave": of_a_leave_that_was,
    "correct_attestation": of_a_word_that_was,
}


def of_publishing(line):
    found = re.fullmatch(r"Version (\d+)", line.note)
    version = found and line.offering.versions.filter(number=int(found[1])).first()
    return {"version_id": version.pk, "note": ""} if version else None


def of_changed_days(line):
    if not (found := CHANGED.fullmatch(line.note)):
        return None
    days = {NAMES[name]: [iso(was), iso(now)] for name, was, now in re.findall(ONE_DAY, found[1])}
    return {"days": days, "note": found[found.re.groups]}


def of_an_extension(line):
    if not (found := EXTENDED.fullmatch(line.note)):
        return None
    was, until, along, _, stay, why = found.groups()
    moved = re.findall(rf" ([^.]+) moved (?:along|back) to {DAY}\.", along)
    days = {"last_day": [iso(was), iso(until)], **{NAMES[name]: [iso(day)] for name, day in moved}}
    return {"days": days, "days_stayed": stay is not None, "note": why}


OFFERINGS = {
    "publish": of_publishing,
    "change_days": of_changed_days,
    "extend": of_an_extension,
    "correct_extension": of_an_extension,
}


def into_columns(apps, schema_editor):
    schools = dict(apps.get_model("people", "School").objects.values_list("name", "pk"))
    lines = apps.get_model("pathways", "PlacementEvent").objects
    for line in lines.filter(action__in=PLACEMENTS).exclude(note="").iterator():
        if facts := PLACEMENTS[line.action](line.note, schools):
            lines.filter(pk=line.pk).update(**facts)
    lines = apps.get_model("pathways", "OfferingEvent").objects
    for line in lines.filter(action__in=OFFERINGS).exclude(note="").iterator():
        if facts := OFFERINGS[line.action](line):
            lines.filter(pk=line.pk).update(**facts)


def told_of(line):
    """The sentence as it was told before."""
    day = line.first_day and in_words(line.first_day)
    end = f"{line.end_reason.replace('_', ' ')}, last day {line.last_day and in_words(line.last_day)}"
    kind = "protected leave" if line.protected else "leave"
    category = {kept: words for words, kept in CATEGORIES.items()}.get(line.category, "")
    leave = f"{category}, {kind} from {day}"
    word = f"not met ({line.attested})" if line.from_state == "not_met" else "met"
    school = line.school and line.school.name
    return {
        "begin": lambda: f"{line.placement.role.name} at {school}",
        "end": lambda: line.note or line.end_reason.replace("_", " "),
        "correct_the_end": lambda: f"Was: {end}. {line.note}",
        "take_back_the_end": lambda: f"Was: {end}. {line.note}",
        "correct_the_start": lambda: f"Was: {day}. {line.note}",
        "move": lambda: f"From {line.left.name} to {school}, starting {day}.",
        "miss_move": lambda: f"The move to {school} on {day} does not take place.",
        "move_after_all": lambda: f"The move to {school} on {day} takes place again.",
        "take_back_move": lambda: f"Was: to {school}, starting {day}. {line.note}",
        "leave": lambda: f"{leave}.",
        "take_back_leave": lambda: f"Was: {leave} to {line.last_day and in_words(line.last_day)}. {line.note}",
        "correct_attestation": lambda: f"Was: {word}. {line.note}",
    }[line.action]()


def told_of_days(line):
    if line.version_id:
        return f"Version {line.version.number}"
    days = {name: [in_words(one and datetime.fromisoformat(one)) for one in both] for name, both in line.days.items()}
    in_order = [name for name in DAYS if name in days]
    if line.action == "change_days":
        told = "; ".join(f"{DAYS[name]}: {was}, now {now}" for name, (was, now) in ((name, days[name]) for name in in_order))
        return f"{told}. {line.note}"
    was, until = days.pop("last_day")
    way = "along" if line.action == "extend" else "back"
    also = "".join(f" {DAYS[name]} moved {way} to {both[-1]}." for name, both in ((name, days[name]) for name in in_order))
    return f"From {was} to {until}.{also}{STAY if line.days_stayed else ''} {line.note}"


def into_notes(apps, schema_editor):
    lines = apps.get_model("pathways", "PlacementEvent").objects
    told = ["school", "end_reason", "first_day", "last_day", "from_state"]
    for line in lines.select_related("left", "school", "placement__role").exclude(
        **{name: None for name in ("school", "first_day", "last_day")}, end_reason="", from_state=""
    ):
        action = "move" if line.action in FOLLOWING.values() else line.action
        lines.filter(pk=line.pk).update(action=action, note=told_of(line))
    lines = apps.get_model("pathways", "OfferingEvent").objects
    for line in lines.select_related("version").exclude(version=None, days={}):
        lines.filter(pk=line.pk).update(note=told_of_days(line))


def guards(turn):
    # Keys that were written are checked before a table is altered again.
    return ["SET CONSTRAINTS ALL IMMEDIATE", *(f"ALTER TABLE {table} {turn} TRIGGER {name}" for table, name in GUARDS.items())]


class Migration(migrations.Migration):

    dependencies = [("pathways", "0015_facts_of_histories")]

    operations = [
        migrations.RunSQL(guards("DISABLE"), guards("ENABLE")),
        migrations.RunPython(into_columns, into_notes),
        migrations.RunSQL(guards("ENABLE"), guards("DISABLE")),
    ]
