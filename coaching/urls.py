from django.urls import path

from coaching import views
from coaching.verbs import CYCLE
from common.verb_pages import paths_of

app_name = "coaching"
urlpatterns = [
    path("coaching/", views.cadence, name="cadence"),
    path("coaching/<id:pk>/", views.detail, name="detail"),
    path("coaching/new/<id:pk>/", views.new, name="new"),
    *paths_of(CYCLE, "coaching/<id:pk>/"),
]
