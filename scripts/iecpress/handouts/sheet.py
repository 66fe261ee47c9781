"""A library and a job in, a sheet out: the text's HTML in its layout's template, and the list of files it may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from iecpress import addresses, fingerprint
from iecpress.fonts import FontFile, font_files
from iecpress.handouts import engine, words
from iecpress.handouts.layout import (
    COVERS,
    WITHIN,
    Layout,
    LayoutError,
    file,
    folders,
    layout,
    names,
)
from iecpress.handouts.qr import qr_code
from iecpress.handouts.records import File, Font, Job, Plan, Problem, Sheet
from iecpress.icons import icon_address
from iecpress.languages import Language, language
from iecpress.links import BrokenLink, destination
from iecpress.model import Library, Resource
from iecpress.text.aligned import Pair, Side, pairs
from iecpress.text.html import Resolver
from iecpress.text.markdown import Document, parse
from iecpress.text.sections import sections
from iecpress.text.tables import Room, fit_tables

WRITING = {"dpi", "jpeg_quality"}
"""The settings of a layout that say how its pages are written to the file."""


class CannotSet(ValueError):
    """A text that lacks what its layout is made of."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


class Desk:
    """Where sheets are set: the templates, the layouts that were opened, the fonts, for one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._folders = folders(library.root, library.settings)
        self._layouts: dict[str, Layout] = {}
        self._templates = _environment(
            self._folders, fingerprint.of_files(library.root, self._folders)
        )

    @property
    def fonts_wanted(self) -> Sequence[FontFile]:
        """The fonts that every sheet is set in."""
        return font_files()

    @cached_property
    def fonts(self) -> Mapping[Font, File]:
        """The fonts and their files. The digest in the address tells a worker that a font was replaced."""
        read = [(font, file(font.path)) for font in self.fonts_wanted]
        return {_font(font, kept): kept for font, kept in read}

    def layout(self, name: str) -> Layout:
        """Return a layout by name. Raises LayoutError."""
        if name not in self._layouts:
            self._layouts[name] = layout(name, self._folders)
        return self._layouts[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all layouts that there are."""
        return names(self._folders)

    @property
    def for_press(self) -> tuple[str, ...]:
        """The names of the layouts that can be drawn for a print shop. One that is wrong is told when it is drawn."""
        found = []
        for name in self.names:
            with suppress(LayoutError):
                found += [name] if self.layout(name).settings.press else []
        return tuple(found)

    def with_twin(self, name: str) -> tuple[str, ...]:
        """Return a layout's name, and that of the layout it is made of."""
        try:
            twin = self.layout(name).settings.made_of
        except LayoutError:  # the handout itself will say so
            return (name,)
        return (name, twin) if twin else (name,)

    def sheet(self, job: Job) -> Sheet:
        """Set one handout. Raises LayoutError, CannotSet, and whatever a wrong template raises."""
        return self._set(job, self.layout(job.layout), {})

    def cover(self, job: Job, values: Mapping[str, object]) -> Sheet:
        """Set a sheet that stands before handouts, from the covers; its template may use `values` as well."""
        return self._set(job, layout(job.layout, self._folders, COVERS), values)

    def filled(self, template: str, values: Mapping[str, object]) -> str:
        """Fill in a template that is no sheet. Raises whatever a wrong template raises."""
        return self._templates.get_template(template).render(values)

    def _set(self, job: Job, design: Layout, values: Mapping[str, object]) -> Sheet:
        if design.settings.points and not job.text.points:
            raise CannotSet(Problem("points"))
        document = parse(job.text.body, job.text.body_line)
        pictures, problems = self._pictures(job, document)
        context = {**self._context(job, document, design), **values}
        context |= {"sides": [context], "pairs": []}
        if design.settings.facing:
            facing = self._facing(job)
            other = parse(facing.text.body, facing.text.body_line)
            others, found = self._pictures(facing, other)
            pictures |= others
            problems += [replace(problem, lang=facing.text.lang) for problem in found]
            sides = [context, self._context(facing, other, design)]
            for side in sides:
                side.update(sides=sides, drawn=partial(self._drawn, side))
            context["pairs"] = list(self._pairs(job, document, facing, other, _room(design)))
        template = self._templates.get_template(design.template)
        html = template.render(context)
        fonts = {font.address: kept for font, kept in self.fonts.items()}
        return Sheet(
            html=html,
            styles=design.styles,
            fonts=tuple(self.fonts),
            files={**design.files, **fonts, **pictures},
            options=design.settings.model_dump(include=WRITING),
            plan=_plan(design, job.resource),
            picture_pixels=self._library.settings.limits.picture_pixels,
            impose=design.settings.impose,
            marked=job.press and design.settings.press,
            problems=tuple(problems),
            metadata=self._templates.get_template("parts/metadata.xmp").render(context),
            tongues=words.tongues(self._library.settings.languages),
        )

    def _context(self, job: Job, document: Document, design: Layout) -> dict[str, object]:
        """Return the values that every template may use; README.md lists them."""
        resource, text, settings = job.resource, job.text, self._library.settings
        version = text.translates or resource.version
        address = settings.base_url + addresses.resource(settings, text.lang, resource.id, version)
        lang = language(text.lang)
        return {
            "lang": lang,
            "say": lang.say,
            "layout": design.name,
            "grey": job.grey,
            "press": job.press,
            "identity": settings.identity,
            "resource": resource,
            "text": text,
            "version": version,
            "address": address,
            "newest": settings.base_url + addresses.resource(settings, text.lang, resource.id),
            "shown": words.shown,
            "qr": qr_code(address, lang.say("handout-qr", address=address)),
            "dates": lambda day: words.dates(day, lang),
            "dates_apart": lambda day: words.dates_apart(day, lang),
            "lang_of": lambda said: words.lang_of(said, text.lang, settings.languages),
            "checked": words.checked(resource),
            "seen": words.seen(resource),
            "source_language": language(resource.source_lang).names[text.lang],
            "licence": words.licence(self._library, resource, text.lang),
            "licence_address": words.licence_address(self._library, resource),
            "audiences": words.terms(self._library, "audiences", resource.audiences, lang),
            "countries": words.terms(self._library, "countries", resource.countries, lang),
            "page_words": words.page_words(lang),
            "pictogram": partial(icon_address, words.pictogram(self._library, resource)),
            "sections": sections(
                fit_tables(_on_paper(document), _room(design)),
                text.lang,
                self._resolver(job, document),
            ),
            "contacts": words.cards(self._library.contacts_for(resource), lang),
            "in_columns": words.in_columns,
            "unbroken": partial(words.unbroken, lang=lang),
            "qr_within": partial(qr_code, address, lang.say("handout-qr", address=address)),
            "lands": self._lands(resource, lang) if design.settings.per_country else [],
            "links": list(self._links(job, document)),
            "engine": engine.versions()["weasyprint"],
        }

    def _drawn(self, side: Mapping[str, object], part: str) -> Markup:
        """Return a part of a sheet as one side of it shows it, in its own language."""
        return Markup(self._templates.get_template(part).render(side))  # noqa: S704 - it escapes what it fills in

    def _lands(self, resource: Resource, lang: Language) -> list[words.Land]:
        """Return whom to call in each country. Raises CannotSet when for one of them there is nobody."""
        lands = words.lands(self._library, resource, lang)
        for land in lands:
            if not land.cards:
                raise CannotSet(Problem("contacts", land.name))
        return lands

    def _facing(self, job: Job) -> Job:
        """Return the job for the text that stands beside the job's own. Raises CannotSet when there is none."""
        texts = job.resource.texts
        for lang in self._library.settings.languages:
            if lang in texts and lang != job.text.lang:
                return replace(job, text=texts[lang])
        raise CannotSet(Problem("facing"))

    def _pairs(
        self, job: Job, document: Document, facing: Job, other: Document, room: Room
    ) -> Iterator[Pair]:
        """Return the two texts part by part, side by side."""
        ours = fit_tables(_on_paper(document), room)
        theirs = fit_tables(_on_paper(other), room, numbered=False)
        lang, resolve = facing.text.lang, self._resolver(facing, other)
        left = Side(ours, job.text.lang, self._resolver(job, document))
        return pairs(left, Side(theirs, lang, resolve, prefix=f"{lang}-"))

    def _resolver(self, job: Job, document: Document) -> Resolver:
        """Return what paper makes of a target: full addresses, and for a picture its address in the sheet."""
        pictures = {picture.target for picture in document.pictures}
        base_url = self._library.settings.base_url

        def resolve(target: str) -> str:
            if target in pictures:
                return _picture_address(target)
            try:
                found = destination(self._library, job.text.path, target)
            except BrokenLink:  # `check` has reported it
                return f"{base_url}/"
            inside = found.external or found.address.startswith("#")
            return found.address if inside else base_url + found.address

        return resolve

    def _pictures(self, job: Job, document: Document) -> tuple[dict[str, File], list[Problem]]:
        """Return the text's pictures by address, and those that cannot be used."""
        files: dict[str, File] = {}
        problems = []
        for picture in document.pictures:
            path = self._picture(job, picture.target)
            if path is None:
                problems.append(Problem("picture", picture.target))
            else:
                files[_picture_address(picture.target)] = file(path)
        return files, problems

    def _picture(self, job: Job, target: str) -> Path | None:
        """Return the file of a picture: in the text's own folder, not too large, no link to elsewhere."""
        library = self._library
        try:
            found = destination(library, job.text.path, target)
        except BrokenLink:
            return None
        if found.external or found.path is None or found.path in library.by_path:
            return None
        path = library.root / found.path
        folder = (library.root / job.resource.folder).resolve()
        sound = path.is_file() and path.resolve().parent == folder and path.stat().st_size > 0
        small = sound and path.stat().st_size <= library.settings.limits.picture_kb * 1024
        return path if small else None

    def _links(self, job: Job, document: Document) -> Iterator[words.Reading]:
        """Yield each other resource that the text names: paper cannot be tapped, so it needs the address."""
        settings, seen = self._library.settings, {job.resource.id}
        for link in document.links:
            try:
                path = destination(self._library, job.text.path, link.target).path
            except BrokenLink:
                continue
            named = self._library.by_path.get(path) if path else None
            if named and named[0].id not in seen:
                resource, text = named
                seen.add(resource.id)
                address = settings.base_url + addresses.resource(settings, text.lang, resource.id)
                yield words.Reading(text.title, resource.kind.names[job.text.lang], address)


def _room(design: Layout) -> Room:
    return Room(design.settings.table_letters, design.settings.small_table_letters)


def _plan(design: Layout, resource: Resource) -> Plan:
    """Return how the text is fitted; where each country has its pages, there are so many times as many."""
    plan = design.plan
    if not design.settings.per_country or plan.pages is None:
        return plan
    return replace(plan, pages=plan.pages * max(len(resource.countries), 1))


def _on_paper(document: Document) -> Document:
    """Leave out what only leads back to where one was on a screen."""
    tokens = [token for token in document.tokens if token.type != "footnote_anchor"]
    return replace(document, tokens=tokens)


def _font(font: FontFile, kept: File) -> Font:
    return Font(f"{WITHIN}fonts/{kept.sha256[:8]}/{font.path.name}", font.family, font.weight)


def _picture_address(target: str) -> str:
    return f"{WITHIN}resource/{quote(target.removeprefix('./'))}"


@lru_cache(maxsize=1)
def _environment(folders: Sequence[Path], _state: str) -> Environment:
    """Keep the compiled templates from one build to the next, as long as no file in the folders changes."""
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
