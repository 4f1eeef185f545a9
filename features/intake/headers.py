"""The alias table `headers.yaml`, loaded and checked: which headers make which kind of file."""

from __future__ import annotations

import difflib
import functools
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

import yaml

from features.errors import FanpinError


class Kind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BIRTH = "birth"
    FLAG = "flag"
    ID = "id"
    WORD = "word"
    RECOGNISED = "recognised"
    NEVER = "never"


class KeyedBy(StrEnum):
    """How a row finds its household."""

    HOUSEHOLD = "household"
    PERSON = "person"
    HEAD = "head"
    PLACE = "place"


@dataclass(frozen=True)
class Column:
    header: str
    kind: Kind
    field: str | None = None
    words: Mapping[str, str] | None = None

    @property
    def kept(self) -> bool:
        return self.field is not None


@dataclass(frozen=True, eq=False)
class Source:
    """One kind of file.

    Attributes:
        spellings: from a folded header to the canonical one.
        without: folded headers beside which a sheet is never of this kind.
        household_type_untold: what a household of a sheet without the column 户类型 is, unless a monitoring roster says.
    """

    name: str
    zh: str
    department: str
    keyed_by: KeyedBy
    required: tuple[str, ...]
    columns: Mapping[str, Column]
    spellings: Mapping[str, str]
    without: frozenset[str] = frozenset()
    household_type_untold: str | None = None

    def canonical(self, header: str) -> str | None:
        return self.spellings.get(fold(header))

    @property
    def kept(self) -> list[Column]:
        return [column for column in self.columns.values() if column.kept]


@dataclass(frozen=True)
class UnknownHeader:
    header: str
    nearest: str | None


class HeadersError(FanpinError):
    """headers.yaml contradicts itself."""


@dataclass(frozen=True)
class Catalogue:
    """Every source, and the words that cells are read by."""

    sources: Mapping[str, Source]
    words: Mapping[str, Mapping[str, str]]
    known: frozenset[str]

    def count_known(self, row: Iterable[str | None]) -> int:
        """How many different cells of a row are headers of any source."""
        return len({fold(cell) for cell in row if cell} & self.known)

    def recognise(self, headers: Sequence[str]) -> tuple[Source, tuple[str, ...]] | None:
        """The source of these headers and the required ones that are missing; None when no header says anything.

        The source whose required headers are all there and that knows most of the headers. One that knows less than
        half of what another does is not meant, however few headers it asks for: a member sheet of the national system
        that lacks a column is no county roster. When none is complete, the one that knows most, so that the message
        can name what is missing.
        """
        folded = {fold(header) for header in headers if header}
        able = [source for source in self.sources.values() if not source.without & folded]
        found = {source.name: {source.canonical(header) for header in headers} for source in able}
        most = max(len(known - {None}) for known in found.values())

        def fitness(source: Source) -> tuple[bool, int, int]:
            known = found[source.name] - {None}
            missing = len(set(source.required) - known)
            return missing == 0 and len(known) * 2 >= most, len(known), -missing

        best = max(able, key=fitness)
        if not found[best.name] - {None}:
            return None
        return best, tuple(header for header in best.required if header not in found[best.name])

    def unknown(self, source: Source, headers: Iterable[str]) -> tuple[UnknownHeader, ...]:
        """Headers that the source does not know, each with the nearest that it does."""
        strangers = [header for header in headers if header and source.canonical(header) is None]
        return tuple(UnknownHeader(header, nearest(header, source.columns)) for header in strangers)


PERSONAL = frozenset({"id_number", "head_id_number", "card_number", "name", "head_name", "phone", "household_phone"})
"""Fields that find or call a person. They end at the intake: no record table has a column for them."""


def nearest(header: str, known: Iterable[str]) -> str | None:
    found = difflib.get_close_matches(fold(header), list(known), n=1, cutoff=0.5)
    return found[0] if found else None


def fold(header: str) -> str:
    """One spelling for full- and half-width forms, spaces, line breaks and the asterisk of compulsory columns."""
    return "".join(unicodedata.normalize("NFKC", header).split()).strip("*")


@functools.cache
def catalogue() -> Catalogue:
    """The catalogue of the installed headers.yaml. Raises HeadersError when it contradicts itself."""
    content = resources.files("features.intake").joinpath("headers.yaml").read_text(encoding="utf-8")
    return build(yaml.safe_load(content))


def build(content: Mapping[str, Any]) -> Catalogue:
    """Turn the parsed file into a catalogue, or raise HeadersError naming the source and column that is wrong."""
    words = {
        name: {fold(str(label)): str(word) for label, word in labels.items()}
        for name, labels in content["words"].items()
    }
    aliases = {str(header): [str(alias) for alias in found] for header, found in content["aliases"].items()}
    sources = {name: _source(name, entry, aliases, words) for name, entry in content["sources"].items()}
    used = {header for source in sources.values() for header in source.columns}
    if unused := sorted(set(aliases) - used):
        raise HeadersError(f"headers.yaml: no source has the headers {', '.join(unused)}, which aliases name.")
    known = frozenset(spelling for source in sources.values() for spelling in source.spellings)
    return Catalogue(sources, words, known)


def _source(
    name: str,
    entry: Mapping[str, Any],
    aliases: Mapping[str, Sequence[str]],
    words: Mapping[str, Mapping[str, str]],
) -> Source:
    columns = {header: _column(name, header, told, words) for header, told in entry["columns"].items()}
    required = tuple(entry["required"])
    if absent := [header for header in required if header not in columns]:
        raise HeadersError(f"headers.yaml: {name} requires {', '.join(absent)} but has no such column.")
    fields = [column.field for column in columns.values() if column.field]
    if twice := sorted({field for field in fields if fields.count(field) > 1}):
        raise HeadersError(f"headers.yaml: {name} fills {', '.join(twice)} from two columns.")
    spellings = {fold(header): header for header in columns}
    for header in columns:
        for alias in aliases.get(header, ()):
            # A source's own header wins over another header's alias of the same spelling.
            spellings.setdefault(fold(alias), header)
    without = {fold(spelling) for header in entry.get("without", ()) for spelling in (header, *aliases.get(header, ()))}
    return Source(
        name,
        entry["zh"],
        entry["department"],
        KeyedBy(entry["keyed_by"]),
        required,
        columns,
        spellings,
        frozenset(without),
        entry.get("household_type_untold"),
    )


def _column(source: str, header: str, told: str | Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> Column:
    if isinstance(told, str):
        if told not in {Kind.RECOGNISED, Kind.NEVER}:
            raise HeadersError(f"headers.yaml: {source}, {header}: {told!r} is neither recognised nor never.")
        return Column(header, Kind(told))
    kind, _, word_set = told["kind"].partition(".")
    if kind == "words":
        if word_set not in words:
            raise HeadersError(f"headers.yaml: {source}, {header}: no set of words is called {word_set!r}.")
        return Column(header, Kind.WORD, told["as"], words[word_set])
    if kind not in set(Kind) - {Kind.WORD, Kind.RECOGNISED, Kind.NEVER}:
        raise HeadersError(f"headers.yaml: {source}, {header}: {kind!r} is no kind of column.")
    return Column(header, Kind(kind), told["as"])
