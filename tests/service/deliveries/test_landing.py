"""Files in custody become deliveries of the records, on either database; what they are called holds nobody's number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from features.deliveries.departments import DeliveringDepartment
from features.records.store import RecordStore
from features.records.store.withdrawing import withdraw
from service.deliveries.custody import file_of
from service.deliveries.landing import Reception, land_uploads
from service.deliveries.reading import DeliveryState, findings_of_rows, known_delivery, set_aside
from service.deliveries.receiving import OtherDepartmentError, examined, receive
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring
from service.principal import Kind, Permission, Principal
from service.store import Database
from service.store.filtering import OutsideJurisdictionError
from service.store.repositories import uploads
from service.store.tables import Upload
from tests.features.intake.files import as_workbook, households, id_number
from tests.service.landing.at_work import at
from tests.service.landing.conftest import county_at_work, keyring, store

__all__ = ["county_at_work", "keyring", "store"]

TODAY = dt.date(2026, 1, 9)
COUNTY = "990101"
MAY = frozenset({Permission.SEND_DELIVERIES})
TOWNSHIPS = Principal(
    Kind.CLIENT, "client_1", "townships", MAY, Jurisdiction.of(COUNTY), department=DeliveringDepartment.TOWNSHIP
)
BROKEN = {**households(1)[0], "户编号": ""}
BOOK = as_workbook({f"一村{id_number(7)}": [*households(30), BROKEN]})

Send = Callable[..., Upload]


@pytest.fixture
def reception(database: Database, keyring: Keyring, store: RecordStore, tmp_path: Path) -> Reception:
    return Reception(database, keyring, store.path, tmp_path / "incoming", None)


@pytest.fixture
def send(reception: Reception) -> Send:
    def sent(
        data: bytes = BOOK, by: Principal = TOWNSHIPS, place: str = COUNTY, **changes: DeliveringDepartment
    ) -> Upload:
        department = changes.get("department", DeliveringDepartment.TOWNSHIP)
        file = examined("名册.xlsx", data)
        with reception.database.writing(by.jurisdiction, at(TODAY)) as work:
            return receive(
                work, reception.keyring, reception.incoming, by,
                place=place, department=department, sent=file, today=TODAY,
            )  # fmt: skip

    return sent


def test_a_file_becomes_a_delivery_that_can_be_taken_back(reception: Reception, send: Send, store: RecordStore) -> None:
    row = send()
    assert file_of(reception.incoming, row).read_bytes() == BOOK
    assert land_uploads(reception, lambda: at(TODAY)) == [row.id]
    assert not file_of(reception.incoming, row).exists()
    with reception.database.reading(TOWNSHIPS.jurisdiction, at(TODAY)) as work:
        sent = known_delivery(work, store, row.id)
        assert sent is not None
        (delivery,) = sent.deliveries
        landed = known_delivery(work, store, delivery)
        assert uploads.load(work) == (0, 0)
    assert landed is not None
    assert (landed.delivered.state, landed.delivered.rows_set_aside) == (DeliveryState.LANDED, 1)
    # What people call a sheet may hold a person's number.
    (finding,) = findings_of_rows(set_aside(store, sent.deliveries), landed.upload)
    assert (finding["file"], finding["sheet"], finding["row"]) == ("名册.xlsx", "一村…", 32)
    withdraw(store, delivery, TODAY, "wrong file", entered_at=at(TODAY))
    with reception.database.reading(TOWNSHIPS.jurisdiction, at(TODAY)) as work:
        taken_back = known_delivery(work, store, delivery)
    assert taken_back is not None
    assert (taken_back.delivered.state, taken_back.delivered.withdrawn_on) == (DeliveryState.WITHDRAWN, TODAY)


def test_a_file_that_is_lost_is_told_as_such(reception: Reception, send: Send) -> None:
    row = send()
    file_of(reception.incoming, row).unlink()
    assert land_uploads(reception, lambda: at(TODAY)) == [row.id]
    with reception.database.reading(EVERYWHERE, at(TODAY)) as work:
        kept = uploads.find(work, row.id)
    assert kept is not None
    assert "丢失" in kept.findings[0]["problem"]


def test_nobody_sends_for_others_or_for_more_than_their_places(reception: Reception, send: Send) -> None:
    with pytest.raises(OtherDepartmentError):
        send(department=DeliveringDepartment.POLICE)
    with pytest.raises(OutsideJurisdictionError):
        send(place="9901")
    assert land_uploads(reception, lambda: at(TODAY)) == []
