from django.urls import path

from coaching import views

app_name = "coaching"
urlpatterns = [
    path("coaching/", views.cadence, name="cadence"),
    path("coaching/<id:pk>/", views.detail, name="detail"),
    path("coaching/new/<id:pk>/", views.new, name="new"),
]
