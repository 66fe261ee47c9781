from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from iecpress.memory import Memory, recalling


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """One that knows two things."""
    made = Memory(tmp_path / "memory", "one")
    with recalling(made) as known:
        known.keep("a", "what a gave")
        known.keep("b", "what b gave")
    return made


def recalled(memory: Memory, *names: str) -> list[str | None]:
    with recalling(memory) as known:
        return [known.recall(name) for name in names]


def spoil(memory: Memory, command: str) -> None:
    with closing(sqlite3.connect(memory.path)) as file, file:
        file.execute(command)


def test_what_was_kept_is_known(memory: Memory) -> None:
    """The same name gives the same words, in another run as well; another name gives nothing."""
    assert recalled(memory, "a", "b", "c") == ["what a gave", "what b gave", None]


def test_another_program_knows_nothing(memory: Memory) -> None:
    """What one toolkit found out, another one finds out for itself."""
    assert recalled(Memory(memory.path, "two"), "a", "b") == [None, None]


def test_without_a_memory_nothing_is_known() -> None:
    """Nothing is kept and nothing is asked for."""
    with recalling(None) as known:
        known.keep("a", "what a gave")
        assert known.recall("a") is None


def test_what_nobody_asks_for_is_forgotten(memory: Memory) -> None:
    """The file does not grow from run to run."""
    recalled(memory, "a")
    assert recalled(memory, "a", "b") == ["what a gave", None]


def test_what_breaks_off_forgets_nothing(memory: Memory) -> None:
    """A run that fails has not asked for all that it would have asked for; what it kept itself is lost."""

    def break_off() -> None:
        with recalling(memory) as known:
            known.keep("c", "what c gave")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert recalled(memory, "a", "b", "c") == ["what a gave", "what b gave", None]


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE known SET words = 'what nobody gave'",
        "UPDATE known SET words = replace(words, 'a', 'e')",
        "UPDATE known SET words = CAST(words AS BLOB)",
        "UPDATE known SET words = CAST(X'ff' AS TEXT)",
        "UPDATE known SET words = NULL",
        "UPDATE known SET checksum = NULL",
        "DELETE FROM known",
        "DROP TABLE known",
        "ALTER TABLE known RENAME COLUMN words TO other",
    ],
)
def test_what_is_damaged_is_not_known(memory: Memory, command: str) -> None:
    """Words that changed, changed places, or are no words are as if nothing had been kept."""
    spoil(memory, command)
    assert recalled(memory, "a", "b") == [None, None]


def test_what_lies_under_another_name_is_not_known(memory: Memory) -> None:
    """Two entries that changed places, each whole with its checksum, are as if nothing had been kept."""
    spoil(memory, "CREATE TABLE other AS SELECT * FROM known")
    spoil(
        memory,
        "UPDATE known SET (words, checksum) = "
        "(SELECT words, checksum FROM other WHERE other.name <> known.name)",
    )
    assert recalled(memory, "a", "b") == [None, None]


def test_a_byte_that_changed_never_gives_other_words(memory: Memory) -> None:
    """Wherever the disk spoils the file, a name gives its own words or nothing."""
    whole = memory.path.read_bytes()
    spoilt = 0
    for place in range(0, len(whole), 61):
        memory.path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        a, b = recalled(memory, "a", "b")
        assert a in {"what a gave", None}
        assert b in {"what b gave", None}
        spoilt += a is None
    assert spoilt


@pytest.mark.parametrize("content", ["not a database", "SQLite format 3\0 and no more", ""])
def test_a_file_that_cannot_be_read_is_made_anew(memory: Memory, content: str) -> None:
    """It is known again from the run after the next on."""
    memory.path.write_text(content)
    assert recalled(memory, "a") == [None]
    for _ in range(2):
        with recalling(memory) as known:
            known.keep("a", "what a gave")
    assert recalled(memory, "a") == ["what a gave"]


def test_a_file_that_another_program_writes_is_left_to_it(memory: Memory) -> None:
    """Nothing is known meanwhile, and nothing is removed."""
    with closing(sqlite3.connect(memory.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert recalled(memory, "a") == [None]
        other.rollback()
    assert recalled(memory, "a", "b") == ["what a gave", "what b gave"]


@pytest.mark.parametrize("where", ["missing/memory", "."])
def test_no_place_to_keep_anything_costs_time_only(tmp_path: Path, where: str) -> None:
    """A folder that is not there, or a folder where the file should be: nothing is known, nothing raises."""
    with recalling(Memory(tmp_path / where, "one")) as known:
        known.keep("a", "what a gave")
        assert known.recall("a") is None
    assert tmp_path.is_dir()


def test_a_folder_removed_meanwhile_costs_time_only(tmp_path: Path) -> None:
    """Somebody may delete everything while it is in use."""
    (tmp_path / "work").mkdir()
    with recalling(Memory(tmp_path / "work" / "memory", "one")) as known:
        shutil.rmtree(tmp_path / "work")
        known.keep("a", "what a gave")
        assert known.recall("a") is None
