"""Addresses that lead elsewhere: one table, and every server and page made of it says the same."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress.check import aliases as aliases_rules
from iecpress.ledger import Standing
from iecpress.load import Reading
from iecpress.model import Library, Resource
from iecpress.pages.stubs import file_of, stubs
from iecpress.redirects import Redirect, WrongAlias, both_forms, faults, live, path_of, rules, table
from iecpress.version import Version
from tests.pages.small import TODAY, resource
from tests.press import Press
from tests.redirects.servers import ask, serving
from tests.sites import ENGLISH, NEPALI

GOOD = (
    "/visa.html",
    "/old/visa/",
    "/old/visa",
    "/old.pdf",
    "/en/old-visa/",
    "/पुरानो/भिसा/",
    "/%E0%A4%AA%E0%A5%81/",
    "/Old/",
    "/a(b)[c]!,=:@&+.html",
    "/गर्‍यो/",
)
BAD = (
    "", "/", "visa.html", "//evil.example/", "https://evil.example/", "javascript:alert(1)", "/a/../b/",
    "/./a/", "/a//b/", "/a?b=c", "/a#b", "/a b/", "/a\nb/", "/a%0Ab/", "/a%2f..%2fb/", "/a\\b/", "/%ff/",
    '/a"b/', "/a'b/", "/a`b/", "/{x}/", "/$x/", "/*", "/a;b/", "/<script>/", "/a\u202eb/", "/a\u00a0b/",
    "http://[", "/" + "a" * 2000, "/a%00b", "/a|b/", "/~(x)/", "/^a$/",
)  # fmt: skip


def with_aliases(library: Library, *aliases: str, anchors: dict[str, str] | None = None) -> Library:
    """Give the first resource old addresses."""
    first, *rest = library.resources
    changed = replace(first, aliases=aliases, anchors=anchors or {})
    return replace(library, resources=(changed, *rest))


def stood(id_: str, state: str, to: str | None = None) -> Standing:
    return Standing(id_, state, TODAY, {Version(1, 0): ("ne",)}, to=to)  # type: ignore[arg-type]


class Moved(Library):
    """A library whose ledger says what it is told to."""

    def __init__(self, library: Library, *standings: Standing) -> None:
        super().__init__(**{name: getattr(library, name) for name in library.__dataclass_fields__})
        self.__dict__["standings"] = {one.id: one for one in standings}


@pytest.mark.parametrize("alias", GOOD)
def test_an_old_address_is_accepted(alias: str) -> None:
    """In any script, with a file's name or a folder's, encoded or not."""
    assert path_of(alias) == unquote(alias)


@pytest.mark.parametrize("alias", BAD)
def test_a_hostile_address_is_refused(alias: str) -> None:
    """What names another host, climbs, or could be read as something else by a server is no address."""
    with pytest.raises(WrongAlias):
        path_of(alias)


@given(alias=st.text())
def test_whatever_is_accepted_is_harmless(alias: str) -> None:
    """Any text is refused, or is a plain path that stays what it is when it is written into rules and pages."""
    for given_ in (alias, f"/{alias}", f"/old/{quote(alias)}/"):
        try:
            path = path_of(given_)
        except WrongAlias:
            continue
        assert path.startswith("/")
        assert urljoin("https://press.example/x/", quote(path)).startswith("https://press.example/")
        assert not set(path) & set("\n\r\t \"'`\\$;{}<>")


def test_the_table(library: Library) -> None:
    """Aliases lead to the text in their language, a lone language has its address without one, moves are followed."""
    english = resource("only-english", "en")
    made = replace(library, resources=(*library.resources, english))
    made = with_aliases(made, "/visa.html", "/en/visa.html")
    made = Moved(
        made, stood("one", "moved", "two"), stood("two", "moved", "both"), stood("both", "live")
    )
    assert [(row.source, row.target, row.why, row.status) for row in table(made)] == [
        ("/en/r/one/", "/en/r/both/", "moved", 301),
        ("/en/r/two/", "/en/r/both/", "moved", 301),
        ("/en/visa.html", "/en/r/both/", "alias", 301),
        ("/r/one/", "/r/both/", "moved", 301),
        ("/r/only-english/", "/en/r/only-english/", "language", 302),
        ("/r/two/", "/r/both/", "moved", 301),
        ("/visa.html", "/r/both/", "alias", 301),
    ]
    assert list(faults(table(made), live(made))) == []


def test_a_move_to_what_is_in_one_language_goes_straight_there(library: Library) -> None:
    """No redirect leads to another one."""
    english = resource("only-english", "en")
    made = Moved(
        replace(library, resources=(*library.resources, english)),
        stood("one", "moved", "only-english"),
        stood("only-english", "live"),
    )
    targets = {row.source: row.target for row in table(made) if row.why == "moved"}
    assert targets == {"/r/one/": "/en/r/only-english/", "/en/r/one/": "/en/r/only-english/"}
    assert list(faults(table(made), live(made))) == []


def found(library: Library) -> list[tuple[str, dict[str, str]]]:
    reading = Reading((), library, ())
    return [
        (finding.code, dict(finding.values))
        for rule in aliases_rules.READING_RULES
        for finding in rule(reading, library, TODAY)
    ]


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("https://old.example/", "A101"),
        ("/r/both/", "A102"),
        ("/r/both", "A102"),
        ("/en/about/", "A102"),
        ("/about/index.html", "A102"),
        ("/", "A101"),
        ("/resources/old/", "A102"),
        ("/en/packs/x/", "A102"),
        ("/r/gone-long-ago/1.0/", "A102"),
    ],
)
def test_an_alias_over_something_else_is_a_finding(library: Library, alias: str, code: str) -> None:
    """A page, a folder of the press and any address of the ledger keep what they lead to."""
    gone = replace(stood("gone-long-ago", "gone"), addresses=("/r/gone-long-ago/1.0/",))
    made = Moved(with_aliases(library, alias), gone)
    assert [name for name, _ in found(made)] == [code]


def test_two_that_want_one_address_are_told(library: Library) -> None:
    """Whether or not each writes the last slash."""
    first, second, *rest = library.resources
    both = (replace(first, aliases=("/old/",)), replace(second, aliases=("/old",)), *rest)
    assert [name for name, _ in found(replace(library, resources=both))] == ["A103"]


def test_moves_in_a_circle_are_told(library: Library) -> None:
    """A forged ledger is named instead of sending readers round for ever."""
    made = Moved(library, stood("one", "moved", "two"), stood("two", "moved", "one"))
    assert {name for name, _ in found(made)} == {"A104"}
    assert {fault.problem for fault in faults(table(made), live(made))} == {"loop"}


ROWS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefxyz"), max_size=6).map(
    lambda pairs: [Redirect(f"/{a}/", f"/{b}/", "alias", "ne") for a, b in pairs.items() if a != b]
)


@given(rows=ROWS)
def test_chains_and_loops_are_found(rows: list[Redirect]) -> None:
    """A row is told exactly when what it leads to leads on, and as a loop exactly when one comes back to it."""
    leads = {row.source: row.target for row in rows}
    expected = {}
    for row in rows:
        here, seen = row.target, set()
        while here in leads and here not in seen:
            seen.add(here)
            here = leads[here]
        if seen:
            expected[row.source] = "loop" if row.source in seen else "chain"
    assert {fault.redirect.source: fault.problem for fault in faults(rows, ())} == expected


@pytest.mark.parametrize(
    ("anchors", "codes"),
    [({"old": "what"}, []), ({"old": "nowhere"}, ["A105"]), ({"what": "what"}, ["A105"])],
)
def test_renamed_headings(library: Library, anchors: dict[str, str], codes: list[str]) -> None:
    """The old id is no more and the new one is there."""
    assert [name for name, _ in found(with_aliases(library, anchors=anchors))] == codes


# --- pages


class Stub(HTMLParser):
    """Notes what a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.refresh = ""
        self.lang = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append(tag)
        if tag == "html":
            self.lang = said["lang"] or ""
        if tag == "a":
            self.links.append(said["href"] or "")
        if said.get("http-equiv") == "refresh":
            self.refresh = (said["content"] or "").removeprefix("0; url=")
        assert not [name for name in said if name.startswith("on")]


TAGS = ["html", "head", "meta", "meta", "meta", "meta", "title", "meta", "meta", "meta", "link", "link", "link", "body",
        "main", "section", "div", "h1", "p", "p", "a"]  # fmt: skip


@given(
    alias=st.one_of(st.sampled_from(GOOD), st.text(min_size=1).map(lambda words: f"/{words}")),
    title=st.one_of(st.text(), st.just('"><script>alert(1)</script>')),
)
def test_a_page_leads_on_whatever_the_words(small_library: Library, alias: str, title: str) -> None:
    """Nothing but one link and the same way by itself, whatever stands in the alias or the title."""
    first = small_library.resources[0]
    texts = {lang: replace(text, title=title) for lang, text in first.texts.items()}
    made = with_aliases(replace(small_library, resources=(replace(first, texts=texts),)), alias)
    rows = [row for row in table(made) if row.why == "alias"]
    for file, html in stubs(made, rows).items():
        [row] = rows
        page = Stub(html)
        assert page.tags == TAGS
        where = "https://press.example" + quote(file.removesuffix("index.html"))
        [link] = page.links
        assert unquote(urljoin(where, link)) == f"https://press.example{row.target}"
        assert link == page.refresh
        assert page.lang == row.lang


def test_the_page_of_a_file_is_a_folder_of_that_name() -> None:
    """A static host shows it at the address of a PDF; an HTML file is itself."""
    assert file_of("/old.pdf") == "/old.pdf/index.html"
    assert file_of("/old/") == "/old/index.html"
    assert file_of("/old.html") == "/old.html"


# --- servers


def site_of(library: Library, rows: list[Redirect], gone: list[str], folder: Path) -> None:
    """Put pages, tombstones and rules into a folder, as a build does."""
    files = {**stubs(library, rows), **rules(rows, gone, live(library))}
    for address in gone:
        files[f"{address}index.html"] = "<h1>gone"
        files[f"{address}1.0/index.html"] = "<h1>gone too"
    for row in rows:
        files.setdefault(f"{row.target}index.html", f"here is {row.target}")
    for address, content in files.items():
        path = folder / address.removeprefix("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_each_server_leads_where_the_page_leads(
    library: Library, server: str, tmp_path: Path
) -> None:
    """Every row, with and without its last slash, by the real server; what is gone answers 410 with its tombstone."""
    english = resource("only-english", "en")
    made = with_aliases(
        replace(library, resources=(*library.resources, english)), *GOOD[:3], *GOOD[3:]
    )
    made = replace(made, resources=tuple(_once(made.resources)))
    made = Moved(made, stood("one", "moved", "both"), stood("lost", "gone"))
    rows = table(made)
    site = tmp_path / "site"
    site_of(made, rows, ["/r/lost/", "/en/r/lost/"], site)
    assert len(rows) >= 12
    with serving(server, site, tmp_path / "work") as port:
        for row in rows:
            for source in both_forms(row.source):
                assert ask(port, source)[:2] == (row.status, row.target), source
            assert ask(port, row.target)[0] == 200
        assert ask(port, "/OLD/VISA/")[0] == 404
        for address in (
            "/r/lost/",
            "/en/r/lost/",
            "/r/lost/1.0/",
            "/r/lost/1.0/lost-1.0-ne.pdf",
            "/r/lost/index.html",
        ):
            status, _, page = ask(port, address)
            assert (status, page) == (410, "<h1>gone"), address
        assert ask(port, "/r/lost-and-found/")[0] == 404


def _once(resources: tuple[Resource, ...]) -> list[Resource]:
    """Leave out an alias that only differs by its last slash."""
    kept: dict[str, str] = {}
    for alias in resources[0].aliases:
        kept.setdefault(alias.rstrip("/"), alias)
    return [replace(resources[0], aliases=tuple(kept.values())), *resources[1:]]


def test_rules_under_a_path(library: Library) -> None:
    """A site that has no host of its own has its path before every address."""
    made = with_aliases(library, "/visa.html")
    said = rules(table(made), ["/r/lost/"], (), "/press")
    assert said["/_redirects"] == "/press/visa.html /press/r/both/ 301\n"
    assert (
        'location = "/press/visa.html" { return 301 /press/r/both/; }'
        in said["/redirects/nginx.conf"]
    )
    assert "redir @redirect0 /press/r/both/ 301" in said["/redirects/Caddyfile"]
    assert 'location ^~ "/press/r/lost/"' in said["/redirects/nginx.conf"]


def s3(said: str, key: str) -> str | None:
    """Apply routing rules as S3 does: the first whose beginning fits."""
    for rule in json.loads(said)["RoutingRules"]:
        start = rule["Condition"]["KeyPrefixEquals"]
        if key.startswith(start):
            return str(rule["Redirect"]["ReplaceKeyWith"])
    return None


def test_s3_hides_no_page(library: Library) -> None:
    """A rule that would catch a live page below it is left out; the others lead where the page leads."""
    made = Moved(with_aliases(library, "/old/visa/", "/old/"), stood("one", "moved", "both"))
    answering = {*live(made), "/r/one/1.0/"}
    said = rules(table(made), [], answering)["/redirects/s3.json"]
    assert s3(said, "old/visa/") == "r/both/"
    assert s3(said, "old/") == "r/both/"
    assert s3(said, "r/one/") is None
    assert s3(said, "en/r/one/") == "en/r/both/"
    for address in answering:
        assert s3(said, address.removeprefix("/")) is None


def test_a_heading_that_was_released_is_missed(press: Press) -> None:
    """Links to it would land at the top of the page, unless the text says which heading has its place."""
    press.release()
    press.next_version()
    press.site.change(NEPALI, "{#get-help}", "{#ask}")
    press.site.change(ENGLISH, "{#get-help}", "{#ask}")
    assert press.site.codes() == ["A106"]
    press.site.change(NEPALI, "licence:", "anchors: {get-help: ask}\nlicence:")
    assert press.site.codes() == []
