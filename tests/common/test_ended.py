"""What is kept of a process that ended, and what is read of its log."""

from pathlib import Path

import pytest

from common.ended import MOST_WORDS, TAIL, forget, last_words, note, read


def test_each_process_keeps_its_last_words_until_it_works_again(tmp_path: Path) -> None:
    file = tmp_path / "ended.json"
    note(file, "worker", "First.")
    note(file, "beat", "No.")
    note(file, "worker", "Last.")
    assert {name: one["words"] for name, one in read(file).items()} == {"worker": "Last.", "beat": "No."}
    forget(file, "worker")
    forget(file, "courier")
    assert list(read(file)) == ["beat"]


def test_a_file_is_not_made_to_say_that_a_process_works(tmp_path: Path) -> None:
    forget(tmp_path / "ended.json", "worker")
    assert not list(tmp_path.iterdir())


def test_of_long_words_three_hundred_characters_are_kept(tmp_path: Path) -> None:
    file, log = tmp_path / "ended.json", tmp_path / "log"
    note(file, "worker", "x" * 301)
    log.write_text("y" * 301)
    assert MOST_WORDS == 300
    assert (read(file)["worker"]["words"], last_words(log)) == ("x" * 300, "y" * 300)


@pytest.mark.parametrize("text", ["", "[]", "7", '"worker"', "{", "\x00"])
def test_a_file_that_holds_no_processes_says_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "ended.json"
    file.write_text(text)
    assert read(file) == {}


def test_a_disk_that_takes_no_file_ends_nobody_else(tmp_path: Path) -> None:
    note(tmp_path / "gone" / "ended.json", "worker", "No.")
    assert read(tmp_path / "gone" / "ended.json") == {}


@pytest.mark.parametrize(
    ("text", "since", "said"),
    [
        ("", 0, ""),
        (" \n\n", 0, ""),
        ("First.\nLast.\n \n", 0, "Last."),
        ("Old.\n", 5, ""),
        ("Old.\nNew.\n", 5, "New."),
        ('{"event": "Stopped"}', 0, "Stopped"),
        ('{"event": "Stopped", "exception": " "}', 0, "Stopped"),
        ('{"event": "Stopped", "exception": "Traceback\\n  at x\\nOSError: no"}', 0, "Stopped OSError: no"),
        ('{"level": "error"}', 0, '{"level": "error"}'),
        ('["Stopped"]', 0, '["Stopped"]'),
        ("{Stopped", 0, "{Stopped"),
    ],
)
def test_the_last_line_of_a_log_that_says_anything_is_told(
    tmp_path: Path, text: str, since: int, said: str
) -> None:
    log = tmp_path / "log"
    log.write_text(text)
    assert last_words(log, since) == said


def test_of_a_long_log_only_its_end_is_read(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("Long ago.\n" + " " * (TAIL - 1) + "\n")
    assert last_words(log) == ""
    log.write_text("Just now." + " " * (TAIL - 9))
    assert last_words(log) == "Just now."
    assert last_words(tmp_path / "none") == ""
