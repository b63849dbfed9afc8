from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        """Say to the rooms below who gets a place of a cohort that becomes free (pathways.services.intake)."""
        from applications.services import fill_freed
        from pathways.services import freed_places_go_by

        freed_places_go_by(fill_freed)
