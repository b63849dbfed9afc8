from django.urls import path

from coaching.verbs import CYCLE
from coaching.views import cycles, leaders, visits
from common.verb_pages import paths_of

app_name = "coaching"
urlpatterns = [
    path("coaching/", cycles.cadence, name="cadence"),
    path("coaching/mine/", leaders.mine, name="mine"),
    path("coaching/with/<id:pk>/", leaders.one, name="one"),
    path("coaching/with/<id:pk>/saw/", visits.new, name="visit"),
    path("coaching/visits/<id:pk>/take-back/", visits.take_back, name="visit_take_back"),
    path("coaching/coaches/", leaders.schools, name="schools"),
    path("coaching/coaches/<slug:slug>/", leaders.deal, name="deal"),
    path("coaching/<id:pk>/", cycles.detail, name="detail"),
    path("coaching/new/<id:pk>/", cycles.new, name="new"),
    *paths_of(CYCLE, "coaching/<id:pk>/"),
]
