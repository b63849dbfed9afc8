"""The page on which a school names its substitutes, and what other pages say of it."""

from datetime import datetime, time, timedelta

import pytest

from common.clock import LOS_ANGELES, day_in_words, local_date
from common.edits import mark_of
from people.queries import today
from stipends.models import NamedSubstitute
from stipends.services import fill_in
from tests.factories.people import UserFactory
from tests.factories.stipends import clerk_at, preparer
from tests.stipends.ahead import Ahead

pytestmark = pytest.mark.django_db
NOBODY = mark_of("")


@pytest.fixture(autouse=True)
def _demo(settings):
    # Staff of the demo need no second factor.
    settings.DEMO = True


@pytest.fixture
def at(client):
    """Two leaders are asked to a seminar on the next Wednesday; its clerk is signed in."""
    ahead = (2 - today().weekday()) % 7 or 7
    nine = datetime.combine(today() + timedelta(days=ahead), time(9), LOS_ANGELES)
    at = Ahead(2, starts_at=nine)
    client.force_login(at.clerk)
    return at


def home(at):
    return f"/stipends/claims/schools/{at.school.pk}/"


def address(at):
    return f"{home(at)}sessions/{at.session.pk}/cover/"


def sent(at, *names, units="0.5", seen=NOBODY):
    found = {}
    for one, name in zip(at.leaders, names, strict=True):
        found |= {f"{one.pk}-{field}": value for field, value in {"substitute": name, "number": ""}.items()}
        found |= {f"{one.pk}-units": units, f"{one.pk}-seen": seen}
    return found


def shows(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_clerk_comes_from_the_days_ahead_names_substitutes_and_reads_who_is_covered(client, at):
    shown = shows(client, home(at))
    assert "<b>0 of 2</b> covered" in shown
    assert f'href="{address(at)}"' in shown
    assert f'Substitute<span class="usa-sr-only"> for {at.leaders[0].name}' in shows(client, address(at))
    answer = client.post(address(at), sent(at, "R. Dunn", ""), follow=True)
    assert answer.redirect_chain == [(home(at), 302)]
    shown = answer.content.decode()
    assert "Saved." in shown
    assert "<b>1 of 2</b> covered" in shown
    assert f"{at.leaders[0].name}: R. Dunn, half a day" in shown
    assert f"Without: {at.leaders[1].name}</span>" in shown
    assert 'value="R. Dunn"' in shows(client, address(at))


def test_days_later_in_the_year_are_folded_and_may_be_named(client, at):
    far = [at.asked(starts_at=at.session.starts_at + timedelta(days=70 + 7 * week)) for week in range(4)]
    shown = shows(client, home(at))
    assert "<details><summary>Later in the year: 4 more sessions</summary>" in shown
    for one in far:
        assert shown.count(f'href="{home(at)}sessions/{one.pk}/cover/"') == 1
    answer = client.post(f"{home(at)}sessions/{far[3].pk}/cover/", sent(at, "R. Dunn", ""), follow=True)
    assert f"{at.leaders[0].name}: R. Dunn, half a day" in answer.content.decode()


def test_what_cannot_be_named_comes_back_with_what_was_typed(client, at):
    answer = client.post(address(at), sent(at, "R. Dunn", "r. dunn", units="1"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "covers a whole day already" in shown
    assert 'value="r. dunn"' in shown
    alone = sent(at, "", "") | {f"{at.leaders[0].pk}-number": "7"}
    assert "Write the name that belongs to this number." in client.post(address(at), alone).content.decode()
    assert not NamedSubstitute.objects.exists()


def test_what_is_typed_for_a_day_that_needs_nobody_any_more_is_not_lost(client, at):
    typed = sent(at, "R. Dunn", "S. Patel")
    at.session.state = "cancelled"
    at.session.save()
    answer = client.post(address(at), typed)
    assert answer.status_code == 422
    assert 'value="S. Patel"' in answer.content.decode()
    shows(client, address(at), 404)


def test_whoever_fills_in_no_claims_of_the_school_names_nobody(client, at):
    for person, status in ((preparer(), 403), (clerk_at(Ahead().school), 404), (UserFactory(), 404)):
        client.force_login(person)
        assert client.post(address(at), sent(at, "R. Dunn", "")).status_code == status
    assert not NamedSubstitute.objects.exists()


def test_a_session_that_moved_shows_its_names_on_the_new_day_and_the_old_one_asks_to_remove_them(client, at):
    client.post(address(at), sent(at, "R. Dunn", ""))
    week = timedelta(days=7)
    old = at.session
    old.state = "moved"
    old.save()
    at.session = at.asked(old.starts_at + week, moved_from=old, title=old.title)
    shown = shows(client, home(at))
    assert "Named, and not needed as it stands" in shown
    assert f"{old.title} was moved to {day_in_words(local_date(at.session.starts_at))}." in shown
    shown = shows(client, address(at))
    assert "before this session was moved. Save to name them for this day too." in shown
    assert 'value="R. Dunn"' in shown
    client.post(address(at), sent(at, "R. Dunn", ""))
    at.session = old
    assert "Not out that day any more. Empty the name to take it away." in shows(client, address(at))
    gone = {
        name: value for name, value in sent(at, "", "", seen="").items() if f"{at.leaders[0].pk}-" in name
    }
    assert "Named, and not needed" not in client.post(address(at), gone, follow=True).content.decode()


def test_the_claim_says_who_was_named_for_whom_and_is_not_in_it(client, at):
    first, second = at.leaders
    client.post(address(at), sent(at, "R. Dunn", "S. Patel"))
    at.close(second)
    claim = fill_in(school=at.school, session=at.session, by=at.clerk)
    shown = shows(client, f"/stipends/claims/{claim.pk}/")
    assert 'value="R. Dunn"' in shown
    assert f"{second.name} was not at {at.session.title} on " in shown
    assert "so S. Patel, whom you named for them, is not in this claim." in shown
    line = claim.lines.get()
    typed = {"substitute": "M. Ortega", "number": "", "units": "0.5", "cost": "", "seen": ""}
    client.post(
        f"/stipends/claims/{claim.pk}/", {f"{line.pk}-{name}": value for name, value in typed.items()}
    )
    assert "Named ahead: R. Dunn, half a day" in shows(client, f"/stipends/claims/{claim.pk}/")
    assert first == line.teacher
