from django.urls import path

from dashboard.views import design, home

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("design/", design.design, name="design"),
]
