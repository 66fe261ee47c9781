"""What somebody typed in; a pack written to a file, and what there is to say about it, out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from iecpress.files import write_atomically
from iecpress.findings import Finding
from iecpress.handouts import layouts, workers_for
from iecpress.languages import language
from iecpress.model import Library
from iecpress.pack import Form, Pack, pack
from iecpress.pack.contents import Contents
from iecpress.pack.selection import (
    CONDITIONS,
    Selection,
    Wanted,
    known,
    select,
    what_there_is,
)

NOTHING = "Nothing was written."
CACHE = ".iecpress/cache"
ENDINGS = (".pdf", ".zip")
ONE_OF = {
    "countries": "country", "stages": "stage", "topics": "topic", "audiences": "audience", "kinds": "kind",
}  # fmt: skip
WHY = {
    "text": "no text in {language}",
    "layout": "not made in the layout {layout}",
    "failed": "could not be made",
}


class WrongWish(ValueError):
    """Something was asked for that cannot be; the message says what can."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in sentences for whoever asked."""

    lines: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    written: bool = False


def run(library: Library, wanted: Wanted, form: Form, output: Path) -> Done:
    """Make a pack and write it to `output`. Raises WrongWish."""
    _judge(library, wanted, form, output)
    selection = select(library, wanted)
    if not selection.jobs:
        return Done(tuple(_nothing(library, selection)))
    workers = os.cpu_count() or 1
    try:
        with workers_for(library, workers) as executor:
            cache = library.root / CACHE
            made = pack(library, selection, form, cache, executor=executor, workers=workers)
        if made.contents is None:
            return Done(tuple(_failed(selection, form)), made.findings)
        write_atomically(output.resolve(), made.file)
    except OSError as error:
        where = str(error.filename or output)
        found = Finding("B105", where, 0, {"problem": error.strerror or str(error)})
        return Done((NOTHING,), (found,))
    return Done(tuple(_told(wanted, made, made.contents, output)), made.findings, written=True)


def _judge(library: Library, wanted: Wanted, form: Form, output: Path) -> None:
    """Refuse what does not exist, and say what does."""
    if output.suffix not in ENDINGS:
        raise WrongWish(f"“{output}” must end in {' or '.join(ENDINGS)}.")
    if not output.resolve().parent.is_dir():
        raise WrongWish(f"There is no folder “{output.parent}”.")
    if form.fronts and not form.bound:
        raise WrongWish("--print makes one PDF: give a name that ends in .pdf.")
    _one_of("language", (wanted.lang,), library.settings.languages)
    _one_of("layout", (wanted.layout,), layouts(library))
    _one_of("resource", wanted.ids, sorted(library.by_id))
    for condition in CONDITIONS:
        _one_of(ONE_OF[condition], wanted.of(condition), known(library, condition))


def _one_of(what: str, asked: Sequence[str], there: Sequence[str]) -> None:
    for name in asked:
        if name not in there:
            raise WrongWish(f"There is no {what} “{name}”. There are: {', '.join(there)}.")


def _nothing(library: Library, selection: Selection) -> Iterator[str]:
    wanted = selection.wanted
    yield f"No handout in {_language(wanted)} in the layout {wanted.layout} fits; nothing was written."
    yield from _left_out(wanted, selection)
    for condition, counts in what_there_is(library, wanted):
        yield f"By {ONE_OF[condition]} there are: {_counted(counts) or 'none'}."


def _left_out(wanted: Wanted, selection: Selection) -> Iterator[str]:
    for why, resources in (
        ("text", selection.without_text),
        ("layout", selection.without_layout),
    ):
        if resources:
            yield _because(wanted, why, [resource.id for resource in resources])
    if selection.without_layout:
        yield "A resource that is named by its id is made in any layout."


def _failed(selection: Selection, form: Form) -> Iterator[str]:
    yield NOTHING
    if not form.keep_going and len(selection.jobs) > 1:
        yield "With --keep-going the rest is packed, and the cover says what is missing."


def _told(wanted: Wanted, made: Pack, contents: Contents, output: Path) -> Iterator[str]:
    count, size = len(contents.entries), max(1, round(len(made.file) / 1000))
    yield f"{output}: {count} handout{'s' * (count != 1)}, {contents.pages} pages, {size} kB"
    for why in WHY:
        if titles := [left.title for left in contents.left if left.why == why]:
            yield _because(wanted, why, titles)


def _because(wanted: Wanted, why: str, names: Sequence[str]) -> str:
    reason = WHY[why].format(language=_language(wanted), layout=wanted.layout)
    return f"Not in it ({reason}): {', '.join(names)}"


def _language(wanted: Wanted) -> str:
    return language(wanted.lang).names["en"]


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or 'every country'} ({count})" for name, count in counts.items())
