from dashboard.services.merging import merge

__all__ = ["merge"]
