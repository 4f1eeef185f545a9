"""The audit of promotions: JSON lines that are only ever added to, each sealed with the hash of the one before.

    {"number": 1, "step": "intended", …, "before": "000…", "hash": "5f1…"}
    {"number": 2, "step": "done", "of": 1, …, "before": "5f1…", "hash": "a07…"}

What is changed, taken out or put in between breaks the chain from there on (`models.sealing`). What is cut off at the
end leaves it whole: therefore the registry keeps the newest entry's number and hash with the model too, and
`compared_with_registry` holds the two together.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from features.bilingual import Bilingual
from features.disk import locked
from features.errors import FanpinError
from features.texts.unrepeated import read_json
from features.vocabulary import Labelled
from models.registry import database_file, tracking_uri
from models.sealing import FIRST, canonical, first_break, seal

AUDIT_VARIABLE = "FANPIN_AUDIT"
FILE = "promotions.jsonl"


class AuditError(FanpinError, RuntimeError):
    """The audit can't be relied on or is in use; nothing was promoted."""


class Act(Labelled):
    PROMOTE = "promote", "上线", "promotion"
    ROLLBACK = "rollback", "回退", "rollback"


class Step(Labelled):
    """What an entry says of an act."""

    REFUSED = "refused", "未通过", "refused by the gate"
    INTENDED = "intended", "拟办", "about to be done"
    DONE = "done", "已办", "done"
    ABANDONED = "abandoned", "未办", "not done: it was cut short before anything moved"


@dataclass(frozen=True)
class Entry:
    """One line of the audit.

    Attributes:
        number: from 1.
        at: when, with its zone (ISO 8601).
        of: number of the intention that this entry ends; None for intentions and refusals.
        from_version: the champion until then; None when there was none.
        to_version: the champion from then on.
        previous: the version to which a rollback would go after the act; None where there is none.
        approver: who answers for it.
        checks: what the gate found, each with `check`, `passed`, `found`, `needed`.
        despite: checks that failed and were overridden by name.
        accepted: what there was too little evidence of, and was accepted by name.
        before: hash of the entry before.
        hash: of everything else in the entry.
    """

    number: int
    at: str
    step: str
    act: str
    model: str
    of: int | None
    from_version: str | None
    to_version: str
    previous: str | None
    approver: str
    reason: str
    checks: tuple[Mapping[str, Any], ...]
    despite: tuple[str, ...]
    accepted: tuple[str, ...]
    before: str
    hash: str = ""

    def sealed(self) -> Entry:
        return Entry(**{**self._values(), "hash": seal(canonical(self.content))})

    @property
    def content(self) -> dict[str, Any]:
        """What is sealed."""
        return {name: value for name, value in asdict(self).items() if name != "hash"}

    def line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, line: str) -> Entry:
        """Raises ValueError, KeyError or TypeError for a line that no entry wrote."""
        told = read_json(line)
        values: dict[str, Any] = {one.name: told[one.name] for one in fields(cls)}
        values.update({name: tuple(value) for name, value in values.items() if isinstance(value, list)})
        return cls(**values)

    def _values(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


def audit_folder() -> Path:
    """Where the audit is: `FANPIN_AUDIT`, else `audit` beside the registry's local database, else `var/audit`."""
    if told := os.environ.get(AUDIT_VARIABLE):
        return Path(told)
    database = database_file(tracking_uri())
    return (database.parent if database else Path("var")) / "audit"


class Audit:
    """The audit in a folder; made with its first entry."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep everybody else from promoting. The system lets go by itself when a process dies.

        Raises:
            AuditError: somebody is promoting right now.
        """

        def busy(_: str) -> AuditError:
            return AuditError(
                f"另一个上线或回退正在进行（{self.file}）：等它结束后再运行。 | Another promotion or rollback is under way "
                f"({self.file}). Wait until it has ended, then run this one again."
            )

        self.file.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.file.with_suffix(".lock"), busy=busy):
            yield

    def entries(self) -> list[Entry]:
        """Every entry, oldest first. A last line that was cut short by a kill never became an entry and is left out.

        Raises:
            AuditError: a line is no entry.
        """
        entries = []
        for position, line in enumerate(self._whole_lines(), start=1):
            try:
                entries.append(Entry.read(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise AuditError(_broken(self.file, position)) from error
        return entries

    def problems(self) -> list[Bilingual]:
        """What shows that somebody changed the file; nothing when the chain is whole."""
        try:
            entries = self.entries()
        except AuditError as error:
            return [Bilingual(*str(error).split(" | "))]
        broken = first_break((entry.content, canonical(entry.content), entry.hash) for entry in entries)
        return [] if broken is None else [Bilingual(*_broken(self.file, broken).split(" | "))]

    def require_whole(self) -> list[Entry]:
        """The entries of a chain that is whole.

        Raises:
            AuditError: somebody changed the file.
        """
        if problems := self.problems():
            raise AuditError("\n".join(str(problem) for problem in problems))
        return self.entries()

    def add(self, **content: Any) -> Entry:
        """Add an entry, on the disk before this returns. Call it inside `held()`.

        Args:
            content: the entry's fields but `number`, `before` and `hash`.
        """
        entries = self.require_whole()
        entry = Entry(number=len(entries) + 1, before=entries[-1].hash if entries else FIRST, **content).sealed()
        whole = "".join(self._whole_lines()).encode()
        with self.file.open("ab") as file:
            # A line that a kill cut short is no entry; the next one must not continue it.
            file.truncate(len(whole))
            file.write(entry.line().encode())
            file.flush()
            os.fsync(file.fileno())
        return entry

    def _whole_lines(self) -> list[str]:
        if not self.file.exists():
            return []
        text = self.file.read_bytes().rpartition(b"\n")
        return (text[0] + text[1]).decode("utf-8", errors="replace").splitlines(keepends=True)


def unfinished(entries: list[Entry], model: str) -> Entry | None:
    """The intention for a model that no later entry ended: a kill came between."""
    ended = {entry.of for entry in entries}
    begun = [one for one in entries if one.model == model and one.step == Step.INTENDED and one.number not in ended]
    return begun[-1] if begun else None


def champions(entries: list[Entry], model: str) -> list[str]:
    """The champions that a rollback can go back through, the present one last: promotions add, rollbacks take away."""
    stack: list[str] = []
    for entry in entries:
        if entry.model != model or entry.step != Step.DONE:
            continue
        if entry.act == Act.ROLLBACK:
            while stack and stack[-1] != entry.to_version:
                stack.pop()
        if not stack and entry.from_version and entry.act == Act.PROMOTE:
            stack.append(entry.from_version)
        if not stack or stack[-1] != entry.to_version:
            stack.append(entry.to_version)
    return stack


def _broken(file: Path, position: int) -> str:
    return (
        f"审计记录 {file} 第 {position} 行被改动过或不完整：上线与回退已停止，请查清原因并恢复原文件。 | "
        f"{file}: entry {position} of the audit was changed, or one before it was taken out. Promotions are stopped: find out who "
        "changed it, and put the original back from a backup."
    )
