from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from iecpress import verify as module
from iecpress.memory import Memory
from iecpress.verify import verify

BASE = "https://site.test"
PAGE = '<html lang="en"><body id="top"><a href="{link}">next</a></body></html>'


class Reads(list[str]):
    """The names of the pages that were taken apart."""


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    names = Reads()
    read = module._read

    def noted(site: Path, base_url: str, name: str) -> str:
        names.append(name)
        return read(site, base_url, name)

    monkeypatch.setattr(module, "_read", noted)
    return names


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name, link in (("index.html", "next/#top"), ("next/index.html", "../")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PAGE.format(link=link))
    return folder


def test_a_page_is_taken_apart_once(site: Path, tmp_path: Path, reads: Reads) -> None:
    """What was read of a page is kept, until the page's bytes, the site's address or the key change."""
    memory = Memory(tmp_path / "memory", "one")
    assert verify(site, BASE, memory) == []
    assert sorted(reads) == ["index.html", "next/index.html"]
    reads.clear()
    assert verify(site, BASE, memory) == []
    assert reads == []
    (site / "index.html").write_text(PAGE.format(link="next/"))
    assert verify(site, BASE, memory) == []
    assert reads == ["index.html"]
    reads.clear()
    verify(site, "https://other.test", memory)
    assert len(reads) == 2
    reads.clear()
    verify(site, "https://other.test", Memory(memory.path, "two"))
    assert len(reads) == 2


def test_a_known_page_is_judged_again(site: Path, tmp_path: Path) -> None:
    """A page that did not change is at fault when what it leads to is gone, exactly as if it were new."""
    memory = Memory(tmp_path / "memory", "one")
    verify(site, BASE, memory)
    (site / "next" / "index.html").write_text(PAGE.format(link="../").replace("top", "end"))
    found = verify(site, BASE, memory)
    assert [finding.code for finding in found] == ["V102"]
    (site / "next" / "index.html").unlink()
    found = verify(site, BASE, memory)
    assert [finding.code for finding in found] == ["V101"]
    assert found == verify(site, BASE)


@pytest.mark.parametrize("damage", ["not a database", "SQLite format 3\0 and nothing more", ""])
def test_a_damaged_memory_costs_time_only(
    site: Path, tmp_path: Path, reads: Reads, damage: str
) -> None:
    """A memory that cannot be read is made anew, and nothing else happens."""
    memory = Memory(tmp_path / "memory", "one")
    memory.path.write_text(damage)
    assert verify(site, BASE, memory) == []
    verify(site, BASE, memory)
    reads.clear()
    verify(site, BASE, memory)
    assert reads == []


def test_no_room_for_a_memory_costs_time_only(site: Path, tmp_path: Path, reads: Reads) -> None:
    """Where nothing can be kept, every page is read, and that is all."""
    assert verify(site, BASE, Memory(tmp_path / "missing" / "memory", "one")) == []
    assert sorted(reads) == ["index.html", "next/index.html"]


def test_the_memory_does_not_grow(site: Path, tmp_path: Path, reads: Reads) -> None:
    """What nobody asked for is forgotten, so that the file stays as large as the site."""
    memory = Memory(tmp_path / "memory", "one")
    verify(site, BASE, memory)
    before = (site / "index.html").read_bytes()
    (site / "index.html").write_text(PAGE.format(link="next/"))
    verify(site, BASE, memory)
    (site / "index.html").write_bytes(before)
    reads.clear()
    verify(site, BASE, memory)
    assert reads == ["index.html"]
