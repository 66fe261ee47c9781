"""How changes are set: what is marked, and that nobody's words become markup."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from iecpress.model import Library
from iecpress.pages.changes import Section, Side, Two
from iecpress.pages.marked import Setter
from iecpress.pages.notes import Note
from iecpress.pages.render import Renderer
from iecpress.redline import Part, words_changed
from iecpress.text.markdown import parse
from iecpress.text.words import words
from tests.redline.test_redline import TEXT, of, redline

HOSTILE = (
    '<script>alert(1)</script> "><img src=x onerror=alert(1)> [x](javascript:alert(1)) {{ 7*7 }}'
)


class Read(HTMLParser):
    """Reads a page of changes: its words on either side, what it says to the ear, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sides: dict[str, list[str]] = {"ins": [], "del": []}
        self.heard: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.open: list[tuple[str, str]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.add(tag)
        assert not [name for name in said if name.startswith("on")]
        self.links += [said["href"] or ""] if tag == "a" else []
        self.inside = self.inside or (tag == "article")
        if tag not in ("meta", "link", "img", "path", "br"):
            self.open.append((tag, said.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open.pop()[0] != tag:
            pass
        self.inside = self.inside and tag != "article"

    def handle_data(self, data: str) -> None:
        names = [tag for tag, _ in self.open]
        classes = {name for _, name in self.open}
        if "unchanged" in classes:
            return
        if "quiet-name" in classes:
            self.heard.append(data)
        elif self.inside and not classes & {"flag", "target"}:
            for side, other in (("ins", "del"), ("del", "ins")):
                if other not in names:
                    self.sides[side].append(data)


def shown(library: Library, old: str, new: str, lang: str = "en") -> Read:
    found = redline(parse(old), parse(new), lang)
    renderer = Renderer(library)
    setter = Setter(lang, lambda target: target if target.startswith("https:") else "#")
    side = Side("1.0", dt.date(2026, 1, 1), "/r/x/1.0/")
    nothing = setter.runs(words_changed("", ""))
    two = Two(
        old=side, new=side, titles=nothing, summaries=nothing, changed=found.changed,
        notes=[Note("1.0", HOSTILE, lang), Note("1.1", HOSTILE, lang)],
        sections=[_section(renderer, setter, lang, part) for part in found.parts],
        added=found.count("added"), removed=found.count("removed"),
    )  # fmt: skip
    values = {
        "title": HOSTILE, "latest": "/r/x/", "history": "/r/x/history/", "two": two, "choice": [],
    }  # fmt: skip
    return Read(renderer.html("changes.html", lang, "/r/x/1.1/changes/", values))


def _section(renderer: Renderer, setter: Setter, lang: str, part: Part) -> Section:
    values = {"part": part, "boxes": setter.boxes(part)}
    html = renderer.html("changed.html", lang, "/r/x/1.1/changes/", values) if part.changed else ""
    return Section(part, Markup(html))  # noqa: S704 - as the pages do


@given(old=TEXT, new=TEXT)
def test_the_page_has_both_texts(small_library: Library, old: str, new: str) -> None:
    """Without what is struck out it is the new text, without what is underlined the old one, where they differ."""
    page = shown(small_library, old, new)
    parts = redline(parse(old), parse(new), "en").parts
    named = {part.id for part in parts if not part.changed}
    assert words(" ".join(page.sides["ins"])) == [word for h, word in of(new) if h not in named]
    assert sorted(words(" ".join(page.sides["del"]))) == sorted(
        word for h, word in of(old) if h not in named
    )


@given(old=st.text(), new=st.text())
def test_no_words_become_markup(small_library: Library, old: str, new: str) -> None:
    """Whatever stands in the two texts, no element of theirs comes to be and no link runs anything."""
    for before, after in ((old, new), (f"{HOSTILE} {old}", f"{new} {HOSTILE}")):
        page = shown(small_library, before, after)
        assert not page.tags & {"script", "img", "iframe", "object", "style"}
        assert not [link for link in page.links if ":" in link and not link.startswith("https:")]


def test_changes_are_told_to_the_ear(small_library: Library) -> None:
    """In the language of the page, once for each phrase."""
    page = shown(small_library, "पुरानो नियम छ", "नयाँ **नियम यस्तो** छ", "ne")
    assert page.heard == ["[हटाइयो: ", "]", "[थपियो: ", "]"]


def test_a_changed_target_can_be_seen(small_library: Library) -> None:
    """The words of the link are the same; where it leads is written out."""
    found = redline(
        parse("[law](https://old.example/)"), parse("[law](https://new.example/)"), "en"
    )
    setter = Setter("en", lambda target: target)
    [html] = [cell for part in found.parts for box in setter.boxes(part) for group in box.groups
              for line in group.lines for cell in line.cells]  # fmt: skip
    assert "(https://old.example/)" in html
    assert "(https://new.example/)" in html
