from django.urls import path

from common.verb_pages import paths_of
from dashboard.queries import rest_of
from dashboard.views import (
    calendars,
    closing,
    design,
    exporting,
    home,
    merging,
    offerings,
    people,
    plans,
    reminders,
    reports,
    search,
    turning,
    years,
)
from notifications.verbs import REMINDER
from pathways.views import attestations

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("waiting/", home.waiting_count, name="waiting"),
    path("design/", design.design, name="design"),
    # What is left of the year is known here: sessions stand above placements.
    path("attestations/<id:pk>/", attestations.attest, {"rest_of": rest_of}, name="attest"),
    path("offerings/years/<year:label>/", offerings.sheet, name="offerings"),
    path("offerings/years/<year:label>/roles/<id:pk>/", offerings.row, name="offerings_row"),
    # What hats are narrowed to is known above people.
    path("people/<id:pk>/", people.person, name="person"),
    # What becomes of two accounts is known above all apps.
    path("people/<id:pk>/close/", closing.close, name="close"),
    path("people/<id:pk>/export/", exporting.export, name="person_export"),
    path("people/exports/<id:pk>/", exporting.fetch, name="export_fetch"),
    path("profile/export/", exporting.own, name="own_export"),
    path("people/alike/", merging.alike, name="alike"),
    path("people/<id:pk>/apart/<id:other>/", merging.apart, name="apart"),
    path("people/<id:pk>/merge/", merging.merge, name="merge"),
    # What planning moves is known above seminars.
    path("seminars/plan/", plans.current, name="plans"),
    path("seminars/plan/<year:label>/", plans.plan, name="plan"),
    path("seminars/plan/<year:label>/<slug:kind>/", plans.new, name="plan_new"),
    # What a reminder says is known above all apps.
    path("reminders/", reminders.rules, name="reminders"),
    path("reminders/new/", reminders.new, name="reminder_new"),
    path("reminders/<id:pk>/", reminders.rule, name="reminder"),
    *paths_of(REMINDER, "reminders/<id:pk>/"),
    path("search/", search.search, name="search"),
    path("years/", years.index, name="years"),
    path("years/needs/", years.needs, name="needs"),
    path("years/new/", years.new, name="year_new"),
    path("years/<slug:label>/", years.detail, name="year"),
    path("years/<slug:label>/calendar/", calendars.calendar, name="calendar"),
    path("years/<slug:label>/turn-over/", turning.turn, name="turn_over"),
    path("years/<slug:label>/days/", calendars.count, name="count_days"),
    path("reports/", reports.overview, name="reports"),
    path("reports/applications/", reports.applications, name="applications"),
    path("reports/deliverables/", reports.deliverables, name="deliverables"),
    path("reports/attendance/<id:pk>/", reports.attendance, name="attendance"),
    path("reports/jobs/", reports.jobs, name="jobs"),
    path("reports/<slug:name>.csv", reports.export, name="export"),
]
