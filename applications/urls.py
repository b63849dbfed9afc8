from django.urls import path

from applications.verbs import APPLICATION, PULSE_PAIR
from applications.views import (
    cosigning,
    decisions,
    details,
    drafts,
    in_office,
    lists,
    pulses,
    records,
    renewals,
    reviews,
)
from common.verb_pages import paths_of

app_name = "applications"
urlpatterns = [
    path("applications/", lists.index, name="list"),
    path("applications/new/<id:offering_pk>/", drafts.new, name="new"),
    path("applications/renew/<id:offering_pk>/", renewals.renew, name="renew"),
    path("applications/<id:pk>/", details.detail, name="detail"),
    path("applications/<id:pk>/edit/", drafts.edit, name="edit"),
    path("applications/<id:pk>/check/", drafts.check, name="check"),
    path("applications/<id:pk>/resume/", drafts.resume, name="resume"),
    path("applications/<id:pk>/cosign/", cosigning.cosign, name="cosign"),
    *paths_of(APPLICATION, "applications/<id:pk>/do/"),
    path("placements/in-office/", in_office.index, name="in_office"),
    path("placements/in-office/file/", in_office.lines, name="in_office_lines"),
    path("placements/in-office/papers/<id:pk>/", in_office.paper, name="paper"),
    path("placements/<id:pk>/paper/", in_office.paper_new, name="paper_new"),
    path("renewals/", renewals.index, name="renewals"),
    path("renewals/<id:offering_pk>/", renewals.of, name="renewals_of"),
    path("cosign/", cosigning.desk, name="desk"),
    path("cosign/<str:token>/", cosigning.link, name="link"),
    path("cosign/<str:token>/resume/", cosigning.resume, name="link_resume"),
    path("records/<slug:sha256>/", records.record, name="record"),
    path("records/<slug:sha256>/pdf/", records.pdf, name="record_pdf"),
    path("pulse/", pulses.index, name="pulses"),
    path("pulse/years/<year:label>/", pulses.of_year, name="pulse_year"),
    path("pulse/years/<year:label>/days/", pulses.days, name="pulse_days"),
    path("pulse/<id:pk>/", pulses.pair, name="pulse"),
    path("pulse/<id:pk>/keep/", pulses.keep, name="pulse_keep"),
    *paths_of(PULSE_PAIR, "pulse/<id:pk>/"),
    path("review/", reviews.queue, name="queue"),
    path("review/<id:pk>/", reviews.review, name="review"),
    path("decisions/", decisions.index, name="decisions"),
    path("decisions/<id:offering_pk>/", decisions.decide, name="decide"),
    path("decisions/<id:offering_pk>/renewals/", renewals.stage, name="stage_renewals"),
    path("decisions/<id:offering_pk>/release/", decisions.release, name="release"),
    path("decisions/<id:offering_pk>/<id:pk>/", decisions.stage, name="stage"),
]
