"""send_reminders, as it is typed at a terminal."""

import pytest

from dashboard.management.commands.send_reminders import Command


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The last line that a refused command says."""
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "send_reminders", *words])
    assert ended.value.code == 2
    return capsys.readouterr().err.strip().splitlines()[-1]


@pytest.mark.parametrize("moment", ["garbage", "2026-13-45T99:00", ""])
def test_what_is_no_moment_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str], moment: str) -> None:
    assert refused(capsys, "--at", moment) == (
        f"manage.py send_reminders: error: argument --at: {moment!r} is no moment."
        " Write it like 2026-03-01T08:00."
    )


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_far_from_any_program_year_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], moment: str
) -> None:
    assert refused(capsys, "--at", moment).endswith("Choose a moment between the years 2000 and 2100.")
