"""What pages are made of: tags, pictures, the one list. It knows no app."""

# The tags by the names templates load them by.
LIBRARIES = {
    name: f"common.ui.{name}"
    for name in (
        "components",
        "curve",
        "digest",
        "filters",
        "flow",
        "months",
        "numbers",
        "pace",
        "pictures",
        "queue",
        "saving",
        "segments",
        "strip",
        "timeline",
        "typed",
    )
}
