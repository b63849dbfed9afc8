"""The pages of policies: drafted, published, retired, discarded."""

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from common.errors import DomainError
from stipends.forms.rule import shown
from stipends.models import StipendPolicy
from stipends.queries import effect_of
from stipends.rules import LITERAL, to_json
from stipends.services import draft_policy
from tests.factories.stipends import (
    NOW,
    StipendPolicyFactory,
    Year,
    approver,
    preparer,
)
from tests.stipends.typed import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(clock):
    clock(NOW)
    year = Year()
    year.leader(missed={5})
    year.close()
    return year


def sent(client, name, *args, **data):
    return client.post(reverse(f"stipends:{name}", args=args), data)


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_of_policies_asks_the_same_queries_however_long(signed_in, count_queries, rows):
    for _ in range(rows):
        StipendPolicyFactory()
    client = signed_in(preparer())
    with count_queries(7):
        client.get("/stipends/policies/")


def test_a_policy_is_drafted_by_one_and_published_by_another(signed_in):
    old = StipendPolicyFactory()
    author = preparer()
    given = {"role": old.role_id, "year": old.year_id, "amount": "3500.50"}
    page = sent(signed_in(author), "policy_new", **typed(to_json(LITERAL)), **given)
    draft = StipendPolicy.objects.get(state="draft")
    assert page["Location"] == f"/stipends/policies/{draft.pk}/"
    assert (draft.version, draft.annual_cents, draft.rule) == (2, 350_050, to_json(LITERAL))
    assert sent(signed_in(author), "policy_publish", draft.pk).status_code == 403
    sent(signed_in(approver()), "policy_publish", draft.pk)
    states = dict(StipendPolicy.objects.values_list("version", "state"))
    assert states == {1: "retired", 2: "published"}


def test_publishing_says_first_which_version_it_replaces_for_how_many_and_for_what_amount(signed_in, year):
    new = StipendPolicyFactory(
        draft=True, role=year.role, year=year.year, version=2, annual_cents=360_000, drafted_by=preparer()
    )
    head = signed_in(approver())
    page = head.get(reverse("stipends:policy_publish", args=[new.pk]))
    assert page.context["lead"] == (
        f"Version 2 replaces version 1, which is retired. It is then in force for 1 placement of {year.role} in"
        " 2026-27: $3,600.00 for the whole year instead of $3,000.00."
        " What approved runs pay stays as it is; other runs have to be calculated again."
    )
    assert StipendPolicy.objects.get(state="published").version == 1
    typed = {"reason": "The district pays more."}
    seen = sent(head, "policy_publish", new.pk, **typed).context["form"].first_look.seen
    assert sent(head, "policy_publish", new.pk, **typed, seen=seen).status_code == 302
    assert StipendPolicy.objects.get(state="published").version == 2


def test_retiring_says_first_whom_it_leaves_without_pay(signed_in, year):
    page = signed_in(approver()).get(reverse("stipends:policy_retire", args=[year.policy.pk]))
    assert page.context["lead"] == (
        f"This takes $3,000.00 for the whole year from 1 placement of {year.role} in 2026-27: they are paid"
        " nothing until another version is published."
        " What approved runs pay stays as it is; other runs have to be calculated again."
    )


def test_the_first_version_says_for_whom_it_comes_in_force():
    policy = StipendPolicyFactory(draft=True)
    assert effect_of(policy).of_publishing.startswith(
        f"This puts version 1 in force for 0 placements of {policy.role} in {policy.year}: $3,000.00"
    )


def test_a_draft_is_discarded_with_a_reason_and_never_published(signed_in):
    draft, client = StipendPolicyFactory(draft=True), signed_in(approver())
    assert sent(client, "policy_discard", draft.pk, reason=" ").status_code == 422
    assert sent(client, "policy_discard", draft.pk, reason="The amount is wrong.").status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.events.get().note) == ("discarded", "The amount is wrong.")
    address = reverse("stipends:policy_publish", args=[draft.pk])
    said = client.post(address, follow=True).content.decode()
    assert "This is discarded now, so it is not the time to publish." in said


def test_a_published_policy_is_not_discarded(signed_in):
    policy = StipendPolicyFactory()
    said = sent(signed_in(approver()), "policy_discard", policy.pk, reason="x").content.decode()
    assert "This is published now, so it is not the time to discard." in said


def test_the_database_keeps_a_discarded_draft_as_it_is():
    draft = StipendPolicyFactory(draft=True)
    StipendPolicy.objects.filter(pk=draft.pk).update(state="discarded")
    for change in ({"annual_cents": 1}, {"state": "draft"}):
        with pytest.raises(InternalError, match="UPDATE of stipends_stipendpolicy"), transaction.atomic():
            StipendPolicy.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(InternalError, match="DELETE of stipends_stipendpolicy"), transaction.atomic():
        draft.delete()


def test_a_policy_reads_in_sentences(signed_in):
    policy = StipendPolicyFactory()
    text = signed_in(approver()).get(reverse("stipends:policy", args=[policy.pk])).content.decode()
    assert (
        "<li>The amount has three parts: 60% attendance, 25% deliverables and 15% attestation.</li>" in text
    )


def test_a_policy_of_nothing_a_year_is_refused(signed_in):
    old, author = StipendPolicyFactory(), preparer()
    given = {"role": old.role_id, "year": old.year_id, "amount": "0", **typed(old.rule)}
    assert "amount" in sent(signed_in(author), "policy_new", **given).context["form"].errors
    with pytest.raises(DomainError, match="A role that is paid nothing needs no policy"):
        draft_policy(role=old.role, year=old.year, annual_cents=0, rule=old.rule, by=author)


def test_a_new_version_begins_as_the_one_before_it(signed_in):
    old = StipendPolicyFactory()
    form = signed_in(preparer()).get(f"/stipends/policies/new/?after={old.pk}").context["form"]
    assert {name: form[name].value() for name in typed(old.rule)} == shown(old.rule)
    assert (form["role"].value(), form["year"].value(), form["amount"].value()) == (
        old.role_id,
        old.year_id,
        "3000.00",
    )


def test_what_was_typed_comes_back_beside_what_is_refused(signed_in):
    old = StipendPolicyFactory()
    given = {"role": old.role_id, "year": old.year_id, "amount": "1,234.50"}
    page = sent(signed_in(preparer()), "policy_new", **typed(old.rule, weight_attendance="1e"), **given)
    assert page.status_code == 422
    form = page.context["form"]
    assert list(form.errors) == ["weight_attendance"]
    assert (form["weight_attendance"].value(), form["amount"].value()) == ("1e", "1,234.50")
    words = "Percent for sessions: Write a percentage such as 85%, or a fraction such as 2/3."
    assert (
        f'<p class="usa-error-message" id="id_weight_attendance_error">{words}</p>' in page.content.decode()
    )


def test_nobody_reads_a_rule_as_data(signed_in):
    policy, client = StipendPolicyFactory(), signed_in(preparer())
    for address in (f"/stipends/policies/{policy.pk}/", "/stipends/policies/new/"):
        assert "weights_bp" not in client.get(address).content.decode()
