"""The alias table `headers.yaml`, loaded and checked: which headers make which kind of file.

A county's own table (`headers.yaml` in its folder) is merged over the installed one: see `county.py`.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from features.intake.recognising.county import HEADERS_FILE, HeadersError, merged, read_county
from features.intake.recognising.sources import PERSONAL, Column, KeyedBy, Kind, Source, fold, split_unit
from features.texts.unrepeated import read_yaml

__all__ = [
    "PERSONAL",
    "Catalogue",
    "Column",
    "HeadersError",
    "KeyedBy",
    "Kind",
    "Source",
    "UnknownHeader",
    "build",
    "catalogue",
    "fold",
    "nearest",
]


@dataclass(frozen=True)
class UnknownHeader:
    header: str
    nearest: str | None


@dataclass(frozen=True)
class Catalogue:
    """Every source, and the words that cells are read by."""

    sources: Mapping[str, Source]
    words: Mapping[str, Mapping[str, str]]
    known: frozenset[str]

    @property
    def expected(self) -> dict[str, Source]:
        """The sources of which a county expects deliveries; another form of one counts as that one."""
        return {name: source for name, source in self.sources.items() if source.counts_as == name}

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
        known_by_source = {source.name: {source.canonical(header) for header in headers} for source in able}
        most = max(len(known - {None}) for known in known_by_source.values())

        def fitness(source: Source) -> tuple[bool, int, int]:
            known = known_by_source[source.name] - {None}
            missing = len(set(source.required) - known)
            return missing == 0 and len(known) * 2 >= most, len(known), -missing

        best = max(able, key=fitness)
        if not known_by_source[best.name] - {None}:
            return None
        return best, tuple(header for header in best.required if header not in known_by_source[best.name])

    def unknown(self, source: Source, headers: Iterable[str]) -> tuple[UnknownHeader, ...]:
        """Headers that the source does not know, each with the nearest that it does."""
        strangers = [header for header in headers if header and source.canonical(header) is None]
        return tuple(UnknownHeader(header, nearest(header, source.columns)) for header in strangers)


def nearest(header: str, known: Iterable[str]) -> str | None:
    found = difflib.get_close_matches(fold(header), list(known), n=1, cutoff=0.5)
    return found[0] if found else None


@functools.cache
def catalogue(county: Path | None = None) -> Catalogue:
    """The installed alias table, with that of a county's folder merged over it.

    Raises HeadersError naming file and entry when a table contradicts itself or the other.
    """
    content = read_yaml(resources.files("features.intake").joinpath(HEADERS_FILE).read_text(encoding="utf-8"))
    own = read_county(county) if county is not None else None
    if own is None:
        return build(content)
    return build(merged(content, *own), file=str(own[1]))


def build(content: Mapping[str, Any], file: str = HEADERS_FILE) -> Catalogue:
    """Turn the parsed table into a catalogue, or raise HeadersError naming the source and column that is wrong."""
    words = {
        name: {fold(str(label)): str(word) for label, word in labels.items()}
        for name, labels in content["words"].items()
    }
    units = {
        name: {fold(unit).lower(): float(factor) for unit, factor in factors.items()}
        for name, factors in content.get("units", {}).items()
    }
    aliases = {str(header): [str(alias) for alias in found] for header, found in content["aliases"].items()}
    table = _Table(file, aliases, words, units)
    sources = {name: table.source(name, entry) for name, entry in content["sources"].items()}
    used = {header for source in sources.values() for header in source.columns}
    if unused := sorted(set(aliases) - used):
        raise HeadersError(
            f"{file}：aliases 中的表头 {'、'.join(unused)} 不属于任何来源。 | {file}: no source has the headers {', '.join(unused)}, which aliases "
            "name."
        )
    known = frozenset(spelling for source in sources.values() for spelling in source.spellings)
    return Catalogue(sources, words, known)


@dataclass(frozen=True)
class _Table:
    """The parts of the table that sources refer to."""

    file: str
    aliases: Mapping[str, Sequence[str]]
    words: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Mapping[str, float]]

    def source(self, name: str, entry: Mapping[str, Any]) -> Source:
        columns = {header: self.column(name, header, declared) for header, declared in entry["columns"].items()}
        required = tuple(entry["required"])
        if absent := [header for header in required if header not in columns]:
            raise HeadersError(
                f"{self.file}：{name} 的必备列 {'、'.join(absent)} 不在它的列中。 | {self.file}: {name} requires {', '.join(absent)} but has no such "
                "column."
            )
        fields = [column.field for column in columns.values() if column.field]
        if twice := sorted({field for field in fields if fields.count(field) > 1}):
            raise HeadersError(
                f"{self.file}：{name} 有两列填同一项 {'、'.join(twice)}。 | {self.file}: {name} fills {', '.join(twice)} from two columns."
            )
        spellings = self.spellings(name, columns, entry.get("headers", {}))
        lands_as = entry.get("like", name)
        return Source(
            name=name,
            zh=entry["zh"],
            department=entry["department"],
            keyed_by=KeyedBy(entry["keyed_by"]),
            required=required,
            columns=columns,
            spellings=spellings,
            without_unit={
                split_unit(declared)[0]: meant
                for declared, meant in spellings.items()
                if columns[meant].units or not columns[meant].kept
            },
            lands_as=lands_as,
            counts_as=entry.get("counts_as", lands_as),
            without=frozenset(
                fold(word) for key in entry.get("without", ()) for word in (key, *self.aliases.get(key, ()))
            ),
            household_type_untold=entry.get("household_type_untold"),
        )

    def spellings(self, name: str, columns: Mapping[str, Column], own: Mapping[str, str]) -> dict[str, str]:
        """From folded spelling to canonical header: a source's own header wins over another header's alias."""
        spellings = {fold(header): header for header in columns}
        for spelling, header in own.items():
            if header not in columns:
                raise HeadersError(
                    f"{self.file}：{name}：{spelling} 所指的 {header} 不是它的列。 | {self.file}: {name}: {spelling} stands for {header}, which is no "
                    "column of it."
                )
            spellings[fold(spelling)] = header
        own_headers = dict(spellings)
        for header in columns:
            for alias in self.aliases.get(header, ()):
                meant = spellings.setdefault(fold(alias), header)
                if meant != header and fold(alias) not in own_headers:
                    raise HeadersError(
                        f"{self.file}：{name}：{alias} 同时指 {meant} 和 {header}，请只留一处。 | {self.file}: {name}: {alias} is an alias of both {meant} and "
                        f"{header}."
                    )
        return spellings

    def column(self, source: str, header: str, declared: str | Mapping[str, str]) -> Column:
        where = f"{self.file}: {source}, {header}"
        if isinstance(declared, str):
            if declared not in {Kind.RECOGNISED, Kind.NEVER}:
                raise HeadersError(
                    f"{where}：{declared} 不是 recognised，也不是 never。 | {where}: {declared!r} is neither recognised nor never."
                )
            return Column(header, Kind(declared))
        if set(declared) != {"as", "kind"}:
            raise HeadersError(
                f"{where}：要保留的列只写 as 和 kind 两项。 | {where}: a column that is kept says `as` (its field) and `kind`, and nothing else."
            )
        kind, _, of = declared["kind"].partition(".")
        if kind not in set(Kind) - {Kind.RECOGNISED, Kind.NEVER}:
            raise HeadersError(f"{where}：没有 {kind} 这种列。 | {where}: {kind!r} is no kind of column.")
        if kind in {Kind.WORD, Kind.SEVERAL} and of not in self.words:
            raise HeadersError(f"{where}：没有叫 {of} 的词组。 | {where}: no set of words is called {of!r}.")
        if kind == Kind.NUMBER and of and of not in self.units:
            raise HeadersError(f"{where}：没有叫 {of} 的单位组。 | {where}: no set of units is called {of!r}.")
        return Column(
            header, Kind(kind), declared["as"], self.words.get(of), self.units.get(of) if kind == Kind.NUMBER else None
        )
