"""Names are masked unless somebody says what for; then one household's are shown, and that is written down."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
from sqlalchemy import text

from features.policy.loading import Policy
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring, KeyringError
from service.store import Database
from service.store.tables.identities import UnmaskingPurpose
from service.vault.looking import Looked, Refusal, VaultError, masked, reason_of, unmask
from service.vault.masking import masked_name, masked_number
from tests.service.audit.chain import newest_lines
from tests.service.vault.people import FAR, HOUSEHOLD, NOW, OFFICER, OTHER, POLICY

LIMIT = 4
A_FEW = replace(POLICY.values["unmask_households_a_day"].steps[0], value=LIMIT)
FEW = Policy(
    {**POLICY.values, "unmask_households_a_day": replace(POLICY.values["unmask_households_a_day"], steps=(A_FEW,))},
    POLICY.version,
)
WHY = "明日入户核实医疗支出"


def looked(
    database: Database, keyring: Keyring, household: str = HOUSEHOLD, *, now: dt.datetime = NOW, **changes
) -> Looked:
    asked = {"asker": OFFICER, "purpose": UnmaskingPurpose.VISIT, "words": WHY, **changes}
    with database.writing(asked["asker"].jurisdiction, now) as work:
        return unmask(work, keyring, FEW, asked["asker"], household, asked["purpose"], asked["words"])


def test_people_are_masked_the_head_first(filled: Database, keyring: Keyring) -> None:
    with filled.reading(EVERYWHERE, NOW) as work:
        people = masked(work, keyring, [HOUSEHOLD, OTHER])
    assert [(each.name, each.number, each.is_head) for each in people[HOUSEHOLD]] == [
        ("钱*", "9901**********9871", True),
        ("孙*", "9901**********9872", False),
    ]
    assert [(each.name, each.number) for each in people[OTHER]] == [("李*", None)]


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("欧阳明月", "欧*"), ("阿依古丽·买买提", "阿*"), ("张", "*")]
)
def test_a_name_shows_its_first_sign(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("522401199001011234", "5224**********1234"), ("52240119900101123X", "5224**********123X"), ("52240119", "********"), ("", "")],
)  # fmt: skip
def test_a_number_shows_its_ends(number: str, shown: str) -> None:
    assert masked_number(number) == shown


def test_for_a_purpose_names_are_shown_and_it_is_written_down(filled: Database, keyring: Keyring) -> None:
    answer = looked(filled, keyring)
    assert [each.name for each in answer.people] == ["钱植标甲", "孙植标乙"]
    assert [each.number for each in answer.people] == ["9901**********9871", "9901**********9872"]
    with filled.reading(EVERYWHERE, NOW) as work:
        (line,) = newest_lines(work, action="identities.unmasked")
        record, words = reason_of(work, keyring, str(answer.id))
        assert (record.actor, record.household_id, record.purpose) == ("user:user_01", HOUSEHOLD, "visit")
    assert (line.actor, line.target) == ("user:user_01", f"household:{HOUSEHOLD}")
    assert f'"unmasking": "{answer.id}"' in line.content
    assert words == WHY
    assert WHY not in line.content


def test_names_stand_in_no_representation(filled: Database, keyring: Keyring) -> None:
    assert "植标" not in repr(looked(filled, keyring))


def test_who_rolls_back_has_seen_nothing_and_who_asks_outside_finds_nobody(filled: Database, keyring: Keyring) -> None:
    for household in (FAR, "nobody"):
        with pytest.raises(LookupError, match=r"^no such household\.$"):
            looked(filled, keyring, household)
    with filled.reading(Jurisdiction.of("990101008"), NOW) as work:
        assert masked(work, keyring, [FAR, OTHER]).keys() == {OTHER}


def test_without_permission_or_reason_nothing_is_shown(filled: Database, keyring: Keyring) -> None:
    with pytest.raises(PermissionError):
        looked(filled, keyring, asker=replace(OFFICER, permissions=frozenset()))
    for words in ("", "   看 ", "x" * 301):
        with pytest.raises(VaultError, match="写明为什么"):
            looked(filled, keyring, words=words)


def test_so_many_households_a_day_and_no_more(filled: Database, keyring: Keyring) -> None:
    for _ in range(LIMIT):
        assert looked(filled, keyring).refusal is None
    assert looked(filled, keyring) == Looked((), Refusal.LIMIT)
    # Another person may, and this one tomorrow; that it was tried is written down.
    assert looked(filled, keyring, asker=replace(OFFICER, id="user_09")).people
    assert looked(filled, keyring, now=NOW + dt.timedelta(hours=24)).people
    with filled.reading(EVERYWHERE, NOW) as work:
        assert len(newest_lines(work, action="identities.refused")) == 1


def test_at_once_is_one_after_the_other(filled: Database, keyring: Keyring) -> None:
    for _ in range(LIMIT - 2):
        looked(filled, keyring)
    answers: list[Looked] = []
    askers = [threading.Thread(target=lambda: answers.append(looked(filled, keyring))) for _ in range(6)]
    for each in askers:
        each.start()
    for each in askers:
        each.join()
    assert sum(bool(answer.people) for answer in answers) == 2


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        # Two rows exchanged, one moved to a household that one may look at, one changed.
        ("UPDATE identities SET sealed = (SELECT sealed FROM identities WHERE person_id = 'b1') WHERE person_id = 'a1'", KeyringError),
        (f"UPDATE identities SET household_id = '{HOUSEHOLD}', region_code = '990101008005' WHERE person_id = 'c1'", VaultError),  # noqa: S608
        ("UPDATE identities SET sealed = substr(sealed, 1, 40) WHERE person_id = 'a1'", KeyringError),
    ],
)  # fmt: skip
def test_a_row_that_was_changed_does_not_open(
    filled: Database, keyring: Keyring, statement: str, error: type[Exception]
) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text(statement))
    with pytest.raises(error):
        looked(filled, keyring)
