"""The list of layouts of payroll offices."""

from common.ui.lists import Column, state, to

LAYOUTS = (
    Column("Layout", lambda row: row.name, leads=to("stipends:layout"), sort=("name",)),
    Column("Version", lambda row: row.version, look="number"),
    Column("File", lambda row: row.get_ending_display()),
    Column("Columns", lambda row: len(row.columns.all()), look="number"),
    state("State", lambda row: row.state),
    Column("Drafted by", lambda row: row.drafted_by.name),
    Column(
        "Published by",
        lambda row: row.published_by.name if row.published_by else None,
        none="–",
    ),
)
