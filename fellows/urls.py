from django.urls import path

from common.verb_pages import door_of, paths_of
from fellows import views
from fellows.verbs import (
    AWARD,
    FELLOW,
    FIELDWORK,
    MILESTONE,
    MILESTONES,
    MOVES,
    OF_ALUMNI,
    OF_PAPER,
    OF_SERVICE,
    OF_TAKEOVER,
    OF_UCLA,
    PROOF,
    SERVICE,
    VERSION,
)
from fellows.views import (
    agreements,
    alumni,
    assistance,
    board,
    cohorts,
    fieldwork,
    intake,
    pipeline,
    plans,
    proofs,
    results,
    takeover,
)

REPORT, SUSPEND = OF_SERVICE
PAPER_YEARS, ACCEPT_PAPER = OF_PAPER
TAKE_BACK, TAKE_BACK_AGREEMENT = OF_TAKEOVER
STILL_SAME, SAY_ROLE = OF_ALUMNI

app_name = "fellows"
urlpatterns = [
    path("fellows/", views.fellow_list, name="list"),
    path("fellows/board/", board.latest, name="boards"),
    path("fellows/board/<id:pk>/", board.board, name="board"),
    path("fellows/cohorts/new/", cohorts.new, name="cohort_new"),
    path("fellows/cohorts/<id:pk>/", cohorts.change, name="cohort"),
    path("fellows/cohorts/<id:pk>/applications/", intake.draft, name="cohort_applications"),
    path("fellows/cohorts/<id:pk>/plan/", plans.plan, name="plan"),
    path("fellows/cohorts/<id:pk>/plan/apply/", plans.apply, name="plan_apply"),
    path("fellows/assistance/", assistance.awards, name="awards"),
    path("fellows/assistance/<id:pk>/", assistance.award, name="award"),
    *paths_of(AWARD, "fellows/assistance/<id:pk>/"),
    path("fellows/cohorts/<id:pk>/assistance/", assistance.of_cohort, name="assistance_of_cohort"),
    path("fellows/cohorts/<id:pk>/assistance/budget/", assistance.budget, name="assistance_budget"),
    path("fellows/<id:pk>/assistance/", assistance.assistance, name="assistance"),
    path("fellows/<id:pk>/assistance/new/", assistance.new, name="award_new"),
    path("fellows/agreements/", agreements.versions, name="versions"),
    path("fellows/agreements/new/", agreements.new, name="version_new"),
    path("fellows/agreements/unsigned/", agreements.unsigned_list, name="unsigned"),
    path("fellows/agreements/<id:pk>/", agreements.version, name="version"),
    *paths_of(VERSION, "fellows/agreements/<id:pk>/"),
    path("fellows/agreements/signed/<id:pk>/pdf/", agreements.pdf, name="agreement_pdf"),
    path("fellows/alumni/", alumni.index, name="alumni"),
    path("alumni/<str:token>/", alumni.answer, name="alumni_answer"),
    path("fellows/nominate/", views.nominate, name="nominate"),
    path("fellows/take-over/", takeover.index, name="take_over"),
    path("fellows/take-over/file/", takeover.lines, name="take_over_lines"),
    path("fellows/pipeline/", pipeline.sources_page, name="pipeline"),
    path("fellows/pipeline/people/", pipeline.leaders_page, name="pipeline_people"),
    path("fellows/outcomes/", views.outcome_table, name="outcomes"),
    path("fellows/outcomes/freeze/", results.freeze, name="outcomes_freeze"),
    path("fellows/outcomes/<id:pk>/", results.results, name="results"),
    path("fellows/outcomes/<id:pk>/numbers.csv", results.numbers_csv, name="results_numbers"),
    path("fellows/outcomes/<id:pk>/dictionary.csv", results.dictionary_csv, name="results_dictionary"),
    path("fellows/similar-schools/", views.similarity, name="similarity"),
    path("fellows/<id:pk>/", views.detail, name="detail"),
    path("fellows/<id:pk>/hours/", fieldwork.hours, name="hours"),
    path("fellows/hours/", fieldwork.to_accept, name="hours_to_accept"),
    path("fellows/hours/<id:pk>/", fieldwork.entry, name="entry"),
    path("fellows/<id:pk>/history/", views.history, name="history"),
    path("fellows/<id:pk>/agreement/", agreements.sign, name="agreement"),
    *(
        path(f"fellows/<id:pk>/{where}/", door_of(FELLOW, verb), name=f"detail_{verb.name}")
        for where, verb in [
            *((f"move/{verb.name}", verb) for verb in MOVES),
            *(("milestones", verb) for verb in MILESTONES),
            ("service/report", REPORT),
            ("suspend", SUSPEND),
            ("paper/enter", PAPER_YEARS),
            ("take-back", TAKE_BACK),
            ("paper/agreement/take-back", TAKE_BACK_AGREEMENT),
            ("still", STILL_SAME),
            ("now", SAY_ROLE),
            ("paper/accept", ACCEPT_PAPER),
            *(("ucla", verb) for verb in OF_UCLA),
        ]
    ),
    path("fellows/proof/<id:pk>/", proofs.proof, name="proof"),
    *paths_of(PROOF, "fellows/proof/<id:pk>/"),
    *paths_of(MILESTONE, "fellows/milestone/<id:pk>/"),
    *paths_of(FIELDWORK, "fellows/hours/<id:pk>/"),
    *paths_of(SERVICE, "fellows/service/<id:pk>/"),
    path("service/<str:token>/", views.answer, name="answer"),
]
