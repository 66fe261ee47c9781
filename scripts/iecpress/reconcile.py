"""Two branches that both went on in the ledger in; one ledger, with the main branch's lines first, out."""

from __future__ import annotations

from iecpress import history
from iecpress.files import write_atomically
from iecpress.ledger import Merged, merged, read
from iecpress.model import Library


def reconcile(library: Library, main: str) -> Merged:
    """Rewrite the ledger: all of the branch `main`, then what is new here. Raises NoHistory.

    What is new here stands in the file itself, whatever git has done to it, or in the last commit.
    """
    root, path = library.root, library.settings.ledger
    tip = history.main_branch(root, main)
    elder = read(history.content_at(root, tip, path))
    if elder.broken:
        raise history.NoHistory("branch", f"{main}: {path}:{elder.broken.line}")
    here = (root / path).read_text("utf-8") if (root / path).is_file() else ""
    done = merged(elder, (history.content_at(root, "HEAD", path), here))
    write_atomically(root / path, done.content.encode(), durable=True)
    return done
