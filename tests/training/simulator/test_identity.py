"""Identity numbers: valid, unique, and spoiled in the ways in which offices spoil them."""

from __future__ import annotations

import numpy as np
import pytest

from training.simulator.identity import Damage, check_digit, identity_numbers, spoil_one

NUMBER = "99010119680310042" + check_digit("99010119680310042")
BORN_LATER = "99010120100310042" + check_digit("99010120100310042")


def test_people_born_on_one_day_have_different_valid_numbers() -> None:
    numbers = identity_numbers(np.full(1_200, 5_000), np.arange(1_200) % 2 == 0).to_list()
    assert len(set(numbers)) == 1_200
    assert all(check_digit(number[:17]) == number[17] for number in numbers)
    assert all((int(number[16]) % 2 == 0) == (place % 2 == 0) for place, number in enumerate(numbers))


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (Damage.MISSING, ""),
        (Damage.OLD_FORM, NUMBER[:6] + NUMBER[8:17]),
        (Damage.TRANSPOSED, NUMBER[:7] + NUMBER[8] + NUMBER[7] + NUMBER[9:]),
    ],
)
def test_a_number_is_spoiled_as_named(kind: Damage, written: str) -> None:
    assert spoil_one(NUMBER, kind, 7, 3) == (written, kind)


def test_a_wrong_digit_fails_the_check_digit() -> None:
    written, kind = spoil_one(NUMBER, Damage.WRONG_DIGIT, 9, 4)
    assert kind == Damage.WRONG_DIGIT
    assert check_digit(written[:17]) != written[17]


def test_who_was_born_after_1999_has_no_old_form() -> None:
    assert spoil_one(BORN_LATER, Damage.OLD_FORM, 9, 4)[1] == Damage.WRONG_DIGIT
