from django.urls import path

from dashboard.views import design, home, reports, search

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("waiting/", home.waiting_count, name="waiting"),
    path("design/", design.design, name="design"),
    path("search/", search.search, name="search"),
    path("reports/", reports.overview, name="reports"),
    path("reports/applications/", reports.applications, name="applications"),
    path("reports/deliverables/", reports.deliverables, name="deliverables"),
    path("reports/attendance/<id:pk>/", reports.attendance, name="attendance"),
    path("reports/jobs/", reports.jobs, name="jobs"),
    path("reports/<slug:name>.csv", reports.export, name="export"),
]
