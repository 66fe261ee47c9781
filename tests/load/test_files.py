"""Single files and the entries of folders."""

from __future__ import annotations

import os
import threading
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress.load.files import entries, read_text
from tests.sites import ENGLISH, FOLDER, NEPALI, Site


def _read(folder: Path, raw: bytes, limit_kb: int = 8) -> tuple[str | None, list[str]]:
    (folder / "a.md").write_bytes(raw)
    text, findings = read_text(folder, Path("a.md"), limit_kb)
    return text, [finding.code for finding in findings]


@pytest.mark.parametrize(
    "raw",
    ["क\nख\n".encode(), "क\r\nख\r\n".encode(), "क\rख\r".encode(), "\ufeffक\nख\n".encode()],
    ids=["unix", "windows", "mac", "bom"],
)
def test_line_ends_and_byte_order_marks_do_not_matter(tmp_path: Path, raw: bytes) -> None:
    """Every editor's way of ending a line gives the same text."""
    assert _read(tmp_path, raw) == ("क\nख\n", [])


def test_the_line_of_the_first_wrong_byte(tmp_path: Path) -> None:
    """What is not UTF-8 is named with its byte and its line."""
    (tmp_path / "a.md").write_bytes("क\nख\n".encode() + b"caf\xe9\n")
    _, (finding,) = read_text(tmp_path, Path("a.md"), 8)
    assert (finding.code, finding.line, finding.values["byte"]) == ("F101", 3, "0xE9")


@pytest.mark.parametrize(
    "raw", [b"", b" \n\t\n", "\ufeff".encode()], ids=["nothing", "spaces", "bom"]
)
def test_an_empty_file(tmp_path: Path, raw: bytes) -> None:
    """Spaces alone are nothing."""
    assert _read(tmp_path, raw) == (None, ["F103"])


@pytest.mark.parametrize(("size", "codes"), [(8 * 1024, []), (8 * 1024 + 1, ["F104"])])
def test_the_limit_is_in_kilobytes(tmp_path: Path, size: int, codes: list[str]) -> None:
    """A file of just the limit is read, and one byte more is not even opened."""
    assert _read(tmp_path, b"a" * size)[1] == codes


def test_loose_letters_are_joined_and_named(tmp_path: Path) -> None:
    """The text is in NFC from here on; the author learns the word."""
    (tmp_path / "a.md").write_text("one\ncafe\u0301 two\n", "utf-8")
    text, (finding,) = read_text(tmp_path, Path("a.md"), 8)
    assert text == "one\ncafé two\n"
    assert (finding.code, finding.line, finding.values["word"]) == ("F102", 2, "cafe\u0301")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission is a finding that says so."""
    (tmp_path / "a.md").write_text("a", "utf-8")

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    text, (finding,) = read_text(tmp_path, Path("a.md"), 8)
    assert text is None
    assert (finding.code, finding.values["problem"]) == ("F112", "no-permission")
    assert finding.wording("en").what == "The computer says: you are not allowed to read it."


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed folder is not an empty one."""

    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert [entry.what for entry in entries(tmp_path, Path("a"))] == ["closed"]


def test_what_an_entry_is_is_not_followed(tmp_path: Path) -> None:
    """A link is a link, wherever it leads; hidden entries are nobody's business."""
    (tmp_path / "file").write_text("a", "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    (tmp_path / ".hidden").write_text("a", "utf-8")
    os.mkfifo(tmp_path / "pipe")
    found = {entry.path.name: entry.what for entry in entries(tmp_path, Path())}
    assert found == {
        "file": "file",
        "folder": "folder",
        "link": "link",
        "lost": "link",
        "pipe": "other",
    }


@pytest.mark.parametrize("name", ["index.en.md", "picture.png", "pipe"])
def test_a_pipe_does_not_hang(site: Site, name: str) -> None:
    """Something that would never end is reported and never opened."""
    (site.root / FOLDER / name).unlink(missing_ok=True)
    os.mkfifo(site.root / FOLDER / name)
    found: list[str] = []
    reading = threading.Thread(target=lambda: found.extend(site.codes()), daemon=True)
    reading.start()
    reading.join(20)
    assert not reading.is_alive()
    assert "F108" in found


def test_a_device_is_not_read(site: Site) -> None:
    """A link to /dev/zero is a link, and no data file or setting may be one either."""
    for name in (ENGLISH, "materials/contacts.yml"):
        (site.root / name).unlink()
        (site.root / name).symlink_to("/dev/zero")
    assert {finding.path for finding in site.findings() if finding.code == "F105"} == {
        ENGLISH,
        "materials/contacts.yml",
    }


@pytest.mark.parametrize(
    "linked", ["materials", "materials/leaflets", FOLDER, NEPALI, "mkdocs.yml"]
)
def test_nothing_behind_a_link_is_read(site: Site, tmp_path: Path, linked: str) -> None:
    """Wherever on the way a link stands, what is behind it stays outside."""
    outside = tmp_path / "outside"
    (site.root / linked).rename(outside)
    (site.root / linked).symlink_to(outside)
    reading = site.load()
    assert "F105" in {finding.code for finding in reading.findings}
    assert NEPALI not in {file.name for file in reading.files}


def test_a_name_that_is_not_utf_8_can_be_printed(site: Site) -> None:
    """A file name in an old encoding is shown, byte by byte where need be."""
    path = os.fsencode(site.root / FOLDER) + b"/caf\xe9\n.txt"
    os.close(os.open(path, os.O_CREAT))
    (finding,) = site.findings()
    assert finding.code == "F108"
    assert finding.path.encode("utf-8").endswith(b"caf\\xe9\\n.txt")


@given(raw=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    """Whatever a file holds, there is a text in NFC or an error that says why not; nothing raises."""
    folder = tmp_path_factory.mktemp("bytes")
    text, codes = _read(folder, raw)
    if text is None:
        assert codes[0] in ("F101", "F103")
    else:
        assert unicodedata.is_normalized("NFC", text)
        assert "\r" not in text
