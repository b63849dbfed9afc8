"""Who sees a mid-year check, hat by hat: the two, and program managers of the pathway; on pages, in files, in the
search, in the administration, in exports and in mails."""

from datetime import UTC, date, datetime

import pytest

from applications import services
from applications.models import PulseAnswer, PulsePair
from applications.services import Said
from dashboard.queries.waiting import waiting_for
from notifications.models import Message
from pathways.models import PathwayManager
from people.models import Hat
from tests.dashboard.test_exporting import exported
from tests.factories.pathways import PathwayFactory, PlacementFactory, ProgramYearFactory
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    UserFactory,
    administrator,
    manager,
    registrar,
    teacher_at,
)
from tests.factories.pulses import PulsePairFactory, apart_pair, signed_placement

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 20, 20, tzinfo=UTC)
SECRETS = ("Not since fall", "In the plan")
YES = {key: Said("yes") for key in ("school-1", "school-2", "teacher-1")}


@pytest.fixture(autouse=True)
def now(clock, settings):
    clock(NOW)
    settings.DEMO = True
    return NOW


@pytest.fixture
def pair():
    return apart_pair()


def signer_of(pair):
    return pair.school.posts.get(position="principal").person


def narrowed(pathway):
    found = manager()
    PathwayManager.objects.create(hat=found.hats.get(), pathway=pathway)
    return found


def director_of(school):
    hat = HatFactory(kind=Hat.Kind.DIRECTOR)
    hat.schools.add(school)
    return hat.person


def strangers(pair):
    """By hat, everybody who is neither of the two nor a manager of the pathway."""
    kinds = (Hat.Kind.COACH, Hat.Kind.PREPARER, Hat.Kind.APPROVER, Hat.Kind.REGISTRAR)
    delegate = DelegationFactory(
        principal=signer_of(pair), starts=date(2026, 9, 1), ends=date(2027, 1, 20)
    ).delegate
    assistant = teacher_at(pair.school)
    assistant.posts.update(position="assistant_principal")
    return {
        **{kind: HatFactory(kind=kind).person for kind in kinds},
        "director": director_of(pair.school),
        "another manager": narrowed(PathwayFactory()),
        "colleague": teacher_at(pair.school),
        "assistant": assistant,
        "another leader": signed_placement(school=pair.school).person,
        "delegate until yesterday": delegate,
        "stranger": UserFactory(),
    }


def test_nobody_else_sees_that_it_is_there_or_what_was_said(pair, signed_in):
    for hat, user in strangers(pair).items():
        seen = (PulsePair.objects.visible_to(user), PulseAnswer.objects.visible_to(user))
        assert [list(rows) for rows in seen] == [[], []], hat
        inside = signed_in(user)
        assert inside.get(f"/pulse/{pair.pk}/").status_code == 404, hat
        assert inside.post(f"/pulse/{pair.pk}/keep/").status_code in (403, 404), hat
        year = inside.get(f"/pulse/years/{pair.pulse.year.label}/")
        assert year.status_code == (200 if hat == "another manager" else 403), hat
        for page in (
            year,
            inside.get("/search/?q=Not+since"),
            inside.get(f"/placements/{pair.placement_id}/"),
        ):
            assert not any(secret in page.content.decode() for secret in SECRETS), hat


def test_the_two_read_each_other_once_both_sent_and_not_before(signed_in):
    pair = PulsePairFactory()
    leader, signer = pair.placement.person, signer_of(pair)
    services.answer(pk=pair.pk, by=leader, said=YES | {"school-1": Said("no", "Not since fall")}, send=True)
    services.answer(pk=pair.pk, by=signer, said={"school-1": Said("yes", "In the plan")})
    page = f"/pulse/{pair.pk}/"
    assert "Not since fall" not in signed_in(signer).get(page).content.decode()
    assert "In the plan" not in signed_in(leader).get(page).content.decode()
    services.answer(pk=pair.pk, by=signer, said=YES | {"school-1": Said("yes", "In the plan")}, send=True)
    assert "Not since fall" in signed_in(signer).get(page).content.decode()
    assert "In the plan" in signed_in(leader).get(page).content.decode()


def test_who_acts_for_the_school_or_for_its_signer_sees_what_the_signer_sees(pair):
    for user in (
        DelegationFactory(principal=signer_of(pair), starts=date(2027, 1, 1), ends=date(2027, 6, 1)).delegate,
        signer_of(pair),
    ):
        assert list(PulsePair.objects.visible_to(user)) == [pair]
    pair.school.posts.filter(position="principal").update(ends=date(2027, 1, 20))
    acting = ActingSignerFactory(school=pair.school, starts=date(2027, 1, 20), ends=date(2027, 6, 1)).person
    assert list(PulsePair.objects.visible_to(acting)) == [pair]


def test_managers_of_the_pathway_read_what_was_sent_and_no_draft(signed_in):
    pair, drafted = apart_pair(), PulsePairFactory(placement=signed_placement())
    said = {"school-1": Said("no", "A draft of mine")}
    services.answer(pk=drafted.pk, by=drafted.placement.person, said=said)
    for user in (manager(), narrowed(pair.placement.role.pathway)):
        assert "Not since fall" in signed_in(user).get(f"/pulse/{pair.pk}/").content.decode()
    for user in (manager(), administrator(), narrowed(drafted.placement.role.pathway), signer_of(drafted)):
        assert "A draft of mine" not in signed_in(user).get(f"/pulse/{drafted.pk}/").content.decode()


def test_an_administrator_who_manages_no_pathway_reads_no_answer(signed_in):
    pair = apart_pair()
    services.settle_pair(pk=pair.pk, by=manager(), talked_on=date(2027, 1, 20), words="The office covers it.")
    inside = signed_in(administrator())
    for page in (f"/pulse/{pair.pk}/", "/pulse/years/2026-27/"):
        text = inside.get(page).content.decode()
        assert [
            one for one in ("Not since fall", "In the plan", "The office covers it.") if one in text
        ] == []


def test_a_manager_who_leads_reads_their_own_as_the_leader_alone(signed_in):
    own = PulsePairFactory(placement=signed_placement(person=manager()))
    leader, signer = own.placement.person, signer_of(own)
    services.answer(pk=own.pk, by=signer, said=YES | {"school-1": Said("no", "In the plan")}, send=True)
    inside = signed_in(leader)
    for page in (f"/pulse/{own.pk}/", f"/pulse/years/{own.pulse.year.label}/"):
        assert "In the plan" not in inside.get(page).content.decode()
    kinds = {one.kind for one in waiting_for(leader, day=date(2027, 1, 20), now=own.opened_at)}
    assert ("pulse" in kinds, "pulse_apart" in kinds) == (True, False)


def test_no_answer_stands_in_the_administration_a_mail_or_a_history(pair, signed_in):
    services.settle_pair(pk=pair.pk, by=manager(), talked_on=date(2027, 1, 20), words="The office covers it.")
    inside = signed_in(administrator())
    for name in ("pulsepair", "pulseanswer", "pulsepairevent"):
        table = inside.get(f"/admin/applications/{name}/").content.decode()
        rows = [row.pk for row in type(pair)._meta.apps.get_model("applications", name).objects.all()]
        pages = [inside.get(f"/admin/applications/{name}/{pk}/change/").content.decode() for pk in rows]
        found = "".join([table, *pages])
        assert [word for word in (*SECRETS, "The office covers it.", "Yes, as agreed") if word in found] == []
    assert list(Message.objects.filter(body__contains="Not since")) == []


def test_an_export_holds_what_one_answered_oneself_and_nothing_of_the_other(pair):
    _, content, _ = exported(pair.placement.person)
    text = content.read("data.json").decode()
    assert ("Not since fall" in text, "In the plan" in text) == (True, False)
    _, content, _ = exported(pair.placement.person, by=registrar())
    assert "Not since fall" not in content.read("data.json").decode()


def test_a_year_whose_check_has_no_days_waits_for_managers_from_the_middle_of_december(now):
    PulsePairFactory()
    by = manager()

    def waits(day):
        return [one.url for one in waiting_for(by, day=day, now=now) if one.kind == "pulse_unset"]

    assert waits(date(2027, 1, 20)) == []
    other = PlacementFactory(year=ProgramYearFactory(first=2030), commitment_sha256="a" * 64)
    assert waits(date(2030, 12, 14)) == []
    assert waits(date(2030, 12, 15)) == [f"/pulse/years/{other.year.label}/days/"]
    assert waits(date(2031, 7, 1)) == []


def test_it_waits_for_the_two_until_each_sent_and_for_the_manager_until_it_is_settled(now):
    pair, by = PulsePairFactory(), manager()
    leader, signer = pair.placement.person, signer_of(pair)

    def waits(user):
        return [(one.kind, one.url, one.count) for one in waiting_for(user, day=date(2027, 1, 20), now=now)]

    here = f"/pulse/{pair.pk}/"
    assert ("pulse", here, 1) in waits(leader)
    assert ("pulse_school", here, 1) in waits(signer)
    services.answer(pk=pair.pk, by=leader, said=YES | {"school-1": Said("no")}, send=True)
    assert [one for one in waits(leader) if one[0] == "pulse"] == []
    assert ("pulse_apart", "/pulse/years/2026-27/#differing", 1) in waits(by)
    assert [one for one in waits(narrowed(PathwayFactory())) if one[0] == "pulse_apart"] == []
    services.settle_pair(pk=pair.pk, by=by, talked_on=date(2027, 1, 20), words="Done.")
    assert [one for one in waits(by) if one[0] == "pulse_apart"] == []
