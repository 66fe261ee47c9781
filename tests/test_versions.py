"""A site with a history, built: what each page says of its version, and that every way leads on."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from itertools import combinations, pairwise
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from lxml import html as lxml_html
from signposting import Signposting, find_signposting_html, find_signposting_linkset

from iecpress.answers import Folder
from iecpress.decide import decide
from iecpress.findings import as_text
from iecpress.ledger import Event
from iecpress.promises import broken, promises
from tests.press import Press
from tests.sites import ENGLISH, NEPALI, Site

BASE = "https://press.example"
VISA = "/r/visit-visa/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ON = dt.date(2026, 11, 22)
FIVE = ("1.0", "1.1", "1.2", "1.3", "1.4")
REASON = {"ne": "रकम फेरियो।", "en": "The fee has changed."}


@pytest.fixture(scope="module")
def served(history: Press, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the site with three versions and an old address, built; not to be changed."""
    root = tmp_path_factory.mktemp("served") / "site"
    press = Press(Site.copy_of(history.site.root, root), history.executor)
    press.site.change(
        NEPALI, "licence:", "aliases: [/old.html, /en/old/]\nanchors: {ask: get-help}\nlicence:"
    )
    words = "Creative Commons"
    press.site.change(
        "materials/vocabulary.yml", f"en: {words}}}", f"en: {words}, url: {LICENCE}}}"
    )
    press.build()
    return press


@pytest.fixture(scope="module")
def five(history: Press, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the site with five versions, built; not to be changed."""
    root = tmp_path_factory.mktemp("five") / "site"
    press = Press(Site.copy_of(history.site.root, root), history.executor)
    for version in FIVE[3:]:
        press.next_version(version)
        press.site.add(f"[{version}](../your-passport/index.ne.md) थप।", "More.")
        press.release()
    press.build()
    return press


def tree(press: Press, address: str) -> Any:
    return lxml_html.fromstring(press.page(address).encode())


def relations(press: Press, address: str) -> dict[str, list[str]]:
    """Return the typed links of a page."""
    found: dict[str, list[str]] = {}
    for link in tree(press, address).xpath("//head/link"):
        found.setdefault(link.get("rel"), []).append(link.get("href").removeprefix(BASE))
    return found


def links(press: Press, address: str, inside: str = "main") -> set[str]:
    """Return where the links of a page's content lead, as addresses."""
    return {
        urljoin(f"https://x{address}", str(href)).removeprefix("https://x")
        for href in tree(press, address).xpath(f"//{inside}//a/@href")
    }


def words(press: Press, address: str) -> str:
    return " ".join(tree(press, address).xpath("//main")[0].text_content().split())


# --- versions


@pytest.mark.parametrize(
    ("lang", "prefix", "said"),
    [
        ("en", "/en", "This version no longer holds. Version 1.2 of"),
        ("ne", "", "यो संस्करण अब लागु छैन।"),
    ],
)
def test_an_old_version_says_so_first(served: Press, lang: str, prefix: str, said: str) -> None:
    """In the reader's language, before its text: what changed; the current page and handout one touch away."""
    address = f"{prefix}{VISA}1.0/"
    page = tree(served, address)
    [banner] = page.xpath("//*[contains(@class, 'banner')]")
    assert said in banner.text_content()
    assert "large" in banner.get("class")
    assert "थप कुरा छ।" in banner.text_content()
    source = str(served.page(address))
    assert source.index("banner") < source.index('class="prose"')
    leads = {
        urljoin(f"https://x{address}", h).removeprefix("https://x")
        for h in banner.xpath(".//a/@href")
    }
    assert leads == {
        f"{prefix}{VISA}",
        f"{VISA}1.2/visit-visa-1.2-{lang}.pdf",
        f"{prefix}{VISA}1.0/changes-since/",
    }


def test_the_current_version_says_so(served: Press) -> None:
    """At its own address; at the latest one there is nothing to say."""
    assert "This is the current version." in words(served, f"/en{VISA}1.2/")
    assert "current version" not in words(served, f"/en{VISA}")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"{VISA}1.0/", {"", "1.1/", "history/"}),
        (f"{VISA}1.1/", {"", "1.0/", "1.2/", "history/", "1.1/changes/"}),
        (f"{VISA}1.2/", {"", "1.1/", "history/", "1.2/changes/"}),
        (VISA, {"", "1.2/", "1.1/", "history/", "1.2/changes/"}),
    ],
)
def test_every_page_leads_to_the_other_versions(
    served: Press, address: str, expected: set[str]
) -> None:
    """This, latest, previous, next, what it changed, and all of them."""
    here = address.removeprefix(VISA)
    found = {where.removeprefix(VISA) for where in links(served, address, "nav[@class='ways']")}
    assert found == expected | {here}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_history_lists_all_versions(served: Press, prefix: str) -> None:
    """Newest first, each with its page, its handouts and where its changes are shown."""
    address = f"{prefix}{VISA}history/"
    order = re.findall(r'href="\.\./(1\.\d)/"', served.page(address))
    assert order == ["1.2", "1.1", "1.0"]
    lang = "en" if prefix else "ne"
    assert {
        f"{prefix}{VISA}1.2/changes/",
        f"{prefix}{VISA}1.1/changes/",
        f"{prefix}{VISA}1.0/changes-since/",
        *(f"{VISA}{v}/visit-visa-{v}-{lang}.pdf" for v in ("1.0", "1.1", "1.2")),
    } <= links(served, address)


def test_what_changed_is_shown_word_by_word(served: Press) -> None:
    """Between neighbours, and from an older one to the latest."""
    one = tree(served, f"/en{VISA}1.1/changes/").xpath("//article//ins")
    both = tree(served, f"/en{VISA}1.0/changes-since/").xpath("//article//ins")
    assert [ins.text_content() for ins in one] == ["[added: One more thing.]"]
    assert len(both) == 2
    assert not tree(served, f"/en{VISA}1.0/changes-since/").xpath("//article//del")


def test_any_two_versions_can_be_compared(five: Press) -> None:
    """From each page about two versions a reader can exchange either; what is asked for is there, and leads right."""
    for prefix, added in (("", "थप कुरा।"), ("/en", "One more thing.")):
        any_two = f"{prefix}{VISA}compare/"
        pages = {
            **{pair: f"{any_two}?from={pair[0]}&to={pair[1]}" for pair in combinations(FIVE, 2)},
            **{(old, "1.4"): f"{prefix}{VISA}{old}/changes-since/" for old in FIVE[:-1]},
            **{pair: f"{prefix}{VISA}{pair[1]}/changes/" for pair in pairwise(FIVE)},
        }
        for (old, new), address in pages.items():
            if "?" in address:
                [shown] = tree(five, any_two).xpath(f"//template[@data-pair='{old} {new}']")
                pieces = shown.xpath(".//@data-piece")
                inside = " or ".join(f"@data-set={piece}" for piece in pieces)
            else:
                assert links(five, address, "details//li") == {
                    other for (a, b), other in pages.items() if a == old or b == new
                }
                assert len(tree(five, address).xpath("//details//a[@aria-current]")) == 2
            where, around = (
                (any_two, f"template[{inside}]") if "?" in address else (address, "article")
            )
            said = "".join(text for text in tree(five, where).xpath(f"//{around}//ins//text()"))
            assert said.count(added) == FIVE.index(new) - FIVE.index(old)
            if new >= "1.3" and not prefix:
                assert "/r/your-passport/" in links(five, where, f"{around}//ins")
        assert links(five, any_two, "ul[@class='links']") == {
            address for address in pages.values() if "?" not in address
        }
        assert pages["1.1", "1.4"] in links(five, f"{prefix}{VISA}1.1/")


def test_changes_are_named_after_the_newer_text(archive: Press) -> None:
    """A later title does not come to stand over what was changed before."""
    archive.site.change(ENGLISH, "title: Visit visas", "title: Visas to visit")
    archive.next_version("1.3")
    archive.release()
    archive.build()
    for address, title in (("1.1/changes/", "Visit visas"), ("1.3/changes/", "Visas to visit")):
        [head] = tree(archive, f"/en{VISA}{address}").xpath("//h1")
        assert head.text_content() == f"What changed: {title}"


def test_of_two_versions_there_is_nothing_to_choose(archive: Press) -> None:
    """A choice of the page itself would only be in the way."""
    passport = NEPALI.replace("visit-visa", "your-passport")
    archive.site.change(passport, 'version: "1.0"', 'version: "1.1"\nminor: true')
    archive.release()
    archive.build()
    assert tree(archive, "/r/your-passport/1.1/changes/").xpath("//article")
    assert not tree(archive, "/r/your-passport/1.1/changes/").xpath("//main//details")


# --- typed links


def test_versions_are_linked_in_the_head(served: Press) -> None:
    """RFC 5829: latest, before, after and all; the permanent address is the one to cite."""
    old = relations(served, f"/en{VISA}1.1/")
    assert {rel: old.get(rel) for rel in old if "version" in rel} == {
        "latest-version": [f"/en{VISA}"],
        "predecessor-version": [f"/en{VISA}1.0/"],
        "successor-version": [f"/en{VISA}1.2/"],
        "version-history": [f"/en{VISA}history/"],
    }
    assert old["cite-as"] == [f"/en{VISA}1.1/"]
    latest = relations(served, VISA)
    assert latest["cite-as"] == [f"{VISA}1.2/"]
    assert latest["item"] == [f"{VISA}1.2/visit-visa-1.2-ne.pdf"]
    assert "successor-version" not in latest
    hreflangs = {
        link.get("hreflang"): link.get("href").removeprefix(BASE)
        for link in tree(served, VISA).xpath("//head/link[@rel='alternate']")
    }
    assert hreflangs == {"ne": VISA, "en": f"/en{VISA}", "x-default": VISA}


@pytest.fixture(scope="module")
def port(served: Press) -> Iterator[int]:
    """Serve the built site under the address that it says it has, as far as a reader of its links can tell."""
    site = served.site.root / "site"
    base = BASE

    class Handler(http.server.SimpleHTTPRequestHandler):
        extensions_map = {  # noqa: RUF012 - as it is in the standard library
            ".json": "application/linkset+json",
            ".html": "text/html",
            "": "application/pdf",
        }

        def log_message(self, *_: object) -> None:
            pass

        def send_head(self) -> Any:
            return super().send_head()

        def copyfile(self, source: Any, outputfile: Any) -> None:
            here = f"http://127.0.0.1:{self.server.server_address[1]}"  # type: ignore[index]
            outputfile.write(source.read().replace(base.encode(), here.encode()))

        def send_header(self, keyword: str, value: str) -> None:
            if keyword != "Content-Length":
                super().send_header(keyword, value)

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Handler, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def said(found: Signposting, here: str) -> dict[str, set[str]]:
    """Return what the library found, without the host."""
    return {
        "cite-as": {found.citeAs.target.removeprefix(here)} if found.citeAs else set(),
        **{
            name: {str(signpost.target).removeprefix(here) for signpost in signposts}
            for name, signposts in {
                "type": found.types, "author": found.authors, "item": found.items,
                "describedby": found.describedBy, "license": {found.license} - {None},
                "linkset": found.linksets,
            }.items()
        },
    }  # fmt: skip


@pytest.mark.parametrize("address", [VISA, f"/en{VISA}", f"{VISA}1.0/", f"/en{VISA}1.2/"])
def test_signposting_is_understood(port: int, address: str) -> None:
    """An independent reader finds level 1 in the page, and the same again in the link set (level 2)."""
    here = f"http://127.0.0.1:{port}"
    page = said(find_signposting_html(here + address), here)
    assert page["cite-as"]
    assert page["type"] == {"https://schema.org/AboutPage", "https://schema.org/DigitalDocument"}
    needed = ("item", "describedby", "author", "license", "linkset")
    assert [name for name in needed if not page[name]] == []
    [where] = page["linkset"]
    assert where == address.replace("/en/", "/") + "linkset.json"
    links_of = find_signposting_linkset(here + where)
    again = said(links_of.for_context(here + address), here)
    assert {**again, "linkset": page["linkset"]} == page
    [item] = page["item"]
    assert links_of.for_context(here + item).collection.target == here + address


# --- for machines


def test_status_tells_how_everything_stands(served: Press) -> None:
    """Each id with its state, its version, its files and their hashes, in the form that its schema gives."""
    status = json.loads(served.site.read("site/status.json"))
    jsonschema.validate(status, json.loads(served.site.read("site/status.schema.json")))
    visa = {entry["id"]: entry for entry in status["resources"]}["visit-visa"]
    assert (visa["state"], visa["version"]) == ("live", "1.2")
    assert [version["version"] for version in visa["versions"]] == ["1.0", "1.1", "1.2"]
    for version in visa["versions"]:
        for file in version["files"]:
            inner = file["url"].removeprefix(BASE)
            assert (served.site.root / f"site{inner}").stat().st_size == file["bytes"]
    assert status["ledger_lines"] == len(served.site.read("docs/permalinks.jsonl").splitlines())


def test_the_sitemap_lists_what_holds(served: Press) -> None:
    """Latest pages and handouts in every language with the day of their version; no old version, no history."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    entries = {
        entry.findtext("s:loc", "", names).removeprefix(BASE): entry.findtext(
            "s:lastmod", "", names
        )
        for entry in ET.fromstring(served.site.read("site/sitemap.xml")).findall("s:url", names)  # noqa: S314
    }
    about = {
        address: day
        for address, day in entries.items()
        if address.removeprefix("/en").startswith(VISA)
    }
    assert about == dict.fromkeys(
        [VISA, f"/en{VISA}", f"{VISA}visit-visa-ne.pdf", f"{VISA}visit-visa-en.pdf"], "2026-11-21"
    )


# --- addresses that lead elsewhere


def test_old_addresses_lead_on(served: Press) -> None:
    """By a page of their own and by the rules for servers; the heading's old id is in the page."""
    page = lxml_html.fromstring(served.site.read("site/old.html").encode())
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=r/visit-visa/"]
    assert "/en/old/ /en/r/visit-visa/ 301\n" in served.site.read("site/_redirects")
    [span] = tree(served, VISA).xpath("//span[@id='ask']")
    assert span.getparent().get("id") == "get-help"


def test_a_lone_language_is_led_to(press: Press) -> None:
    """The address without a language shows at once the text in the language that it has."""
    press.site.write("docs/permalinks.jsonl", "")
    nepali = press.site.read(NEPALI)
    (press.site.root / NEPALI).unlink()
    front = nepali.partition("\n---\n")[0].replace("भिजिट भिसा", "Visit visa")
    front = re.sub("summary: .*", "summary: Do not go to work on a visit visa.", front)
    body = press.site.read(ENGLISH).partition("\n---\n")[2]
    press.site.write(ENGLISH, f"{front}\n---\n{body}")
    press.build()
    page = tree(press, VISA)
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../en/r/visit-visa/"]
    assert page.get("lang") == "ne"
    assert "/r/visit-visa/ /en/r/visit-visa/ 302\n" in press.site.read("site/_redirects")
    assert not tree(press, f"/en{VISA}").xpath("//meta[@http-equiv='refresh']")


# --- what can become of a text


def decided(press: Press, what: str, to: str | None = None, id_: str = "visit-visa") -> None:
    """Decide about a resource, and build."""
    library = press.site.load().library
    assert library is not None
    event = {"what": what, "id": id_, "on": ON, "reason": REASON, "to": to}
    decide(library, Event.model_validate(event))
    press.build()


@pytest.mark.parametrize("address", [VISA, f"{VISA}1.0/", f"{VISA}1.2/"])
def test_a_withdrawn_text_says_why(archive: Press, address: str) -> None:
    """Every version of it, above its words, with what to read instead."""
    decided(archive, "withdrawn", "your-passport")
    for prefix, reason in (("", REASON["ne"]), ("/en", REASON["en"])):
        [banner] = tree(archive, prefix + address).xpath("//*[contains(@class, 'banner wrong')]")
        assert reason in banner.text_content()
        assert [urljoin(f"https://x{prefix}{address}", h) for h in banner.xpath(".//a/@href")] == [
            f"https://x{prefix}/r/your-passport/"
        ]
    assert REASON["en"] in words(archive, f"/en{VISA}history/")


def test_a_moved_text_keeps_its_versions(archive: Press) -> None:
    """Its latest address leads to what has its place; the versions on paper say so above their words."""
    decided(archive, "moved", "your-passport")
    for prefix in ("", "/en"):
        stub = lxml_html.fromstring(archive.page(f"{prefix}{VISA}").encode())
        assert stub.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../your-passport/"]
        old = tree(archive, f"{prefix}{VISA}1.0/")
        assert old.xpath("//*[contains(@class, 'banner wrong')]")
        assert f"{prefix}/r/your-passport/" in links(archive, f"{prefix}{VISA}1.0/")
        assert old.xpath("//article")
    assert "One more thing." in words(archive, f"/en{VISA}1.2/")


@pytest.mark.parametrize(
    ("what", "to"), [("moved", "your-passport"), ("withdrawn", "your-passport")]
)
def test_a_page_of_a_missing_text_tells_of_the_decision(archive: Press, what: str, to: str) -> None:
    """Where a version has no text in a language, its page there says too what was decided, and leads on."""
    archive.site.change(NEPALI, 'version: "1.2"', 'version: "1.3"')
    archive.site.add("अझ थप कुरा।", "")
    archive.release()
    decided(archive, what, to)
    assert REASON["en"] in words(archive, f"/en{VISA}1.3/")
    assert "/en/r/your-passport/" in links(archive, f"/en{VISA}1.3/")
    library = archive.site.load().library
    assert library is not None
    site = Folder(archive.site.root / "site")
    assert [found for found in broken(promises(library), site) if found] == []


def test_what_is_gone_leaves_a_tombstone(archive: Press) -> None:
    """At every address of its pages: title, authors, dates, reason and citation, and none of its words."""
    decided(archive, "gone")
    for inner in ("", "1.0/", "1.1/", "1.2/"):
        for prefix, reason in (("", REASON["ne"]), ("/en", REASON["en"])):
            page = words(archive, f"{prefix}{VISA}{inner}")
            assert reason in page
            assert "भिजिट भिसा" in page
            assert "One more thing." not in page
    assert "RS (2026)." in words(archive, f"/en{VISA}")
    assert not (archive.site.root / f"site/en{VISA}1.1/changes/index.html").exists()
    rules = archive.site.read("site/redirects/nginx.conf")
    assert 'location ^~ "/r/visit-visa/" { error_page 410' in rules


# --- made without MkDocs


def test_what_is_made_apart_is_what_mkdocs_makes(
    archive: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file of the site is the same, byte for byte, when MkDocs makes all pages."""
    archive.build()
    site = archive.site.root / "site"
    quick = {path.relative_to(site): path.read_bytes() for path in site.rglob("*.html")}
    monkeypatch.setattr("iecpress.pages.version.APART", False)
    monkeypatch.setattr("iecpress.pages.history.APART", False)
    monkeypatch.setattr("iecpress.pages.changes.APART", False)
    shutil.rmtree(archive.site.root / ".iecpress")
    shutil.rmtree(site)
    archive.build()
    assert {path.relative_to(site): path.read_bytes() for path in site.rglob("*.html")} == quick


def test_only_what_changed_is_made_again(archive: Press) -> None:
    """From version to version the other resource's pages are left as they are, and none is lost or left over."""
    kept = archive.site.root / "site/en/r/your-passport/history/index.html"
    archive.build()
    before = kept.stat().st_ino, kept.stat().st_mtime_ns
    for version in (
        "1.3",
        "1.4",
        "1.5",
    ):  # the folders of the site and of the one before it change places
        archive.next_version(version)
        archive.release()
        archive.build()
        assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == before
        assert "no longer holds" in words(archive, f"/en{VISA}1.2/")
    decided(archive, "gone")
    assert not (archive.site.root / "site/en/r/visit-visa/1.1/changes/index.html").exists()
    assert "was removed" in words(archive, f"/en{VISA}1.1/")


@pytest.mark.parametrize("builds", [1, 2, 3])
def test_a_page_changed_by_hand_is_made_again(archive: Press, builds: int) -> None:
    """Whichever folder the page was kept in, the next build writes what it ought to say."""
    page = archive.site.root / "site/en/r/your-passport/history/index.html"
    for number in range(builds):
        archive.next_version(f"1.{3 + number}")
        archive.release()
        archive.build()
    right = page.read_bytes()
    page.write_text("Call 0000.")
    archive.build()
    assert page.read_bytes() == right
    page.unlink()
    archive.build()
    assert page.read_bytes() == right


def test_a_page_is_never_written_into_the_site_that_is_read(archive: Press) -> None:
    """Who has opened a page before a build reads it to its end as it was, though two sites shared its file."""
    page = archive.site.root / "site/en/r/your-passport/history/index.html"
    archive.build()
    archive.next_version("1.3")
    archive.release()
    archive.build()
    with page.open("rb") as opened:
        was = page.read_bytes()
        archive.site.change("mkdocs.yml", "short: ", "short: New-")
        archive.build()
        assert opened.read() == was != page.read_bytes()


def test_what_is_left_out_for_an_error_answers_with_its_newest_release(archive: Press) -> None:
    """A text that is spoilt, kept out of a build that goes on, takes no released word or paper away."""
    archive.build()
    printed = set((archive.site.root / "site/r/visit-visa").rglob("*.pdf"))
    archive.site.change(NEPALI, "topics: [visa]", "topics: [visas]")
    built = archive.build(keep_going=True)
    assert [
        as_text(f, "en") for f in built.findings if f.severity == "error" and f.code != "M108"
    ] == []
    for prefix, words_of_newest in (("", "थप कुरा।"), ("/en", "One more thing.")):
        for address in (VISA, f"{VISA}1.2/", f"{VISA}1.0/", f"{VISA}history/"):
            assert tree(archive, prefix + address).get("lang") == (prefix[1:] or "ne")
        assert words_of_newest in words(archive, f"{prefix}{VISA}")
        assert "visit-visa" not in archive.page(f"{prefix}/resources/")
    assert printed == set((archive.site.root / "site/r/visit-visa").rglob("*.pdf"))
