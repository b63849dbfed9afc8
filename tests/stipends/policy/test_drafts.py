"""A draft is changed in place by whoever wrote it, sent back with words by another person, mended, published."""

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from common.errors import DomainError, LookFirst, NoSuchMove, NotAllowed, SomeoneElse
from dashboard.queries import waiting_for
from stipends.models import StipendPolicy
from stipends.rules import LITERAL, to_json
from stipends.services import change_draft, discard_policy, put_in_force, send_policy_back, set_amount
from tests.factories.stipends import NOW, PROPORTIONAL, StipendPolicyFactory, approver, preparer
from tests.stipends.typed import typed
from tests.verbs import history, refusal

pytestmark = pytest.mark.django_db
WORDS = "Say how lateness counts."


@pytest.fixture
def draft():
    return StipendPolicyFactory(draft=True, drafted_by=preparer())


def changed(draft, **given):
    told = {"annual_cents": 240_000, "rule": to_json(LITERAL), "seen": draft.mark, "by": draft.drafted_by}
    return change_draft(pk=draft.pk, now=NOW, **{**told, **given})


def test_whoever_wrote_a_draft_writes_over_it(draft):
    changed(draft)
    draft.refresh_from_db()
    assert (draft.version, draft.annual_cents, draft.rule, draft.state) == (
        1,
        240_000,
        to_json(LITERAL),
        "draft",
    )
    assert history(draft) == [("change", "draft", "draft", draft.drafted_by_id, NOW, "")]


def test_a_draft_saved_as_it_was_tells_nothing(draft):
    changed(draft, annual_cents=draft.annual_cents, rule=draft.rule)
    assert history(draft) == []


def test_nobody_else_writes_over_a_draft(draft):
    words = "Someone else drafted this policy, so only they change it. Send it back with words."
    assert refusal(changed, draft, by=preparer(), refused_as=SomeoneElse) == words
    assert refusal(changed, draft, by=approver(), refused_as=NotAllowed) == (
        "Only a finance preparer may change the draft of a stipend policy."
    )


def test_a_published_policy_is_not_written_over(draft):
    put_in_force(pk=draft.pk, by=approver(), now=NOW)
    assert (
        refusal(changed, draft, refused_as=NoSuchMove)
        == "This is published now, so it is not the time to change."
    )


def test_a_draft_pays_something_by_a_rule_that_can_be_read(draft):
    words = "Write an amount above $0.00. A role that is paid nothing needs no policy."
    assert refusal(changed, draft, annual_cents=0) == words
    assert refusal(changed, draft, rule={}) == "weights_bp: This field is missing."


def test_two_windows_do_not_go_over_each_other(draft):
    first = draft.mark
    changed(draft)
    with pytest.raises(LookFirst, match="changed in another window") as raised:
        changed(draft, annual_cents=250_000, seen=first)
    assert raised.value.lines[0] == "$2,400.00 for the whole year."
    changed(draft, annual_cents=250_000, seen=raised.value.seen)
    draft.refresh_from_db()
    assert draft.annual_cents == 250_000


def test_another_person_sends_a_draft_back_with_words_and_its_writer_mends_it(draft):
    by = approver()
    send_policy_back(pk=draft.pk, by=by, words=f" {WORDS} ", now=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.sent_back.note, draft.sent_back.by) == ("returned", WORDS, by)
    changed(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.sent_back) == ("draft", None)
    assert history(draft) == [
        ("send_back", "draft", "returned", by.pk, NOW, WORDS),
        ("change", "returned", "draft", draft.drafted_by_id, NOW, ""),
    ]


def test_sending_back_asks_for_words_and_another_person(draft):
    assert refusal(send_policy_back, pk=draft.pk, by=approver(), words=" ") == "Say what should change."
    assert refusal(
        send_policy_back, pk=draft.pk, by=draft.drafted_by, words=WORDS, refused_as=SomeoneElse
    ) == ("You drafted this policy: change it instead of sending it back.")


def test_what_was_sent_back_is_not_published_before_it_is_mended(draft):
    by = approver()
    send_policy_back(pk=draft.pk, by=by, words=WORDS)
    assert refusal(put_in_force, pk=draft.pk, by=by, refused_as=NoSuchMove) == (
        "This is returned now, so it is not the time to publish."
    )


def test_nobody_publishes_a_draft_that_was_changed_after_they_opened_it(draft):
    by, before = approver(), draft.mark
    changed(draft)
    with pytest.raises(LookFirst, match="changed after you opened it") as raised:
        put_in_force(pk=draft.pk, by=by, seen=before)
    assert raised.value.lines[:2] == (
        "$2,400.00 for the whole year.",
        "The amount has three parts: 60% attendance, 25% deliverables and 15% attestation.",
    )
    put_in_force(pk=draft.pk, by=by, seen=raised.value.seen)
    draft.refresh_from_db()
    assert draft.state == "published"


def test_the_page_of_publishing_carries_what_it_showed(draft, signed_in):
    changed(draft)
    client, address = signed_in(approver()), reverse("stipends:policy_publish", args=[draft.pk])
    seen = client.get(address).context["form"]["seen"].value()
    assert client.post(address, {"reason": "", "seen": seen}).status_code == 302


def test_what_was_sent_back_is_the_first_duty_of_whoever_wrote_it(draft, clock):
    clock(NOW)
    send_policy_back(pk=draft.pk, by=approver(given_name="Vi", family_name="Lam"), words=WORDS, now=NOW)
    first = waiting_for(draft.drafted_by, day=NOW.date(), now=NOW)[0]
    assert (first.kind, first.url) == ("policy_back", f"/stipends/policies/{draft.pk}/edit/")
    assert (first.what, first.why) == (
        f"Change the stipend policy of {draft.role} 2026-27",
        f"Vi Lam wrote: {WORDS}",
    )
    changed(draft)
    assert "policy_back" not in {row.kind for row in waiting_for(draft.drafted_by, day=NOW.date(), now=NOW)}


def test_a_draft_that_was_sent_back_may_be_discarded_or_get_another_amount(draft):
    send_policy_back(pk=draft.pk, by=approver(), words=WORDS)
    made = set_amount(role=draft.role, year=draft.year, annual_cents=1_000, by=draft.drafted_by)
    draft.refresh_from_db()
    assert (draft.state, made.state, made.version) == ("discarded", "draft", 2)
    with pytest.raises(DomainError):
        discard_policy(pk=draft.pk, by=draft.drafted_by, reason="Again.")


def test_the_page_of_a_draft_is_the_form_as_it_stands_and_saves_over_it(draft, signed_in):
    client, address = signed_in(draft.drafted_by), reverse("stipends:policy_edit", args=[draft.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in sent.items()} | {"amount": "2,500"}
    assert client.post(address, sent)["Location"] == f"/stipends/policies/{draft.pk}/"
    draft.refresh_from_db()
    assert (draft.annual_cents, draft.rule) == (250_000, PROPORTIONAL)
    comma = client.post(address, sent | {"amount": "2500,50"})
    assert comma.context["form"].errors == {
        "amount": ["A comma stands only between thousands. Write 2500.50."]
    }
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "changed in another window" in again.content.decode()


def test_beside_the_page_of_a_draft_stands_what_it_would_pay(draft, signed_in):
    address = reverse("stipends:policy_edit_beside", args=[draft.pk])
    page = signed_in(draft.drafted_by).post(address, typed(PROPORTIONAL, amount="2,400"))
    assert page.context["beside"].annual_cents == 240_000
    assert signed_in(preparer()).post(address, {}).status_code == 403


def test_a_draft_whose_rule_cannot_be_read_any_more_is_written_anew(signed_in):
    draft = StipendPolicyFactory(draft=True, drafted_by=preparer(), rule={"old": True})
    form = signed_in(draft.drafted_by).get(f"/stipends/policies/{draft.pk}/edit/").context["form"]
    assert form["attendance"].value() == "all_or_nothing"


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_the_database_takes_no_published_policy_back_among_the_drafts(state):
    policy = StipendPolicyFactory()
    with pytest.raises(InternalError, match="UPDATE of stipends_stipendpolicy"), transaction.atomic():
        StipendPolicy.objects.filter(pk=policy.pk).update(state=state)


def test_the_database_publishes_nothing_without_who_and_when(draft):
    with pytest.raises(IntegrityError, match="published_by_someone"), transaction.atomic():
        StipendPolicy.objects.filter(pk=draft.pk).update(state="published")
