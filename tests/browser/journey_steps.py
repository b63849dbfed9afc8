"""The steps of the journey, one function a step, each with the people of that step."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from applications.models import Application, ApplicationEvent, CosignLink, Signature
from applications.queries.evidence import differences
from notifications.models import Message
from pathways.models import Placement
from tests.browser.journey_pages import PHONE, Stage, link_in
from tests.browser.journey_world import CELLS, EARNED, MINUTES, MISSED, PARTIAL, World
from tests.browser.turning import tick, turn
from tests.factories.applications import ANSWERS
from tests.factories.people import PASSWORD

ANA = "ana.ruiz@example.org"
PATHWAYS = ["Team Lead", "Peer Coach", "Arts Lead", "Restorative & College Culture Lead"]
PATHWAYS += ["Family Engagement Lead", "Partnership Leadership Fellows"]
COHORTS = ["Elementary", "Secondary ELA/Social Studies", "Secondary Math", "Secondary Science"]
COHORTS += ["Special Education"]


def read_and_sign_up(stage: Stage) -> Page:
    """A visitor reads, creates an account and confirms the address with the link of a real mail."""
    page = stage.stranger(PHONE)
    stage.visit(page, "/", "visitor-home")
    stage.visit(page, "/pathways/", "pathways")
    for name in PATHWAYS:
        expect(page.get_by_role("main").get_by_text(name).first).to_be_visible()
    stage.visit(page, "/pathways/leadership-fellows/", "fellowship")
    stage.visit(page, "/pathways/team-lead/", "team-lead")
    for name in COHORTS:
        expect(page.get_by_role("rowheader", name=name).first).to_be_visible()
    stage.visit(page, "/accounts/signup/", "sign-up")
    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Last name").fill("Ruiz")
    page.get_by_label("Email").fill(ANA)
    page.get_by_label("Password").fill(PASSWORD)
    turn(page.get_by_role("button", name="Create the account"))
    stage.look(page, "confirmation-sent")
    page.goto(link_in(stage.mail(ANA, "/accounts/confirm-email/"), "/accounts/confirm-email/"))
    stage.look(page, "confirm-email")
    page.get_by_role("button", name="Yes, confirm it").click()
    stage.sign_in(page, ANA)
    stage.visit(page, "/", "teacher-home-new")
    return page


def apply(stage: Stage, page: Page, world: World) -> Application:
    """A draft saved half written, the checklist, the check of the answers, the signature."""
    stage.visit(page, "/pathways/team-lead/", "team-lead-signed-in")
    page.get_by_role("link", name="Apply for Team Lead").click()
    page.get_by_label("School").select_option(label=world.school.name)
    page.get_by_label("Cohort").select_option(label="Secondary Math")
    stage.look(page, "apply-where")
    turn(page.get_by_role("button", name="Start the application"))
    stage.look(page, "application-draft")
    page.locator("#id_time").fill(ANSWERS["time"])
    turn(page.get_by_role("button", name="Save the draft"))
    stage.look(page, "application-half-written")
    expect(page.locator("#id_time")).to_have_value(ANSWERS["time"])
    for about, words in ANSWERS.items():
        page.locator(f"#id_{about}").fill(words)
    turn(page.get_by_role("button", name="Save and check"))
    stage.look(page, "check-and-sign")
    page.get_by_label("Type your name to sign").fill("Ana Ruiz")
    page.locator("label[for$=consent]").click()
    page.get_by_role("button", name="Sign and send").click()
    expect(page.locator("main")).to_contain_text("Waiting for Joy Rivera")
    stage.look(page, "application-sent")
    return Application.objects.get(person__email=ANA)


def rows() -> list[Any]:
    """Everything an opened link could have changed."""
    models = (Application, CosignLink, Signature, ApplicationEvent)
    kept = [list(model.objects.order_by("pk").values()) for model in models]
    return [*kept, Message.objects.filter(template__startswith="applications/").count()]


def cosign(stage: Stage, world: World) -> None:
    """The principal opens the link of the mail, proves by a code of a second mail, and signs the same text."""
    link = link_in(stage.mail(world.principal.email, "asks for your signature"), "/cosign/")
    page = stage.stranger(PHONE)
    before = rows()
    assert page.request.head(link).status == 200
    page.goto(link)
    stage.look(page, "principal-link")
    assert rows() == before
    page.get_by_role("button", name="Send me a code").click()
    words = stage.mail(world.principal.email, "Your code for signing").get_content()
    code = re.search(r"^\d{6,10}\s*$", words, re.MULTILINE)[0].strip()
    page.get_by_label("Code from the mail").fill(code)
    stage.look(page, "principal-code")
    turn(page.get_by_role("button", name="Go on"))
    stage.look(page, "principal-reads")
    page.get_by_label("Type your name to sign").fill("Joy Rivera")
    page.locator("label[for$=consent]").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    stage.look(page, "principal-thanks")
    signatures = Signature.objects.filter(record__application__person__email=ANA).order_by("pk")
    assert [one.signer.email for one in signatures] == [ANA, world.principal.email]
    assert len({one.sha256 for one in signatures}) == len({one.record_id for one in signatures}) == 1
    assert differences() == []


def ask_for_a_reading(stage: Stage, application: Application, world: World) -> Page:
    """The manager finds the application and asks somebody to read it."""
    page = stage.person(world.manager.email)
    stage.visit(page, "/", "manager-home")
    stage.visit(page, "/applications/", "manager-applications")
    page.get_by_role("link", name="Ana Ruiz", exact=True).click()
    turn(page.get_by_role("link", name="Ask someone to read…"))
    page.get_by_label("Who reads").select_option(label=world.reader.name)
    turn(page.get_by_role("button", name="Ask", exact=True))
    stage.look(page, "manager-application")
    stage.visit(page, f"/records/{application.records.get().sha256}/", "record")
    return page


def review(stage: Stage, world: World) -> None:
    """The reader scores against the rubric."""
    page = stage.person(world.reader.email)
    stage.visit(page, "/review/", "reader-queue")
    page.locator("main tbody a").first.click()
    for about, choice in zip(ANSWERS, (2, 3, 2, 3), strict=True):
        page.locator(f"label[for=id_score-{about}_{choice}]").click()
    page.get_by_label("What your scores rest on").fill("A clear plan, and a year of results behind it.")
    stage.look(page, "reader-scores")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Your scores are in.")).to_be_visible()


def decide(stage: Stage, page: Page, world: World) -> None:
    """The manager stages an offer on the panel and releases it."""
    stage.visit(page, f"/decisions/{world.offering.pk}/", "panel")
    page.get_by_role("link", name="Ana Ruiz", exact=True).click()
    page.get_by_text("Offer", exact=True).click()
    page.get_by_label("Reason", exact=True).select_option(value="strongest")
    stage.look(page, "decision")
    turn(page.get_by_role("button", name="Stage"))
    stage.look(page, "panel-staged")
    turn(page.get_by_role("link", name="Check and release"))
    stage.look(page, "release")
    page.get_by_role("button", name="Release all and send 1 mail").click()
    expect(page.locator("main")).to_contain_text("1 released, one mail each.")
    stage.look(page, "panel-released")


def accept(stage: Stage, page: Page) -> Placement:
    """The teacher follows the mail and accepts; pressed twice, there is one placement."""
    page.goto(link_in(stage.mail(ANA, "You are offered the role"), "/applications/"))
    stage.look(page, "offered")
    page.get_by_role("button", name="Accept the offer").dblclick()
    expect(page.locator("main")).to_contain_text("Your placement is on record")
    stage.look(page, "accepted")
    page.get_by_role("main").get_by_role("link", name="My role").click()
    expect(page.get_by_role("main")).to_contain_text("Team Lead")
    placement = Placement.objects.get(person__email=ANA)
    stage.visit(page, f"/placements/{placement.pk}/", "teacher-placement")
    return placement


def keep_rosters(stage: Stage, world: World, sessions: list[Any]) -> None:
    """The facilitator marks and closes every roster: one absence, one part of a day."""
    page = stage.person(world.facilitator.email)
    stage.visit(page, "/seminars/", "facilitator-calendar")
    for session in sessions:
        path = f"/seminars/sessions/{session.pk}/roster/"
        page.goto(stage.url + path)
        if session.title == MISSED:
            page.get_by_role("group", name="Mark of Ruiz, Ana").get_by_label("Absent").check()
        if session.title == PARTIAL:
            page.get_by_role("group", name="Mark of Ruiz, Ana").get_by_label("Present").check()
            page.get_by_label("Minutes of Ruiz, Ana").fill(str(MINUTES))
            stage.look(page, "roster-marking")
        if session.title in {MISSED, PARTIAL}:
            page.get_by_role("button", name="Save this page").click()
            expect(page.get_by_text("Saved: 1 changed.")).to_be_visible()
        page.get_by_role("button", name="Mark the rest present").click()
        page.get_by_role("button", name="Close the roster").click()
        page.wait_for_url(stage.url + path + "close/")
        if session.title == PARTIAL:
            stage.look(page, "roster-closing")
        page.locator("main").get_by_role("button", name=re.compile("^Close: ")).click()
        expect(page.locator("main")).to_contain_text("Closed")
    stage.look(page, "roster-closed")


def coach(stage: Stage, world: World) -> None:
    """A cycle is planned, observed, fed back, talked over and closed."""
    page = stage.person(world.coach.email)
    stage.visit(page, "/coaching/", "coach-cadence")
    turn(page.get_by_role("link", name=re.compile(r"Plan it.*Mid-year, Ana Ruiz")))
    stage.look(page, "coach-plan")
    page.get_by_role("button", name="Plan this cycle").click()
    page.get_by_label("Goal").fill("Every student explains a solution to a classmate.")
    stage.look(page, "coach-cycle")
    steps = {
        "Record the observation": "The observation is recorded.",
        "Record the feedback": "The feedback is recorded.",
    }
    for step, said in steps.items():
        page.get_by_role("button", name=step).click()
        expect(page.get_by_text(said)).to_be_visible()
    page.get_by_label("Step 1 (needed to close the cycle)").fill("Two prompts a lesson, on the board.")
    page.get_by_role("button", name="Save and close the cycle").click()
    expect(page.get_by_text("The talk is recorded, and the cycle is closed.")).to_be_visible()
    stage.look(page, "coach-closed")


def deliver(stage: Stage, page: Page, world: World) -> None:
    """The leader hands in; the principal accepts, and attests the expectations of the school."""
    stage.visit(page, "/deliverables/", "deliverables")
    page.get_by_role("link", name="Literacy strategies in use").click()
    page.get_by_label("Note").fill("Two teams tried reciprocal teaching; summaries grew clearer.")
    stage.look(page, "deliverable")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in. You get a mail")).to_be_visible()
    principal = stage.person(world.principal.email, PHONE)
    stage.visit(principal, "/", "principal-home")
    stage.visit(principal, "/deliverables/", "principal-deliverables")
    turn(principal.get_by_role("link", name="Ana Ruiz", exact=True))
    stage.look(principal, "principal-deliverable")
    turn(principal.get_by_role("button", name="Accept"))
    stage.visit(principal, "/attestations/", "attestations")
    principal.get_by_role("link", name="Attest Ana").click()
    principal.get_by_text("Yes, they were met").click()
    # The year of this story has only begun: whoever attests it now says that they mean it.
    tick(principal, "I attest the whole year now")
    stage.look(principal, "attest")
    turn(principal.get_by_role("button", name="Attest"))
    stage.look(principal, "attested")


def prepare_run(stage: Stage, world: World, worker: Any) -> tuple[Page, str]:
    """Finance drafts the final run and watches the worker calculate it. Answers the page and its address."""
    page = stage.person(world.preparer.email)
    stage.visit(page, "/stipends/runs/", "runs")
    page.goto(f"{stage.url}/stipends/runs/new/")
    page.get_by_label("Program year").select_option(label=world.offering.year.label)
    page.get_by_label("Kind of run").select_option("final")
    stage.look(page, "run-new")
    with worker.paused():
        page.get_by_role("button", name="Prepare the run").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        stage.look(page, "run-calculating")
    expect(page.get_by_role("progressbar")).not_to_be_attached(timeout=60_000)
    expect(page.get_by_text(EARNED).first).to_be_visible()
    stage.look(page, "run-calculated")
    return page, page.url


def approve_and_export(stage: Stage, page: Page, run: str, world: World, folder: Path) -> str:
    """Another person approves; the preparer makes the file and downloads it. Answers its text."""
    other = stage.person(world.approver.email)
    other.goto(run)
    other.get_by_role("link", name="Approve…").click()
    tick(other, "I have looked at the lines")
    stage.look(other, "run-approve")
    other.get_by_role("button", name="Approve this run").click()
    expect(other.get_by_text("Approved").first).to_be_visible()
    stage.look(other, "run-approved")
    page.goto(run)
    page.get_by_role("button", name="Make the file for payroll, one row a line").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download").click()
    started.value.save_as(folder / "stipends.csv")
    stage.look(page, "run-exported")
    return (folder / "stipends.csv").read_text()


def read_statement(stage: Stage, page: Page) -> None:
    """The teacher reads what is paid and why."""
    stage.visit(page, "/stipends/", "my-stipend")
    turn(page.get_by_role("link", name=re.compile(r"^Final run 1 of [0-9]{4}-[0-9]{2}$")))
    stage.look(page, "statement")
    main = page.locator("main")
    for words in (EARNED, *CELLS, "2,590 of 2,880 minutes", MISSED, PARTIAL):
        expect(main).to_contain_text(words)


def serve(stage: Stage, world: World) -> None:
    """A fellow reads milestones and the ledger of four years, with what remains."""
    page = stage.person(world.fellow.email, PHONE)
    page.goto(f"{stage.url}/fellows/")
    expect(page.get_by_text("1 of 4 years credited")).to_be_visible()
    stage.look(page, "fellow")
