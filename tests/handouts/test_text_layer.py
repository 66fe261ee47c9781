"""What comes back out of a handout: the words that were put in, in every reader, and the same picture."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops

from iecpress.handouts import Job, text_layer
from iecpress.handouts.draw import get_ready
from iecpress.handouts.records import Sheet
from iecpress.handouts.sheet import Desk
from iecpress.handouts.text_layer.meanings import begin_plainly
from iecpress.load import load
from iecpress.model import Library
from tests import pdf_text
from tests.handouts.conftest import Site

pytestmark = [
    # WeasyPrint leaves the file of its colour profile open.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ROOT = Path(__file__).parents[2]

HARD = """राष्ट्रिय ड्राइभर ट्राफिक सङ्घ गर्‍यो र्‍याल्स अन्तर्राष्ट्रिय क्षेत्र ज्ञान श्रम शुल्क विद्यार्थी हिउँद दुःख चाँद ऋण ऐन ईंटा ऊर्जा।

किताब **कि**ताब *विशेष* [लिङ्कभित्र शब्द](https://law.example/) १२३४५६७८९० र 1234567890, रु. १०,००,००० र QAR 1,000।

झन् झ ५ ८ ९ द्वन्द्व सन्ध्या उद्घाटन ब्रह्म हृदय पृष्ठ कार्य कार्यक्रम क़लम स्त्री शृङ्खला फ्याँक्नु कुर्‍यो।

| देश | ज्याला र भत्ता | Wage |
|---|---|---|
| कतार | महिनाको १,००० रियाल | QAR 1,000 |
| मलेसिया | महिनाको १,७०० रिङ्गिट | MYR 1,700 |

1. पहिलो कुरा: फिर्ता लिनुहोस्
2. दोस्रो कुरा: निर्णय पढ्नुहोस्
"""


@dataclass(frozen=True)
class Made:
    """A handout as it was laid out, and as it was written."""

    document: Any
    pdf: bytes
    options: dict[str, Any]

    @property
    def words(self) -> str:
        """Every word that it shows."""
        return pdf_text.laid_out(self.document)


@contextmanager
def _seen() -> Iterator[list[Made]]:
    """Remember what is written while this lasts."""
    made: list[Made] = []
    original = text_layer.write_pdf

    def write_pdf(document: Any, **options: Any) -> bytes:
        pdf = original(document, **options)
        made.append(Made(document, pdf, options))
        return pdf

    text_layer.write_pdf = write_pdf  # type: ignore[assignment]
    try:
        yield made
    finally:
        text_layer.write_pdf = original


def drawn(sheet: Sheet) -> Made:
    """Draw a sheet here, not in a worker."""
    get_ready()
    from iecpress.handouts.render import render

    with _seen() as made:
        printed = render(sheet)
    assert printed.problems == ()
    return made[0]


@pytest.fixture(scope="module")
def library() -> Library:
    """The texts of this site."""
    found = load(ROOT).library
    assert found is not None
    return found


@pytest.fixture
def hard(site: Site) -> Made:
    """A text of difficult words, letter-spaced and justified."""
    style = site.root / "overrides/handouts/layouts/a4/style.css"
    style.parent.mkdir(parents=True)
    style.write_text("p { text-align: justify } .text li { letter-spacing: 0.5mm }", "utf-8")
    site.bodies = {"ne": HARD}
    resource = site.library.resources[0]
    return drawn(Desk(site.library).sheet(Job(resource, resource.texts["ne"], "a4")))


def shares(made: Made, folder: Path) -> dict[str, float]:
    """Return the share of the words that each reader gives back."""
    path = folder / "handout.pdf"
    path.write_bytes(made.pdf)
    return {
        name: pdf_text.compare(made.words, read(path)).share
        for name, read in pdf_text.READERS.items()
    }


def too_few(found: dict[str, float]) -> dict[str, float]:
    return {name: share for name, share in found.items() if share < pdf_text.LEAST[name]}


@pytest.mark.parametrize(
    ("resource_id", "lang", "layout"),
    [
        ("qatar-wages-and-job-change", "ne", "a4"),
        ("your-passport-is-yours", "ne", "trifold"),
        ("how-to-complain", "ne", "bilingual"),
        ("numbers-to-call", "ne", "large-print"),
        ("visit-visa", "en", "a4"),
    ],
)
def test_every_reader_gives_the_words_back(
    library: Library, tmp_path: Path, resource_id: str, lang: str, layout: str
) -> None:
    """All of them with pdftotext and pdfium, nearly all with MuPDF and pypdf."""
    resource = library.by_id[resource_id]
    made = drawn(Desk(library).sheet(Job(resource, resource.texts[lang], layout)))
    assert too_few(shares(made, tmp_path)) == {}


def test_hard_words_come_back(hard: Made, tmp_path: Path) -> None:
    """Conjuncts, joiners, digits, bold within a word, tables, justified and letter-spaced lines."""
    assert too_few(shares(hard, tmp_path)) == {}


SPACED = """व्यक्तिको साब्रिना अप्रिल टिप्पणीमा, प्रतिक्रियाको दुखाई दुखाइको दुखेको प्रकारको प्रणालीद्वारा
प्रत्येक स्वास्थ्य रूपमा त्यही COVID-19, (FEMA) न्यूज।
"""


@pytest.mark.parametrize("space", ["0", "0.05mm", "0.15mm", "0.3mm"])
def test_spaced_words_come_back(site: Site, tmp_path: Path, space: str) -> None:
    """However far letters are apart, up to a tenth of their size, readers take them for one word's."""
    style = site.root / "overrides/handouts/layouts/a4/style.css"
    style.parent.mkdir(parents=True)
    style.write_text(f".text p {{ letter-spacing: {space}; font-size: 11pt }}", "utf-8")
    site.bodies = {"ne": SPACED}
    resource = site.library.resources[0]
    made = drawn(Desk(site.library).sheet(Job(resource, resource.texts["ne"], "a4")))
    assert {name: share for name, share in shares(made, tmp_path).items() if share < 1} == {}


@pytest.mark.parametrize(
    ("widths", "meant"),
    [((389, 556, 0), ["स", "्व", "ा"]), ((389, 818, 0), ["स्", "व", "ा"])],
)
def test_a_word_begins_without_a_mark(widths: tuple[float, ...], meant: list[str]) -> None:
    """pdf.js parts a word whose first glyph means a mark; MuPDF one whose mark stands before a wide glyph."""
    shares = ["स्", "व", "ा"]
    begin_plainly(shares, widths)
    assert shares == meant


def test_without_the_layer_the_words_do_not_come_back(hard: Made, tmp_path: Path) -> None:
    """The measure can fail: as WeasyPrint writes it by itself, most readers lose words."""
    plain = Made(hard.document, hard.document.write_pdf(), {})
    assert len(too_few(shares(plain, tmp_path))) >= 3


def test_the_picture_is_the_same(hard: Made, tmp_path: Path) -> None:
    """Not one pixel differs from what WeasyPrint draws by itself."""
    ours, theirs = (_poppler(pdf, tmp_path / name) for name, pdf in _both(hard).items())
    assert _differences(ours, theirs) == []


def test_the_picture_is_the_same_in_chrome(library: Library) -> None:
    """Chrome's own reader, too, shows a handout of the library as before."""
    resource = library.by_id["visit-visa"]
    made = drawn(Desk(library).sheet(Job(resource, resource.texts["ne"], "a4")))
    ours, theirs = map(_pdfium, _both(made).values())
    assert _differences(ours, theirs) == []


def test_spaced_letters_stand_in_chrome_where_they_stand_elsewhere(
    site: Site, tmp_path: Path
) -> None:
    """Without the layer, Chrome's reader loses some of the room between letters that Poppler gives them."""
    style = site.root / "overrides/handouts/layouts/a4/style.css"
    style.parent.mkdir(parents=True)
    style.write_text(
        ".text p { letter-spacing: 0.5mm; font-size: 11pt } h1 { font-size: 9pt }"
        ".head { background: none; border: 0 }"
        "body > :not(main, .head), .head > :not(h1) { display: none }",
        "utf-8",
    )
    site.bodies = {"ne": "र पढ्नुहोस् पढ्नुहोस् गर्नुहोस् हुनेछ।\n"}
    resource = site.library.resources[0]
    made = drawn(Desk(site.library).sheet(Job(resource, resource.texts["ne"], "a4")))
    apart = {}
    for name, pdf in _both(made).items():
        (poppler, *_), (chrome, *_) = _poppler(pdf, tmp_path / name), _pdfium(pdf, 150 / 72)
        apart[name] = abs(_right_edge(poppler) - _right_edge(chrome))
    assert apart["ours"] <= 1
    assert apart["theirs"] > 1


def _right_edge(page: Any) -> int:
    """Return where the ink ends."""
    return int(page.convert("L").point(lambda light: 255 * (light < 128)).getbbox()[2])


def _both(made: Made) -> dict[str, bytes]:
    """Return a document written with the layer and without it, unfinished."""
    options = {name: value for name, value in made.options.items() if name != "finisher"}
    ours = text_layer.write_pdf(made.document, **options)
    return {"ours": ours, "theirs": made.document.write_pdf(**options)}


def _differences(ours: list[Any], theirs: list[Any]) -> list[Any]:
    found = [ImageChops.difference(*pair).getbbox() for pair in zip(ours, theirs, strict=True)]
    return [box for box in found if box]


def _poppler(pdf: bytes, folder: Path) -> list[Any]:
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", folder / "a.pdf", folder / "a"], check=True)
    return [Image.open(path) for path in sorted(folder.glob("*.png"))]


def _pdfium(pdf: bytes, scale: float = 2) -> list[Any]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=scale).to_pil().convert("RGB") for page in document]


def test_it_is_written_for_one_version(hard: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another WeasyPrint draws text in another way: it is refused by name."""
    monkeypatch.setattr(text_layer, "VERSION", "71.0")
    with pytest.raises(RuntimeError, match=r"needs WeasyPrint 70\.0; this is 71\.0"):
        text_layer.write_pdf(hard.document)
