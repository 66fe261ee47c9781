"""Released versions in; their handouts and pictures, as they lie frozen, and where each answers, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from iecpress import addresses
from iecpress.handouts import Handout, Job, layout_names
from iecpress.ledger import FrozenFile
from iecpress.model import Library, Release


def frozen_handouts(library: Library) -> list[Handout]:
    """Return every released handout; of each resource the oldest version first."""
    found = [
        (resource_id, release, name, file)
        for resource_id, releases in library.archive.items()
        for release in releases
        for name, file in release.handouts.items()
    ]
    names = layout_names(library, {file.layout or "" for *_, file in found})
    return [_handout(library, names, *one) for one in found]


def to_render(jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs whose handout is not frozen."""
    return [job for job in jobs if not _is_frozen(job)]


def frozen_pictures(library: Library) -> Iterator[tuple[str, Path]]:
    """Yield the address of each released picture and where it lies."""
    for resource_id, releases in library.archive.items():
        for release in releases:
            for name in release.pictures:
                address = addresses.picture(resource_id, release.version, name)
                yield address, library.root / release.folder / name


def current(library: Library, handouts: Sequence[Handout]) -> list[Handout]:
    """Return those of the texts that are current, in the order of the texts."""
    wanted = {(r.id, text.lang): r.version_of(text) for r, text in library.texts()}
    places = {place: number for number, place in enumerate(wanted)}
    chosen = [h for h in handouts if wanted.get((h.resource_id, h.lang)) == h.version]
    return sorted(chosen, key=lambda h: places[h.resource_id, h.lang])


def newest(handouts: Sequence[Handout]) -> dict[str, Handout]:
    """Return the newest version of each handout by the address that leads to the latest one.

    A layout that the newest version does not have any more answers with the last one that had it.
    """
    found: dict[str, Handout] = {}
    for handout in handouts:
        address = addresses.handout(
            handout.resource_id, None, handout.lang, handout.layout, grey=handout.grey
        )
        if address not in found or found[address].version <= handout.version:
            found[address] = handout
    return found


def checksums(library: Library, handouts: Sequence[Handout]) -> bytes:
    """Return a list that `sha256sum -c` proves in the folder of the site: all that a released version serves."""
    listed = {handout.address: handout.sha256 for handout in handouts}
    for resource_id, releases in library.archive.items():
        for release in releases:
            for name in release.pictures:
                address = addresses.picture(resource_id, release.version, name)
                listed[address] = release.files[name].sha256
    lines = (f"{digest}  {address[1:]}\n" for address, digest in sorted(listed.items()))
    return "".join(lines).encode()


def _is_frozen(job: Job) -> bool:
    release = job.resource.release_of(job.text)
    return release is not None and any(
        (file.lang, file.layout, file.grey) == (job.text.lang, job.layout, job.grey)
        for file in release.handouts.values()
    )


def _handout(
    library: Library,
    names: Mapping[str, Mapping[str, str]],
    resource_id: str,
    release: Release,
    name: str,
    file: FrozenFile,
) -> Handout:
    lang, layout = file.lang or "", file.layout or ""
    return Handout(
        resource_id=resource_id,
        version=release.version,
        lang=lang,
        layout=layout,
        grey=file.grey,
        names=names[layout],
        address=addresses.handout(resource_id, release.version, lang, layout, grey=file.grey),
        path=library.root / release.folder / name,
        size=file.bytes,
        sha256=file.sha256,
        pages=file.pages or 1,
        rendered=False,
    )
