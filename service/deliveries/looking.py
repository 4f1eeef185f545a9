"""What a file would be taken for, without taking it in: it lies where files wait while it is looked at, and is destroyed then."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import replace
from pathlib import Path

from features.bilingual import Bilingual
from features.disk import disk_errors, write_whole
from features.intake.problems import FileRefusedError
from features.intake.recognising.catalogue import Catalogue
from features.intake.recognising.check import SheetCheck, checked
from service.deliveries.custody import PRIVATE, STEM
from service.deliveries.examining import refuse_unfit_inside
from service.deliveries.naming import ending_of
from service.deliveries.receiving import SentFile
from service.slow import OneAtATime

Checks = list[SheetCheck | FileRefusedError]

LOOKING = OneAtATime[Checks](Bilingual("正在查看文件", "Files are being looked at"))


def looked_at(incoming: Path, sent: SentFile, table: Catalogue) -> Checks:
    """Every table of a file, or why it can't be opened. What a kill leaves behind is destroyed with all that does not wait.

    Raises:
        BusyError: it takes longer than anybody should wait, or too many files are looked at.
        DiskError: it can't be written.
    """
    return LOOKING.result((incoming, sent.digest, sent.name), lambda: _looked_at(incoming, sent, table))


def _looked_at(incoming: Path, sent: SentFile, table: Catalogue) -> Checks:
    folder = incoming / f"look-{secrets.token_hex(12)}"
    # By a name of ours on the disk, and by its own before people.
    file = folder / f"{STEM}{ending_of(sent.name)}"
    with disk_errors(file):
        incoming.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        folder.mkdir(mode=PRIVATE)
    try:
        write_whole(file, sent.data, private=True)
        try:
            refuse_unfit_inside(file, sent.name)
            return [
                replace(each, file=f"{sent.name}{each.file.removeprefix(file.name)}") for each in checked(file, table)
            ]
        except FileRefusedError as refusal:
            return [refusal]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
