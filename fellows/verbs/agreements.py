"""What is done with the versions of the service agreement."""

from typing import Any

from common.verbs import Life, Verb
from fellows import services
from fellows.forms import DiscardForm, PublishForm, RetireForm, VersionForm, wording_of
from fellows.models import AgreementVersion
from fellows.policies import why_not_version
from fellows.queries.agreements import WRITTEN, sample_text, wording_in
from fellows.states import VersionAction
from people.models import User
from people.queries import today
from people.services.told import shown


def _change(*, pk: int, by: User, seen: str = "", **typed: Any) -> AgreementVersion:
    return services.change_version(pk=pk, by=by, wording=wording_of(**typed), seen=seen)


def _as_read(version: AgreementVersion) -> dict[str, Any]:
    return {"text": sample_text(version, today())}


def _as_written(version: AgreementVersion) -> dict[str, Any]:
    return {"initial": wording_in(version)}


VERSION = Life(
    rows=lambda user: AgreementVersion.objects.visible_to(user).select_related(
        "drafted_by", "published_by", "ended_by"
    ),
    why_not=why_not_version,
    page="fellows:version",
    above=("Service agreement", "fellows:versions"),
    noun="version",
    verbs=(
        Verb(
            action=VersionAction.PUBLISH,
            does=services.publish_version,
            label="Read and publish…",
            said=lambda version: (
                f"{version} is published. "
                + (
                    "Agreements on paper may have its terms."
                    if version.for_paper
                    else f"Fellows sign it from {version.asked_from:%B %-d, %Y}."
                )
            ),
            form=PublishForm,
            seen=lambda version: shown(version, WRITTEN),
            template="fellows/version_publish.html",
            context=_as_read,
            kept=lambda version, typed: f"{version} published",
            alone=True,
        ),
        Verb(
            action=VersionAction.CHANGE,
            does=_change,
            label="Change…",
            said="The draft is saved. Another program manager publishes it.",
            form=VersionForm,
            given=_as_written,
            seen=lambda version: shown(version, WRITTEN),
            template="fellows/version_write.html",
            tone="outline",
            kept=lambda version, typed: f"{version} written anew",
            alone=True,
        ),
        Verb(
            action=VersionAction.DISCARD,
            does=services.discard_version,
            label="Discard…",
            said="The draft is discarded.",
            form=DiscardForm,
            lead="A draft put aside is never published. It stays on record with your reason.",
            tone="outline",
            kept=lambda version, typed: f"Discarded: {typed['reason']}",
        ),
        Verb(
            action=VersionAction.RETIRE,
            does=services.retire_version,
            label="Retire…",
            said="Nobody signs this version any more.",
            form=RetireForm,
            lead="Nobody signs it any more; the published version before it is signed again. What was signed stays.",
            tone="outline",
            kept=lambda version, typed: f"Retired: {typed['reason']}",
        ),
    ),
)
