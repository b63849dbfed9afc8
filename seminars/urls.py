from django.urls import path

from common.verb_pages import door_of, paths_of
from seminars import views
from seminars.states import Action
from seminars.verbs import RESOURCE, SESSION
from seminars.views import resources

app_name = "seminars"
urlpatterns = [
    path("seminars/", views.calendar, name="calendar"),
    path("seminars/calendar/", views.address, name="address"),
    path("seminars/sessions/<id:pk>/", views.detail, name="detail"),
    path("seminars/sessions/<id:pk>/roster/", views.roster, name="roster"),
    path("seminars/sessions/<id:pk>/roster/mark/", views.mark, name="mark"),
    path(
        "seminars/sessions/<id:pk>/roster/reopen/", door_of(SESSION, SESSION.of(Action.REOPEN)), name="reopen"
    ),
    path("seminars/sessions/<id:pk>/people/<id:person_pk>/", views.person, name="person"),
    path("seminars/sessions/<id:pk>/sheet/", views.sheet, name="sheet"),
    path("seminars/sessions/<id:pk>/screen/", views.screen, name="screen"),
    path("seminars/sessions/<id:pk>/screen/code/", views.code, name="code"),
    *paths_of(SESSION, "seminars/sessions/<id:pk>/"),
    path("resources/", resources.index, name="resources"),
    path("resources/new/", resources.new, name="resource_new"),
    path("resources/<id:pk>/", resources.detail, name="resource"),
    path("resources/<id:pk>/file/", resources.file, name="resource_file"),
    *paths_of(RESOURCE, "resources/<id:pk>/"),
    path("cohorts/<id:pk>/", resources.cohort, name="cohort"),
    path("check-in/<str:token>/", views.check_in, name="check_in"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
]
