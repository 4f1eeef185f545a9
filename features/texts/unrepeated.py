"""JSON and YAML in which a name stands once: of two values of one name the first would be lost without a word.

Every file and every body that a person or a program may have written is read through here. What one process of fanpin
hands another in the same second is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor

from features.errors import FanpinError

Place = tuple[str | int, ...]
"""Names and positions on the way to a value, outermost first."""

LONGEST_WHOLE_NUMBER = 300
"""Digits. A longer number is beyond any float, and Python would rather not make it an integer."""

MERGE = "tag:yaml.org,2002:merge"


class RepeatedNameError(FanpinError, ValueError):
    """A name stands twice among the entries of one object; `places` says where, all of them."""

    def __init__(self, places: list[Place]) -> None:
        self.places = places
        named = ", ".join(path_of(place) for place in places)
        super().__init__(
            f"同一名称重复出现：{named}；每个名称只能出现一次，请只保留正确的一处 | A name stands here twice: {named}. Keep the one that is "
            "meant and remove the other."
        )


def path_of(place: Place) -> str:
    """`records.illness[3].self_paid_yuan` from the names and positions on the way."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")


def read_json(text: str | bytes) -> Any:
    """The value of a JSON text.

    Raises:
        RepeatedNameError: a name stands twice in an object, at any depth.
        ValueError: it is no JSON.
    """
    value, repeated = json_with_repeats(text)
    if repeated:
        raise RepeatedNameError(repeated)
    return value


def json_with_repeats(text: str | bytes) -> tuple[Any, list[Place]]:
    """The value of a JSON text, the last of repeated names in it, and where names are repeated.

    Raises:
        ValueError: it is no JSON.
    """
    suspects: list[_Suspect] = []

    def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        suspect = _Suspect(pairs)
        suspects.append(suspect)
        return suspect

    value = json.loads(text, object_pairs_hook=unrepeated, parse_int=_whole_number)
    # A sound text, which is the usual one, is not walked through again.
    return value, list(_repeated_in(value, ())) if suspects else []


def read_yaml(text: str | bytes) -> Any:
    """The value of a YAML text; None of an empty one.

    Raises:
        RepeatedNameError: a name stands twice in a mapping, at any depth.
        yaml.YAMLError: it is no YAML.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if repeated := list(_repeated_below(loader, node, (), set())):
            raise RepeatedNameError(repeated)
        return loader.construct_document(node)
    finally:
        loader.dispose()


if yaml.__with_libyaml__:

    class _Loader(Composer, yaml.CSafeLoader):
        """libyaml reads the text, five times as fast as Python does.

        Nodes are composed in Python: libyaml's own composer ends the process where a text is nested too deep.
        """

        def __init__(self, text: str | bytes) -> None:
            yaml.CSafeLoader.__init__(self, text)
            Composer.__init__(self)

else:
    _Loader = yaml.SafeLoader  # type: ignore[misc, assignment]


class _Suspect(dict[str, Any]):
    """An object in which a name stands twice, with everything that was said in it."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_WHOLE_NUMBER else float(digits)


def _repeated_in(value: Any, place: Place) -> Iterator[Place]:
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _repeated_in(item, (*place, position))
    elif isinstance(value, dict):
        pairs = value.pairs if isinstance(value, _Suspect) else value.items()
        met: set[str] = set()
        reported: set[str] = set()
        for name, item in pairs:
            if name in met and name not in reported:
                reported.add(name)
                yield (*place, name)
            met.add(name)
            yield from _repeated_in(item, (*place, name))


def _repeated_below(loader: SafeConstructor, node: yaml.Node, place: Place, seen: set[int]) -> Iterator[Place]:
    # A part that others point to with an alias is looked at once, which also ends a part that points to itself.
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _repeated_below(loader, item, (*place, position), seen)
    elif isinstance(node, yaml.MappingNode):
        met: set[tuple[str, str]] = set()
        reported: set[tuple[str, str]] = set()
        for key, item in node.value:
            name = _name(loader, key)
            if name in met and name not in reported:
                reported.add(name)
                yield (*place, str(key.value))
            met.add(name)
            yield from _repeated_below(loader, item, (*place, str(key.value)), seen)


def _name(loader: SafeConstructor, key: yaml.Node) -> tuple[str, str]:
    """What makes two keys one: yes and true are, 1 and "1" are not."""
    plain = isinstance(key, yaml.ScalarNode) and key.tag != MERGE
    value = loader.construct_object(key, deep=True) if plain else key.value
    number = isinstance(value, int | float)
    return ("number" if number else type(value).__name__, str(float(value)) if number else str(value))
