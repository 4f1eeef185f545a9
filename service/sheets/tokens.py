"""The mark of a row and of a whole workbook, over texts as every spreadsheet program gives them back.

Programs rewrite what they save: other blanks, other escapes, numbers with a point. The marks are made over what is left when all that is
taken away, so that a workbook that was only opened and saved still fits, and one of which a locked cell says something else does not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.keyring import Keyring
from service.sheets.columns import LOCKED

OF_ROW, OF_WHOLE, OF_INSTALLATION = "row of a visit workbook", "visit workbook", "installation of a visit workbook"
FORM = "1"
"""Of the workbook: another version of fanpin reads its own alone."""
NO_LEAD = "-"

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE_NUMBER = re.compile(r"([0-9]{1,9})(?:\.0+)?")


def plain(text: object) -> str:
    """A text as it is compared: escapes of spreadsheet programs undone, one form of each sign, single blanks, none around it."""
    left, before = "" if text is None else str(text), None
    while left != before:
        before, left = left, _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), left)
    return " ".join(unicodedata.normalize("NFC", left).split())


def plain_cells(cells: Mapping[str, object]) -> dict[str, str]:
    """The locked cells of a row as they are compared."""
    compared = {column.name: plain(cells.get(column.name)) for column in LOCKED}
    if number := _WHOLE_NUMBER.fullmatch(compared["number"]):
        compared["number"] = str(int(number[1]))
    return compared


@dataclass(frozen=True)
class RowToken:
    """What the hidden cell of a row says.

    Attributes:
        export_id: the request with which it left.
        lead_id: the household's open lead at that time; None where it had none.
        version: of that lead.
    """

    list_id: str
    export_id: str
    lead_id: str | None
    version: int
    mark: str

    def __str__(self) -> str:
        return ".".join((FORM, self.list_id, self.export_id, self.lead_id or NO_LEAD, str(self.version), self.mark))

    @classmethod
    def given(
        cls,
        keyring: Keyring,
        cells: Mapping[str, object],
        list_id: str,
        export_id: str,
        lead_id: str | None,
        version: int,
    ) -> RowToken:
        """The token of a row that leaves."""
        content = _row(cells, list_id, export_id, lead_id, version)
        return cls(list_id, export_id, lead_id, version, keyring.mark(content, purpose=OF_ROW))

    @classmethod
    def parsed(cls, text: str) -> RowToken | None:
        """What a cell says; None where it is no token."""
        parts = text.split(".")
        if len(parts) != 6 or parts[0] != FORM or not (parts[4].isascii() and parts[4].isdecimal()):
            return None
        lead_id = None if parts[3] == NO_LEAD else parts[3]
        return cls(parts[1], parts[2], lead_id, int(parts[4][:9]), parts[5])

    def fits(self, keyring: Keyring, cells: Mapping[str, object]) -> bool:
        """Whether this installation gave it to a row with these cells."""
        content = _row(cells, self.list_id, self.export_id, self.lead_id, self.version)
        return keyring.is_marked(content, self.mark, purpose=OF_ROW)


def _row(cells: Mapping[str, object], list_id: str, export_id: str, lead_id: str | None, version: int) -> bytes:
    compared = plain_cells(cells)
    said = [FORM, list_id, export_id, lead_id or NO_LEAD, version, *(compared[column.name] for column in LOCKED)]
    return json.dumps(said, ensure_ascii=True).encode()


@dataclass(frozen=True)
class Head:
    """What the hidden sheet says of the whole.

    Attributes:
        place: first digits of the village codes of its rows; empty for everybody.
        rows: how many households left with it.
        digest: of all tokens in their order.
    """

    list_id: str
    export_id: str
    place: str
    rows: int
    taken_by: str
    taken_at: dt.datetime
    digest: str

    def lines(self, keyring: Keyring) -> list[tuple[str, str]]:
        """Line by line as they are written, the checksum last."""
        facts = {**self._facts(), "installation": installation(keyring)}
        return [*facts.items(), ("checksum", keyring.mark(self._content(), purpose=OF_WHOLE))]

    @classmethod
    def parsed(cls, facts: Mapping[str, str], keyring: Keyring) -> Head | None:
        """The head of a workbook that this installation gave out; None where it is none, or not as it was."""
        try:
            head = cls(
                facts["list_id"],
                facts["export_id"],
                facts["place"].removeprefix(_PLACE),
                int(facts["rows"].removesuffix(".0")),
                facts["taken_by"],
                dt.datetime.fromisoformat(facts["taken_at"]),
                facts["digest"],
            )
            fits = facts["form"].removesuffix(".0") == FORM and head.taken_at.tzinfo is not None
            return head if fits and keyring.is_marked(head._content(), facts["checksum"], purpose=OF_WHOLE) else None
        except (KeyError, ValueError):
            return None

    def _facts(self) -> dict[str, str]:
        return {
            "form": FORM,
            "list_id": self.list_id,
            "export_id": self.export_id,
            "place": f"{_PLACE}{self.place}",
            "rows": str(self.rows),
            "taken_by": self.taken_by,
            "taken_at": self.taken_at.isoformat(),
            "digest": self.digest,
        }

    def _content(self) -> bytes:
        return json.dumps({name: plain(value) for name, value in self._facts().items()}, sort_keys=True).encode()


_PLACE = "place:"
"""Before the digits of a place, which a program could take for a number otherwise."""


def installation(keyring: Keyring) -> str:
    """By which an installation knows its own workbooks from another's."""
    return keyring.mark(b"installation", purpose=OF_INSTALLATION)[:16]


def digest_of(tokens: Iterable[RowToken]) -> str:
    """Of all tokens in their order."""
    return hashlib.sha256("\n".join(map(str, tokens)).encode()).hexdigest()
