"""A workbook handed in, from its bytes to what came of each row."""

from __future__ import annotations

import datetime as dt

from features.policy.loading import Policy
from service.keyring import Keyring
from service.local_time import day_of
from service.principal import Permission, Principal
from service.sheets.checking import check_rows
from service.sheets.landing import Landing, note_handed_in
from service.sheets.outcome import Outcome, outcome_of
from service.sheets.reading import read_workbook
from service.store import Database


def handed_in(
    database: Database, keyring: Keyring, policy: Policy, whole: Principal, file: str, data: bytes, now: dt.datetime
) -> Outcome:
    """What came of it: the good rows landed, each by itself; handed in again they are told as handed in before.

    Args:
        whole: who hands it in, with all that they may.

    Raises:
        NotOursError: nothing was done; it is no workbook that this installation gave out, or was damaged.
        PolicyError: the policy has no value for the place and day; what landed before is told as such next time.
    """
    sent = read_workbook(file, data, keyring)
    checked = check_rows(sent, keyring, day_of(now))
    landed, passed_over = Landing(database, keyring, policy, whole, now).rows(sent.head, checked.good)
    by = whole.narrowed_to(Permission.RECORD_VISITS)
    with database.writing(by.jurisdiction, now) as work:
        note_handed_in(work, keyring, by, sent.head, len(landed), len(checked.skipped) + len(passed_over))
    came_back = len({row.cells["token"] for row in sent.rows if row.cells["token"]})
    return outcome_of(sent.head, came_back, checked, landed, passed_over)
