"""Everything at once: nothing raises, nothing is said twice, nothing takes long."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iecpress.check import check
from iecpress.findings import as_json, as_text
from iecpress.load import load
from tests.check.pieces import MARKDOWN
from tests.sites import ENGLISH, FOLDER, NEPALI, Site

ROOT = Path(__file__).parents[2]


@given(nepali=MARKDOWN, english=MARKDOWN)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
def test_any_markdown_is_checked(nepali: str, english: str) -> None:
    """Whatever two bodies hold, there are findings in order, each once, that can be said in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site.copy(Path(folder))
        for path, body in ((NEPALI, nepali), (ENGLISH, english)):
            raw = (site.read(path) + body).encode("utf-8", "ignore")
            site.write(path, raw)
        found = site.findings()
    places = [(finding.path, finding.line, finding.code) for finding in found]
    assert places == sorted(places)
    assert len({as_json([finding]) for finding in found}) == len(found)
    for finding in found:
        assert as_text(finding, "en")
        assert as_text(finding, "ne")


@given(
    raw=st.binary(max_size=300),
    name=st.sampled_from(
        [
            NEPALI,
            ENGLISH,
            "mkdocs.yml",
            "materials/contacts.yml",
            f"{FOLDER}/a.png",
            f"{FOLDER}/a.svg",
        ]
    ),
)
@settings(deadline=None, max_examples=100)
def test_any_bytes_are_checked(raw: bytes, name: str) -> None:
    """Whatever any one file holds, the answer is findings."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site.copy(Path(folder))
        site.write(name, raw)
        found = site.findings()
    assert all(as_text(finding, "ne") for finding in found)


FRONT = st.recursive(
    st.none() | st.booleans() | st.text("ab1:-", max_size=5) | st.just("2026-11-21"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "version", "topics", "sources", "url", "1", "null"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(
    front=st.dictionaries(
        st.sampled_from(
            [
                "title",
                "summary",
                "version",
                "date",
                "topics",
                "countries",
                "handouts",
                "review_by",
                "sources",
                "translates",
                "id",
                "layout",
                "changes",
                "x",
            ]
        ),
        FRONT,
    )
)
@settings(deadline=None, max_examples=150)
def test_any_front_matter_is_checked(front: dict[str, object]) -> None:
    """Whatever shapes stand between the two lines of ---, the answer is findings."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site.copy(Path(folder))
        for name in (NEPALI, "docs/ne/a.md"):
            site.write(name, f"---\n{json.dumps(front, ensure_ascii=False)}\n---\nशब्द।\n")
        found = site.findings()
    assert all(as_text(finding, "ne") for finding in found)


def test_this_site_is_clean() -> None:
    """The texts of this repository have no finding."""
    reading = load(ROOT)
    assert reading.library is not None
    day = max(resource.date for resource in reading.library.resources)
    assert [as_text(finding, "en") for finding in check(reading, day)] == []
