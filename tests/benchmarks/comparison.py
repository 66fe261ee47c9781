"""A library in; how long MkDocs with the Chromium PDF plugin takes for the same texts, and our share of that, out.

The other site is kept as light as it can be: no search, no fonts from elsewhere, its texts not in the
navigation, which would be repeated on every page, and one page a text.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import yaml

from iecpress.load import load
from tests.benchmarks.figures import BrokenPromise, Figure, ratios
from tests.benchmarks.library import plain
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import Run, run

Plugin = Mapping[str, Mapping[str, object]]

ENVIRONMENT = ".venv-bench"
PROGRAM = Path(__file__).with_name("mkdocs_with_chromium.py")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TENTH = 0.1
I18N: Plugin = {
    "i18n": {
        "docs_structure": "folder",
        "fallback_to_default": False,
        "reconfigure_material": False,
        "reconfigure_search": False,
    }
}
PAGE_PDF: Plugin = {**I18N, "page-to-pdf": {"exclude": ["index.md"]}}
EXPORTER: Plugin = {"exporter": {"formats": {"pdf": {"enabled": True}}}}
"""It cannot be used with static-i18n, which builds one language within the build of another."""
MEGABYTES_A_PDF = 100
"""The plugin leaves every page open in the browser until its end, so that each holds on to its memory."""
CALLOUTS = {"call": "info", "warning": "warning", "remember": "tip", "fact": "note"}


def comparison(plan: Plan) -> Iterator[Figure]:
    """Measure both programs on the same texts, in turn."""
    resources = plan.compared or plan.resources
    _refuse_too_many(resources * plan.languages)
    ours, theirs, pdfs = [], [], 0
    _warm_up(plan)
    for _ in range(plan.rounds):
        folder = plan.fresh(resources)
        ours.append(plan.build(folder))
        plan.done_with(folder)
        done, pdfs = build_with(PAGE_PDF, plan, resources)
        theirs.append(done)
    name = f"{resources} resources × {plan.languages}"
    seconds, others = [one.seconds for one in ours], [one.seconds for one in theirs]
    yield Figure(
        f"{name}: MkDocs + Material + static-i18n + page-pdf (Chromium)",
        others,
        note=f"{pdfs} PDFs, one page a text",
    )
    yield Figure("— peak memory, all processes", [one.peak / 1e6 for one in theirs], "MB")
    yield Figure(f"{name}: iecpress, cold build, in turn with it", seconds)
    yield Figure("— of the other's time", ratios(seconds, others), "", TENTH)


def _refuse_too_many(texts: int) -> None:
    free = psutil.virtual_memory().available // 1_000_000
    if texts * MEGABYTES_A_PDF > free:
        fitting = free // MEGABYTES_A_PDF // 4
        raise BrokenPromise(
            f"the PDF plugin would need more memory than the {free:,} MB that are free; try --compare {fitting}"
        )


def browser() -> str:
    """Return the machine's Chromium. Raises BrokenPromise when there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise BrokenPromise("there is no Chromium; ./setup.sh bench installs it")
    return found


def _warm_up(plan: Plan) -> None:
    """Have the system read both programs from the disk once."""
    folder = plan.fresh(1)
    plan.build(folder)
    plan.done_with(folder)
    build_with(PAGE_PDF, plan, 1)


def build_with(plugins: Plugin, plan: Plan, resources: int) -> tuple[Run, int]:
    """Build the other site once, with these plugins. Returns the run and how many PDFs it made."""
    python = plan.root / ENVIRONMENT / "bin" / "python"
    if not python.exists():
        raise BrokenPromise(f"{ENVIRONMENT} is not there; ./setup.sh bench makes it")
    folder = plan.work / "other"
    texts = write_site(plan.library(resources), folder, plugins)
    done = run([python, PROGRAM, "build", "--quiet"], folder, {"CHROMIUM": browser()})
    pdfs = [
        path for path in (folder / "site").rglob("*.pdf") if path.read_bytes().startswith(b"%PDF-")
    ]
    if {*plugins} - {*I18N} and len(pdfs) < texts:
        raise BrokenPromise(
            f"the other program made {len(pdfs)} PDFs of {texts} texts\n{done.output[-1000:]}"
        )
    shutil.rmtree(folder)
    return done, len(pdfs)


def write_site(source: Path, folder: Path, plugins: Plugin = PAGE_PDF) -> int:
    """Write the texts of the library in `source` as a plain MkDocs site, and return how many there are."""
    library = load(source).library
    if library is None:
        raise BrokenPromise(f"the settings in {source} are not sound")
    texts = list(library.texts())
    for lang in library.settings.languages:
        home = folder / "docs" / lang / "index.md"
        home.parent.mkdir(parents=True)
        links = [
            f"- [{text.title}]({resource.id}.md)" for resource, text in texts if text.lang == lang
        ]
        home.write_text(
            "\n".join([f"# {library.settings.identity.name[lang]}\n", *links, ""]), "utf-8"
        )
    for resource, text in texts:
        page = f"# {text.title}\n\n{text.summary}\n\n{_callouts(plain(text.body))}\n"
        (folder / "docs" / text.lang / f"{resource.id}.md").write_text(page, "utf-8")
    (folder / "mkdocs.yml").write_text(
        yaml.safe_dump(_settings(library.settings.languages, plugins), sort_keys=False)
    )
    return len(texts)


def _callouts(body: str) -> str:
    """Name the callouts as Material does, so that they are drawn."""
    for ours, theirs in CALLOUTS.items():
        body = body.replace(f"!!! {ours}", f"!!! {theirs}")
    return body


def _settings(languages: tuple[str, ...], plugins: Plugin) -> dict[str, object]:
    built = [
        {"locale": lang, "name": lang, "build": True, "default": place == 0}
        for place, lang in enumerate(languages)
    ]
    more: Plugin = {"i18n": {"languages": built}}
    return {
        "site_name": "Comparison",
        "site_url": "https://comparison.example/",
        "theme": {"name": "material", "language": "en", "font": False},
        "nav": ["index.md" if "i18n" in plugins else f"{languages[0]}/index.md"],
        "validation": {"nav": {"omitted_files": "ignore"}},
        "markdown_extensions": ["attr_list", "admonition", "tables"],
        "plugins": [{name: {**options, **more.get(name, {})}} for name, options in plugins.items()],
    }
