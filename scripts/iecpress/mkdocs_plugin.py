"""MkDocs's configuration in, the same configuration pointed at our stage and theme out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme
from mkdocs.utils.templates import TemplateContext

from iecpress.handover import FRAME, GivenUp, awaited_stage
from iecpress.policy import with_inline_scripts

# A build of ours has the stage ready, and this process need not load what made it.
if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from iecpress.prepare import Prepared

THEME = Path(__file__).parent / "theme"
STYLESHEET = "assets/iecpress.css"


class IecpressPlugin(BasePlugin[LegacyConfig]):
    """Stages the site for MkDocs. Its settings are read and judged by `iecpress.load`, not here."""

    prepared: Prepared | None = None
    stage: Path | None = None
    """Where the stage lies, once it is ready."""

    def load_config(
        self,
        options: dict[str, Any],
        config_file_path: str | None = None,  # noqa: ARG002 - MkDocs names it
    ) -> tuple[list[Any], list[Any]]:
        """Take the settings as they are: they are validated with the rest of the content."""
        self.config = LegacyConfig(schema=())
        self.config.update(options)
        return [], []

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Point MkDocs at the stage, making it first unless a build of ours has done so."""
        stage = self._stage(Path(config.config_file_path).parent)
        config.docs_dir = str(stage)
        config.extra["iecpress"] = json.loads(stage.with_name(FRAME).read_text("utf-8"))
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        # The stylesheet takes the organisation's colours; the sitemap is ours (catalogue).
        config.theme.static_templates.add(STYLESHEET)
        config.theme.static_templates.discard("sitemap.xml")
        config.theme = _OwnFiles.of(config.theme)
        return config

    def on_page_markdown(self, _markdown: str, **_: object) -> str:
        """Keep the finished HTML out of the Markdown parser, which would only read it and hand it back."""
        return ""

    def on_page_context(
        self, context: TemplateContext, *, page: Page, **_: object
    ) -> TemplateContext:
        """Give the page its HTML just before it is written: MkDocs holds all pages to the end."""
        page.content = page.file.content_string.partition("\n---\n")[2].strip()
        return context

    def on_post_page(self, output: str, *, page: Page, **_: object) -> str:
        """Let go of it."""
        page.content = None
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add handouts and catalogue to what MkDocs built by itself."""
        if self.prepared is not None:
            from iecpress.pages import writing_apart
            from iecpress.prepare import add_files

            site, prepared = Path(config.site_dir), self.prepared
            frame = config.extra["iecpress"]
            with writing_apart(prepared.library, prepared.pages, frame, site) as written:
                add_files(prepared, site)
                written()

    def on_serve(self, server: LiveReloadServer, **_: object) -> LiveReloadServer:
        """Let `mkdocs serve` show each change."""
        server.set_app(with_inline_scripts(server.serve_request))
        return server

    def _stage(self, root: Path) -> Path:
        """Return the stage of the build that started us, or make one; i18n asks once for each language."""
        if self.stage is None:
            try:
                self.stage = awaited_stage()
            except GivenUp as error:
                raise PluginError("the build that started MkDocs has ended") from error
        if self.stage is None:
            self.prepared = _prepare(root)
            self.stage = self.prepared.stage
        return self.stage


class _OwnFiles(Theme):
    """The theme, without Material's scripts, styles and pictures among the files of the site: our pages use none.

    They are not even looked through. Its templates and icons are found as ever.
    """

    @classmethod
    def of(cls, theme: Theme) -> _OwnFiles:
        """Return the same theme."""
        made = cls.__new__(cls)
        vars(made).update(vars(theme))
        return made

    def get_env(self) -> Environment:
        """Return where templates are found and files are listed."""
        env = super().get_env()
        own = [folder for folder in (self.custom_dir, str(THEME)) if folder]
        env.loader = _Loader(self.dirs, own)
        return env


class _Loader(FileSystemLoader):
    def __init__(self, folders: list[str], listed: list[str]) -> None:
        super().__init__(folders)
        self._listed = FileSystemLoader(listed)

    def list_templates(self) -> list[str]:
        return self._listed.list_templates()


def _prepare(root: Path) -> Prepared:
    """Do what a build does up to the stage. Raises PluginError with every finding."""
    from iecpress.findings import as_text
    from iecpress.prepare import Unsound, prepare_alone

    try:
        return prepare_alone(root)
    except Unsound as error:
        shown = "\n".join(as_text(finding, "en") for finding in error.findings)
        raise PluginError(f"the content has errors\n{shown}") from error
