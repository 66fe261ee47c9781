"""A small site with a page of every kind, where each answers, and a server that sends the site's headers."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, BrowserType, Page

from iecpress.decide import decide
from iecpress.ledger import Event
from iecpress.model import Library
from iecpress.release import release, unreleased
from tests.sites import BASE, ENGLISH, NEPALI, TODAY, Site

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ELSEWHERE = "https://elsewhere.example/"
KINDS = {
    "home": "/",
    "help": "/get-help/",
    "plain": "/about/",
    "updates": "/updates/",
    "update": "/updates/news/",
    "handbook": "/handbook/",
    "findings": "/handbook/findings/",
    "index": "/resources/",
    "term": "/resources/topics/visa/",
    "packs": "/packs/",
    "resource": "/r/visit-visa/",
    "version": "/r/visit-visa/1.0/",
    "untranslated": "/r/wages/",
    "discreet": "/r/violence/",
    "superseded": "/r/old-rules/1.0/",
    "history": "/r/old-rules/history/",
    "changes": "/r/old-rules/1.1/changes/",
    "one of many changes": "/r/new-fees/1.3/changes/",
    "compare": "/r/new-fees/compare/",
    "withdrawn": "/r/wrong-advice/",
    "withdrawn version": "/r/wrong-advice/1.0/",
    "gone": "/r/gone-for-good/",
    "gone version": "/r/gone-for-good/1.0/",
    "moved version": "/r/old-name/1.0/",
    "saved": "/saved/",
    "404": "/nowhere/at/all/",
}
"""One address of each kind of page, in the default language; the other's has its prefix."""

THEME = "theme: {name: material, language: ne, font: false}\nsite_dir: site\nplugins:"

BODY = {
    "ne": """
## के हेर्ने? {#what}

!!! call
    **1141** मा फोन गर्नुहोस्।

!!! warning "होसियार"
    भिजिट भिसामा काम नगर्नुहोस्।

1. पहिले करार पढ्नुहोस्।
2. अनि मात्र सही गर्नुहोस्।

### कति लाग्छ? {#how-much}

| देश | के | कति | कहिले | कसले तिर्ने | कहाँ |
|---|---|---|---|---|---|
| कतार | श्रमस्वीकृति | शुल्क | जानुअघि | रोजगारदाताले | श्रमसम्बन्धी कार्यालयमा |

## कसरी? {#how}

टिपोट।[^1] शब्द
: अर्थ

[^1]: **त्यहाँ** हेर्नुहोस्।

```
languages: [ne, en, mai]  # a line that is wider than a small telephone
```

## कहिले? {#when}

- जानुअघि
- `index.ne.md`

## किन? {#why}

> भनाइ

""",
    "en": """
## What to check? {#what}

!!! call
    Call **1141**.

!!! warning "Careful"
    Do not work on a visit visa.

1. Read the contract first.
2. Sign only then.

### How much? {#how-much}

| Country | What | How much | When | Who pays | Where |
|---|---|---|---|---|---|
| Qatar | Labour approval | a fee | before you go | the employer | at the labour office |

## How? {#how}

A note.[^1] Word
: Meaning

[^1]: Look **there**.

```
languages: [ne, en, mai]  # a line that is wider than a small telephone
```

## When? {#when}

- before you go
- `index.ne.md`

## Why? {#why}

> A saying

""",
}

SAID = """audiences: [workers]
stages: [before-departure]
countries: [QA]
review_by: 2027-05-20
sources:
  - {title: A law, url: "https://law.example/?a=1&b=2", seen: 2026-11-20}
"""
"""What the source text says of itself, besides what the tiny site has it say."""

PAGES = {
    "index": "title: {home}\nsummary: {home}\nlayout: home",
    "get-help": "title: {help}\nsummary: {help}\nlayout: help",
    "about": "title: {about}\nsummary: {about}",
    "privacy": "title: {seen}\nsummary: {seen}",
    "updates/index": "title: {news}\nsummary: {news}\nlayout: updates",
    "updates/news": "title: {news}\nsummary: {about}\ndate: 2026-11-20",
    "handbook/index": "title: {book}\nsummary: {book}",
    "handbook/findings": "title: {codes}\nsummary: {codes}\nlayout: findings",
}
WORDS = {
    "ne": {
        "home": "तपाईंको हक",
        "help": "सहयोग लिनुहोस्",
        "about": "हाम्रो बारेमा",
        "news": "नयाँ कुरा",
        "book": "पुस्तिका",
        "codes": "सन्देशहरू",
        "seen": "के देखिन्छ",
    },
    "en": {
        "home": "Your rights",
        "help": "Get help",
        "about": "About us",
        "news": "What is new",
        "book": "Handbook",
        "codes": "Messages",
        "seen": "What is seen",
    },
}


def complete(site: Site) -> Site:
    """Give the tiny sound site a page of every kind, and a text with everything that a text may hold."""
    site.change("mkdocs.yml", "plugins:", THEME)
    site.change(
        "mkdocs.yml",
        "  - i18n:\n",
        "  - i18n:\n      docs_structure: folder\n      fallback_to_default: false\n",
    )
    site.change(
        "mkdocs.yml", "      identity:\n", f"      leave_to: {ELSEWHERE}\n      identity:\n"
    )
    for lang, words in WORDS.items():
        for name, front in PAGES.items():
            body = BODY[lang] if name == "about" else f"{words['about']}\n"
            site.write(f"docs/{lang}/{name}.md", f"---\n{front.format(**words)}\n---\n{body}")
    site.change(
        "materials/contacts.yml",
        "  verified_by",
        "  urgent: true\n  email: ask@centre.example\n  verified_by",
    )
    site.change(NEPALI, "topics: [visa]\n", f"topics: [visa]\n{SAID}")
    site.add(BODY["ne"], BODY["en"])
    for lang, path in (("ne", NEPALI), ("en", ENGLISH)):
        said = site.read(path).replace("\nversion", "\ndiscreet: true\nversion")
        site.write(f"materials/leaflets/violence/index.{lang}.md", said)
    site.change("materials/leaflets/violence/index.ne.md", "title: भिजिट भिसा", "title: कुटपिट")
    site.change("materials/leaflets/violence/index.en.md", "title: Visit visas", "title: Violence")
    alone = site.read(NEPALI).replace("{#get-help}", "{#ask}")
    site.write("materials/leaflets/wages/index.ne.md", alone)
    return site


PAST = {
    "old-rules": {"ne": "पुराना नियम", "en": "Old rules"},
    "new-fees": {"ne": "नयाँ शुल्क", "en": "New fees"},
    "wrong-advice": {"ne": "गलत सल्लाह", "en": "Wrong advice"},
    "gone-for-good": {"ne": "हटाइएको पाठ", "en": "A text that was removed"},
    "old-name": {"ne": "पुरानो नाम", "en": "An old name"},
}
"""What was released, by id, with its titles."""
DECISIONS = {"wrong-advice": "withdrawn", "gone-for-good": "gone", "old-name": "moved"}
REASON = {"ne": "नियम फेरियो।", "en": "The rules have changed."}
CHANGES = {
    "ne": (
        ("पहिले करार पढ्नुहोस्।", "पहिले करार राम्ररी पढ्नुहोस्।"),
        ("- जानुअघि\n", ""),
        ("> भनाइ", "> भनाइ\n\nयो नयाँ अनुच्छेद हो।"),
        ("| शुल्क |", "| नयाँ शुल्क |"),
    ),
    "en": (
        ("Read the contract first.", "Read the whole contract first."),
        ("- before you go\n", ""),
        ("> A saying", "> A saying\n\nThis paragraph is new."),
        ("| a fee |", "| a new fee |"),
    ),
}
"""What the second version of one text changes in the first; what each version of another does in the one before."""


def _raise(site: Site, name: str, version: str, which: slice) -> None:
    """Release another version of a text, with some of the changes."""
    for lang, changes in CHANGES.items():
        path = f"materials/leaflets/{name}/index.{lang}.md"
        said = site.read(path).replace("changes: नयाँ शुल्क।\n", "")
        new = rf'\1: "{version}"' + ("\nchanges: नयाँ शुल्क।" if lang == "ne" else "")
        site.write(path, re.sub(r'(version|translates): "1\.\d"', new, said))
        for old, now in changes[which]:
            site.change(path, old, now)
    _released(site, name)


def with_a_past(site: Site) -> Site:
    """Add to the complete site texts in two and in five versions, one withdrawn, one gone and one moved."""
    for name, titles in PAST.items():
        for lang, path in (("ne", NEPALI), ("en", ENGLISH)):
            front = (BASE / path).read_text("utf-8").partition("\n---\n")[0]
            front = re.sub("title: .*", f"title: {titles[lang]}", front).replace(
                "[visa]", "[costs]"
            )
            front = re.sub("summary: .*", f"summary: {titles[lang]}", front)
            site.write(path.replace("visit-visa", name), f"{front}\n---\n{BODY[lang]}")
    _released(site, *PAST)
    _raise(site, "old-rules", "1.1", slice(None))
    for place in range(len(CHANGES["ne"])):
        _raise(site, "new-fees", f"1.{place + 1}", slice(place, place + 1))
    for name, what in DECISIONS.items():
        to = "old-rules" if what == "moved" else None
        said = {"what": what, "id": name, "on": TODAY, "reason": REASON, "to": to}
        decide(_library(site), Event.model_validate(said))
    return site


def _released(site: Site, *names: str) -> None:
    library = _library(site)
    parts = unreleased(library, names)
    _, findings = release(library, parts, site.root / ".iecpress/cache", workers=1)
    assert not findings, findings


def _library(site: Site) -> Library:
    library = site.load().library
    assert library
    return library


def address(kind: str, lang: str) -> str:
    """Return where a page of that kind answers in a language."""
    return f"/en{KINDS[kind]}" if lang == "en" else KINDS[kind]


class _Host(SimpleHTTPRequestHandler):
    """Serves a site as a host does that reads its `_headers`."""

    def end_headers(self) -> None:
        for name, value in _headers(Path(self.directory)).items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, *given: Any) -> None:
        content = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


def _headers(site: Path) -> Mapping[str, str]:
    first, *lines = (site / "_headers").read_text("utf-8").splitlines()
    assert first == "/*"
    return {
        name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the site, and say where."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@contextmanager
def started(kind: BrowserType, *settings: str) -> Iterator[Browser]:
    """Start the machine's browser."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "there is no Chromium; ./setup.sh test installs it"
    # A test that drew a handout in this process hid all fonts from it, and a browser without any falls over.
    env = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    browser = kind.launch(executable_path=program, args=["--no-sandbox", *settings], env=env)
    try:
        yield browser
    finally:
        browser.close()


def until(page: Page, condition: str, tries: int = 100) -> bool:
    """Ask for up to five seconds. Playwright's own way of waiting runs words as a script, which the policy forbids."""
    for _ in range(tries):
        if page.evaluate(condition):
            return True
        page.wait_for_timeout(50)
    return False
