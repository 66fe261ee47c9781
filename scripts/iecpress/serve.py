"""A folder in, a site in the browser that follows every change out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from iecpress.build import Options, build
from iecpress.findings import Finding
from iecpress.load.site import load_settings

Report = Callable[[Sequence[Finding]], None]


def serve(root: Path, host: str, port: int, report: Report) -> None:
    """Build, serve and build again after each change, until interrupted.

    Findings are reported and what is sound is shown, so that a slip of the pen does not take the page away.
    """
    with tempfile.TemporaryDirectory(prefix="iecpress-") as folder:
        site = Path(folder, "site")

        def rebuild() -> None:
            built = build(root, Options(site=site, keep_going=True))
            report(built.findings)

        rebuild()
        server = LiveReloadServer(rebuild, host=host, port=port, root=str(site), mount_path="/")
        for path in _watched(root):
            server.watch(str(path))
        try:
            server.serve(open_in_browser=False)
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()


def _watched(root: Path) -> list[Path]:
    settings, _ = load_settings(root)
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
