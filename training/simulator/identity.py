"""Identity numbers of the invented county, and the ways in which offices spoil them."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import polars as pl

from training.simulator.names import COUNTY_CODE
from training.simulator.state import Flags, Ints

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


class Damage(StrEnum):
    NONE = ""
    WRONG_DIGIT = "wrong_digit"
    TRANSPOSED = "transposed"
    OLD_FORM = "old_15_digits"
    FULL_WIDTH = "full_width"
    LOWER_CASE = "lower_case_x"
    MISSING = "missing"


SPOILED = tuple(kind for kind in Damage if kind)
SHARES = (0.27, 0.2, 0.18, 0.13, 0.1, 0.12)
IN_ROSTERS = (0.4, 0.25, 0.15, 0.0, 0.0, 0.2)


def check_digit(first_17: str) -> str:
    """The 18th character of an identity number (GB 11643)."""
    return CHECK[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def identity_numbers(birth_day: Ints, female: Flags) -> pl.Series:
    """An 18-digit number per person, unique, with a valid check digit. Digit 17 is odd for men."""
    order = np.lexsort((female, birth_day))
    same = np.concatenate(
        [[False], (birth_day[order][1:] == birth_day[order][:-1]) & (female[order][1:] == female[order][:-1])]
    )
    group = np.cumsum(~same) - 1
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.flatnonzero(~same)[group]
    serial = 2 * (rank % 499) + np.where(female, 2, 1)
    county = int(COUNTY_CODE) + rank // 499  # a second code once a birthday's serials run out
    born = pl.Series(birth_day.astype(np.int32)).cast(pl.Date).dt.strftime("%Y%m%d")
    digits = (
        pl.DataFrame({"county": county, "born": born, "serial": serial})
        .select(pl.concat_str(pl.col("county").cast(pl.String), "born", pl.col("serial").cast(pl.String).str.zfill(3)))
        .to_series()
    )
    matrix = np.frombuffer("".join(digits.to_list()).encode(), dtype=np.uint8).reshape(-1, 17) - 48
    check = np.array(list(CHECK))[(matrix * np.array(WEIGHTS)).sum(axis=1) % 11]
    return pl.select(pl.concat_str(digits, pl.Series(check))).to_series()


def spoil(
    numbers: pl.Series, share: float, rng: np.random.Generator, kinds: tuple[float, ...] = SHARES
) -> tuple[pl.Series, pl.Series]:
    """Damage a share of the numbers. Returns what is written and the kind of damage ('' for none)."""
    count = len(numbers)
    hit = np.flatnonzero(rng.random(count) < share)
    kind = rng.choice(len(SPOILED), hit.size, p=kinds)
    place = rng.integers(6, 17, hit.size)
    shift = rng.integers(1, 10, hit.size)
    written, damage = numbers.to_list(), [""] * count
    for at, which, where, by in zip(hit.tolist(), kind.tolist(), place.tolist(), shift.tolist(), strict=True):
        written[at], damage[at] = spoil_one(written[at], SPOILED[which], where, by)
    return pl.Series(written, dtype=pl.String), pl.Series(damage, dtype=pl.String)


def spoil_one(number: str, kind: Damage, place: int, shift: int) -> tuple[str, str]:
    """One damaged number and the damage that could really be done to it."""
    if kind == Damage.OLD_FORM and number[6:8] != "19":
        kind = Damage.WRONG_DIGIT
    if kind == Damage.LOWER_CASE and not number.endswith("X"):
        kind = Damage.FULL_WIDTH
    if kind == Damage.TRANSPOSED:
        place = next((p for p in [*range(place, 16), *range(6, place)] if number[p] != number[p + 1]), -1)
        kind = kind if place >= 0 else Damage.WRONG_DIGIT
    if kind == Damage.MISSING:
        return "", kind
    if kind == Damage.OLD_FORM:
        return number[:6] + number[8:17], kind
    if kind == Damage.FULL_WIDTH:
        return number.translate(FULL_WIDTH), kind
    if kind == Damage.LOWER_CASE:
        return number.lower(), kind
    if kind == Damage.TRANSPOSED:
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :], kind
    digit = str((int(number[place]) + shift) % 10)
    return number[:place] + digit + number[place + 1 :], Damage.WRONG_DIGIT
