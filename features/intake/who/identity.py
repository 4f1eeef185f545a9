"""Who a row is about: Chinese ID numbers, the pseudonyms that replace them, and the household of each person.

An ID number lives only in memory, between the file and its keyed hash. Without the key a pseudonym cannot be turned
back by trying all ID numbers, of which there are few enough to try; so the key is as secret as the numbers.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from features.bilingual import Bilingual
from features.disk import write_once
from features.errors import FanpinError
from features.records.store import RecordStore
from features.records.store.creating import is_store

KEY_VARIABLE = "FANPIN_PSEUDONYM_KEY"
KEY_LENGTH_AT_LEAST = 16
"""Characters of a key told by the variable: a short one is found by trying, and with it every ID number."""

PSEUDONYM_LENGTH = 20

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_EIGHTEEN = re.compile(r"^[0-9]{17}[0-9X]$")
_FIFTEEN = re.compile(r"^[0-9]{15}$")


class PseudonymKeyError(FanpinError):
    """The pseudonym key is unusable."""


def pseudonym_key(store: Path) -> bytes:
    """The key of a store: FANPIN_PSEUDONYM_KEY, else `pseudonym.key` in its folder, made when the store has no people yet.

    Whoever loses the key cannot link new deliveries with what is stored, so it belongs in the county's backup.

    Raises:
        PseudonymKeyError: the variable's key is too short, or the file is lost or empty.
    """
    configured = os.environ.get(KEY_VARIABLE, "").strip()
    if configured:
        if len(configured) < KEY_LENGTH_AT_LEAST:
            raise PseudonymKeyError(
                f"{KEY_VARIABLE} 只有{len(configured)}个字符，太短，容易被试出：至少{KEY_LENGTH_AT_LEAST}个字符。 | {KEY_VARIABLE} has "
                f"{len(configured)} characters, so few that the key can be found by trying. Give at least {KEY_LENGTH_AT_LEAST}."
            )
        return configured.encode("utf-8")
    file = key_file(store)
    if not file.exists():
        if _has_people(store):
            raise _lost(file, Bilingual("不见了", "is missing"))
        # Killed half-way, the next run must not find an empty one; nor is one replaced that another process drew meanwhile.
        write_once(file, secrets.token_hex(32) + "\n", private=True)
    key = file.read_text(encoding="ascii").strip()
    if not key:
        raise _lost(file, Bilingual("是空的", "is empty"))
    return key.encode("ascii")


def key_file(store: Path) -> Path:
    """Where a store keeps its own key."""
    return store / "pseudonym.key"


def _has_people(store: Path) -> bool:
    """Whether something in the store was made with a key, which then was not the one about to be drawn."""
    return any(store.glob("*/*.sealed")) or (is_store(store) and not RecordStore.open(store).people().is_empty())


def _lost(file: Path, how: Bilingual) -> PseudonymKeyError:
    return PseudonymKeyError(
        f"{file} {how.zh}：请从备份恢复；换成新密钥，就再也对不上库里的人。 | {file} {how.en}. Restore it from the backup; "
        "a new key would link nobody."
    )


def check_character(first_seventeen: str) -> str:
    """The 18th character of an ID number (GB 11643: ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def normalised_id(text: str) -> str | None:
    """The 18 characters of an ID number, a 15-digit one of old brought to 18; None when it is not one."""
    bare = re.sub(r"[\s'-]", "", text).upper()
    if _FIFTEEN.match(bare):
        # Numbers of 15 digits were given to those born in the 1900s only.
        bare = f"{bare[:6]}19{bare[6:]}"
        bare += check_character(bare)
    if not _EIGHTEEN.match(bare) or check_character(bare[:17]) != bare[17]:
        return None
    return bare if _is_day(bare[6:14]) else None


class Pseudonyms:
    """Keyed hashes, each worked out once per run: the same people come back in every month's files."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._by_id: dict[str | None, str | None] = {}

    def of(self, text: str) -> str:
        """HMAC-SHA256 under the key, shortened to 80 bits: among a billion people a clash stays unlikely."""
        return hmac.digest(self._key, text.encode("utf-8"), hashlib.sha256).hex()[:PSEUDONYM_LENGTH]

    def of_ids(self, ids: pl.Series) -> pl.Series:
        """The pseudonym of each ID number; null where it is empty or not one."""
        known = self._by_id
        return pl.Series([known[text] if text in known else self._person_of_id(text) for text in ids], dtype=pl.String)

    def of_described(self, people: pl.DataFrame, besides: Iterable[str] = ()) -> pl.Series:
        """A stable pseudonym for members of a roster without a sound ID: household, name and month of birth.

        Args:
            people: `household_id`, `name`, `birth_date` and what else is to tell them apart.
            besides: columns that tell apart those who share the three.
        """
        parts = [
            pl.col("household_id"),
            pl.col("name").fill_null(""),
            pl.col("birth_date").dt.to_string("%Y-%m").fill_null(""),
            *(pl.col(name).cast(pl.String).fill_null("") for name in besides),
        ]
        described = people.select(pl.concat_str(parts, separator="\x1f")).to_series()
        return pl.Series([self.of(f"described\x1f{text}") for text in described], dtype=pl.String)

    def _person_of_id(self, text: str | None) -> str | None:
        number = normalised_id(text) if text else None
        self._by_id[text] = self.of(number) if number else None
        return self._by_id[text]


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
