"""The list of fellows: its columns, each once, for its page and its files."""

from common.ui.lists import Column, state, to

FELLOWS = (
    Column("Name", lambda row: row.person.name, leads=to("fellows:detail"), sort=("person__sort_name",)),
    Column("Cohort", lambda row: row.cohort.name, sort=("cohort__starts", "person__sort_name")),
    state("State", lambda row: row.state),
    Column("Graduated", lambda row: row.graduated_on, none="–", sort=("graduated_on",)),
)
