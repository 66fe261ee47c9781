"""A site that is released again and again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from iecpress.build import Built, build
from iecpress.findings import Finding, as_text
from iecpress.handouts import Workers
from iecpress.ledger import Standing
from iecpress.prepare import Options
from iecpress.release import Released, release, unreleased
from tests.sites import BASE, ENGLISH, FOLDER, NEPALI, TODAY, Site

THEME = "theme: {name: material, language: ne, font: false}\nsite_dir: site\nplugins:"
CACHE = ".iecpress/cache"
LEDGER = "docs/permalinks.jsonl"


class Press:
    """A site that is released again and again."""

    def __init__(self, site: Site, executor: Workers) -> None:
        self.site = site
        self.executor = executor

    def release(self) -> tuple[list[Released], list[Finding]]:
        library = self.site.load().library
        assert library is not None
        cache = self.site.root / CACHE
        return release(library, unreleased(library), cache, workers=2, executor=self.executor)

    def build(self, **options: Any) -> Built:
        """Build the site into `site/`; nothing that was made before is at hand."""
        config = self.site.read("mkdocs.yml")
        if THEME not in config:
            i18n = "  - i18n:\n      docs_structure: folder\n      fallback_to_default: false\n"
            config = config.replace("plugins:", THEME).replace("  - i18n:\n", i18n)
            self.site.write("mkdocs.yml", config)
        root = self.site.root
        wanted = Options(root / "site", workers=1, today=TODAY, executor=self.executor, **options)
        built = build(root, wanted)
        assert built.published, [as_text(finding, "en") for finding in built.findings]
        return built

    def page(self, address: str) -> str:
        """Return what the built site answers at an address of a page."""
        return self.site.read(f"site{address}index.html")

    def standings(self) -> Mapping[str, Standing]:
        """Return how each resource stands."""
        library = self.site.load().library
        assert library is not None
        return library.standings

    def another(self, name: str) -> None:
        """Add another resource, a copy of what the first was in the beginning."""
        for path in (NEPALI, ENGLISH):
            text = (BASE / path).read_text("utf-8")
            self.site.write(path.replace("visit-visa", name), text)

    def next_version(self, version: str = "1.1") -> None:
        """Make the source text another version, and its translation follow."""
        old = self.site.load().library.by_id["visit-visa"].version  # type: ignore[union-attr]
        key = (
            'version: "{}"\nchanges: थप कुरा छ।'
            if "changes" not in self.site.read(NEPALI)
            else 'version: "{}"'
        )
        self.site.change(NEPALI, f'version: "{old}"', key.format(version))
        self.site.add("थप कुरा।", "One more thing.")
        self.site.change(ENGLISH, f'translates: "{old}"', f'translates: "{version}"')


def frozen(site: Site) -> dict[str, str]:
    """The hash of everything that lies in version folders, and of the ledger."""
    files = [*site.root.glob(f"{FOLDER}/versions/**/*"), site.root / LEDGER]
    return {
        path.relative_to(site.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file()
    }
