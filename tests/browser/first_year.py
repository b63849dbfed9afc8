"""How a first year is set up, one function a step, by the one whose step it is."""

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.factories.applications import ANSWERS
from tests.people.imports.bundles import people, table

REGISTRAR, MANAGER = "iris.molina@example.org", "paula.guzman@example.org"
PREPARER, APPROVER = "paul.preston@example.org", "alma.voss@example.org"
PRINCIPAL, TEACHER = "joy.rivera@example.org", "ana.ruiz@example.org"
STAFF = {
    REGISTRAR: ("Iris", "Molina", "registrar"),
    MANAGER: ("Paula", "Guzman", "program_manager"),
    PREPARER: ("Paul", "Preston", "preparer"),
    APPROVER: ("Alma", "Voss", "approver"),
}
CODE = "19647331935154"
# A network of eighteen schools and four hundred people: the one school of this story, and others as large.
OTHERS = [f"1964733{number:07}" for number in range(1, 18)]
SCHOOLS = table(
    "name,level,lowest_grade,highest_grade,cds_code,community",
    [
        ["Jordan High School", "high", "9", "12", CODE, "Watts"],
        *([f"School {code[-2:]}", "elementary", "K", "5", code, "Boyle Heights"] for code in OTHERS),
    ],
)
PEOPLE = people(
    ("T-1", "Joy", "Rivera", PRINCIPAL, CODE, "principal"),
    ("T-2", "Ana", "Ruiz", TEACHER, CODE, "teacher"),
    ("T-3", "Bo", "Li", "bo.li@example.org", CODE, "teacher"),
    *(
        (f"P-{code}", "Pat", f"Principal{code[-2:]}", f"principal{code[-2:]}@example.org", code, "principal")
        for code in OTHERS
    ),
    *(
        (f"T-{number}", "Tea", f"Cher{number}", f"t{number}@example.org", OTHERS[number % 17], "teacher")
        for number in range(4, 384)
    ),
)
BREAKS = "Sep 7 Labor Day\nNov 23–27 Thanksgiving\nDec 20 – Jan 8 Winter break\nMar 29 – Apr 2 Spring break"
AMOUNT = 3000


@dataclass(frozen=True)
class Year:
    """The program year of today: the one in which it begins, and the day it is."""

    first: int
    today: date

    @property
    def label(self) -> str:
        return f"{self.first}-{(self.first + 1) % 100:02}"


def hand_out_hats(admin: Hands) -> None:
    """Four accounts, each with one hat. Nothing else is an administrator's."""
    for email, (given, family, hat) in STAFF.items():
        admin.open("/people/new/")
        admin.type("Email", email)
        admin.type("First name", given)
        admin.type("Last name", family)
        admin.press("Add this person")
        admin.follow("Give a hat…")
        admin.choose(re.compile("^Hat"), value=hat)
        if hat == "program_manager":
            admin.tick(re.compile("^All pathways$"))
        admin.press("Give this hat")
    admin.look("first-hats")


def open_a_year(registrar: Hands, year: Year) -> None:
    registrar.open("/")
    registrar.look("registrar-first")
    registrar.open("/years/new/")
    registrar.press("Open it")
    registrar.look("year-first")
    registrar.follow("Enter it")
    registrar.type("First day of school", f"{year.first}-08-13")
    registrar.type("Last day of school", f"{year.first + 1}-06-09")
    registrar.type("Breaks and holidays", BREAKS)
    registrar.press("Save")
    registrar.press(re.compile("^Save$"))
    registrar.sees(re.compile("^Saved: [0-9]+ service days"))


def bring_people_in(registrar: Hands) -> None:
    """Two CSV files: schools, then people with their positions."""
    for name, content in (("schools.csv", SCHOOLS), ("people.csv", PEOPLE)):
        registrar.open("/people/import/")
        registrar.give("File", name, content)
        registrar.press("Read it")
        registrar.look(f"import-{name}")
        registrar.press("Import all of it")
        expect(registrar.page.get_by_role("heading", name="Imported")).to_be_visible(timeout=30_000)


def offer_roles(manager: Hands, year: Year) -> None:
    """All roles drafted from the guide, and published together."""
    manager.open("/")
    manager.look("manager-first")
    manager.open(f"/offerings/years/{year.label}/")
    manager.press(re.compile("^Draft the 6"))
    for box in manager.main.get_by_text(re.compile("^Publish")).all():
        if box.evaluate("one => one.tagName") == "LABEL":
            manager.done.update(presses=1)
            box.click()
    manager.press("Publish what is ticked")
    manager.sees(re.compile("^6 published"))


def plan_sessions(manager: Hands, year: Year) -> None:
    """A series of seminars for everybody, on its days between the breaks."""
    manager.open(f"/years/{year.label}/")
    manager.follow(re.compile("Plan them"))
    manager.follow("A series")
    manager.type(re.compile("^Title"), "Seminar")
    manager.type("From", f"{year.first}-09-01")
    manager.type("Through", f"{year.first + 1}-05-31")
    manager.press("Show the days")
    manager.look("series-first")
    manager.press(re.compile("^Plan these [0-9]+ sessions"))
    manager.sees(re.compile("^[0-9]+ sessions are planned"))


def type_amounts(preparer: Hands, year: Year) -> None:
    preparer.open(f"/offerings/years/{year.label}/")
    for field in preparer.main.locator("input[name^=amount-]").all():
        preparer.done.update(presses=1, characters=4)
        field.fill(str(AMOUNT))
    preparer.press("Save")
    preparer.look("amounts-typed")


def put_amounts_in_force(approver: Hands) -> None:
    """A second person publishes each draft."""
    approver.open("/")
    approver.look("approver-first")
    for _ in range(6):
        approver.open("/stipends/policies/")
        draft = approver.main.locator("tbody tr").filter(has_text="Draft").first
        approver.follow_in(draft)
        approver.follow(re.compile("^Publish"))
        approver.press(re.compile("^Publish"))
    approver.look("policies")


def apply(teacher: Hands) -> None:
    """On a phone: from the mail that invites to the signature."""
    teacher.open("/pathways/team-lead/")
    teacher.look("teacher-reads")
    teacher.follow("Apply for Team Lead")
    teacher.choose("Cohort", label="Secondary Math")
    teacher.press("Start the application")
    for about, words in ANSWERS.items():
        teacher.done.update(presses=1, characters=len(words))
        teacher.page.locator(f"#id_{about}").fill(words)
    teacher.press("Save and check")
    teacher.type("Type your name to sign", "Ana Ruiz")
    teacher.page.locator("label[for$=consent]").click()
    teacher.press("Sign and send")
    teacher.sees("Waiting for Joy Rivera")


def cosign(principal: Hands) -> None:
    """At the desk, where all that waits stands on one page."""
    principal.open("/cosign/")
    principal.look("principal-desk")
    principal.follow(re.compile("Ana Ruiz"))
    principal.type("Type your name to sign", "Joy Rivera")
    principal.page.locator("label[for$=consent]").click()
    principal.press("Sign")


def decide(manager: Hands) -> None:
    """Read by the one manager there is, offered and released."""
    manager.open("/applications/")
    manager.follow("Ana Ruiz")
    manager.follow("Ask someone to read…")
    manager.choose("Who reads", label="Paula Guzman")
    manager.press("Ask")
    manager.open("/review/")
    manager.follow_in(manager.main.locator("tbody tr").first)
    for about in ANSWERS:
        manager.done.update(presses=1)
        manager.page.locator(f"label[for=id_score-{about}_2]").click()
    manager.type("What your scores rest on", "A clear plan, and a year of results behind it.")
    manager.press("Hand in")
    manager.open("/decisions/")
    manager.follow(re.compile("Team Lead"))
    manager.follow("Ana Ruiz")
    manager.tick(re.compile("^Offer$"))
    manager.choose(re.compile("^Reason"), value="strongest")
    manager.press("Stage")
    manager.follow("Check and release")
    manager.press("Release all and send 1 mail")
    manager.sees("1 released, one mail each.")


def accept(teacher: Hands) -> None:
    teacher.open("/")
    teacher.look("teacher-offered")
    teacher.follow(re.compile("offer"))
    teacher.press("Accept the offer")
    teacher.sees("Your placement is on record")


def calculate(preparer: Hands, year: Year) -> None:
    """A projection: what the year comes to when all that may come is met."""
    preparer.open("/stipends/runs/new/")
    preparer.choose("Program year", label=year.label)
    preparer.choose("Kind of run", value="projection")
    preparer.press("Prepare the run")
    expect(preparer.page.get_by_role("progressbar")).not_to_be_attached(timeout=60_000)
    preparer.look("first-run")
