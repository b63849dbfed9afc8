from django.urls import path

from common.verb_pages import door_of, paths_of
from pathways.states import DeliverableAction
from pathways.views import deliverables, placements
from seminars.states import Action, Planning
from stipends.services import change_placement
from stipends.verbs import (
    ALLOWANCE,
    CLAIM,
    PAID_DELIVERABLE,
    PAID_PLACEMENT,
    PAYDAY,
    POLICY,
    RUN,
    SESSION,
    TERMS,
)
from stipends.views import (
    budgets,
    claims,
    codes,
    differences,
    drafts,
    lines,
    mine,
    owed,
    paydays,
    payments,
    policies,
    rates,
    runs,
)

app_name = "stipends"
urlpatterns = [
    path("stipends/", mine.index, name="mine"),
    path("stipends/statements/<id:pk>/", mine.statement, name="statement"),
    path("stipends/statements/<id:pk>/pdf/", mine.statement_file, name="statement_pdf"),
    path("stipends/lines/", lines.index, name="lines"),
    path("stipends/payments/", payments.index, name="payments"),
    path("stipends/runs/", runs.index, name="runs"),
    path("stipends/runs/new/", runs.new, name="run_new"),
    path("stipends/runs/<id:pk>/", runs.detail, name="run"),
    path("stipends/runs/<id:pk>/progress/", runs.progress, name="run_progress"),
    path("stipends/runs/<id:pk>/difference/", differences.difference, name="run_difference"),
    *paths_of(RUN, "stipends/runs/<id:pk>/"),
    path("stipends/runs/<id:pk>/lines/<id:line>/", runs.line, name="line"),
    path("stipends/exports/<id:pk>/download/", runs.download, name="download"),
    # What moves pay is shown before it is done, and placements and sessions know no money.
    path("placements/receive/", placements.receive, {"change": change_placement}, name="receive"),
    *paths_of(PAID_PLACEMENT, "placements/<id:pk>/"),
    path(
        "deliverables/<id:pk>/waive/",
        deliverables.door_of(PAID_DELIVERABLE, DeliverableAction.WAIVE),
        name="deliverable_waive",
    ),
    path("offerings/<id:pk>/deliverables/<id:item>/", owed.change, name="owed"),
    *(
        path(
            f"seminars/sessions/<id:pk>/{where}/",
            door_of(SESSION, SESSION.of(action)),
            name=f"session_{action}",
        )
        for action, where in {
            Planning.CHANGE: "change",
            Planning.CHANGE_EVENT: "event",
            Action.CANCEL: "cancel",
            Action.CLOSE: "roster/close",
            Action.MOVE: "move",
        }.items()
    ),
    path("stipends/paydays/<slug:label>/", paydays.of_year, name="paydays"),
    *paths_of(PAYDAY, "stipends/paydays/<id:pk>/"),
    path("stipends/budget/", budgets.index, name="budget"),
    path("stipends/budget/rows/", budgets.rows, name="budget_rows"),
    path("stipends/budget/new/", budgets.new, name="budget_new"),
    path("stipends/budget/versions/<id:pk>/", budgets.version, name="budget_version"),
    path("stipends/budget/versions/<id:pk>/publish/", budgets.publish, name="budget_publish"),
    path("stipends/codes/", codes.index, name="codes"),
    path("stipends/funds/", codes.funds, name="funds"),
    path("stipends/funds/new/", codes.fund_new, name="fund_new"),
    path("stipends/funds/<id:pk>/", codes.fund, name="fund"),
    path("stipends/policies/", policies.index, name="policies"),
    path("stipends/policies/new/", drafts.new, name="policy_new"),
    path("stipends/policies/beside/", drafts.beside, name="policy_beside"),
    path("stipends/policies/<id:pk>/", policies.detail, name="policy"),
    path("stipends/policies/<id:pk>/edit/", drafts.edit, name="policy_edit"),
    path("stipends/policies/<id:pk>/edit/beside/", drafts.edit_beside, name="policy_edit_beside"),
    path("stipends/policies/<id:pk>/what-if/", drafts.what_if, name="policy_what_if"),
    *paths_of(POLICY, "stipends/policies/<id:pk>/"),
    path("stipends/claims/", claims.index, name="claims"),
    path("stipends/claims/schools/<id:pk>/", claims.school, name="claims_school"),
    path("stipends/claims/schools/<id:pk>/sessions/<id:session>/", claims.fill_in, name="claims_fill_in"),
    path("stipends/claims/receipts/<id:pk>/", claims.proof, name="claim_proof"),
    path("stipends/claims/terms/", rates.terms, name="terms"),
    path("stipends/claims/terms/new/", rates.new_terms, name="term_new"),
    path("stipends/claims/terms/<id:pk>/", rates.one_terms, name="term"),
    *paths_of(TERMS, "stipends/claims/terms/<id:pk>/"),
    path("stipends/claims/limits/", rates.allowances, name="allowances"),
    path("stipends/claims/limits/new/", rates.new_allowance, name="allowance_new"),
    path("stipends/claims/limits/<id:pk>/", rates.one_allowance, name="allowance"),
    *paths_of(ALLOWANCE, "stipends/claims/limits/<id:pk>/"),
    path("stipends/claims/<id:pk>/", claims.detail, name="claim"),
    path("stipends/claims/<id:pk>/submit/", claims.submit, name="claim_submit"),
    path("stipends/claims/<id:pk>/approve/", claims.approve, name="claim_approve"),
    path("stipends/claims/<id:pk>/return/", claims.send_back, name="claim_return"),
    *paths_of(CLAIM, "stipends/claims/<id:pk>/"),
]
