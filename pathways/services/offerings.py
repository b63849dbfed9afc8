"""Offerings: published word for word, changed only by a new version, and kept open longer on record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from pathways.models import DAYS_IN_WORDS, Offering, OfferingEvent, OfferingVersion
from pathways.policies import why_not
from pathways.queries import offering_content
from pathways.states import OfferingAction
from people.models import User


@transaction.atomic
def publish(*, pk: int, by: User, now: datetime | None = None) -> tuple[OfferingVersion, bool]:
    """Freeze what the offering says today as its next version, which new applicants see and sign.

    Answers the version that stands then, and whether it is new: publishing again without a change makes none. People
    keep the version they signed. Raises DomainError for days on which nobody can apply for a role of that year.
    """
    offering = _locked(pk)
    demand(why_not(by, OfferingAction.PUBLISH, offering))
    if wrong := offering.window_errors():
        raise DomainError(" ".join(wrong.values()))
    content = offering_content(offering)
    standing = offering.published_version
    if standing is not None and standing.content == content:
        return standing, False
    latest = offering.versions.order_by("-number").values_list("number", flat=True).first() or 0
    moment = now or timezone.now()
    version = OfferingVersion.objects.create(
        offering=offering, number=latest + 1, content=content, published_by=by, published_at=moment
    )
    offering.published_version = version
    offering.save(update_fields=["published_version"])
    OfferingEvent.objects.create(
        offering=offering, action=OfferingAction.PUBLISH, by=by, at=moment, version=version
    )
    return version, True


@transaction.atomic
def publish_all(*, pks: Sequence[int], by: User, now: datetime | None = None) -> list[OfferingVersion]:
    """Publish these as they stand, all or none; answers the versions that are new.

    Raises DomainError that names the offering which cannot be published.
    """
    new = []
    for offering in Offering.objects.filter(pk__in=pks).select_related("role", "year").order_by("pk"):
        try:
            version, made = publish(pk=offering.pk, by=by, now=now)
        except DomainError as refusal:
            raise type(refusal)(f"{offering}: {refusal}") from None
        new += [version] if made else []
    return new


@transaction.atomic
def extend(*, pk: int, by: User, until: date, reason: str, now: datetime | None = None) -> Offering:
    """Take applications longer, through the day `until`; an extension that was too long is corrected the same way.

    The days by which people sign and answer move along where they would be too early, and back with a correction.
    Each stays in the history.
    Raises DomainError without a reason, for a day past the program year, and for a correction that reaches into the
    past or behind the original last day.
    """
    offering = _locked(pk)
    demand(why_not(by, OfferingAction.EXTEND, offering))
    moment, was = now or timezone.now(), offering.last_day
    if until == was or until < was == offering.closes:
        raise DomainError(f"Choose a day after {was:%B %-d, %Y}, the present last day.")
    if not reason.strip():
        raise DomainError("Say why the window is extended. The reason stays on record.")
    if until > was:
        _check_in_year(offering, until)
        days, stayed = _moving_along(offering, was, until), False
    else:
        _check_correction(offering, until, local_date(moment))
        days, stayed = _moving_back(offering, until)
    moved = {name: day for name, day in days.items() if day != getattr(offering, name)}
    changed = {"last_day": [str(was), str(until)], **_changed(offering, moved)}
    offering.extended_to = until if until > offering.closes else None
    for name, day in moved.items():
        setattr(offering, name, day)
    offering.save(update_fields=["extended_to", *moved])
    OfferingEvent.objects.create(
        offering=offering,
        action=OfferingAction.EXTEND if until > was else OfferingAction.CORRECT_EXTENSION,
        by=by,
        at=moment,
        days=changed,
        days_stayed=stayed,
        note=reason.strip(),
    )
    return offering


@transaction.atomic
def change_days(
    *, pk: int, by: User, days: Mapping[str, date | None], reason: str, now: datetime | None = None
) -> Offering:
    """Change days of an offering that was published; what they were and the reason stay in the history.

    Pages follow these days at once. Raises DomainError without a reason, and for what would cut short what people
    count on: once it is open, it opens no later, and its other days only move on.
    """
    offering = _locked(pk)
    demand(why_not(by, OfferingAction.EXTEND, offering))
    changed = {name: day for name, day in days.items() if getattr(offering, name) != day}
    if not changed:
        return offering
    if not reason.strip():
        raise DomainError("Say why the days change: this offering is published. The reason stays on record.")
    moment = now or timezone.now()
    if offering.opens <= local_date(moment):
        _check_not_shortened(offering, changed)
    told = _changed(offering, changed)
    for name, day in changed.items():
        setattr(offering, name, day)
    offering.save(update_fields=list(changed))
    OfferingEvent.objects.create(
        offering=offering,
        action=OfferingAction.CHANGE_DAYS,
        by=by,
        at=moment,
        days=told,
        note=reason.strip(),
    )
    return offering


def _changed(offering: Offering, days: Mapping[str, date | None]) -> dict[str, list[str | None]]:
    """Each of these days as it is now and as it will be, for the history."""
    return {
        name: [str(one) if one else None for one in (getattr(offering, name), day)]
        for name, day in days.items()
    }


def _check_in_year(offering: Offering, until: date) -> None:
    if until > offering.year.last_day:
        raise DomainError(
            f"The program year {offering.year} ends on {_day(offering.year.last_day)}. Choose a day in it."
        )


def _moving_along(offering: Offering, was: date, until: date) -> dict[str, date]:
    return _in_order(offering.cosign_by, offering.answer_by, until=until, longer=until - was)


def _in_order(sign: date, answer: date, *, until: date, longer: timedelta) -> dict[str, date]:
    """The days by which people sign and answer, later by as many days where they would be too early.

    Nobody signs before the last day to apply, and nobody answers before the school has signed.
    """
    if sign < until:
        sign = max(until, sign + longer)
    if answer < sign:
        answer = max(sign, answer + longer)
    return {"cosign_by": sign, "answer_by": answer}


def _moving_back(offering: Offering, until: date) -> tuple[dict[str, date], bool]:
    """Those days as an extension to `until` alone moves the published ones, never later than they are.

    Days that somebody changed since are theirs: they stay, and the second answer is that they did.
    """
    version = offering.published_version
    if version is None or not {"cosign_by", "answer_by"} <= version.content.keys():
        return {}, False
    if offering.events.filter(action=OfferingAction.CHANGE_DAYS, at__gte=version.published_at).exists():
        return {}, True
    sign, answer = (date.fromisoformat(version.content[name]) for name in ("cosign_by", "answer_by"))
    days = _in_order(sign, answer, until=until, longer=until - offering.closes)
    return {name: min(day, getattr(offering, name)) for name, day in days.items()}, False


def _check_correction(offering: Offering, until: date, today: date) -> None:
    earliest = max(offering.closes, today)
    if until < earliest:
        raise DomainError(
            f"Choose {_day(earliest)} or later: an extension is not taken back behind today, nor behind the "
            "original last day."
        )


def _check_not_shortened(offering: Offering, changed: Mapping[str, date | None]) -> None:
    for name, day in changed.items():
        was = getattr(offering, name)
        shorter = day is None or (day > was if name == "opens" else day < was)
        if name != "priority_by" and shorter:
            way = "earlier" if name == "opens" else "later"
            raise DomainError(
                f"People count on this offering since it opened. {DAYS_IN_WORDS[name]} stays on {_day(was)}, "
                f"or is {way}."
            )


def _day(day: date | None) -> str:
    return "none" if day is None else f"{day:%B %-d, %Y}"


def _locked(pk: int) -> Offering:
    # Held first, read after: a version joined while this waits for somebody else's would be the one of before.
    Offering.objects.select_for_update().only("pk").get(pk=pk)
    return Offering.objects.select_related("role__pathway", "year", "published_version").get(pk=pk)
