from django.urls import path

from coaching.verbs import CYCLE, SUPPORT
from coaching.views import cycles, leaders, peers, seniors, support, visits
from common.verb_pages import paths_of

app_name = "coaching"
urlpatterns = [
    path("coaching/", cycles.cadence, name="cadence"),
    path("coaching/by/", cycles.shares, name="shares"),
    path("coaching/mine/", leaders.mine, name="mine"),
    path("coaching/with/<id:pk>/", leaders.one, name="one"),
    path("coaching/with/<id:pk>/saw/", visits.new, name="visit"),
    path("coaching/visits/<id:pk>/take-back/", visits.take_back, name="visit_take_back"),
    path("coaching/coaches/", leaders.schools, name="schools"),
    path("coaching/coaches/<slug:slug>/", leaders.deal, name="deal"),
    path("coaching/peer/", peers.index, name="peers"),
    path("coaching/peer/listed/", peers.own_rows, name="listed"),
    path("coaching/peer/<id:pk>/", peers.work, name="peer"),
    path("coaching/peer/<id:pk>/release-time/", peers.release, name="release"),
    path("coaching/peer/<id:pk>/teachers/", peers.teacher, name="teacher"),
    path("coaching/peer/<id:pk>/cycle/", peers.cycle, name="teacher_cycle"),
    path("coaching/peer/<id:pk>/pd/", peers.pd, name="pd"),
    path("coaching/peer/release-times/<id:pk>/confirm/", peers.confirm, name="release_confirm"),
    path("coaching/peer/teachers/<id:pk>/end/", peers.end_teacher, name="teacher_end"),
    path("coaching/peer/teachers/<id:pk>/take-back/", peers.take_back_teacher, name="teacher_take_back"),
    path("coaching/peer/cycles/<id:pk>/talk/", peers.talk, name="teacher_talk"),
    path("coaching/peer/cycles/<id:pk>/take-back/", peers.take_back_cycle, name="teacher_cycle_take_back"),
    path("coaching/peer/pd/<id:pk>/take-back/", peers.take_back_pd, name="pd_take_back"),
    path("coaching/unseen/", support.unseen, name="unseen"),
    path("coaching/steps/<id:pk>/", cycles.look_back, name="look_back"),
    path("coaching/peer/<id:pk>/seminar/", seniors.seminar, name="seminar"),
    path("coaching/peer/<id:pk>/peers/", seniors.peer, name="coached_peer"),
    path("coaching/peer/seminars/<id:pk>/visitors/", seniors.visitors, name="seminar_visitors"),
    path("coaching/peer/seminars/<id:pk>/take-back/", seniors.take_back_seminar, name="seminar_take_back"),
    path("coaching/peer/visits/", seniors.visits, name="seminar_visits"),
    path("coaching/peer/visitors/<id:pk>/answer/", seniors.answer, name="visitor_answer"),
    path("coaching/peer/visitors/<id:pk>/take-back/", seniors.take_back_visitor, name="visitor_take_back"),
    path("coaching/peer/peers/<id:pk>/visit/", seniors.visit, name="peer_visit"),
    path("coaching/peer/peers/<id:pk>/take-back/", seniors.take_back_peer, name="coached_peer_take_back"),
    path(
        "coaching/peer/peer-visits/<id:pk>/take-back/", seniors.take_back_visit, name="peer_visit_take_back"
    ),
    path("coaching/<id:pk>/", cycles.detail, name="detail"),
    path("coaching/<id:pk>/words/", cycles.words, name="words"),
    path("coaching/new/<id:pk>/", cycles.new, name="new"),
    *paths_of(CYCLE, "coaching/<id:pk>/"),
    path("support/", support.index, name="support"),
    path("support/all/", support.everything, name="support_all"),
    path("support/new/<id:pk>/", support.new, name="support_new"),
    path("support/<id:pk>/", support.one, name="support_one"),
    *paths_of(SUPPORT, "support/<id:pk>/"),
]
