"""Every code about what was released, provoked in a site with three versions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest
from PIL import Image

from iecpress.findings import Finding, codes
from iecpress.ledger import appended, read
from tests.press import LEDGER, Press
from tests.sites import ENGLISH, FOLDER, NEPALI

FROZEN = f"{FOLDER}/versions/1.0"


def _lines(press: Press) -> list[str]:
    return press.site.read(LEDGER).splitlines()


def _rewritten(press: Press, lines: list[str], end: str = "\n") -> None:
    press.site.write(LEDGER, "\n".join(lines) + end)


def _conflict(press: Press) -> None:
    *first, last = _lines(press)
    _rewritten(press, [*first, "<<<<<<< HEAD", last, "=======", last, ">>>>>>> theirs"])


def _prose(press: Press) -> None:
    _rewritten(press, [*_lines(press), "released visit-visa 1.3"])


def _newer(press: Press) -> None:
    _rewritten(press, [*_lines(press), '{"format":2,"what":"merged"}'])


def _misspelt(press: Press) -> None:
    *first, last = _lines(press)
    _rewritten(press, [*first, last.replace("published", "publisht")])


def _other_day(press: Press) -> None:
    first, *rest = _lines(press)
    _rewritten(press, [first.replace("2026-11-21", "2026-11-20"), *rest])


def _dropped(press: Press) -> None:
    first, _, *rest = _lines(press)
    _rewritten(press, [first, *rest])


def _forked(press: Press) -> None:
    *first, last = _lines(press)
    _rewritten(press, [*first, last, last.replace('"1.2"', '"1.3"')])


def _swapped(press: Press) -> None:
    first, second, *rest = _lines(press)
    _rewritten(press, [second, first, *rest])


def _cut_off(press: Press) -> None:
    *first, last = _lines(press)
    _rewritten(press, [*first, last[:40]], end="")


def _other_case(press: Press) -> None:
    for name in ("sign.png", "Sign.png"):
        Image.new("1", (4, 4)).save(press.site.root / FOLDER / name)


def _fewer_hyphens(press: Press) -> None:
    press.another("visitvisa")


def _given_away(press: Press) -> None:
    ledger = read(press.site.read(LEDGER))
    other = next(event for event in ledger.events if event.id == "your-passport")
    stolen = other.model_copy(
        update={"version": "1.1", "addresses": ("/r/visit-visa/1.0/", "/r/your-passport/1.1/")}
    )
    press.site.write(LEDGER, appended(ledger, [stolen]))


def _gone_and_back(press: Press) -> None:
    ledger = read(press.site.read(LEDGER))
    first = next(event for event in ledger.events if event.id == "your-passport")
    gone = first.model_copy(
        update={"what": "gone", "version": None, "langs": (), "manifest": None, "addresses": ()}
    )
    press.site.write(LEDGER, appended(ledger, [gone, first]))


def _manifest_lost(press: Press) -> None:
    (press.site.root / FROZEN / "manifest.json").unlink()


def _manifest_forged(press: Press) -> None:
    path = press.site.root / FROZEN / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(manifest), "utf-8")


def _by_hand(press: Press) -> None:
    press.site.write(f"{FOLDER}/versions/1.3/index.ne.md", "x")


def _flipped(press: Press) -> None:
    path = press.site.root / FROZEN / "visit-visa-1.0-ne.pdf"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    press.site.write(f"{FROZEN}/{path.name}", bytes(content))


def _deleted(press: Press) -> None:
    (press.site.root / FROZEN / "body.en.html").unlink()


def _lost(press: Press) -> None:
    shutil.rmtree(press.site.root / FOLDER)


def _corrected(press: Press) -> None:
    press.site.change(ENGLISH, "One more thing.", "One thing more.")


def _skipped(press: Press) -> None:
    press.site.change(NEPALI, 'version: "1.2"', 'version: "1.4"')
    press.site.change(ENGLISH, 'translates: "1.2"', 'translates: "1.4"')


def _unexplained(press: Press) -> None:
    press.site.change(NEPALI, 'version: "1.2"\nchanges: थप कुरा छ।\n', 'version: "1.3"\n')
    press.site.change(ENGLISH, 'translates: "1.2"', 'translates: "1.3"')


def _asked_for_more(press: Press) -> None:
    press.site.change(
        NEPALI, "licence: CC-BY-4.0\n", "licence: CC-BY-4.0\nhandouts: [a4, trifold, a4-grey]\n"
    )


FAULTS: tuple[tuple[str, str, Callable[[Press], None]], ...] = (
    ("L101", f"{LEDGER}:4", _conflict),
    ("L102", f"{LEDGER}:5", _prose),
    ("L103", f"{LEDGER}:5", _newer),
    ("L104", f"{LEDGER}:4", _misspelt),
    ("L105", f"{LEDGER}:2", _other_day),
    ("L105", f"{LEDGER}:2", _dropped),
    ("L106", f"{LEDGER}:5", _forked),
    ("L107", f"{LEDGER}:1", _swapped),
    ("L108", f"{LEDGER}:4", _cut_off),
    ("L109", f"{LEDGER}:5", _given_away),
    ("L109", f"{LEDGER}:6", _gone_and_back),
    ("L110", f"{FROZEN}:0", _manifest_lost),
    ("L110", f"{FROZEN}:0", _manifest_forged),
    ("L111", f"{FOLDER}/versions/1.3:0", _by_hand),
    ("L112", f"{FROZEN}/visit-visa-1.0-ne.pdf:0", _flipped),
    ("L112", f"{FROZEN}/body.en.html:0", _deleted),
    ("L113", f"{LEDGER}:0", _lost),
    ("L119", f"{FOLDER}/sign.png:0", _other_case),
    ("L120", "materials/leaflets/visitvisa/index.ne.md:0", _fewer_hyphens),
    ("M124", f"{ENGLISH}:4", _corrected),
    ("M125", f"{NEPALI}:4", _skipped),
    ("M126", f"{NEPALI}:4", _unexplained),
    ("M128", f"{NEPALI}:10", _asked_for_more),
)


OF_RELEASED = ("M124", "M125", "M126", "M128")
ELSEWHERE = {
    "L114",  # raised by a build: tests/test_decide.py
    *("L115", "L116", "L117", "L118"),  # raised by git: test_branches.py
    "L121",  # raised by a decision that was cut short: tests/test_decide.py
}


@pytest.mark.parametrize(
    ("code", "where", "spoil"), FAULTS, ids=[f"{c}{s.__name__}" for c, _, s in FAULTS]
)
def test_every_fault_is_named(
    archive: Press, code: str, where: str, spoil: Callable[[Press], None]
) -> None:
    """Whatever is done to what was released, one finding says what, and in which line or file."""
    assert archive.site.findings() == []
    spoil(archive)
    assert (code, where) in _named(archive.site.findings())


def _named(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, f"{finding.path}:{finding.line}") for finding in findings]


def test_every_code_of_the_ledger_is_provoked_here() -> None:
    """No code about releases can be added without a fault that shows it."""
    known = {code for code in codes() if code.startswith("L1") or code in OF_RELEASED}
    assert known - {code for code, _, _ in FAULTS} == ELSEWHERE
