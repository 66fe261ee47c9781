"""From a folder to a site: what a build makes, makes again, leaves alone and leaves whole."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from iecpress import prepare as prepare_module
from iecpress.build import Built, build
from iecpress.findings import as_text, codes
from iecpress.handouts import workers
from iecpress.handover import STAGE_VARIABLE
from iecpress.prepare import Options
from iecpress.site import starting
from tests.sites import ENGLISH, FOLDER, NEPALI, TODAY, Site

THEME = "theme: {name: material, language: ne, font: false}\nsite_dir: site\nplugins:"


@pytest.fixture
def press(site: Site) -> Site:
    """A tiny sound site that MkDocs can build."""
    site.change("mkdocs.yml", "plugins:", THEME)
    site.change(
        "mkdocs.yml",
        "  - i18n:\n",
        "  - i18n:\n      docs_structure: folder\n      fallback_to_default: false\n",
    )
    for lang, title in (("ne", "गृहपृष्ठ"), ("en", "Home")):
        site.write(
            f"docs/{lang}/index.md",
            f"---\ntitle: {title}\nsummary: {title}\nlayout: home\n---\n## {title} {{#about}}\n\n{title}\n",
        )
    return site


def built(site: Site, **options: Any) -> Built:
    return build(site.root, Options(site.root / "site", workers=1, today=TODAY, **options))


def tree(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file, by its name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def found(result: Built) -> list[str]:
    return [finding.code for finding in result.findings]


def test_a_build_makes_the_addresses_of_the_design(press: Site) -> None:
    """Latest and version pages, handouts at both addresses, index, catalogue and sitemap are there."""
    result = built(press)
    assert result.published, [as_text(f, "en") for f in result.findings]
    names = set(tree(press.root / "site"))
    assert {
        "index.html",
        "en/index.html",
        "404.html",
        "r/visit-visa/index.html",
        "en/r/visit-visa/index.html",
        "r/visit-visa/1.0/index.html",
        "en/r/visit-visa/1.0/index.html",
        "r/visit-visa/1.0/visit-visa-1.0-ne.pdf",
        "r/visit-visa/1.0/visit-visa-1.0-en.pdf",
        "r/visit-visa/visit-visa-ne.pdf",
        "r/visit-visa/metadata.json",
        "resources/index.html",
        "en/resources/index.html",
        "catalogue.json",
        "catalogue.csv",
        "catalogue.schema.json",
        "sitemap.xml",
        "robots.txt",
    } <= names
    assert not [name for name in names if name.endswith((".md", ".yml", ".unfinished"))]
    assert not [name for name in names if name.startswith("assets/java")], "Material's own"


def test_nothing_is_made_when_nothing_changed(press: Site) -> None:
    """The second build says so, and the site is byte for byte the same."""
    built(press)
    before = tree(press.root / "site")
    result = built(press)
    assert result.unchanged
    assert tree(press.root / "site") == before


def test_a_file_lost_from_the_site_comes_back(press: Site) -> None:
    """A site that somebody damaged is not called current; it is put together again from what is at hand."""
    built(press)
    before = tree(press.root / "site")
    (press.root / "site/index.html").unlink()
    result = built(press)
    assert (result.unchanged, result.handouts_made, result.pages_made) == (False, 0, 0)
    assert tree(press.root / "site") == before


def test_one_edit_makes_one_resource_anew(press: Site) -> None:
    """Only the handout of the edited text is drawn again, and only pages that show it are made again."""
    first = built(press)
    assert (first.handouts_made, first.handouts) == (2, 2)
    others = [
        press.root / ".iecpress/html" / name for name in ("r/visit-visa/index.html", "index.html")
    ]
    before = [path.stat().st_mtime_ns for path in others]
    press.add(english="One more sentence.")
    result = built(press)
    assert result.published
    assert (result.handouts_made, result.handouts) == (1, 2)
    assert 2 <= result.pages_made < result.pages
    assert [path.stat().st_mtime_ns for path in others] == before
    assert "One more sentence." in press.read("site/en/r/visit-visa/index.html")
    assert "One more sentence." in press.read("site/en/r/visit-visa/1.0/index.html")


def test_a_build_that_made_only_changes_equals_one_from_nothing(press: Site) -> None:
    """After edits, a new page and a removed one, nothing tells the quick build from a cold one."""
    press.write(
        "docs/en/about.md", "---\ntitle: About\nsummary: About\n---\n## Us {#us}\n\nHello.\n"
    )
    press.write(
        "docs/ne/about.md", "---\ntitle: परिचय\nsummary: परिचय\n---\n## हामी {#us}\n\nनमस्ते।\n"
    )
    built(press)
    press.add(english="One more sentence.", nepali="थप एक वाक्य।")
    for lang in ("ne", "en"):
        (press.root / f"docs/{lang}/about.md").unlink()
    assert built(press).published
    quick = tree(press.root / "site")
    subprocess.run(["rm", "-rf", press.root / ".iecpress", press.root / "site"], check=True)
    assert built(press).published
    assert quick == tree(press.root / "site")
    assert "about/index.html" not in quick


def test_two_machines_make_the_same_bytes(press: Site, tmp_path: Path) -> None:
    """Another folder, another time zone, another umask: the same site."""
    built(press)
    other = Site.copy(tmp_path / "elsewhere" / "a folder")
    subprocess.run(["cp", "-r", f"{press.root}/.", str(other.root)], check=True)
    subprocess.run(["rm", "-rf", other.root / ".iecpress", other.root / "site"], check=True)
    code = (
        "import os, sys, datetime as dt; from pathlib import Path\n"
        "from iecpress.build import build; from iecpress.prepare import Options\n"
        "os.umask(0o077)\n"
        "root = Path(sys.argv[1])\n"
        "assert build(root, Options(root / 'site', workers=2, today=dt.date(2026, 11, 21))).published\n"
    )
    environment = {**os.environ, "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, str(other.root)], check=True, env=environment)
    assert tree(other.root / "site") == tree(press.root / "site")


@pytest.mark.parametrize("keep_going", [True, False])
def test_an_error_stops_the_build_unless_told_to_keep_going(press: Site, keep_going: bool) -> None:
    """Without --keep-going the old site stays; with it, what is sound is built and the rest left out."""
    built(press)
    before = tree(press.root / "site")
    press.write(
        "materials/leaflets/other/index.ne.md",
        press.read(NEPALI).replace("title:", "titel:"),
    )
    result = built(press, keep_going=keep_going)
    assert "M104" in found(result)
    if keep_going:
        assert result.published
        assert "r/visit-visa/index.html" in tree(press.root / "site")
        assert "r/other/index.html" not in tree(press.root / "site")
    else:
        assert not result.published
        assert tree(press.root / "site") == before


def test_a_warning_of_mkdocs_is_an_error_of_ours(press: Site) -> None:
    """A navigation that names a missing page is not let through, and the old site stays."""
    built(press)
    before = tree(press.root / "site")
    press.change("mkdocs.yml", "site_dir: site", "site_dir: site\nnav: [no-such-page.md]")
    result = built(press)
    assert "B101" in found(result)
    assert not result.published
    assert tree(press.root / "site") == before


def test_a_broken_setting_of_mkdocs_is_told_in_a_sentence(press: Site) -> None:
    """A plugin that is not installed gives one finding with MkDocs's words, no traceback."""
    press.change("mkdocs.yml", "  - i18n:\n", "  - no-such-plugin\n  - i18n:\n")
    result = built(press)
    assert found(result) == ["B102"]
    assert "no-such-plugin" in result.findings[0].values["problem"]


def test_a_template_with_a_dead_link_is_not_published(press: Site) -> None:
    """What the built pages promise is verified before they are published."""
    press.write("overrides/partials/head.html", '<link rel="help" href="/no-such-page/">')
    press.change("mkdocs.yml", "font: false}", "font: false, custom_dir: overrides}")
    result = built(press)
    assert "V101" in found(result)
    assert not result.published
    assert not (press.root / "site").exists()


def test_a_full_disk_leaves_the_old_site(press: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """No space left while the new site is put together: a finding, and the old site as it was."""
    built(press)
    before = tree(press.root / "site")
    press.add(english="One more sentence.")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(press.root / "site"))

    monkeypatch.setattr("iecpress.prepare.place", full)
    result = built(press)
    assert found(result) == ["B103"]
    assert tree(press.root / "site") == before
    monkeypatch.undo()
    assert built(press).published


def test_a_killed_build_leaves_the_old_site_and_the_next_one_completes(press: Site) -> None:
    """SIGKILL at ten different moments: the site is the old one or the new one, and building again works."""
    built(press)
    before = tree(press.root / "site")
    command = [sys.executable, "-m", "iecpress", "-C", str(press.root), "build", "--jobs", "1"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795219200"}
    press.add(english="One more sentence.")
    for moment in (0.2, 0.5, 0.8, 1.1, 1.4, 1.7, 2.0, 2.4, 2.8, 3.4):
        process = subprocess.Popen(
            command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(moment)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        now = tree(press.root / "site")
        if "One more sentence." in press.read("site/en/r/visit-visa/index.html"):
            break
        assert now == before
    assert built(press).published
    assert "One more sentence." in press.read("site/en/r/visit-visa/index.html")
    assert [path.name for path in press.root.iterdir() if path.name.startswith(".site")] == []


def test_two_builds_at_once_do_not_meet(press: Site) -> None:
    """The second says that another is running."""
    import fcntl

    (press.root / ".iecpress").mkdir()
    with (press.root / ".iecpress" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert found(built(press)) == ["B104"]


def test_a_site_folder_that_cannot_be_written_is_told(press: Site) -> None:
    """A file where the site should be is not touched."""
    press.write("site", "somebody's file")
    result = built(press)
    assert found(result) == ["B105"]
    assert press.read("site") == "somebody's file"


def test_one_language_is_enough(press: Site) -> None:
    """A site in Nepali alone builds without a trace of English pages."""
    press.change("mkdocs.yml", "languages: [ne, en]", "languages: [ne]")
    press.change("mkdocs.yml", "        - {locale: en, name: English}\n", "")
    (press.root / ENGLISH).unlink()
    shutil.rmtree(press.root / "docs/en")
    result = built(press)
    assert result.published, [as_text(f, "en") for f in result.findings]
    assert not [name for name in tree(press.root / "site") if name.startswith("en/")]


def test_a_missing_translation_says_so_and_is_not_listed(press: Site) -> None:
    """The English address of a Nepali-only text answers, is marked not to be indexed and is not in the sitemap."""
    (press.root / ENGLISH).unlink()
    assert built(press).published
    page = press.read("site/en/r/visit-visa/index.html")
    assert '<meta name="robots" content="noindex">' in page
    assert 'lang="ne"' in page
    assert "/en/r/visit-visa/" not in press.read("site/sitemap.xml")


def test_the_catalogue_describes_what_is_there(press: Site) -> None:
    """It holds to its own schema, and every file it names has that size and hash."""
    built(press)
    site = press.root / "site"
    catalogue = json.loads(press.read("site/catalogue.json"))
    jsonschema.validate(catalogue, json.loads(press.read("site/catalogue.schema.json")))
    files = [file for r in catalogue["resources"] for text in r["texts"] for file in text["files"]]
    assert len(files) == 2
    for file in files:
        content = (site / file["url"].removeprefix("https://press.example/")).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            file["bytes"],
            file["sha256"],
        )
    with (site / "catalogue.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [(row["id"], row["lang"]) for row in rows] == [
        ("visit-visa", "ne"),
        ("visit-visa", "en"),
    ]
    assert json.loads(press.read("site/r/visit-visa/metadata.json")) == catalogue["resources"][0]


@pytest.fixture
def pair(press: Site) -> Site:
    """A site with two leaflets for Qatar, so that there is a pack."""
    for lang, path in (("ne", NEPALI), ("en", ENGLISH)):
        text = press.read(path)
        if lang == "ne":
            text = text.replace("topics:", "countries: [QA]\nstages: [before-departure]\ntopics:")
            press.write(path, text)
        press.write(path.replace("visit-visa", "other"), text)
    return press


PACKS = {
    f"packs/{name}-{lang}.pdf"
    for name in ("countries/pack-qa", "stages/pack-before-departure")
    for lang in ("ne", "en")
}


def test_a_build_offers_packs(pair: Site) -> None:
    """Files, pages and catalogue agree, and a second build finds everything as it was."""
    result = built(pair)
    assert result.published, [as_text(f, "en") for f in result.findings]
    before = tree(pair.root / "site")
    assert {name for name in before if name.startswith("packs/") and name.endswith(".pdf")} == PACKS
    catalogue = json.loads(pair.read("site/catalogue.json"))
    jsonschema.validate(catalogue, json.loads(pair.read("site/catalogue.schema.json")))
    for pack in catalogue["packs"]:
        name = pack["url"].removeprefix("https://press.example/")
        content = (pair.root / "site" / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            pack["bytes"],
            pack["sha256"],
        )
        assert sorted(pack["resources"]) == ["other", "visit-visa"]
        assert f'href="{name.removeprefix("packs/")}"' in pair.read("site/packs/index.html")
        assert f"../{name}" in pair.read("site/en/packs/index.html")
    assert "https://press.example/packs/" in pair.read("site/sitemap.xml")
    pair.change("docs/en/index.md", "Home", "House")
    assert built(pair).published
    after = tree(pair.root / "site")
    assert {name: after[name] for name in PACKS} == {name: before[name] for name in PACKS}


def test_a_pack_that_is_gone_is_missed(pair: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that offers a file that is not there is not published."""
    place = prepare_module.place
    monkeypatch.setattr(
        prepare_module, "place", lambda a, b: None if "pack-qa-en" in b.name else place(a, b)
    )
    result = built(pair)
    assert not result.published
    missed = {f.values["missing"] for f in result.findings if f.code == "V101"}
    assert missed == {"packs/countries/pack-qa-en.pdf"}


def test_one_edit_makes_its_packs_and_lists_again(pair: Site) -> None:
    """The text's packs are others, those of the other language the same; a build from nothing agrees."""
    built(pair)
    before = tree(pair.root / "site")
    pair.add(english="One more sentence.")
    assert built(pair).published
    after = tree(pair.root / "site")
    changed = {name for name in PACKS if before[name] != after[name]}
    assert changed == {name for name in PACKS if name.endswith("-en.pdf")}
    subprocess.run(["rm", "-rf", pair.root / ".iecpress", pair.root / "site"], check=True)
    assert built(pair).published
    assert tree(pair.root / "site") == after


def test_an_error_in_a_handout_leaves_the_packs_at_hand(pair: Site) -> None:
    """A build that will not be published puts no pack together and throws none away."""
    built(pair)
    shelf = tree(pair.root / ".iecpress/cache/packs")
    pair.add(english="😀")
    assert not built(pair).published
    assert tree(pair.root / ".iecpress/cache/packs") == shelf


def test_a_title_that_is_a_formula_is_no_formula_in_the_table(press: Site) -> None:
    """A spreadsheet that opens the CSV runs nothing."""
    press.write(ENGLISH, press.read(ENGLISH).replace("title: ", 'title: "=1+1" # ', 1))
    built(press)
    assert ",'=1+1," in press.read("site/catalogue.csv")


def test_mkdocs_by_itself_builds_the_same_pages(press: Site, tmp_path: Path) -> None:
    """`mkdocs build` works as everybody expects: the plugin stages, and adds handouts and catalogue."""
    built(press)
    other = tmp_path / "by-mkdocs"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(other)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795219200", "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, check=True, cwd=press.root, env=environment)
    ours, theirs = tree(press.root / "site"), tree(other)
    assert {name for name in ours if name.endswith((".html", ".pdf", ".json"))} - {
        "build.json"
    } <= set(theirs)
    assert {n: h for n, h in ours.items() if n.startswith("r/")} == {
        n: h for n, h in theirs.items() if n.startswith("r/")
    }


def test_mkdocs_ends_with_the_build_that_started_it(
    press: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that stops in between leaves no process behind, whatever that is doing."""
    press.write("busy", "#!/bin/sh\nexec sleep 60\n")
    (press.root / "busy").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(press.root / "busy"))
    with starting(press.root, press.root / "stage", press.root / "html") as mkdocs:
        assert mkdocs.process.poll() is None
    assert mkdocs.process.returncode == -signal.SIGKILL


def test_mkdocs_makes_nothing_unless_the_stage_is_ready(press: Site) -> None:
    """When the build that started it is gone, the pages stay as they were."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(press.root / "html")],
        cwd=press.root, env={**os.environ, STAGE_VARIABLE: str(press.root / "stage")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "has ended" in done.stderr
    assert not (press.root / "html").exists()


def test_content_errors_stop_mkdocs_with_the_findings(press: Site) -> None:
    """`mkdocs build` says what is wrong and where, in our sentences."""
    press.change(ENGLISH, "title:", "titel:")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=press.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"{FOLDER}/index.en.md:2  error M104" in done.stderr


@pytest.mark.parametrize(
    "code",
    ["B101", "B102", "B103", "B104", "B105", "B106", "B107", "V101", "V102", "V103", "V104"],
)
def test_every_code_of_the_build_has_its_sentences(code: str) -> None:
    """Each has both languages and both examples."""
    entry = codes()[code]
    assert set(entry.wording) == {"ne", "en"}
    assert entry.wrong
    assert entry.right


def test_what_a_build_keeps_of_the_check_hides_no_fault(press: Site) -> None:
    """After a build, a number that is changed in one language alone stops the next one."""
    assert built(press).published
    assert (press.root / ".iecpress/checked.sqlite").is_file()
    press.change(ENGLISH, "1141", "1114")
    result = built(press)
    assert found(result) == ["C101", "P210"]
    assert list(result.findings) == press.findings()
    assert not result.published


def test_one_edit_starts_one_worker(press: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second one would only load, and take the time of the one that draws."""
    started = []
    start = workers._start

    def noted(*limits: str) -> subprocess.Popen[bytes]:
        started.append(limits)
        return start(*limits)

    monkeypatch.setattr(workers, "_start", noted)
    many = Options(press.root / "site", workers=4, today=TODAY)
    build(press.root, many)
    started.clear()
    press.add(english="One more sentence.")
    assert build(press.root, many).handouts_made == 1
    assert len(started) == 1


def test_only_a_build_that_is_published_tidies_up(press: Site) -> None:
    """A failed one leaves all that lies in the cache; the next good one removes what is long out of use."""
    old = press.root / ".iecpress/cache/handouts/ab/abc.pdf"
    press.write(".iecpress/cache/handouts/ab/abc.pdf", b"%PDF")
    os.utime(old, (0, 0))
    press.write("overrides/partials/head.html", '<link rel="help" href="/no-such-page/">')
    press.change("mkdocs.yml", "font: false}", "font: false, custom_dir: overrides}")
    assert not built(press).published
    assert old.exists()
    press.write("overrides/partials/head.html", "")
    assert built(press).published
    assert not old.exists()
    press.add(english="One more sentence.")
    assert built(press).handouts_made == 1
    press.change(ENGLISH, "One more sentence.\n", "")
    assert built(press).handouts_made == 0, "what was in use a moment ago is still there"
