"""The sealed identity table: who is behind a pseudonym, for nobody without the key."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import polars as pl
import pytest

from features.intake.who.identity_table import IdentityTable
from features.intake.who.sealing import Seal, SealError
from features.records.store import RecordStore
from tests.features.intake.files import KEY, as_csv, deliver, id_number, take_in
from tests.features.intake.files import households as drawn_households
from tests.features.intake.files import members as drawn_members

NAME, PHONE = "欧阳测试名", "13900001111"


@pytest.fixture
def told(tmp_path: Path, store: RecordStore) -> RecordStore:
    homes = [{**row, "户主姓名": NAME, "联系电话": PHONE} for row in drawn_households(6)]
    people = [{**row, "姓名": NAME, "乡": "青石镇", "村": "柳沟村"} for row in drawn_members(6)]
    files = {"农户.csv": as_csv(homes), "人口.csv": as_csv(people)}
    assert not take_in(deliver(tmp_path / "in", "2024-01-05", files), store).refused
    return store


def sealed_files(store: RecordStore) -> list[Path]:
    return sorted((store.path / "identity").glob("*.sealed"))


def test_the_table_tells_who_somebody_is(told: RecordStore) -> None:
    person = told.records()["members"].get_column("person_id")[0]
    known = IdentityTable.of(told, KEY).people([person, "nobody"])
    assert known.select("person_id", "name", "phone", "village").rows() == [(person, NAME, PHONE, "柳沟村")]
    assert known.get_column("number").item() in {id_number(number) for number in range(6)}


def test_nothing_of_a_person_is_in_any_other_file(told: RecordStore) -> None:
    secrets = [NAME, PHONE, id_number(0), id_number(5)]
    for file in told.path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            if file.suffix == ".parquet":
                content += pl.read_parquet(io.BytesIO(content)).write_csv().encode()
            assert not [secret for secret in secrets if secret.encode() in content], file


def test_only_the_owner_may_read_the_files(told: RecordStore) -> None:
    assert sealed_files(told)
    assert {stat.S_IMODE(file.stat().st_mode) for file in sealed_files(told)} == {0o600}


def test_another_key_is_told(told: RecordStore) -> None:
    with pytest.raises(SealError, match="another pseudonym key"):
        IdentityTable.of(told, b"another").rows()


@pytest.mark.parametrize("left", [0, 20, -1])
def test_a_file_cut_off_is_told(told: RecordStore, left: int) -> None:
    file = sealed_files(told)[0]
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(SealError, match="backup"):
        IdentityTable.of(told, KEY).rows()


def test_a_changed_byte_is_told(told: RecordStore) -> None:
    file = sealed_files(told)[0]
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(bytes(content))
    with pytest.raises(SealError, match="was changed"):
        IdentityTable.of(told, KEY).rows()


def test_a_file_under_another_s_name_is_told(tmp_path: Path) -> None:
    seal = Seal(KEY, "tests")
    seal.write(tmp_path / "one", b"content")
    assert seal.read(tmp_path / "one") == b"content"
    (tmp_path / "one").rename(tmp_path / "two")
    with pytest.raises(SealError, match="another file's name"):
        seal.read(tmp_path / "two")


def test_what_a_killed_landing_left_does_not_count_and_goes(told: RecordStore, tmp_path: Path) -> None:
    table = IdentityTable.of(told, KEY)
    before = table.rows()
    table.write(before.with_columns(name=pl.lit("没有落库"), delivery_id=pl.lit("never landed")))
    assert table.rows().equals(before)
    with told.writing():
        table.remove_leftovers()
    assert len(sealed_files(told)) == 1
    assert table.rows().equals(before)


def test_who_a_withdrawn_delivery_named_is_not_known_from_it(told: RecordStore) -> None:
    from datetime import date

    from features.records.store.withdrawing import withdraw

    for delivery in told.deliveries().get_column("delivery_id"):
        withdraw(told, delivery, date(2024, 2, 1), "a test")
    assert IdentityTable.of(told, KEY).rows().is_empty()
