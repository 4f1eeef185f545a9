"""The database moves from each form to the next and back, with what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import column, func, select, table, text, update

from service.jurisdiction import EVERYWHERE
from service.store import Database, DatabaseError
from service.store.tables import Lead, UserRole
from service.store.upgrading import (
    MIGRATIONS,
    VERSION_TABLE,
    FormError,
    differences,
    downgrade,
    form_of,
    newest_form,
    upgrade,
)
from tests.service.store.drawn import NOW, classes, fill

HERE = "990101001001"


def counts(database: Database) -> dict[str, int]:
    """Rows by table, of those that are there."""
    with database.engine.connect() as connection:
        tables = [kind.__table__ for kind in classes()]
        there = set(connection.dialect.get_table_names(connection))
        return {
            each.name: connection.execute(select(func.count()).select_from(each)).scalar_one()
            for each in tables
            if each.name in there
        }


def test_the_newest_form_is_what_the_tables_declare(database: Database) -> None:
    assert form_of(database) == newest_form()
    assert differences(database) == []


def test_each_step_back_and_forth_keeps_what_the_earlier_form_holds(own_database: Database) -> None:
    with own_database.writing(EVERYWHERE, NOW) as work:
        for number in (1, 2, 3):
            fill(work.session, number, HERE)
    steps = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    before = counts(own_database)
    assert set(before.values()) == {3}
    for step, earlier in zip(steps, [*steps[1:], "base"], strict=True):
        downgrade(own_database, earlier)
        left = counts(own_database)
        assert left == dict.fromkeys(left, 3), step
        # A form that only adds columns has the same tables.
        assert len(left) <= len(before)
        before = left
    assert before == {}
    assert upgrade(own_database) == (None, newest_form())
    assert differences(own_database) == []
    assert set(counts(own_database).values()) == {0}


@pytest.mark.parametrize("form", [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][:-1])
def test_a_step_back_and_forth_keeps_what_both_forms_hold(database: Database, form: str) -> None:
    with database.writing(EVERYWHERE, NOW) as work:
        for number in (1, 2, 3):
            fill(work.session, number, HERE)
    earlier = ScriptDirectory(str(MIGRATIONS)).get_revision(form).down_revision
    downgrade(database, str(earlier))
    left = counts(database)
    upgrade(database)
    assert counts(database).items() >= left.items()
    assert differences(database) == []


def test_liaisons_from_before_departments_stay_and_speak_for_none(database: Database) -> None:
    with database.writing(EVERYWHERE, NOW) as work:
        fill(work.session, 1, HERE)
    downgrade(database, "0011")
    with database.engine.begin() as connection:
        grants = table("user_roles", column("role"))
        connection.execute(update(grants).values(role="department_liaison"))
    upgrade(database)
    with database.reading(EVERYWHERE, NOW) as work:
        assert [(row.role, row.department) for row in work.session.scalars(select(UserRole))] == [
            ("department_liaison", None)
        ]


def test_an_upgrade_of_the_newest_form_changes_nothing(database: Database) -> None:
    assert upgrade(database) == (newest_form(), newest_form())


def test_a_database_of_a_newer_version_is_left_alone(own_database: Database) -> None:
    with own_database.engine.begin() as connection:
        connection.execute(update(table(VERSION_TABLE, column("version_num"))).values(version_num="9999"))
    with pytest.raises(FormError, match=r"更新版本的 fanpin.*newer fanpin \(9999\)"):
        upgrade(own_database)
    assert form_of(own_database) == "9999"


def test_tables_of_others_in_the_same_database_stay(own_database: Database) -> None:
    """MLflow keeps its registry in a own_database, too, and notes its form under Alembic's own name."""
    with own_database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('of mlflow')"))
    downgrade(own_database, "base")
    upgrade(own_database)
    with own_database.engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "of mlflow"


@pytest.mark.parametrize(
    "address",
    ["", "service.db", "sqlite://", "sqlite:///:memory:", "mysql://root:secret@host/name", "postgresql", "http://x"],
)
def test_an_address_that_is_none_is_told_without_its_password(address: str) -> None:
    with pytest.raises(DatabaseError, match="FANPIN_DATABASE") as told:
        Database(address)
    assert "secret" not in str(told.value)


def test_a_database_that_cant_be_reached_is_told(tmp_path: Path) -> None:
    away = Database(f"postgresql://fanpin:secret@/name?host={tmp_path}")
    with pytest.raises(DatabaseError, match="现在不能用") as told, away.reading(EVERYWHERE, NOW) as work:
        work.session.execute(select(Lead))
    assert "secret" not in str(told.value)


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "service.db"
    file.touch(mode=0o644)
    file.chmod(0o644)
    with pytest.raises(DatabaseError, match="chmod 600"):
        Database(f"sqlite:///{file}")


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "service.db"
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    with database.writing(EVERYWHERE, NOW) as work:
        fill(work.session, 1, HERE)
        assert {entry.stat().st_mode & 0o077 for entry in file.parent.iterdir()} == {0}
    database.close()


def test_what_fails_is_not_done(database: Database) -> None:
    def work_that_fails() -> None:
        with database.writing(EVERYWHERE, NOW) as work:
            fill(work.session, 1, HERE)
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        work_that_fails()
    assert set(counts(database).values()) == {0}


def test_nothing_is_written_while_reading(database: Database) -> None:
    def write_while_reading() -> None:
        with database.reading(EVERYWHERE, NOW) as work:
            fill(work.session, 1, HERE)

    with pytest.raises(Exception, match=r"(?i)read-?only|现在不能用"):
        write_while_reading()
    # The connection goes back as it came.
    with database.writing(EVERYWHERE, NOW) as work:
        fill(work.session, 1, HERE)
    assert set(counts(database).values()) == {1}


def test_whoever_reads_sees_one_state(database: Database) -> None:
    """What is written meanwhile is not seen before the reading ends."""
    with database.reading(EVERYWHERE, NOW) as reading:
        assert reading.session.scalar(select(func.count()).select_from(Lead)) == 0
        with database.writing(EVERYWHERE, NOW) as work:
            fill(work.session, 1, HERE)
        assert reading.session.scalar(select(func.count()).select_from(Lead)) == 0
    with database.reading(EVERYWHERE, NOW) as reading:
        assert reading.session.scalar(select(func.count()).select_from(Lead)) == 1
