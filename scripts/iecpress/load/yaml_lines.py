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
    """YAML that cannot be parsed. `line` is 1-based; `problem` names a sentence of the language tables, or is one."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


MAX_DEPTH = 300
"""Levels of nesting. The C composer calls itself for each, and ends the process when there are too many."""

_PROBLEMS = {
    "mapping values are not allowed in this context": "yaml-colon",
    "did not find expected key": "yaml-quotes",
    "found unexpected end of stream": "yaml-open-quote",
    "did not find expected ',' or ']'": "yaml-open-list",
    "did not find expected ',' or '}'": "yaml-open-braces",
    "did not find expected '-' indicator": "yaml-list-and-keys",
    "could not find expected ':'": "yaml-no-colon",
    "found character that cannot start any token": "yaml-character",
    "found undefined alias": "yaml-alias",
    "did not find expected node content": "yaml-quotes",
    "found unhashable key": "yaml-key",
    "could not determine a constructor": "yaml-tag",
    "found unknown escape character": "yaml-backslash",
    "but found another document": "yaml-two-documents",
    "control characters are not allowed": "yaml-control",
}
"""What the parser says, and the name of the sentence that says it to an author."""


_WORDS, _LIST, _MAP, _BOOL, _NULL = (
    f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map", "bool", "null")
)
_PLAIN = {
    **dict.fromkeys(("true", "True", "TRUE", "false", "False", "FALSE"), _BOOL),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), _NULL),
}
"""The only words that are not words when no quotation marks are around them."""


class _Loader(yaml.CSafeLoader):
    """Reads every plain scalar as a string, save true, false and null.

    So `version: 1.10` stays 1.10, `countries: [NO]` stays Norway and a date stays what was typed; the
    records that take the values say what each must be.
    """

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """Return the tag of a value that bears none."""
        if kind is yaml.ScalarNode:
            return _PLAIN.get(value, _WORDS) if implicit[0] else _WORDS
        return _LIST if kind is yaml.SequenceNode else _MAP


class _TolerantLoader(_Loader):
    """Reads mkdocs.yml, in which other plugins may use tags of their own; those values become None."""


def _nothing(_loader: yaml.CSafeLoader, _suffix: str, _node: yaml.Node) -> None:
    """Make nothing of a tag of somebody else's."""


_TolerantLoader.add_multi_constructor("!", _nothing)
_TolerantLoader.add_multi_constructor("tag:yaml.org,2002:python/", _nothing)


def parse(text: str, first_line: int = 1, *, foreign_tags: bool = False) -> Lined:
    """Parse YAML that starts on `first_line` of its file. Raises UnreadableYaml.

    Anchors and aliases are refused: nobody needs them here, and nested ones can fill a machine's memory.
    """
    loader_class = _TolerantLoader if foreign_tags else _Loader
    try:
        _refuse_depth(text, loader_class, first_line)
        loader = loader_class(text)
    except (yaml.YAMLError, ValueError) as error:
        raise _unreadable(error, first_line) from error
    try:
        node = loader.get_single_node()
        walk = _Walk(loader, first_line)
        value = walk.value(node, ()) if node is not None else None
    except (yaml.YAMLError, ValueError) as error:
        raise _unreadable(error, first_line) from error
    finally:
        loader.dispose()
    return Lined(value, walk.lines, tuple(walk.duplicates))


def _refuse_depth(text: str, loader_class: type[_Loader], first_line: int) -> None:
    """Raise UnreadableYaml for nesting deeper than MAX_DEPTH, before anything calls itself for it."""
    indent = max(len(line) - len(line.lstrip(" ")) for line in text.split("\n"))
    if indent + sum(text.count(opener) for opener in "[{-?") < MAX_DEPTH:
        return
    depth = 0
    for event in yaml.parse(text, Loader=loader_class):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise UnreadableYaml(
                "yaml-depth", first_line + (event.start_mark.line if event.start_mark else 0)
            )


def _unreadable(error: Exception, first_line: int) -> UnreadableYaml:
    if isinstance(error, UnreadableYaml):
        return error
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or error) or "yaml"
    problem = next(
        (name for known, name in _PROBLEMS.items() if known in said), said.strip().split("\n")[0]
    )
    return UnreadableYaml(problem, first_line + (mark.line if mark else 0))


class _Walk:
    """Makes plain values of nodes and notes where each of them stands. Every key is a string."""

    def __init__(self, loader: _Loader, first_line: int) -> None:
        self.loader = loader
        self.first_line = first_line
        self.lines: dict[Path, int] = {}
        self.duplicates: list[tuple[Path, int]] = []
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path) -> Any:
        """Return the value of a node and of all that is in it. Raises UnreadableYaml for an alias."""
        line = self.first_line + node.start_mark.line
        if id(node) in self.seen:
            raise UnreadableYaml("yaml-alias", line)
        self.seen.add(id(node))
        self.lines[path] = line
        if node.tag == _MAP:
            return self._mapping(node, path)
        if node.tag == _LIST:
            return [self.value(item, (*path, place)) for place, item in enumerate(node.value)]
        return node.value if node.tag == _WORDS else self.loader.construct_object(node, deep=True)

    def _mapping(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = self.first_line + key.start_mark.line
            if not isinstance(key, yaml.ScalarNode):
                raise UnreadableYaml("yaml-key", line)
            name = key.value
            if name in found:
                self.duplicates.append(((*path, name), line))
            found[name] = self.value(value, (*path, name))
            self.lines[(*path, name)] = line
        return found
