"""Histories: whatever happens to a library, what was once published answers, and no frozen byte differs."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from iecpress.answers import Folder
from iecpress.decide import decide
from iecpress.findings import has_errors
from iecpress.handouts import Workers
from iecpress.ledger import Event, What
from iecpress.pages.stubs import file_of
from iecpress.prepare import Options, add_files, prepare
from iecpress.progress import Silent
from iecpress.promises import broken, promises
from tests.press import LEDGER, Press
from tests.sites import TODAY, Site

IDS = ("visit-visa", "your-passport", "work-permit")
KINDS = ("leaflets", "rights_guides")
WHY = {"ne": "नियम फेरियो।", "en": "The rules changed."}
HISTORIES, STEPS = 6, 9
COUNTED = {"histories": 0, "steps": 0, "addresses": 0}


class Histories(RuleBasedStateMachine):
    """One site, to which anything may happen that the program allows."""

    workers: Workers

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="history-"))
        self.press = Press(Site.copy(self.root / "site"), self.workers)
        self.site = self.press.site
        self.frozen: dict[str, str] = {}
        self.ledger = ""
        self.promised: dict[str, str] = {}
        self.looks = 0
        self.words = 0
        COUNTED["histories"] += 1

    def teardown(self) -> None:
        """Build the site as readers get it, and verify that."""
        if self.ledger:
            self.press.build()
            library = self.library()
            answers = broken(list(promises(library)), Folder(self.site.root / "site"))
            assert [finding for finding in answers if finding] == []
        shutil.rmtree(self.root)

    # --- What there is ----------------------------------------------------------------------------

    def library(self) -> Any:
        reading = self.site.load()
        assert reading.library is not None
        return reading.library

    def folder(self, name: str) -> Path | None:
        places = (self.site.root / "materials" / kind / name for kind in KINDS)
        return next((place for place in places if (place / "index.ne.md").exists()), None)

    def change(self, path: Path, old: str, new: str) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def state(self, name: str) -> str:
        standing = self.library().standings.get(name)
        return standing.state if standing else ""

    def named(self, *states: str) -> list[str]:
        return [name for name in IDS if self.state(name) in states]

    # --- What may happen --------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        (self.site.root / "materials/rights_guides").mkdir(parents=True)
        self.press.another(IDS[1])
        self.release()

    @rule(data=st.data(), follows=st.booleans(), major=st.booleans())
    def edit(self, data: Any, follows: bool, major: bool) -> None:
        """Write more, as the next version; the translation follows, or lags behind."""
        name = data.draw(st.sampled_from(IDS))
        place = self.folder(name)
        if place is None:
            if self.state(name) == "":
                self.press.another(name)
            return
        resource = self.library().by_id[name]
        if self.state(name) != "live" or resource.is_draft(resource.source_text):
            return
        old = resource.version
        new = f"{old.major + 1}.0" if major else f"{old.major}.{old.minor + 1}"
        self.words += 1
        source, english = place / "index.ne.md", place / "index.en.md"
        self.change(source, f'version: "{old}"', f'version: "{new}"')
        if "changes:" not in source.read_text("utf-8"):
            self.change(source, "date:", "changes: थपियो।\ndate:")
        source.write_text(f"{source.read_text('utf-8')}\nकुरा {self.words}।\n", "utf-8")
        if follows and f'translates: "{old}"' in english.read_text("utf-8"):
            self.change(english, f'translates: "{old}"', f'translates: "{new}"')
            english.write_text(f"{english.read_text('utf-8')}\nThing {self.words}.\n", "utf-8")

    @rule(data=st.data())
    def translate(self, data: Any) -> None:
        """Bring a translation that lags to the version of its source."""
        name = data.draw(st.sampled_from(IDS))
        place = self.folder(name)
        if place is None or self.state(name) not in ("", "live"):
            return
        resource = self.library().by_id[name]
        text = resource.texts["en"]
        if text.translates != resource.version:
            path = place / "index.en.md"
            self.change(
                path, f'translates: "{text.translates}"', f'translates: "{resource.version}"'
            )
            path.write_text(f"{path.read_text('utf-8')}\nAlso.\n", "utf-8")

    @rule()
    def release(self) -> None:
        _, findings = self.press.release()
        assert findings == []

    @precondition(lambda self: self.named("live"))
    @rule(data=st.data())
    def withdraw(self, data: Any) -> None:
        self.decide("withdrawn", data.draw(st.sampled_from(self.named("live"))))

    @precondition(lambda self: self.named("withdrawn"))
    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        self.decide("restored", data.draw(st.sampled_from(self.named("withdrawn"))))

    @precondition(lambda self: len(self.named("live")) > 1)
    @rule(data=st.data())
    def move(self, data: Any) -> None:
        live = self.named("live")
        name = data.draw(st.sampled_from(live))
        self.decide("moved", name, data.draw(st.sampled_from([one for one in live if one != name])))

    @precondition(lambda self: self.named("live", "withdrawn", "moved"))
    @rule(data=st.data())
    def retract(self, data: Any) -> None:
        name = data.draw(st.sampled_from(self.named("live", "withdrawn", "moved")))
        self.decide("gone", name)
        self.frozen = {p: digest for p, digest in self.frozen.items() if f"/{name}/" not in p}

    @rule(data=st.data())
    def rename(self, data: Any) -> None:
        """Put a resource into the folder of another kind: its address does not change."""
        name = data.draw(st.sampled_from(IDS))
        place = self.folder(name)
        if place is not None and not (place.parent.parent / KINDS[1] / name).exists():
            place.rename(place.parent.parent / KINDS[1] / name)
            old, new = f"/{KINDS[0]}/{name}/", f"/{KINDS[1]}/{name}/"
            self.frozen = {p.replace(old, new): digest for p, digest in self.frozen.items()}
            for path in (place.parent.parent / KINDS[1] / name).glob("index.ne.md"):
                if "sources:" not in path.read_text("utf-8"):
                    self.unsourced(path)

    def unsourced(self, path: Path) -> None:
        """Rights guides need sources, which a released text cannot be given: do without the need."""
        config = self.site.read("mkdocs.yml")
        self.site.write("mkdocs.yml", config.replace("needs_sources: true", "needs_sources: false"))

    @rule()
    def another_look(self) -> None:
        """Upgrade the theme and the templates: every handout would come out with other bytes."""
        self.looks += 1
        config = self.site.read("mkdocs.yml")
        colour = f"      colours: {{brand: '#0b55{self.looks:02}', accent: '#f0a020'}}\n"
        kept = [line for line in config.splitlines(keepends=True) if "colours:" not in line]
        at = kept.index("      limits: {text_kb: 16, picture_kb: 64, picture_pixels: 1000000}\n")
        self.site.write("mkdocs.yml", "".join([*kept[:at], f"  {colour}", *kept[at:]]))

    def decide(self, what: What, name: str, to: str | None = None) -> None:
        reason = {} if what == "restored" else WHY
        decide(self.library(), Event(what=what, id=name, on=TODAY, reason=reason, to=to))

    # --- What must hold ---------------------------------------------------------------------------

    @invariant()
    def nothing_frozen_differs(self) -> None:
        now = {
            str(path.relative_to(self.site.root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.site.root.glob("materials/*/*/versions/*/*")
        }
        assert self.frozen.items() <= now.items()
        self.frozen = now

    @invariant()
    def the_ledger_only_grows(self) -> None:
        path = self.site.root / LEDGER
        now = path.read_text("utf-8") if path.exists() else ""
        assert now.startswith(self.ledger)
        self.ledger = now

    @invariant()
    def every_address_answers(self) -> None:
        """As the program says it must, and it forgets none."""
        COUNTED["steps"] += 1
        findings = self.site.findings()
        assert not has_errors(findings), findings
        if not self.ledger:
            return
        library = self.library()
        promised = list(promises(library))
        known = {promise.address: promise.resource_id for promise in promised}
        assert self.promised.items() <= known.items()
        self.promised = known
        COUNTED["addresses"] += len(promised)
        folder = self.served(library)
        assert [finding for finding in broken(promised, Folder(folder)) if finding] == []
        if (folder / "SHA256SUMS").read_bytes():  # the program is not content with an empty list
            sums = ["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"]
            subprocess.run(sums, cwd=folder, check=True)
        shutil.rmtree(folder)

    def served(self, library: Any) -> Path:
        """Write the site without the theme around its pages, which takes MkDocs a second each time."""
        options = Options(self.site.root / "site", workers=2, today=TODAY, executor=self.workers)
        prepared, findings = prepare(library, TODAY, options, Silent())
        assert not has_errors(findings), findings
        folder = self.root / "served"
        for page in prepared.pages:
            path = folder / file_of(page.address).removeprefix("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.html, "utf-8")
        add_files(prepared, folder)
        return folder


@pytest.mark.slow
def test_no_history_breaks_a_promise(press_workers: Workers) -> None:
    """After every step each address ever published answers as it must, and no frozen byte differs."""
    Histories.workers = press_workers
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(COUNTED)  # noqa: T201 - `pytest -s` tells how much was tried
    assert COUNTED["steps"] > 3 * HISTORIES
