"""What was delivered, whichever way it came: files that are in the records, and files that were sent and are not, or not yet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from features.deliveries.departments import DeliveringDepartment
from features.deliveries.freshness import freshness
from features.intake.counties import Counties
from features.intake.problems import REASONS
from features.intake.report import Outcome
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.states import StoreInState
from features.vocabulary import Labelled
from service.deliveries.outcomes import NUMBERS_OF_PEOPLE, FindingKind
from service.store import Work
from service.store.repositories import uploads
from service.store.tables import Upload

SENT = re.compile(r"\d{4}-\d{2}-\d{2}-(upload_[0-9a-z]{26})/")
"""How the folder of a file that was sent is called, and with it the file in the records."""


class DeliveryState(Labelled):
    WAITING = "waiting", "待导入", "waiting to be taken in"
    LANDING = "landing", "正在导入", "being taken in"
    LANDED = "landed", "已导入", "taken in"
    REFUSED = "refused", "已退回", "refused"
    WITHDRAWN = "withdrawn", "已撤回", "taken back"


@dataclass(frozen=True)
class Delivered:
    """A file, by the name of its delivery in the records, or by that under which it was sent.

    Attributes:
        at: the moment by which lists stand in order: when it was received, or landed, or the day of which it is.
        file: by the name that people gave it.
    """

    id: str
    state: DeliveryState
    at: dt.datetime
    file: str
    departments: tuple[str, ...]
    sources: tuple[str, ...]
    known_date: dt.date
    received_at: dt.datetime | None
    landed_at: dt.datetime | None
    rows_read: int | None
    rows_landed: int | None
    rows_set_aside: int | None
    upload_id: str | None
    withdrawn_on: dt.date | None

    def place(self) -> list[Any]:
        """Where it stands in a list, the newest first."""
        return [-self.at.timestamp(), self.id]


@dataclass(frozen=True)
class KnownDelivery:
    """A delivery with what was kept of it beside the records.

    Attributes:
        upload: with which it was sent, if it was.
        deliveries: its names in the records; several of an archive, none of what is not in them.
    """

    delivered: Delivered
    upload: Upload | None
    deliveries: tuple[str, ...]

    @property
    def files(self) -> list[dict[str, Any]]:
        """What became of it, or of each file of an archive."""
        every = [] if self.upload is None else self.upload.files
        return every if self.is_sent else [file for file in every if file["delivery_id"] == self.delivered.id]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Of whole files."""
        every = [] if self.upload is None else self.upload.findings
        own = {file["file"] for file in self.files}
        return every if self.is_sent else [each for each in every if each["file"] in own]

    @property
    def is_sent(self) -> bool:
        """Whether it is asked for by the name under which it was sent."""
        return self.upload is not None and self.delivered.id == self.upload.id


def place_of(store: StoreInState) -> str:
    """The digits with which the codes of all places begin of which deliveries tell."""
    return store.worked_out("place of deliveries", lambda: Counties.of(store).together)


def in_records(store: RecordStore, sent: Mapping[str, Upload]) -> list[Delivered]:
    """Every delivery in the records.

    Args:
        sent: files that were sent, by their names: what they brought is called as its sender called it.
    """
    withdrawn = dict(store.withdrawals().select("delivery_id", "withdrawn_on").iter_rows())
    return [_of_the_records(row, withdrawn.get(row["delivery_id"]), sent) for row in store.deliveries().to_dicts()]


def uploads_of(store: RecordStore) -> set[str]:
    """Names of the files that were sent and brought something into the records."""
    files = store.deliveries().get_column("file").drop_nulls()
    return {match[1] for file in files if (match := SENT.match(file))}


def of_an_upload(row: Upload, store: RecordStore) -> Delivered:
    """A file that was sent, with what it brought."""
    landed = [file["delivery_id"] for file in row.files if file["outcome"] == Outcome.LANDED.value]
    brought = store.deliveries().filter(pl.col("delivery_id").is_in(landed))
    is_over = row.state not in (DeliveryState.WAITING.value, DeliveryState.LANDING.value)
    # Before it is read nobody knows how many rows it has; of one of which nothing was kept how many it had.
    counts = {name: int(brought[name].sum()) if landed else None for name in ("rows_read", "rows_set_aside")}
    return Delivered(
        id=row.id,
        state=DeliveryState(row.state),
        at=row.received_at,
        file=row.file,
        departments=(DeliveringDepartment(row.department).zh,),
        sources=_parts(brought["source"]),
        known_date=row.known_date,
        received_at=row.received_at,
        landed_at=row.ended_at if landed else None,
        rows_read=counts["rows_read"],
        rows_landed=int(brought["rows_landed"].sum()) if is_over else None,
        rows_set_aside=counts["rows_set_aside"],
        upload_id=row.id,
        withdrawn_on=None,
    )


def _of_the_records(row: Mapping[str, Any], withdrawn_on: dt.date | None, sent: Mapping[str, Upload]) -> Delivered:
    match = SENT.match(row["file"] or "")
    upload = sent.get(match[1]) if match else None
    known = dt.datetime.combine(row["known_date"], dt.time(), dt.UTC)
    return Delivered(
        id=row["delivery_id"],
        state=DeliveryState.LANDED if withdrawn_on is None else DeliveryState.WITHDRAWN,
        at=row["landed_at"] or known,
        file=shown_file(row["file"] or "", upload),
        departments=_parts([row["department"]]),
        sources=_parts([row["source"]]),
        known_date=row["known_date"],
        received_at=upload.received_at if upload else None,
        landed_at=row["landed_at"],
        rows_read=row["rows_read"],
        rows_landed=row["rows_landed"],
        rows_set_aside=row["rows_set_aside"],
        upload_id=match[1] if match else None,
        withdrawn_on=withdrawn_on,
    )


def known_delivery(work: Work, store: RecordStore, delivery_id: str) -> KnownDelivery | None:
    """By the name of a delivery in the records, or by that under which a file was sent."""
    if delivery_id.startswith("upload_"):
        row = uploads.find(work, delivery_id)
        if row is None:
            return None
        brought = [file["delivery_id"] for file in row.files if file["outcome"] == Outcome.LANDED.value]
        return KnownDelivery(of_an_upload(row, store), row, tuple(brought))
    sent = uploads.several(work, uploads_of(store))
    every = (each for each in in_records(store, sent) if each.id == delivery_id)
    return next((KnownDelivery(each, sent.get(each.upload_id or ""), (each.id,)) for each in every), None)


def shown_file(file: str, upload: Upload | None) -> str:
    """A file of the records by the name that people gave it."""
    if upload is None:
        return NUMBERS_OF_PEOPLE.sub("…", file)
    inside = file.split("/", 2)[2:]
    return NUMBERS_OF_PEOPLE.sub("…", "/".join([upload.file, *inside]))


def _parts(names: Iterable[str | None]) -> tuple[str, ...]:
    """`a+b` is of both."""
    return tuple(dict.fromkeys(part for name in names if name for part in name.split("+")))


def set_aside(store: RecordStore, delivery_ids: Sequence[str]) -> pl.DataFrame:
    """Rows of these deliveries that were not kept, in order: the columns of SET_ASIDE."""
    rows = store.set_aside().filter(pl.col("delivery_id").is_in(delivery_ids))
    return rows.sort("file", "sheet", "row", "column", "reason")


def findings_of_rows(rows: pl.DataFrame, upload: Upload | None) -> list[dict[str, Any]]:
    """Rows that were not kept, each with where it stands, why, and what to do.

    Args:
        upload: with which they came.
    """
    return [
        {
            "kind": FindingKind.ROW_SET_ASIDE.value,
            "file": shown_file(row["file"], upload),
            "sheet": None if row["sheet"] is None else NUMBERS_OF_PEOPLE.sub("…", row["sheet"]),
            "row": row["row"],
            "column": None if row["column"] is None else NUMBERS_OF_PEOPLE.sub("…", row["column"]),
            "reason": row["reason"],
            "problem": _problem(row["reason"]),
            "what_to_do": row["what_to_do"],
        }
        for row in rows.to_dicts()
    ]


def _problem(reason: str) -> str:
    return f"{REASONS[reason].problem_zh} | {REASONS[reason].en.partition(';')[0]}"


def standing_of_sources(store: RecordStore, policy: Policy, today: dt.date) -> list[dict[str, Any]]:
    """How every kind of file stands against its rhythm, with the columns of FRESHNESS."""
    county = Counties.of(store).the_one
    return freshness(store.deliveries(), today, policy, withdrawals=store.withdrawals(), region_code=county).to_dicts()


def overdue(store: RecordStore, policy: Policy, today: dt.date) -> list[dict[str, Any]]:
    """Those whose next delivery is overdue."""
    return [source for source in standing_of_sources(store, policy, today) if source["stale"]]
