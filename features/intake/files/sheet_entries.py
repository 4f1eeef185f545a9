"""The sheets of a workbook as its own list tells them: the name that people see, what kind, and the part that holds it."""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass

from features.intake.files.archives import unpacked

_SHEET = re.compile(rb"""<(?:[^\s<>/:"']+:)?sheet(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_RELATION = re.compile(rb"""<(?:[^\s<>/:"']+:)?Relationship(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class SheetEntry:
    """A sheet by its name, the kind that its relation tells (`worksheet`, `chartsheet`, …) and its part."""

    name: str
    kind: str
    part: str


def part_name(part: zipfile.ZipInfo) -> str:
    """A part's name as relations speak of it: the reader minds neither case nor the slashes of Windows."""
    return _normal(part.filename)


def sheet_entries(book: zipfile.ZipFile, at_most: int) -> tuple[SheetEntry, ...]:
    """Every sheet in its order; none when the workbook has no list of them, which the reader will find damaged.

    Args:
        at_most: bytes to which the lists may unpack.
    """
    parts = {part_name(part): part for part in book.infolist()}

    def read(name: str) -> bytes:
        return b"".join(unpacked(book, parts[name], at_most)) if name in parts else b""

    relations = {
        told.get("id", ""): (told.get("type", "").rpartition("/")[2].lower(), told.get("target", ""))
        for told in (_attributes(tag) for tag in _RELATION.findall(read("xl/_rels/workbook.xml.rels")))
    }
    entries = []
    for tag in _SHEET.findall(read("xl/workbook.xml")):
        about = _attributes(tag)
        kind, target = relations.get(about.get("id", ""), ("", ""))
        target = _normal(target)
        entries.append(SheetEntry(about.get("name", ""), kind, target if target.startswith("xl/") else f"xl/{target}"))
    return tuple(entries)


def _attributes(tag: bytes) -> dict[str, str]:
    """Attributes by their name without its prefix, in small letters."""
    return {
        name.decode("utf-8", "replace").rpartition(":")[2].lower(): html.unescape(
            (one or other).decode("utf-8", "replace")
        )
        for name, one, other in _ATTRIBUTE.findall(tag)
    }


def _normal(name: str) -> str:
    return name.replace("\\", "/").lower().lstrip("/")
