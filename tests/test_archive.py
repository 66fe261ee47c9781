"""A site with released versions: what was frozen is served as it is, and every old address answers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from iecpress.handouts import Workers
from tests.press import Press
from tests.sites import ENGLISH, FOLDER, NEPALI, Site


@pytest.fixture(scope="module")
def served(history: Press, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the site with three versions, built where nothing was built before; not to be changed."""
    root = tmp_path_factory.mktemp("served") / "site"
    press = Press(Site.copy_of(history.site.root, root), history.executor)
    shutil.rmtree(root / ".iecpress")
    built = press.build()
    assert (built.handouts, built.handouts_made) == (4, 0)
    return press


def _file(press: Press, address: str) -> Path:
    inner = address.removeprefix("/")
    return press.site.root / "site" / (f"{inner}index.html" if address.endswith("/") else inner)


def test_every_address_of_the_ledger_answers(served: Press) -> None:
    """Pages and handouts of every version, and the latest of each."""
    promised = [a for standing in served.standings().values() for a in standing.addresses]
    assert len(promised) == (2 + 3 * 2 + 2 + 3 * 2) + (2 + 2 + 2 + 2)
    assert [address for address in promised if not _file(served, address).is_file()] == []


def test_a_released_handout_is_served_as_it_was_frozen(served: Press) -> None:
    """Nothing is rendered (see the fixture), and each is the frozen file, byte for byte."""
    for version in ("1.0", "1.1", "1.2"):
        for lang in ("ne", "en"):
            name = f"visit-visa-{version}-{lang}.pdf"
            frozen = served.site.root / FOLDER / "versions" / version / name
            answered = _file(served, f"/r/visit-visa/{version}/{name}")
            assert answered.read_bytes() == frozen.read_bytes()
    latest = _file(served, "/r/visit-visa/visit-visa-en.pdf").read_bytes()
    assert latest == _file(served, "/r/visit-visa/1.2/visit-visa-1.2-en.pdf").read_bytes()


def test_an_old_version_shows_its_own_words_and_what_came_after(served: Press) -> None:
    """Each version has the paragraphs of its day; the old ones name the current one."""
    first, second, third = (
        served.page(f"/en/r/visit-visa/{version}/") for version in ("1.0", "1.1", "1.2")
    )
    assert [page.count("One more thing.") for page in (first, second, third)] == [0, 1, 2]
    assert "Version 1.2 of" in first
    assert "Version 1.2 of" in second
    assert "This is the current version." in third
    assert served.page("/en/r/visit-visa/").count("One more thing.") == 2
    assert 'lang="ne"' in served.page("/r/visit-visa/1.0/")


def test_machines_are_told_of_every_version(served: Press) -> None:
    """Each with its date, its languages, its addresses and the hash of every file."""
    entry = json.loads(served.site.read("site/r/visit-visa/metadata.json"))
    assert [version["version"] for version in entry["versions"]] == ["1.0", "1.1", "1.2"]
    first = entry["versions"][0]
    assert first["langs"] == ["en", "ne"]
    assert {file["lang"] for file in first["files"]} == {"ne", "en"}
    assert all(len(file["sha256"]) == 64 for file in first["files"])


def test_a_draft_is_shown_as_one(archive: Press) -> None:
    """What is not released yet has its page, with a banner; the site says so to whoever publishes it."""
    archive.next_version("1.3")
    archive.build()
    for address in ("/en/r/visit-visa/", "/en/r/visit-visa/1.3/"):
        assert "Draft, not released" in archive.page(address)
    assert "Draft" not in archive.page("/en/r/visit-visa/1.2/")
    assert json.loads(archive.site.read("site/build.json"))["drafts"] == ["visit-visa"]


def test_a_version_that_is_not_translated_says_so(archive: Press) -> None:
    """Its page in that language leads to the text there is; the latest page keeps the older translation."""
    archive.next_version("1.3")
    archive.site.change(ENGLISH, 'translates: "1.3"', 'translates: "1.2"')
    text = archive.site.read(ENGLISH)
    archive.site.write(ENGLISH, text.removesuffix("\nOne more thing.\n"))
    archive.release()
    archive.build()
    assert "There is no English text here yet" in archive.page("/en/r/visit-visa/1.3/")
    assert archive.page("/en/r/visit-visa/").count("One more thing.") == 2
    assert archive.page("/r/visit-visa/").count("थप कुरा।") == 3
    assert "Version 1.2" in archive.page("/en/r/visit-visa/")


def test_what_an_old_body_leads_to_may_go(site: Site, press_workers: Workers) -> None:
    """A link in it to a page that is there no more leads nowhere, and the build is content."""
    press = Press(site, press_workers)
    for lang, text in (("ne", NEPALI), ("en", ENGLISH)):
        site.write(
            f"docs/{lang}/old.md", "---\ntitle: Old\nsummary: Old\n---\n## Old {#old}\n\nOld.\n"
        )
        site.write(text, f"{site.read(text)}\n[?](../../../docs/{lang}/old.md#old)\n")
    press.release()
    press.build()
    assert 'href="../../../old/#old"' in press.page("/en/r/visit-visa/1.0/")
    for lang, text in (("ne", NEPALI), ("en", ENGLISH)):
        site.write(text, site.read(text).replace(f"\n[?](../../../docs/{lang}/old.md#old)\n", ""))
        (site.root / f"docs/{lang}/old.md").unlink()
    press.next_version()
    press.release()
    press.build()
    assert "<a>?</a>" in press.page("/en/r/visit-visa/1.0/")
