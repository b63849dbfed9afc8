"""Program years around a day, their service days, and when the sessions of a year fall."""

from datetime import date, timedelta

from pathways.models import ProgramYear, ServiceDay

SERVICE_DAYS = 180


def year_start(day: date) -> date:
    """1 July of the program year that holds `day`."""
    return date(day.year if day.month >= 7 else day.year - 1, 7, 1)


def make_year(start: date) -> ProgramYear:
    """A program year with 180 service days: weekdays from mid-August, without two weeks in winter."""
    end = start.replace(year=start.year + 1)
    year = ProgramYear.objects.create(label=f"{start.year}-{end.year % 100:02d}", starts=start, ends=end)
    day, days = date(start.year, 8, 13), []
    while len(days) < SERVICE_DAYS:
        winter = date(start.year, 12, 20) <= day < date(end.year, 1, 10)
        if day.weekday() < 5 and not winter:
            days.append(day)
        day += timedelta(days=1)
    ServiceDay.objects.bulk_create(ServiceDay(year=year, day=day) for day in days)
    return year


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth given weekday (Monday 0) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def session_days(start: date) -> list[tuple[str, str, date, int]]:
    """(kind, title, day, minutes) of a year: four institute days, one winter day, six seminars."""
    first = nth_weekday(start.year, 8, 0, 1)
    summer = [
        ("summer_institute", f"Summer Institute, day {n + 1}", first + timedelta(days=n), 360)
        for n in range(4)
    ]
    winter = [("winter_institute", "Winter Institute", nth_weekday(start.year + 1, 1, 5, 2), 360)]
    months = [(0, 9), (0, 10), (0, 11), (1, 2), (1, 3), (1, 4)]
    seminars = [
        ("seminar", f"Seminar {n + 1}", nth_weekday(start.year + later, month, 2, 3 if n == 0 else 2), 180)
        for n, (later, month) in enumerate(months)
    ]
    return sorted(summer + winter + seminars, key=lambda row: row[2])
