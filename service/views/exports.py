"""Requests for exports in words: what is wanted, of which place, by whom, and what may be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from service.exporting.asked import from_text
from service.keyring import Keyring
from service.place_names import Names
from service.principal import Kind, Principal
from service.store import Work
from service.store.repositories import users
from service.store.tables.exports import ExportRequest, ExportState
from service.vault.exports import against_approving, words_of
from service.views.places import Places

WHAT = {
    "visit_workbook": Bilingual(
        "走访登记表（Excel，填好可交回）", "workbook for visits (Excel, to be handed in again)"
    ),
    "list_items": Bilingual("走访名单", "items of a list"),
    "leads": Bilingual("线索", "leads"),
}
ANOTHER = Bilingual("其他版本的导出", "an export of another version")
EXPIRED = Bilingual("已过期", "too old")


@dataclass(frozen=True)
class Shown:
    """A request.

    Attributes:
        words: why; None where that is not the reader's business.
        against: why the reader can't decide on it; None where they can.
        can_be_fetched: by whoever asked, now.
    """

    row: ExportRequest
    what: Bilingual
    place: Bilingual
    by: str
    state: Bilingual
    words: str | None = None
    against: Bilingual | None = None
    can_be_fetched: bool = False


def to_decide(
    work: Work, keyring: Keyring, rows: Sequence[ExportRequest], reader: Principal, places: Names
) -> list[Shown]:
    """Requests as whoever decides sees them."""
    called = _askers(work, rows)
    shown = []
    for row in rows:
        against = against_approving(row, reader, work.now)
        why_not = None if against is None else Bilingual(against.zh, against.en)
        shown.append(_shown(row, called, places, work.now, words_of(keyring, row), why_not))
    return shown


def own(work: Work, rows: Sequence[ExportRequest], places: Names) -> list[Shown]:
    """Somebody's own requests."""
    called = _askers(work, rows)
    return [_shown(row, called, places, work.now) for row in rows]


def _shown(
    row: ExportRequest,
    called: Mapping[str, str],
    places: Names,
    now: dt.datetime,
    words: str | None = None,
    against: Bilingual | None = None,
) -> Shown:
    state = ExportState(row.state)
    is_over = state in (ExportState.ASKED, ExportState.APPROVED) and now >= row.expires_at
    return Shown(
        row,
        _what(row.what),
        Places(places).wide(row.region_code),
        called.get(row.asked_by, row.asked_by),
        EXPIRED if is_over else Bilingual(state.zh, state.en),
        words,
        against,
        state is ExportState.APPROVED and not is_over,
    )


def _what(text: str) -> Bilingual:
    try:
        return WHAT[from_text(text).what]
    except ValueError:
        return ANOTHER


def _askers(work: Work, rows: Sequence[ExportRequest]) -> dict[str, str]:
    """Their names for logging in, by how the audit names them."""
    ids = {row.asked_by: row.asked_by.removeprefix(f"{Kind.USER.value}:") for row in rows}
    named = users.names_of(work, set(ids.values()))
    return {actor: named[user_id] for actor, user_id in ids.items() if user_id in named}
