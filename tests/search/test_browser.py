from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Page, Route, expect

from iecpress.languages import available
from iecpress.load import load
from iecpress.search.folding import folding
from iecpress.search.index import BROWSER
from iecpress.text.words import words
from tests.benchmarks.search.serving import serving
from tests.search.conftest import ROOT, write_site
from tests.sites import ENGLISH, Site

pytestmark = pytest.mark.browser

BOX = "form[role=search] input[type=search]"
HIT = "[data-search-result]"
STATUS = "[role=status]"
VECTORS = yaml.safe_load(Path(__file__).with_name("vectors.yml").read_text("utf-8"))
HOSTILE = [
    "क" * 10_000,
    "a " * 5_000,
    "<img src=x onerror=document.title='run'>",
    "\"'><script>document.title='run'</script>",
    "\u0000\u0001\u0007\u001b",
    "\u200d\u200d\u200d",
    "\u202eمرحبا بالعالم",
    "🙏🏽👩‍👩‍👧",
    "constructor __proto__ toString",
    "%00%ff ../../etc/passwd ${x} {{x}}",
    "(((((((((((((((( [[[ *** +++ \\\\\\",
    "१" * 400,
    "#1 #0",
]
COUNT_ITEMS = """
const create = document.createElement.bind(document);
window.itemsMade = 0;
document.createElement = (name) => { window.itemsMade += name === "li"; return create(name); };
"""


def ask(page: Page, query: str) -> list[str]:
    """Type a query and return where the hits lead, within the site."""
    page.fill(BOX, query)
    page.wait_for_function(
        """query => {
            const said = document.querySelector('[role=status]');
            return said && said.textContent && said.dataset.asked === query;
        }""",
        arg=query.strip(),
    )
    return [
        "/" + str(link.get_attribute("href")).split("/", 3)[3] for link in page.locator(HIT).all()
    ]


@pytest.mark.parametrize("lang", available())
def test_the_browser_folds_as_the_index_does(page: Page, lang: str) -> None:
    """Every word of the library and the vectors has the same stem, sound and key in both programs."""
    rules = folding(lang)
    library = load(ROOT).library
    assert library is not None
    found = {word for _, text in library.texts() for word in words(text.body)}
    found |= {word for group in VECTORS["same"][lang] for word in group}
    found |= {f"{word}{end}" for word in list(found)[:400] if word.isascii() for end in ENDINGS}
    expected = {
        word: [
            rules.fold(word),
            rules.stem(word),
            rules.sound(rules.stem(word)),
            rules.key(word),
            rules.is_stop(word),
        ]
        for word in sorted(found)
    }
    program = "".join(
        (BROWSER / f"{name}.js").read_text("utf-8") for name in ("folding", "english")
    )
    there = page.evaluate(
        f"""([table, words]) => {{ {program}
        const rules = new Folding(table);
        return words.map((word) => {{
            const stem = rules.stem(word);
            return [rules.fold(word), stem, rules.sound(stem), rules.key(word), rules.isStop(word)];
        }}); }}""",
        [json.loads(json.dumps(rules.data)), list(expected)],
    )
    assert dict(zip(expected, there, strict=True)) == expected


ENDINGS = (
    "s",
    "ed",
    "ing",
    "ly",
    "ness",
    "fulness",
    "ation",
    "ational",
    "ize",
    "ies",
    "y",
    "ability",
    "'s",
    "eedly",
)


def test_the_quick_way_to_words_finds_the_same(page: Page) -> None:
    """Among common letters, each is part of a word in the short expression just when it is in Unicode's."""
    program = (BROWSER / "folding.js").read_text("utf-8")
    differing = page.evaluate(
        f"""() => {{ {program}
        const all = Array.from({{ length: 0x3000 }}, (_, code) => `x${{String.fromCharCode(code)}}y`);
        const common = all.filter((text) => COMMON.test(text));
        const differing = common.filter((text) => `${{text.match(COMMON_WORD)}}` !== `${{text.match(WORD)}}`);
        return [common.length > 800, differing]; }}"""
    )
    assert differing == [True, []]


@pytest.mark.parametrize("lang", available())
def test_passing_over_words_misses_none(page: Page, lang: str) -> None:
    """Every word of a text that has one of some stems is among those found by how such words begin."""
    library = load(ROOT).library
    assert library is not None
    lines = sorted({line for text in library.texts() for line in text[1].body.split("\n")})
    lines += [
        "(व्यवसाय) –श्रम\u200d\u200dको  \u200dश्रम शर्म षट् ज्ञान क्षति क़ानुन ण ऋण ऊन",
        "→ श्रम ✓ Café CAFÉ zürich “Passport” ½ x² क\u200dश म\u200cश १०वर्ष",
        "श्रम Ελλάδα عمل श्रम",
    ]
    rules = folding(lang)
    stems = sorted({rules.stem(word) for line in lines for word in words(line)})
    program = "".join(
        (BROWSER / f"{name}.js").read_text("utf-8") for name in ("folding", "english")
    )
    found, passed, missed, made_up = page.evaluate(
        f"""([table, lines, stems]) => {{ {program}
        const rules = new Folding(table);
        let found = 0, passed = 0;
        const missed = [], madeUp = [];
        for (let at = 0; at < 100; at++) {{
            const asked = new Set(stems.filter((_, place) => place % 100 === at).slice(0, 8 + 8 * (at % 2)));
            if (at % 2) for (const stem of asked) if (/[0-9]/.test(stem)) asked.delete(stem);
            const beginnings = rules.beginnings(asked);
            for (const line of lines) {{
                const all = rules.placed(line).map((one) => [one, JSON.stringify(one)]);
                const own = new Set(rules.beginning(line, beginnings).map((one) => JSON.stringify(one)));
                const meant = all.filter(([{{ names }}]) => names.some((name) => asked.has(rules.stem(name))));
                missed.push(...meant.filter(([, one]) => !own.has(one)));
                for (const [, one] of all) own.delete(one) || passed++;
                madeUp.push(...own);
                found += meant.length;
            }}
        }}
        return [found, passed, missed.slice(0, 5), madeUp.slice(0, 5)]; }}""",
        [json.loads(json.dumps(rules.data)), lines, stems],
    )
    assert (missed, made_up) == ([], [])
    assert 1000 < found < passed


def test_a_phrase_ends_with_its_sentence(page: Page) -> None:
    """Each sentence has the places of its own words, and a phrase that would reach into the next is none."""
    program = "".join(
        (BROWSER / f"{name}.js").read_text("utf-8") for name in ("folding", "english", "excerpt")
    )
    there = page.evaluate(
        f"""([table, title, lines]) => {{ {program}
        const tongue = {{ folding: new Folding(table) }};
        const stems = ["तलब", "रोक"].map((word) => tongue.folding.stem(word));
        const all = new Set(stems);
        const words = {{ sought: new Map() }};
        words.sought.set(tongue, {{
            all, stems: stems.map((stem) => new Set([stem])), beginnings: tongue.folding.beginnings(all),
            phrases: [{{ stems, places: [0, 1] }}],
        }});
        const sentences = told(null, words, {{ title, heading: "तलब", lines, tongue }});
        const places = (found) => found.map(({{ asked, same }}) => [asked, same]);
        return sentences.map(({{ line, found }}) => [line.trim(), places(found)]); }}""",
        [
            json.loads(json.dumps(folding("ne").data)),
            "शीर्षक",
            ["रोक नलगाई दिनुहोस्। यहाँ छैन। तलब", "रोक तलब", "तलब रोक"],
        ],
    )
    assert there == [
        ["शीर्षक तलब", [[[0], []]]],
        ["रोक नलगाई दिनुहोस्।", [[[1], []]]],
        ["यहाँ छैन।", []],
        ["तलब", [[[0], []]]],
        ["रोक तलब", [[[1], []], [[0], []]]],
        ["तलब रोक", [[[0, 1], [0, 1]], [[1, 0], [0, 1]]]],
    ]


@pytest.mark.parametrize(("written", "number"), VECTORS["numbers"])
def test_the_browser_reads_numbers_as_the_index_does(page: Page, written: str, number: str) -> None:
    """A number written in parts is one in a query."""
    program = (BROWSER / "folding.js").read_text("utf-8")
    table = json.loads(json.dumps(folding("ne").data))
    there = page.evaluate(
        f"([table, text]) => {{ {program} return new Folding(table).asked(text); }}",
        [table, written],
    )
    assert there == [number]


@pytest.mark.parametrize(
    ("lang", "query", "answer"),
    [
        ("ne", "kampani le passport dina mandaina", "/r/your-passport-is-yours/#if-kept"),
        ("ne", "rahdani", "/r/your-passport-is-yours/"),
        ("ne", "राहदानीको", "/r/your-passport-is-yours/"),
        ("ne", "तलब नदिए", "/r/qatar-wages-and-job-change/"),
        ("ne", "1141", "/r/numbers-to-call/"),
        ("ne", "११४१", "/r/numbers-to-call/"),
        ("ne", "१६६० ०१ ५०००५", "/get-help/#call-centre"),
        ("ne", "qatar ma tlb", "/r/qatar-wages-and-job-change/"),
        ("ne", "scholarship", "/r/death-and-injury/#other-help"),
        ("ne", "abhimukikaran", "/r/ready-to-leave/#orientation"),
        ("ne", "shramswikriti", "/r/labour-approval/"),
        ("ne", "श्रमस्वीकृति", "/r/labour-approval/"),
        ("ne", "kampanisangakarar", "/r/before-you-sign/#if-not-kept"),
        ("ne", "punah shram swikriti", "/r/labour-approval/#already-abroad"),
        ("ne", "visa", "/r/visit-visa/"),
        ("ne", "abhi mukhi karan", "/r/ready-to-leave/#orientation"),
        ("en", "complaning", "/en/r/how-to-complain/"),
        ("en", "राहदानी", "/en/r/your-passport-is-yours/"),
        ("en", "talab", "/en/r/qatar-wages-and-job-change/"),
    ],
)
def test_the_paragraph_is_found(page: Page, base: str, lang: str, query: str, answer: str) -> None:
    """Inflected, romanised, mixed, mistaken or in the other language: the answer is among the first hits."""
    page.goto(f"{base}/{'en/' if lang == 'en' else ''}")
    assert answer in ask(page, query)[:6]


@pytest.mark.parametrize(("query", "friend"), [("दिन", "दान"), ("काम", "कम"), ("श्रम", "शर्म")])
def test_false_friends_are_not_shown(page: Page, base: str, query: str, friend: str) -> None:
    """A Devanagari query marks its own word, never one that only sounds alike."""
    page.goto(f"{base}/")
    assert ask(page, query)
    marked = set(page.locator("mark").all_inner_texts())
    rules = folding("ne")
    assert rules.stem(friend) not in {rules.stem(word) for word in marked}
    assert rules.stem(query) in {rules.stem(word) for word in marked}


def test_the_glossary_says_which_of_two_words_is_meant(page: Page) -> None:
    """Who types dhoka, which the glossary has as धोका (fraud), asks for no ढोका (door)."""
    program = "".join((BROWSER / f"{name}.js").read_text("utf-8") for name in ("folding", "query"))
    qualities = page.evaluate(
        f"""() => {{ {program}
        const word = (stem) => ({{ stem, sound: "dhoka", tongue: {{ code: "ne" }}, isConcept: false }});
        const found = ["ढोका", "धोका"].map((stem) => ({{ word: word(stem), quality: 1 }}));
        const asked = Object.assign(Object.create(Asked.prototype), {{ isLatin: true, found }});
        asked.areMeant([{{ name: "ne:धोका", sound: "dhoka" }}]);
        return asked.found.map(({{ quality }}) => quality); }}"""
    )
    assert qualities[0] < qualities[1] == 1


def test_a_longer_phrase_of_the_glossary_hides_the_shorter(page: Page, base: str) -> None:
    """Who asks for the lowest wage gets no section first that speaks of another wage."""
    page.goto(f"{base}/")
    lowest = {"/r/work-in-malaysia/#minimum-wage", "/r/qatar-wages-and-job-change/#minimum-wage"}
    assert set(ask(page, "nyunatam talab")[:3]) >= lowest


@pytest.mark.parametrize("query", ["jilla", "jillatir"])
def test_a_word_of_the_index_is_no_other_of_the_glossary(page: Page, base: str, query: str) -> None:
    """Who types jilla asks for a जिल्ला (district), not for a ज्याला (wage), which only sounds alike."""
    page.goto(f"{base}/")
    assert ask(page, query)
    rules = folding("ne")
    assert {rules.stem(word) for word in page.locator("mark").all_inner_texts()} == {"जिल्ला"}


@pytest.mark.parametrize("query", ["श्रम मन्त्रालय", "shram mantralaya"])
def test_the_whole_phrase_comes_first(page: Page, base: str, query: str) -> None:
    """A section that says all of it in one is before those whose headings say a part of it, however many these are."""
    page.goto(f"{base}/")
    assert set(ask(page, query)[:2]) == {
        "/r/numbers-to-call/#foreign-employment",
        "/r/qatar-wages-and-job-change/#not-paid",
    }


def test_what_says_the_same_says_it_as_a_whole(page: Page, base: str) -> None:
    """A part of a phrase of the glossary is not the phrase: every approval is not one for going again."""
    page.goto(f"{base}/")
    again = {f"/r/labour-approval/{anchor}" for anchor in ("", "#already-abroad", "#routes")}
    assert set(ask(page, "पुनः श्रम स्वीकृति")[:3]) == again
    assert ask(page, "dofe")
    rules = folding("ne")
    marked = [rules.stem(word) for word in page.locator("mark").all_inner_texts()]
    assert marked.count("रोजगार") == marked.count("बिभाग") > 0


def test_more_hits_follow_those_that_are_shown(page: Page, base: str) -> None:
    """What comes further down changes nothing above it, and nothing comes twice."""
    page.goto(f"{base}/")
    before = ask(page, "विदेशमा काम")
    page.click("[data-key=more]")
    page.wait_for_selector(f"[data-search-result='{len(before) + 1}']")
    after = ask(page, "विदेशमा काम")
    assert after[: len(before)] == before
    assert len(set(after)) == len(after) > len(before)


def test_nothing_is_loaded_before_the_box_is_touched(page: Page, base: str) -> None:
    """A page loads the small script of the box alone; the first touch loads the search."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{base}/", wait_until="networkidle")
    assert [path for path in asked if "/search/" in path] == []
    page.focus(BOX)
    with page.expect_response("**/search/search.js"):
        pass


def test_an_answer_is_rehearsed_while_the_reader_types(page: Page, base: str) -> None:
    """Before anything is asked an answer is made once, so that the first one comes quickly; nobody sees it."""
    page.add_init_script(COUNT_ITEMS)
    page.goto(f"{base}/", wait_until="networkidle")
    page.focus(BOX)
    page.wait_for_function("() => window.itemsMade > 0")
    assert page.locator(STATUS).count() == page.locator(".search-hits").count() == 0
    made = page.evaluate("window.itemsMade")
    shown = len(ask(page, "राहदानी फिर्ता"))
    suggested = page.locator(".search-ways li").count()
    assert page.evaluate("window.itemsMade") == made + shown + suggested


def test_results_say_what_they_are(page: Page, base: str) -> None:
    """A hit shows heading, title, kind, date, version and the sentence with the words marked, and is announced."""
    page.goto(f"{base}/")
    ask(page, "राहदानी फिर्ता")
    hit = page.locator(".search-hits > li").first
    assert "राहदानी" in " ".join(hit.locator("mark").all_inner_texts())
    assert "पर्चा" in hit.inner_text()
    assert "२०२६" in hit.inner_text()
    assert "संस्करण १.०" in hit.inner_text()
    assert re.search("[०-९]", page.inner_text(STATUS))
    assert [link.get_attribute("data-search-result") for link in page.locator(HIT).all()] == [
        str(place) for place in range(1, page.locator(HIT).count() + 1)
    ]


def test_a_search_can_be_shared(page: Page, base: str) -> None:
    """Enter leads to the index; words and facets stand in the address, and the way back is the browser's."""
    page.goto(f"{base}/")
    page.fill(BOX, "तलब")
    page.press(BOX, "Enter")
    page.wait_for_selector(HIT)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["तलब"]}
    before = page.inner_text(STATUS)
    page.click("[data-key=narrow]")
    page.click("[data-key=kinds-leaflet]")
    page.wait_for_selector("[data-key=kinds-leaflet][aria-current=true]")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["तलब"], "kinds": ["leaflet"]}
    assert {
        text for text in page.locator(".search-hits .kind").all_inner_texts() if "पर्चा" not in text
    } == set()
    assert page.evaluate("document.activeElement.dataset.key") == "kinds-leaflet"
    shared = page.url
    page.go_back()
    expect(page.locator(STATUS)).to_have_text(before)
    page.goto(shared)
    page.wait_for_selector("[data-key=kinds-leaflet][aria-current=true]")
    assert page.input_value(BOX) == "तलब"


def test_the_counts_of_a_facet_are_what_it_leaves(page: Page, base: str) -> None:
    """The number beside a term is the number of texts that are left when it is chosen."""
    page.goto(f"{base}/en/resources/?q=wage")
    page.wait_for_selector(HIT)
    page.click("[data-key=narrow]")
    link = page.locator("[data-key=countries-QA]")
    said = re.search(r"\((\d+)\)", link.inner_text())
    assert said
    link.click()
    page.wait_for_selector("[data-key=countries-QA][aria-current=true]")
    while page.locator("[data-key=more]").count():
        page.click("[data-key=more]")
        page.wait_for_timeout(200)
    titles = {text.split(" – ")[-1] for text in page.locator(HIT).all_inner_texts()}
    assert len(titles) == int(said[1])


def test_facets_are_loaded_when_somebody_looks(page: Page, base: str) -> None:
    """An answer comes without the terms of all works; they are loaded, and counted, when the facets are opened."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    page.goto(f"{base}/")
    ask(page, "तलब")
    assert not {"facets.js", "en-texts.js"} & set(asked)
    page.focus("[data-key=narrow]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-key=kinds-leaflet]")
    assert "facets.js" in asked
    assert page.evaluate("document.activeElement.dataset.key") == "narrow"
    ask(page, "राहदानी")
    page.wait_for_selector("[data-key=kinds-leaflet]")
    page.click("[data-key=narrow]")
    ask(page, "तलब")
    assert page.locator(".search-facets a").count() == 0


def test_beside_the_hits_facets_are_counted_at_once(page: Page, base: str) -> None:
    """A wide page shows them in a column of their own, also when it becomes wide only later."""
    page.goto(f"{base}/")
    ask(page, "तलब")
    assert page.locator(".search-facets a").count() == 0
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_selector("[data-key=kinds-leaflet]")
    ask(page, "राहदानी")
    page.wait_for_selector("[data-key=kinds-leaflet]")


def test_a_text_of_the_other_language_is_shown(page: Page, site: Site, tmp_path: Path) -> None:
    """What English lacks is shown in Nepali; only then is it loaded where the Nepali texts are."""
    (site.root / ENGLISH).unlink()
    write_site(tmp_path / "found", site.root)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    with serving(tmp_path / "found") as served:
        page.goto(f"{served.base}/en/")
        assert ask(page, "भिजिट भिसा")
        assert page.locator(".search-hits [lang=ne]").count()
        assert "ne-texts.js" in asked


def test_an_empty_library_is_searched(page: Page, site: Site, tmp_path: Path) -> None:
    """Without a text, a glossary and a term there is nothing to rehearse with, and a query is answered all the same."""
    shutil.rmtree(site.root / "materials")
    write_site(tmp_path / "found", site.root)
    assert '"glossary":[]' in (tmp_path / "found/search/ne.js").read_text("utf-8")
    with serving(tmp_path / "found") as served:
        for start in ("/", "/en/"):
            page.goto(f"{served.base}{start}")
            assert ask(page, "तलब passport") == []
            assert page.inner_text(STATUS)


def test_the_keyboard_is_enough(page: Page, base: str) -> None:
    """From the box an arrow leads to the first hit; showing more puts the focus on the first of the new ones."""
    page.goto(f"{base}/resources/?q=श्रमिक")
    page.wait_for_selector(HIT)
    page.focus(BOX)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.searchResult") == "1"
    shown = page.locator(HIT).count()
    page.focus("[data-key=more]")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-search-result='{shown + 1}']:focus")


def test_no_answer_offers_a_way_on(page: Page, base: str) -> None:
    """Where nothing is found there are close words, topics and the numbers to call."""
    page.goto(f"{base}/")
    assert ask(page, "qwertyzzz") == []
    assert page.locator("a[href='tel:1141']").count()
    assert page.locator(".search-nothing .chips a").count() > 5
    assert page.inner_text(STATUS).startswith("केही भेटिएन")


def test_stop_words_alone_are_answered(page: Page, base: str) -> None:
    """A query that says nothing does not flood the page but asks for a word."""
    page.goto(f"{base}/")
    assert ask(page, "के गर्ने ho ma") == []
    assert "एउटा शब्द थप्नुहोस्" in page.inner_text(STATUS)


def test_suggestions_go_on_with_what_is_typed(page: Page, base: str) -> None:
    """The beginning of a word, in either script, is gone on with in the script of the page."""
    page.goto(f"{base}/")
    ask(page, "rahad")
    assert "राहदानी" in page.locator(".search-ways a").all_inner_texts()


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_break_nothing(page: Page, base: str, query: str) -> None:
    """Whatever is typed, nothing runs, nothing breaks, and the reader is told something."""
    page.goto(f"{base}/")
    page.evaluate(
        """([box, query]) => {
            const input = document.querySelector(box);
            input.value = query;
            input.dispatchEvent(new Event('input', {bubbles: true}));
        }""",
        [BOX, query],
    )
    page.focus(BOX)
    page.wait_for_timeout(1200)
    status = page.locator(STATUS)
    assert not status.count() or status.inner_text() or not query.strip()
    assert page.title() == "t"


def test_an_emptied_box_brings_the_page_back(page: Page, base: str) -> None:
    """Without a query the page is as it was."""
    page.goto(f"{base}/")
    ask(page, "तलब")
    page.fill(BOX, "")
    page.wait_for_selector("#search-results", state="detached")
    assert page.locator("main[data-searching]").count() == 0


def test_a_file_that_fails_is_said(page: Page, base: str) -> None:
    """Without the index's files the reader is told, and led to the list."""
    page.route("**/search/*/*.js", lambda route: route.abort())
    page.goto(f"{base}/")
    page.fill(BOX, "तलब")
    expect(page.locator(STATUS)).to_have_text("It failed.")
    assert str(page.locator("#search-results a").get_attribute("href")).endswith("/resources/")


def test_a_truncated_file_is_said(page: Page, base: str) -> None:
    """A file that was cut off runs nothing, and counts as one that failed."""

    def cut(route: Route) -> None:
        body = route.fetch().body()
        route.fulfill(body=body[: len(body) // 2], content_type="text/javascript")

    page.route("**/search/*/*.js", cut)
    page.goto(f"{base}/")
    page.evaluate("window.addEventListener('error', (event) => event.preventDefault())")
    page.fill(BOX, "तलब")
    expect(page.locator(STATUS)).to_have_text("It failed.")


def test_a_stale_index_is_replaced(page: Page, base: str) -> None:
    """When a manifest names files that a new build has taken away, the new one is asked for, past the cache."""

    def old(route: Route) -> None:
        if "?" in route.request.url:
            route.continue_()
            return
        body = re.sub(rb'"build":"\w+"', b'"build":"0000000000"', route.fetch().body())
        route.fulfill(body=body, content_type="text/javascript")

    page.route("**/search/ne.js*", old)
    page.goto(f"{base}/")
    assert ask(page, "तलब")


def test_it_works_from_a_disk(page: Page, found_site: Path) -> None:
    """A page opened from a disk finds, and its hits lead to files."""
    page.goto((found_site / "index.html").as_uri())
    page.fill(BOX, "rahdani")
    page.wait_for_selector(HIT)
    assert "/index.html" in str(page.locator(HIT).first.get_attribute("href"))


def test_without_script_the_form_leads_to_the_index(browser: object, base: str) -> None:
    """Where no script runs, the form is a way to the list of all resources."""
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{base}/")
    page.fill(BOX, "तलब")
    page.press(BOX, "Enter")
    page.wait_for_url("**/resources/?q=*")
    context.close()
