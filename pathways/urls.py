from django.urls import path

from pathways.views import (
    attestations,
    catalogue,
    deliverables,
    hats,
    offerings,
    placements,
    schools,
    scope,
    writing,
)
from people.views import schools as keeping

app_name = "pathways"
urlpatterns = [
    path("pathways/", catalogue.pathway_list, name="catalogue"),
    path("pathways/<slug:slug>/", catalogue.pathway_detail, name="pathway"),
    path("offerings/", offerings.index, name="offerings"),
    path("offerings/<id:pk>/", offerings.detail, name="offering"),
    path("offerings/<id:pk>/write/", writing.write, name="offering_write"),
    path("offerings/<id:pk>/publish/", offerings.publish, name="offering_publish"),
    path("offerings/<id:pk>/extend/", offerings.extend, name="offering_extend"),
    path("scope-and-sequence/", scope.scope_and_sequence, name="scope"),
    path("years/<slug:label>/scope/", scope.edit, name="scope_edit"),
    path("schools/", schools.school_list, name="schools"),
    path("schools/new/", keeping.new, name="school_new"),
    path("schools/<slug:slug>/change/", keeping.change, name="school_change"),
    path("schools/<slug:slug>/join/", keeping.join, name="school_join"),
    path("schools/<slug:slug>/signer/", keeping.appoint, name="school_signer"),
    path("people/<id:pk>/hats/new/", hats.give, name="hat_give"),
    path("people/hats/<id:pk>/for/", hats.narrow, name="hat_narrow"),
    path("schools/<slug:slug>/", schools.school_detail, name="school"),
    path("schools/<slug:slug>/expectations/", schools.expectations, name="expectations"),
    path("schools/<slug:slug>/expectations/<id:pk>/", schools.expectation, name="expectation"),
    path("placements/", placements.index, name="placements"),
    path("placements/<id:pk>/", placements.detail, name="placement"),
    path("deliverables/", deliverables.index, name="deliverables"),
    path("deliverables/<id:pk>/", deliverables.detail, name="deliverable"),
    path("deliverables/<id:pk>/submit/", deliverables.submit, name="deliverable_submit"),
    path("deliverables/<id:pk>/accept/", deliverables.accept, name="deliverable_accept"),
    path("deliverables/<id:pk>/return/", deliverables.send_back, name="deliverable_return"),
    path("deliverables/<id:pk>/file/", deliverables.evidence, name="evidence"),
    path("deliverables/<id:pk>/file/<id:event_pk>/", deliverables.evidence_before, name="evidence_before"),
    path("attestations/", attestations.index, name="attestations"),
]
