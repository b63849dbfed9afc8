from django.apps import AppConfig


class FellowsConfig(AppConfig):
    name = "fellows"

    def ready(self) -> None:
        """Say to the rooms below how a fellow begins (pathways.services.intake)."""
        from fellows.services import begin_fellow, hold_cohort
        from pathways.services import fellows_begin_by

        fellows_begin_by(begin_fellow, hold_cohort)
