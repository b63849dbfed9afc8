"""Codes for signing by a link: a stale text, a forwarded link, and many at once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from applications import services
from applications.models import CosignCode, CosignLink, Signature
from applications.queries.commitments import current_record
from applications.services import Asker
from applications.services.routing import mint_link
from applications.services.submissions import TEXT_CHANGED
from common.errors import DomainError
from notifications.models import Message
from tests.factories.applications import NOW, ApplicationFactory, code_of

pytestmark = pytest.mark.django_db
SIGNER, STRANGER = Asker("signer", "192.0.2.7"), Asker("stranger", "198.51.100.9")


@pytest.fixture
def link():
    application = ApplicationFactory(submitted=True)
    token = mint_link(application, current_record(application), NOW)
    return services.live_link(token)


def newest_code():
    return code_of(Message.objects.filter(template="applications/cosign_code").order_by("-pk")[0])


def wrong(code):
    return "1" * 8 if code != "1" * 8 else "2" * 8


def test_a_co_signature_under_another_text_is_refused_and_signs_nothing(ceremony):
    application = ApplicationFactory(submitted=True)
    given = ceremony(application, application.signer, sha256="0" * 64)
    with pytest.raises(DomainError) as refused:
        services.cosign(pk=application.pk, by=application.signer, ceremony=given)
    assert str(refused.value) == TEXT_CHANGED
    assert not Signature.objects.filter(party="principal", signer=application.signer).exists()
    application.refresh_from_db()
    assert application.state == "submitted"


def test_whoever_holds_a_forwarded_link_uses_up_none_of_the_signers_codes(link):
    services.send_code(link=link, asker=SIGNER)
    code = newest_code()
    for number in range(5):
        services.send_code(link=link, asker=Asker(f"stranger{number}", STRANGER.place))
    with pytest.raises(DomainError, match="Five codes"):
        services.send_code(link=link, asker=STRANGER)
    for _ in range(6):
        with pytest.raises(DomainError):
            services.prove_by_code(link=link, code=wrong(code), asker=STRANGER)
    assert Message.objects.filter(template="applications/cosign_code", state="waiting").count() == 6
    assert services.code_is_out(link, SIGNER)
    services.prove_by_code(link=link, code=code, asker=SIGNER)
    services.send_code(link=link, asker=SIGNER)


def test_a_code_works_in_no_other_browser_than_the_one_that_asked(link):
    services.send_code(link=link, asker=SIGNER)
    with pytest.raises(DomainError, match="This code is not right"):
        services.prove_by_code(link=link, code=newest_code(), asker=Asker("other", SIGNER.place))
    services.prove_by_code(link=link, code=newest_code(), asker=SIGNER)


def test_all_places_together_have_their_end(link):
    for number in range(40):
        services.send_code(link=link, asker=Asker("x", f"192.0.2.{number}"))
    with pytest.raises(DomainError, match="Five codes"):
        services.send_code(link=link, asker=SIGNER)


def use_up(link, how):
    """Somebody else who has the link asks, from the signer's place or from many, until no code is left."""
    places = [SIGNER.place] * 5 if how == "one place" else [f"198.51.100.{number}" for number in range(40)]
    for number, place in enumerate(places):
        services.send_code(link=link, asker=Asker(f"stranger{number}", place))
    with pytest.raises(services.CodesUsedUp):
        services.send_code(link=link, asker=SIGNER)


def fresh_link():
    mail = Message.objects.filter(template="applications/cosign").order_by("-pk")[0]
    return services.live_link(re.search(r"/cosign/([^/\s]+)/", mail.body)[1]), mail


@pytest.mark.parametrize("how", ["one place", "forty places"])
def test_a_signer_whose_codes_somebody_used_up_has_a_fresh_link_mailed_and_signs_by_it(link, how):
    use_up(link, how)
    services.renew_link(link=link, asker=SIGNER)
    fresh, mail = fresh_link()
    assert (fresh.addressed_to, fresh.application, mail.to_email, mail.urgent) == (
        link.addressed_to,
        link.application,
        link.addressed_to.email,
        True,
    )
    assert "Earlier ones no longer work." in mail.body
    assert list(link.application.cosign_links.filter(revoked_at=None)) == [fresh]
    services.send_code(link=fresh, asker=SIGNER)
    services.prove_by_code(link=fresh, code=newest_code(), asker=SIGNER)
    assert link.application.events.order_by("pk").last().action == "renew_link"


def test_whoever_presses_for_the_fresh_link_gets_nothing_by_it_and_presses_no_second_time(link):
    use_up(link, "one place")
    asks = {"link": link, "asker": Asker("stranger", SIGNER.place)}
    services.renew_link(**asks)
    with pytest.raises(DomainError, match="This link was replaced by a newer one"):
        services.renew_link(**asks)
    assert Message.objects.filter(template="applications/cosign", dedupe_key__contains="renewed").count() == 1


def test_while_codes_are_left_no_link_is_replaced(link):
    with pytest.raises(DomainError, match="A code can still be sent to you"):
        services.renew_link(link=link, asker=SIGNER)
    link.refresh_from_db()
    assert link.revoked_at is None


def test_fresh_links_have_their_end_too(link):
    while link.application.cosign_links.count() < 5:
        mint_link(link.application, link.record, NOW)
    use_up(link, "one place")
    with pytest.raises(DomainError, match="Several links were mailed in the last hour"):
        services.renew_link(link=link, asker=SIGNER)


def test_the_page_offers_the_fresh_link_when_the_codes_are_used_up_and_only_then(client):
    application = ApplicationFactory(submitted=True)
    token = mint_link(application, current_record(application), NOW)
    address = f"/cosign/{token}/"
    for _ in range(5):
        assert "Mail a fresh link" not in client.post(address, {"verb": "send"}).content.decode()
    client = Client()
    assert "Mail a fresh link" in client.post(address, {"verb": "send"}).content.decode()
    answer = client.post(address, {"verb": "renew"}, follow=True)
    html = answer.content.decode()
    assert (answer.status_code, "This link does not work" in html) == (404, True)
    assert "A fresh link is on its way to the address this one was sent to." in html
    assert fresh_link()[0].addressed_to == application.signer


def test_a_code_is_typed_with_any_dash(link):
    services.send_code(link=link, asker=SIGNER)
    code = newest_code()
    services.prove_by_code(link=link, code=f" {code[:4]}\u2013{code[4:]}. ", asker=SIGNER)


def test_a_code_that_ran_out_keeps_the_moment_it_did_when_another_is_sent(link, clock):
    services.send_code(link=link, asker=SIGNER)
    clock(NOW + timedelta(minutes=11))
    services.send_code(link=link, asker=SIGNER)
    ends = CosignCode.objects.order_by("created_at").values_list("expires_at", flat=True)
    assert list(ends) == [NOW + timedelta(minutes=10), NOW + timedelta(minutes=21)]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_eight_codes_asked_for_at_once_are_five(self, link, at_once):
        answers = at_once(*[lambda: services.send_code(link=link, asker=SIGNER)] * 8)
        refused = [answer for answer in answers if isinstance(answer, DomainError)]
        assert (len(refused), CosignCode.objects.count()) == (3, 5)
        assert CosignCode.objects.filter(expires_at__gt=NOW).count() == 1

    def test_nine_wrong_tries_at_once_are_five_and_the_code_is_dead(self, link, at_once):
        services.send_code(link=link, asker=SIGNER)
        code = newest_code()
        tried = [lambda: services.prove_by_code(link=link, code=wrong(code), asker=SIGNER)] * 9
        answers = at_once(*tried)
        assert [type(answer) for answer in answers] == [DomainError] * 9
        assert CosignCode.objects.get().tries == 5
        with pytest.raises(DomainError):
            services.prove_by_code(link=link, code=code, asker=SIGNER)

    def test_a_right_code_tried_twice_at_once_works_once(self, link, at_once):
        services.send_code(link=link, asker=SIGNER)
        code = newest_code()
        answers = at_once(*[lambda: services.prove_by_code(link=link, code=code, asker=SIGNER)] * 2)
        assert sorted(type(answer) for answer in answers if answer is not None) == [DomainError]
        assert CosignLink.objects.count() == CosignCode.objects.filter(used_at=NOW).count() == 1
