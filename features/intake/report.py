"""What an intake did, file by file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from features.intake.contradicting_files import Contradiction
from features.intake.files.reading import UnreadSheet
from features.intake.problems import Bilingual, FileRefusedError, Reason
from features.intake.recognising.catalogue import UnknownHeader
from features.vocabulary import Labelled


class Outcome(Labelled):
    """What became of a file."""

    LANDED = "landed", "已入库", "landed"
    ALREADY_KNOWN = "already_known", "此前已导入", "already known"
    REFUSED = "refused", "整份退回", "refused"
    IGNORED = "ignored", "非数据文件", "not a data file"


@dataclass(frozen=True)
class FileReport:
    """One delivered file.

    Attributes:
        known_date: None for a folder that was refused itself.
        rows_landed: rows of record tables that say something new; one row of a file may make several or none.
        set_aside: rows of the file not kept, by reason.
        unreadable: cells that became unknown, by header.
        passed_over: what a file is that holds no table.
    """

    file: str
    known_date: date | None
    outcome: Outcome
    sources: tuple[str, ...] = ()
    rows_read: int = 0
    rows_landed: int = 0
    set_aside: Mapping[Reason, int] = field(default_factory=dict)
    unreadable: Mapping[str, int] = field(default_factory=dict)
    unknown_headers: tuple[UnknownHeader, ...] = ()
    unread_sheets: tuple[UnreadSheet, ...] = ()
    refusal: FileRefusedError | None = None
    passed_over: Bilingual | None = None


@dataclass(frozen=True)
class IntakeReport:
    """All files of an intake, in the order in which they were taken in.

    Attributes:
        key_made: the file of the pseudonym key, when this intake drew it.
        notes: folders that were passed over, with what to do.
        contradictions: rows that another file of the same day contradicts and that do not hold.
    """

    files: tuple[FileReport, ...]
    key_made: Path | None = None
    notes: tuple[FileRefusedError, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def having(self, outcome: Outcome) -> tuple[FileReport, ...]:
        return tuple(file for file in self.files if file.outcome is outcome)

    @property
    def refused(self) -> tuple[FileReport, ...]:
        return self.having(Outcome.REFUSED)

    @property
    def rows_landed(self) -> int:
        return sum(file.rows_landed for file in self.files)

    @property
    def set_aside(self) -> dict[Reason, int]:
        """Rows set aside by reason, over all files that landed."""
        counts = {reason: sum(file.set_aside.get(reason, 0) for file in self.files) for reason in Reason}
        return {reason: count for reason, count in counts.items() if count}
