from django.urls import path

from applications.verbs import APPLICATION
from applications.views import cosigning, decisions, details, drafts, lists, records, reviews
from common.verb_pages import paths_of

app_name = "applications"
urlpatterns = [
    path("applications/", lists.index, name="list"),
    path("applications/new/<id:offering_pk>/", drafts.new, name="new"),
    path("applications/<id:pk>/", details.detail, name="detail"),
    path("applications/<id:pk>/edit/", drafts.edit, name="edit"),
    path("applications/<id:pk>/check/", drafts.check, name="check"),
    path("applications/<id:pk>/resume/", drafts.resume, name="resume"),
    path("applications/<id:pk>/cosign/", cosigning.cosign, name="cosign"),
    *paths_of(APPLICATION, "applications/<id:pk>/do/"),
    path("cosign/", cosigning.desk, name="desk"),
    path("cosign/<str:token>/", cosigning.link, name="link"),
    path("cosign/<str:token>/resume/", cosigning.resume, name="link_resume"),
    path("records/<slug:sha256>/", records.record, name="record"),
    path("records/<slug:sha256>/pdf/", records.pdf, name="record_pdf"),
    path("review/", reviews.queue, name="queue"),
    path("review/<id:pk>/", reviews.review, name="review"),
    path("decisions/", decisions.index, name="decisions"),
    path("decisions/<id:offering_pk>/", decisions.decide, name="decide"),
    path("decisions/<id:offering_pk>/release/", decisions.release, name="release"),
    path("decisions/<id:offering_pk>/<id:pk>/", decisions.stage, name="stage"),
]
