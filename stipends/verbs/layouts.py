"""What finance does with layouts of payroll offices."""

from common.verbs import Life
from stipends import services
from stipends.models import PayrollLayout
from stipends.policies import why_not_layout
from stipends.verbs.claims import two_people

LAYOUT = Life(
    rows=lambda user: (
        PayrollLayout.objects.visible_to(user)
        .select_related("drafted_by", "published_by", "ended_by")
        .prefetch_related("columns")
    ),
    why_not=why_not_layout,
    page="stipends:layout",
    above=("Layouts of payroll", "stipends:layouts"),
    noun="layout",
    verbs=two_people(
        services.publish_layout,
        services.retire_layout,
        services.discard_layout,
        retiring="No file is made in it any more. Files that were made stay, and can be confirmed.",
    ),
)
