"""Fellows, the site's link and the outbox, in a real browser, on a phone too."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from common.errors import LookFirst
from fellows import services
from fellows.models import FellowTakenOver
from fellows.states import ITEMS
from notifications.models import Message
from tests.browser.turning import turn
from tests.factories.fellows import (
    AgreementVersionFactory,
    FellowFactory,
    MilestoneFactory,
    ServiceRecordFactory,
    calendar_of,
)
from tests.factories.notifications import MessageFactory
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import PostFactory, SchoolFactory, manager
from tests.fellows.test_services import served

pytestmark = pytest.mark.django_db(transaction=True)
Look = Callable[[Page], None]


def sign_in(page: Page, address: str, person: Any) -> None:
    """As if they had signed in with both steps."""
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


def test_a_fellow_reads_what_is_served_and_what_remains(
    live_server: Any, page: Page, axe: Look, no_sideways_scroll: Look
) -> None:
    calendar_of(ProgramYearFactory(first=2024))
    fellow = FellowFactory(serving=True, signed=True)
    ServiceRecordFactory(fellow=fellow)
    ServiceRecordFactory(fellow=fellow, disputed=True, disagreement={"fte": "Half time"})
    MilestoneFactory(fellow=fellow)
    sign_in(page, live_server.url, fellow.person)
    page.goto(f"{live_server.url}/fellows/")
    expect(page.get_by_text("1 of 4 years credited")).to_be_visible()
    # On paper it is the ledger alone.
    page.emulate_media(media="print")
    expect(page.get_by_text("Service ledger as of")).to_be_visible()
    expect(page.get_by_role("heading", name="Reported service")).to_be_visible()
    expect(page.get_by_role("heading", name="Milestones")).to_be_hidden()
    page.emulate_media(media="screen")
    for path in ("", "agreement/", "history/", "service/report/"):
        page.goto(f"{live_server.url}/fellows/{fellow.pk}/{path}")
        axe(page)
        no_sideways_scroll(page)


def test_staff_pages_read_well(live_server: Any, page: Page, axe: Look, no_sideways_scroll: Look) -> None:
    fellow = FellowFactory(state="enrolled")
    graduate = FellowFactory(serving=True)
    PlacementFactory(person=graduate.person, year=ProgramYearFactory(first=2020))
    with pytest.raises(LookFirst) as names:
        services.write_to(fellows=[graduate.pk], by=manager())
    services.write_to(fellows=[graduate.pk], by=manager(), seen=names.value.seen)
    link = re.search(r"/(alumni/[\w-]+/)", Message.objects.get().body)
    message = MessageFactory(
        subject="A long subject about something that somebody should read " * 3, failed=True
    )
    sign_in(page, live_server.url, manager())
    paths = ["", "nominate/", "outcomes/", "similar-schools/", f"{fellow.pk}/", f"{fellow.pk}/move/graduate/"]
    paths += [
        f"{fellow.pk}/milestones/",
        "alumni/",
        "alumni/?role=principal",
        "pipeline/",
        "pipeline/people/",
    ]
    assert link is not None
    elsewhere = ["messages/", f"messages/{message.pk}/", link.group(1)]
    for path in [*(f"fellows/{path}" for path in paths), *elsewhere]:
        page.goto(f"{live_server.url}/{path}")
        axe(page)
        no_sideways_scroll(page)


def test_a_human_resources_officer_verifies_without_an_account(
    live_server: Any, page: Page, axe: Look, no_sideways_scroll: Look
) -> None:
    """On a phone: nothing chosen, one item not right, wrong digits, then those of the mail."""
    fellow = FellowFactory(serving=True)
    record = services.report_service(pk=fellow.pk, served=served(), by=fellow.person)
    found = re.search(r"/service/[\w-]+/", Message.objects.get().body)
    assert found is not None
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + found.group(0))
    axe(page)
    no_sideways_scroll(page)
    on = page.get_by_role("button", name="Go on: have six digits mailed to me")
    turn(on)
    expect(page.get_by_role("link", name="Position – Choose “Right” or “Not right”.")).to_be_visible()
    axe(page)
    for item in ITEMS.values():
        group = page.get_by_role("group", name=item, exact=True)
        group.get_by_label("Not right" if item == "Position" else "Right", exact=True).check()
    # What is right instead is asked where something is not, and nowhere else.
    expect(page.get_by_label("what is right instead?").locator("visible=true")).to_have_count(1)
    page.get_by_label("Position: what is right instead?").fill("Dean")
    page.get_by_label("Your name and position").fill("Pat Lee, human resources")
    turn(on)
    axe(page)
    no_sideways_scroll(page)
    expect(page.get_by_text("What you answered")).to_be_visible()
    send = page.get_by_role("button", name="Send the answer")
    page.get_by_label("The six digits we mailed you").fill("12345")
    turn(send)
    expect(page.get_by_role("alert")).to_contain_text("These are not the digits of our newest mail")
    page.get_by_label("The six digits we mailed you").fill(Message.objects.latest("pk").subject[:6])
    send.click()
    expect(page.get_by_text("You do not agree with: position.")).to_be_visible()
    axe(page)
    record.refresh_from_db()
    assert (record.state, record.disagreement) == ("disputed", {"position": "Dean"})


def test_an_alumna_of_2017_is_taken_over_and_fulfilled(
    live_server: Any, page: Page, axe: Look, no_sideways_scroll: Look
) -> None:
    AgreementVersionFactory(published=True, for_paper=True, granularity="year")
    school = SchoolFactory(name="Jordan High School")
    carmen = PostFactory(
        position="principal", person__given_name="Carmen", person__family_name="Ortiz"
    ).person
    for first in range(2018, 2022):
        ProgramYearFactory(first=first, days_count=180)
    sign_in(page, live_server.url, manager())
    page.goto(f"{live_server.url}/fellows/take-over/")
    turn(page.get_by_role("button", name="Take this fellow over"))
    axe(page)
    no_sideways_scroll(page)
    page.get_by_label("Email").fill(carmen.email)
    page.get_by_label("Year their cohort began").fill("2016")
    page.get_by_label("What they are, on paper").select_option(label="Fulfilled")
    page.get_by_label("Graduated on").fill("2017-08-18")
    page.get_by_label("In this state since").fill("2022-06-30")
    page.get_by_label("Where the agreement on paper is kept").fill("Binder of 2016")
    page.get_by_label("Day it was signed").fill("2016-03-01")
    page.get_by_label("Terms it has").select_option(index=1)
    page.get_by_label("How this is known").fill("The binder of the cohort")
    turn(page.get_by_role("button", name="Take this fellow over"))
    axe(page)
    no_sideways_scroll(page)
    page.get_by_label("First school year").select_option(label="2018-19")
    page.get_by_label("Last school year").select_option(label="2021-22")
    page.locator("[name=school]").select_option(label=school.name)
    page.get_by_label("Employer").fill("The district")
    page.get_by_label("Position").fill("Assistant principal")
    page.get_by_label("Who confirmed it on paper").fill("Dana Lee, principal")
    page.get_by_label("Day on that paper").fill("2022-06-24")
    page.get_by_label("Where the paper is kept").fill("Binder of 2016")
    turn(page.get_by_role("button", name="Enter it"))
    expect(page.get_by_text("4 school years are entered")).to_be_visible()
    expect(page.get_by_text("0 of 4 years credited")).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, live_server.url, manager())
    page.goto(live_server.url)
    turn(page.get_by_role("main").get_by_role("link", name="Accept the service of Carmen Ortiz").first)
    axe(page)
    no_sideways_scroll(page)
    turn(page.get_by_role("button", name="Accept the service on paper"))
    expect(page.get_by_text("4 years accepted, and service is fulfilled.")).to_be_visible()
    expect(page.get_by_text("4 of 4 years credited")).to_be_visible()
    # Of the years since then nothing is owed, and nothing said.
    expect(page.get_by_text("Nothing reported for this year.")).to_have_count(0)
    axe(page)
    assert FellowTakenOver.objects.get().fellow.state == "fulfilled"
