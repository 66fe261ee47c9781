"""MkDocs's arguments in, MkDocs's work out, with the machine's Chromium in place of one that Playwright downloads.

Runs in the environment of the PDF plugin, which has no setting for it.
"""

from __future__ import annotations

import os
from typing import Any

from mkdocs.__main__ import cli
from playwright.async_api import Browser, BrowserType

launch = BrowserType.launch


async def launch_the_machines_own(self: BrowserType, **options: Any) -> Browser:
    """Start the browser that CHROMIUM names."""
    return await launch(self, executable_path=os.environ["CHROMIUM"], **options)


if __name__ == "__main__":
    BrowserType.launch = launch_the_machines_own  # type: ignore[method-assign]
    cli()
