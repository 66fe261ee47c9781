"""A folder in, a site in the browser that follows every change out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from iecpress.build import Built, build
from iecpress.handouts import Workers
from iecpress.load.site import load_settings
from iecpress.policy import with_inline_scripts
from iecpress.prepare import Options
from iecpress.settings import Limits, Settings

Report = Callable[[Built], None]


def serve(root: Path, host: str, port: int, report: Report) -> None:
    """Build, serve and build again after each change, until interrupted.

    Each build is reported and what is sound is shown, so that a slip of the pen does not take the page
    away. The workers stay warm in between.
    """
    settings, _ = load_settings(root)
    limits = settings.limits if settings else Limits()
    workers = Workers(
        os.cpu_count() or 1, seconds=limits.handout_seconds, megabytes=limits.handout_mb
    )
    with tempfile.TemporaryDirectory(prefix="iecpress-") as folder, workers:
        site = Path(folder, "site")

        def rebuild() -> None:
            report(build(root, Options(site=site, keep_going=True, executor=workers)))

        rebuild()
        server = LiveReloadServer(rebuild, host=host, port=port, root=str(site), mount_path="/")
        server.set_app(with_inline_scripts(server.serve_request))
        for path in _watched(root, settings):
            server.watch(str(path))
        try:
            server.serve(open_in_browser=False)
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()


def _watched(root: Path, settings: Settings | None) -> list[Path]:
    names = ["mkdocs.yml"]
    if settings is not None:
        names += [
            settings.pages,
            settings.overrides,
            settings.vocabulary,
            settings.contacts,
            settings.glossary,
        ]
        names += [kind.folder for kind in settings.kinds]
    return [path for name in names if (path := root / name).exists()]
