"""Texts by the path of a file in, as JSON on standard input; a PDF of each, set by Typst, out.

Runs in the environment of what the benchmark measures against.
"""

from __future__ import annotations

import json
import sys

import typst

SETTING = '#set page(paper: "a4")\n#set text(font: "{font}", lang: "{lang}", size: 11pt)\n'


def main() -> None:
    """Set every text as plainly as can be."""
    order = json.load(sys.stdin)
    for path, text in order["texts"].items():
        setting = SETTING.format(font=order["font"], lang=text["lang"])
        source = setting + "\n\n".join(map(_literal, text["paragraphs"]))
        typst.compile(
            source.encode(), output=path, font_paths=order["folders"], ignore_system_fonts=True
        )


def _literal(words: str) -> str:
    """Write words so that none of them means anything to Typst."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{escaped}"'


if __name__ == "__main__":
    main()
