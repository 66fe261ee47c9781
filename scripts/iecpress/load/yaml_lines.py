"""YAML text in; plain values, the line of every value, and duplicate keys out. The one door to PyYAML for content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]
"""Where a value stands within its file: keys and positions from the top."""


@dataclass(frozen=True)
class Lined:
    """Parsed YAML. `lines` holds the 1-based line of each value; `duplicates` the keys given twice."""

    value: Any
    lines: Mapping[Path, int] = field(default_factory=dict)
    duplicates: tuple[tuple[Path, int], ...] = ()

    def line(self, path: Path) -> int:
        """Return the line of the value at `path`, or of the nearest value around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


class UnreadableYaml(ValueError):
    """YAML that cannot be parsed. `line` is 1-based; `problem` is one sentence."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


class _Loader(yaml.CSafeLoader):
    """Reads every plain scalar as a string, save true, false and null.

    So `version: 1.10` stays 1.10, `countries: [NO]` stays Norway and a date stays what was typed; the
    records that take the values say what each must be.
    """


_KEPT = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in _KEPT and first not in "yYnNoO"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.yaml_implicit_resolvers["n"] = [
    (tag, pattern)
    for tag, pattern in yaml.CSafeLoader.yaml_implicit_resolvers["n"]
    if tag == "tag:yaml.org,2002:null"
]


class _TolerantLoader(_Loader):
    """Reads mkdocs.yml, in which other plugins may use tags of their own; those values become None."""


_TolerantLoader.add_multi_constructor("!", lambda loader, suffix, node: None)
_TolerantLoader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def parse(text: str, first_line: int = 1, *, foreign_tags: bool = False) -> Lined:
    """Parse YAML that starts on `first_line` of its file. Raises UnreadableYaml.

    Anchors and aliases are refused: nobody needs them here, and nested ones can fill a machine's memory.
    """
    loader = (_TolerantLoader if foreign_tags else _Loader)(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        duplicates: list[tuple[Path, int]] = []
        if node is not None:
            _walk(node, (), first_line, lines, duplicates, set())
        value = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableYaml(str(error.problem), first_line + (mark.line if mark else 0)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableYaml(str(error).splitlines()[0], first_line) from error
    finally:
        loader.dispose()
    return Lined(value, lines, tuple(duplicates))


def _walk(
    node: yaml.Node,
    path: Path,
    first_line: int,
    lines: dict[Path, int],
    duplicates: list[tuple[Path, int]],
    seen: set[int],
) -> None:
    line = first_line + node.start_mark.line
    if id(node) in seen:
        raise UnreadableYaml("an alias (*name) stands here; write the value out", line)
    seen.add(id(node))
    lines[path] = line
    if isinstance(node, yaml.MappingNode):
        keys = set()
        for key, value in node.value:
            name = str(key.value)
            key_line = first_line + key.start_mark.line
            if name in keys:
                duplicates.append(((*path, name), key_line))
            keys.add(name)
            _walk(value, (*path, name), first_line, lines, duplicates, seen)
            lines[(*path, name)] = key_line
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _walk(item, (*path, position), first_line, lines, duplicates, seen)
